"""Map editor: how does a visitor change the table that a dimension reads its words from?"""
import streamlit as st

from pages.parts.errors import told
from segkit import Project
from segkit.maps import EditableMap, MapColumn, find_map

ROWS_SHOWN = 320


def map_editor(project: Project, key: str) -> None:
    """Draw the editable table with Save; a row that cannot work is refused in words and nothing is changed."""
    editable, turn = find_map(key), st.session_state.setdefault(f"map:{key}:turn", 0)
    st.markdown(f"{editable.help} Change a cell, add a row below, or take rows away; the segments follow when you save.")
    place = f"map:{project.version}:{key}:{turn}"
    table = st.data_editor(_as_shown(editable, project.map(key)), num_rows="dynamic", hide_index=True, height=ROWS_SHOWN, key=place,
                           column_config={column.name: _column(column) for column in editable.columns})
    with st.container(horizontal=True):
        save = st.button("Save", key=f"save-{key}", icon=":material/save:")
        undo = st.button("Back to the starter table", key=f"starter-{key}", type="tertiary", icon=":material/restart_alt:")
    if save or undo:
        with told():
            project.set_map(key, editable.starter() if undo else _as_kept(table))
            st.session_state[f"map:{key}:turn"] = turn + 1
            st.toast("Saved. The segments follow the new table.", icon=":material/check:")
            st.rerun()


def _as_shown(editable: EditableMap, rows: list[dict[str, str]]) -> list[dict]:
    numbers = {column.name for column in editable.columns if column.is_number}
    shown = [{name: float(text) if name in numbers and text else text for name, text in row.items()} for row in rows]
    return shown or [{column.name: None for column in editable.columns}]  # an emptied table keeps its headings


def _as_kept(table: list[dict]) -> list[dict[str, str]]:
    return [{name: "" if value is None else f"{value:g}" if isinstance(value, float) else str(value) for name, value in row.items()}
            for row in table]


def _column(column: MapColumn):
    if column.options:
        return st.column_config.SelectboxColumn(column.title, help=column.help, options=list(column.options))
    if column.is_number:
        return st.column_config.NumberColumn(column.title, help=column.help, min_value=0.0)
    return st.column_config.TextColumn(column.title, help=column.help)
