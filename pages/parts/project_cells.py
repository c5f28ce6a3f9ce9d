"""Project cells: as of which day and in which money does this project count, and what can its data answer?"""
from datetime import date

import streamlit as st

from pages.parts.cells import cell
from pages.parts.keeper import keeper
from pages.parts.words import day, md
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension

EARLIEST = date(1970, 1, 1)
# The choice, what it means, and how the line above the numbers of the other screens says it.
POLICIES = {
    "net": ("After refunds", "What customers paid, less what was paid back. The usual choice.", "spend after refunds"),
    "gross": ("Before refunds", "What customers were charged, whatever came back later.", "spend before refunds"),
    "paid": ("Only paid orders", "Leaves out orders that are not marked as paid. In shops with cash on delivery orders "
                                 "often stay unpaid in the system for ever; choose another way there.", "spend of paid orders only"),
}


def counting_cell(number: int, project: Project) -> None:
    """Draw the two decisions that every figure depends on."""
    with cell(number, "How should Segkit count?"):
        left, right = st.columns(2, gap="large")
        with left:
            _as_of(project)
        with right:
            _policy(project)
        st.download_button("Download the recipe", data=lambda: _recipe(project), file_name="recipe.toml", mime="application/toml",
                           key="recipe", on_click="ignore", type="tertiary", icon=":material/download:",
                           help="Every choice made in this project, for the same work without a browser: segkit run recipe.toml")


def _recipe(project: Project) -> bytes:
    keeper().flush(project)
    return project.recipe.to_toml().encode()


def _as_of(project: Project) -> None:
    last_day = project.last_day
    if last_day is None:
        st.caption("Your files hold no orders, events or answers with a date yet.")
        return
    st.session_state["as_of"] = project.as_of  # the project decides what is shown, not the widget's memory
    st.date_input("Look at the business as of", key="as_of", on_change=_set_as_of, args=(project,), min_value=EARLIEST,
                  help="Nothing after this day counts, and “days since the last order” are counted up to it.")
    st.caption(f"The last day in your data is {day(last_day)}. Choose an earlier day to look back.")
    if project.as_of != last_day:
        st.button("Back to the last day", key="as_of_last", on_click=setattr, args=(project, "as_of", None))


def _set_as_of(project: Project) -> None:
    project.as_of = st.session_state["as_of"]


def _policy(project: Project) -> None:
    st.session_state["policy"] = project.revenue_policy
    st.radio("What counts as spend", list(POLICIES), format_func=lambda key: POLICIES[key][0], key="policy",
             captions=[words for _, words, _ in POLICIES.values()], on_change=_set_policy, args=(project,))


def _set_policy(project: Project) -> None:
    project.revenue_policy = st.session_state["policy"]


def answers_cell(number: int, project: Project) -> None:
    """Draw, for each dimension, whether the data can answer it, or which file would."""
    with cell(number, "What can your data answer?"), st.grid(2, min_column_width=320, gap="medium"):
        for dimension in DIMENSIONS:
            _answer(dimension, project.missing(dimension.key), project.better_with(dimension.key))


def _answer(dimension: Dimension, missing: list[str], better: list[str]) -> None:
    icon = ":orange[:material/pending:]" if missing else ":green[:material/check_circle:]"
    with st.container(gap="xsmall"):
        st.markdown(f"{icon} **{dimension.title}**  \n{dimension.question}")
        for sentence in missing or better:
            st.caption(md(sentence, 400))
