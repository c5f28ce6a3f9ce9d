"""Project cells: as of which day and in which money does this project count, and what can its data answer?"""
import streamlit as st

from pages.parts.words import md
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension

POLICIES = {
    "net": ("After refunds", "What customers paid, less what was paid back. The usual choice."),
    "gross": ("Before refunds", "What customers were charged, whatever came back later."),
    "paid": ("Only paid orders", "Leaves out orders that are not marked as paid. In shops with cash on delivery orders "
                                 "often stay unpaid in the system for ever: choose another way there."),
}


def counting_cell(project: Project) -> None:
    """Draw the two decisions that every figure depends on."""
    with st.container(border=True):
        st.subheader("How should Segkit count?", anchor=False)
        left, right = st.columns(2, gap="large")
        with left:
            _as_of(project)
        with right:
            _policy(project)


def _as_of(project: Project) -> None:
    st.session_state.setdefault("as_of", project.as_of)
    st.date_input("Look at the business as of", key="as_of", on_change=_set_as_of, args=(project,), max_value=None,
                  help="Nothing after this day counts. “Days since the last order” is counted up to it.")
    st.caption(f"The last day in your data is {project.last_day:%d %B %Y}. Choose an earlier day to look back.")


def _set_as_of(project: Project) -> None:
    project.as_of = st.session_state["as_of"]


def _policy(project: Project) -> None:
    st.radio("What counts as spend", list(POLICIES), format_func=lambda key: POLICIES[key][0], key="policy",
             captions=[words for _, words in POLICIES.values()], on_change=_set_policy, args=(project,),
             index=list(POLICIES).index(project.revenue_policy))


def _set_policy(project: Project) -> None:
    project.revenue_policy = st.session_state["policy"]


def answers_cell(project: Project) -> None:
    """Draw, for each dimension, whether the data can answer it, or which file would."""
    with st.container(border=True):
        st.subheader("What your data can answer", anchor=False)
        with st.grid(2, min_column_width=320, gap="medium"):
            for dimension in DIMENSIONS:
                _answer(dimension, project.missing(dimension.key), project.better_with(dimension.key))


def _answer(dimension: Dimension, missing: list[str], better: list[str]) -> None:
    icon = ":orange[:material/pending:]" if missing else ":green[:material/check_circle:]"
    with st.container(gap="xsmall"):
        st.markdown(f"{icon} **{dimension.title}**  \n{dimension.question}")
        for sentence in missing or better:
            st.caption(md(sentence, 400))
