"""Column chooser: which columns does a list have, and in which order?"""
import streamlit as st

from pages.parts import session
from segkit import Project, lists
from segkit.lists import Column, Customers


def choose_columns(project: Project, customers: Customers, place: str) -> list[Column]:
    """Draw the choice of columns and return them in the order chosen."""
    there = {column.name: column for column in _columns(session.current().id, project.version, repr(customers.query()), project, customers)}
    key = f"{place}.columns"
    kept = [name for name in st.session_state.get(key, []) if name in there]
    st.session_state[key] = kept or [name for name in there if name in lists.USUAL]
    chosen = st.multiselect("Columns", list(there), format_func=lambda name: there[name].heading, key=key, persist_state="session",
                            help="Their order here is their order in the file.", placeholder="Choose the columns")
    _order(chosen, there, key)
    return [there[name] for name in chosen]


def _order(chosen: list[str], there: dict[str, Column], key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Change the order: move", chosen, format_func=lambda name: there[name].heading, key=f"{key}.moved", width=260)
        st.button("Earlier", icon=":material/arrow_back:", key=f"{key}.earlier", on_click=_move, args=(key, name, -1), disabled=not chosen)
        st.button("Later", icon=":material/arrow_forward:", key=f"{key}.later", on_click=_move, args=(key, name, 1), disabled=not chosen)


def _move(key: str, name: str, by: int) -> None:
    names = list(st.session_state[key])
    position = names.index(name)
    names.insert(max(position + by, 0), names.pop(position))
    st.session_state[key] = names


@st.cache_data(max_entries=50, show_spinner=False)
def _columns(project_id: str, version: str, query: str, _project: Project, _customers: Customers) -> list[Column]:
    # Looking for columns without any value reads the whole list, so it is done once per list.
    return lists.columns_of(_project, _customers)
