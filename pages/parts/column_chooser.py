"""Column chooser: which columns does a list have, and in which order?"""
import streamlit as st

from pages.parts import session
from pages.parts.keeper import keeper
from segkit import Project, lists
from segkit.lists import Column, Customers


def choose_columns(project: Project, customers: Customers, place: str) -> list[Column]:
    """Draw the choice of columns and return them in the order chosen; the project keeps the choice for the next list."""
    there = {column.name: column for column in _columns(session.current().id, project.version, repr(customers.query()), project, customers)}
    key = f"{place}.columns"
    wanted = st.session_state.setdefault(f"{key}-wanted", project.recipe.list_columns)
    known, usual = [name for name in dict.fromkeys(wanted) if name in there], lists.usual(project)
    st.session_state[key] = known or [name for name in there if name in usual]
    missing = [name for name in wanted if name not in there]
    chosen = st.multiselect("Columns", list(there), format_func=lambda name: there[name].heading, key=key, on_change=_keep,
                            args=(project, key, missing), placeholder="Choose the columns",
                            help="Their order here is their order in the file. Take all away to get back the usual ones.")
    _order(project, chosen, there, key, missing)
    return [there[name] for name in chosen]


def _order(project: Project, chosen: list[str], there: dict[str, Column], key: str, missing: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Change the order: move", chosen, format_func=lambda name: there[name].heading, key=f"{key}.moved", width=260)
        for label, icon, by in (("Earlier", "back", -1), ("Later", "forward", 1)):
            st.button(label, icon=f":material/arrow_{icon}:", key=f"{key}.{label.lower()}", on_click=_move,
                      args=(project, key, missing, name, by), disabled=not chosen)


def _move(project: Project, key: str, missing: list[str], name: str, by: int) -> None:
    names = list(st.session_state[key])
    position = names.index(name)
    names.insert(max(position + by, 0), names.pop(position))
    st.session_state[key] = names
    _keep(project, key, missing)


def _keep(project: Project, key: str, missing: list[str]) -> None:
    """Keep the choice; wanted columns that only other lists have wait at its end, unless all are taken away."""
    names = st.session_state[key]
    st.session_state[f"{key}-wanted"] = wanted = (*names, *missing) if names else ()
    keeper().keep_list(project, columns=wanted)


@st.cache_data(max_entries=50, show_spinner=False)
def _columns(project_id: str, version: str, query: str, _project: Project, _customers: Customers) -> list[Column]:
    # Looking for columns without any value reads the whole list, so it is done once per list.
    return lists.columns_of(_project, _customers)
