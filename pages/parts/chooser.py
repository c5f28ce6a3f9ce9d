"""Chooser: which dimension does the visitor look at? All are shown by family, also those whose data are missing."""
from collections.abc import Callable
from itertools import groupby

import streamlit as st

from pages.parts import session
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension

CHOSEN = "dimension"
LOOKED_AT = "looked-at segment"  # (project, dimension, segment) last seen under Segments: Lists begins with it


def choose_dimension(project: Project) -> Dimension:
    """Draw the dimensions grouped by family and return the chosen one, which the address remembers."""
    keys = [dimension.key for dimension in DIMENSIONS]
    asked = st.query_params.get(CHOSEN) or st.session_state.get(chosen_key())
    chosen = asked if asked in keys else _first_that_works(project)
    st.session_state[chosen_key()] = st.query_params[CHOSEN] = chosen
    with st.container(horizontal=True, gap="medium", key="dimensions"):
        for family, members in groupby(DIMENSIONS, key=lambda dimension: dimension.family):
            _family(project, family, list(members), chosen)
    return DIMENSIONS[keys.index(chosen)]


def _family(project: Project, family: str, members: list[Dimension], chosen: str) -> None:
    keys, widget = [member.key for member in members], f"family:{members[0].key}"
    st.session_state[widget] = chosen if chosen in keys else None
    st.pills(family, keys, format_func=_words(project, members), key=widget, on_change=_choose, args=(widget,), width="content")


def _words(project: Project, members: list[Dimension]) -> Callable[[str], str]:
    titles = {m.key: f":material/lock: {m.title}" if project.missing(m.key) else m.title for m in members}
    return lambda key: titles[key]


def _choose(widget: str) -> None:
    if st.session_state[widget]:
        st.session_state[chosen_key()] = st.query_params[CHOSEN] = st.session_state[widget]


def chosen_key() -> str:
    """Return where the session keeps the dimension chosen in the open project: another project has its own."""
    return f"{CHOSEN}:{session.current().id}"


def _first_that_works(project: Project) -> str:
    """Return the first dimension that tells customers of these data apart; without one, the first that works."""
    working = [dimension.key for dimension in DIMENSIONS if not project.missing(dimension.key)]
    telling = (key for key in working if sum(1 for row in project.glance(key)[0] if row["customers"]) > 1)
    return next(telling, next(iter(working), DIMENSIONS[0].key))
