"""Basis: what do the numbers of a screen rest on? So many customers, as of which day, money counted how."""
import streamlit as st

from pages.parts.words import day
from segkit import Project
from segkit.recipe import REVENUE_POLICIES
from segkit.words import plural


def basis(project: Project) -> None:
    """Draw the line that every number below depends on; what it says is chosen on the Data screen."""
    known = project.facts()
    parts = [plural(known["customers"], "customer")]
    parts += [f"{known['buyers']:,} with an order"] if known["has_orders"] else []
    parts += [f"as of {day(project.as_of)}"] if project.as_of else []
    parts += [REVENUE_POLICIES[project.revenue_policy].in_short] if known["has_spend"] else []
    left_out = len(project.recipe.left_out)
    parts += [f"{plural(left_out, 'kind')} of rows left out"] if left_out else []
    st.caption(" · ".join(parts), help="The day, what counts as spend and which rows are left out are chosen on the Data screen.")
