"""Basis: what do the numbers of a screen rest on? So many customers, as of which day, money counted how."""
import streamlit as st

from segkit import Project
from segkit.words import plural

POLICIES = {"net": "spend after refunds", "gross": "spend before refunds", "paid": "spend of paid orders only"}


def basis(project: Project) -> None:
    """Draw the line that every number below depends on; what it says is chosen on the Data screen."""
    known = project.facts()
    day = project.as_of
    parts = [plural(known["customers"], "customer")]
    parts += [f"{known['buyers']:,} with an order"] if known["has_orders"] else []
    parts += [f"as of {day.day} {day:%B %Y}"] if day else []
    parts += [POLICIES[project.revenue_policy]] if known["has_spend"] else []
    st.caption(" · ".join(parts), help="The day and what counts as spend are chosen on the Data screen.")
