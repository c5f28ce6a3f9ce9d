"""Chooser: which dimension does the visitor look at? All are shown by family, also those whose data are missing."""
from itertools import groupby

import streamlit as st

from pages.parts import session
from pages.parts.pick import Group, Option, pick
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension

CHOSEN = "dimension"
LOOKED_AT = "looked-at segment"  # (project, dimension, segment) last seen, or (project, "", name) just named: Lists begins with it


def choose_dimension(project: Project) -> Dimension:
    """Draw the dimensions grouped by family and return the chosen one, which the address remembers."""
    keys = [dimension.key for dimension in DIMENSIONS]
    asked = st.query_params.get(CHOSEN) or st.session_state.get(chosen_key())
    chosen = asked if asked in keys else _first_that_works(project)
    st.session_state[chosen_key()] = st.query_params[CHOSEN] = chosen
    families = groupby(DIMENSIONS, key=lambda dimension: dimension.family)
    groups = [Group(family, tuple(_option(project, member) for member in members)) for family, members in families]
    pick("Dimension", groups, chosen, key="dimensions", on_pick=_choose)
    return DIMENSIONS[keys.index(chosen)]


def _option(project: Project, dimension: Dimension) -> Option:
    return Option(dimension.key, dimension.title, locked=bool(project.missing(dimension.key)))


def _choose(key: str) -> None:
    st.session_state[chosen_key()] = st.query_params[CHOSEN] = key


def chosen_key() -> str:
    """Return where the session keeps the dimension chosen in the open project: another project has its own."""
    return f"{CHOSEN}:{session.current().id}"


def _first_that_works(project: Project) -> str:
    """Return the first dimension that tells customers of these data apart; without one, the first that works."""
    working = [dimension.key for dimension in DIMENSIONS if not project.missing(dimension.key)]
    telling = (key for key in working if sum(1 for row in project.glance(key)[0] if row["customers"]) > 1)
    return next(telling, next(iter(working), DIMENSIONS[0].key))
