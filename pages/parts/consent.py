"""Consent: must everybody on a list have agreed to be written to, and is it said how many are left out?"""
import streamlit as st

from pages.parts.keeper import keeper
from segkit import Project, lists
from segkit.lists import Customers

HELP = ("For advertising you need the customer's consent. Customers of whom your files do not say it count as not agreed. "
        "It holds for every list of this project, wherever you download it.")

CHOSEN_UNDER_LISTS = "Who must have agreed is chosen under Lists."


def consent_switches(project: Project, place: str) -> None:
    """Draw a switch per consent that the data know anything about, or that was asked for before; the project keeps them."""
    asked, known = project.recipe.list_consents, _known(project.version, place, project)
    with st.container(horizontal=True, gap="medium"):
        for name, words in lists.CONSENTS.items():
            if name in known or name in asked:
                key = f"{place}.{name}"
                st.session_state[key] = name in asked  # as the project has it: another tab may have changed it
                st.toggle(f"Only customers who accept {words}", key=key, help=HELP, on_change=_keep, args=(project, name, key))


def size_of(project: Project, customers: Customers, before: int | None = None, more: str = "") -> int:
    """Return how many customers are on the list, and say how many it leaves out and why; `before` is their number, if known."""
    if not customers.consents:
        return lists.count(project, customers) if before is None else before
    out = lists.left_out(project, customers)
    st.caption(f"{out} {more}")
    return out.remaining


def _keep(project: Project, name: str, key: str) -> None:
    others = [asked for asked in project.recipe.list_consents if asked != name]
    keeper().keep_list(project, consents=[*others, name] if st.session_state[key] else others)


@st.cache_data(max_entries=50, show_spinner=False)
def _known(version: str, place: str, _project: Project) -> list[str]:
    # Asked at every click, answered by reading all customers: once per version of the data is enough.
    return lists.consents_known(_project)
