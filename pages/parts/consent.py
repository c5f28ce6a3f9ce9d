"""Consent: may the visitor leave out of a list who did not agree to be written to, and is it said how many those are?"""
import streamlit as st

from segkit import Project, lists
from segkit.lists import Customers

HELP = "For advertising you need the customer's consent. Customers of whom your files do not say it count as not agreed."


def only_who_agreed(project: Project, customers: Customers, place: str) -> Customers:
    """Draw a switch per consent that the data know anything about; return the customers that remain."""
    known = _known(project.version, place, project)
    if not known:
        return customers
    with st.container(horizontal=True, gap="medium"):
        asked = [name for name in known if _switch(name, place)]
    if not asked:
        return customers
    remaining = customers.who_accept(*asked)
    st.caption(str(lists.left_out(project, remaining)))
    return remaining


def _switch(name: str, place: str) -> bool:
    return st.toggle(f"Only customers who accept {lists.CONSENTS[name]}", key=f"{place}.{name}", persist_state="session", help=HELP)


@st.cache_data(max_entries=50, show_spinner=False)
def _known(version: str, place: str, _project: Project) -> list[str]:
    # Asked at every click, answered by reading all customers: once per version of the data is enough.
    return lists.consents_known(_project)
