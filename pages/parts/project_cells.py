"""Project cells: as of which day and in which money does this project count, and what can its data answer?"""
from datetime import date

import streamlit as st

from pages.parts.cells import cell
from pages.parts.keeper import keeper
from pages.parts.words import day, md
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension
from segkit.last_day import Reach
from segkit.recipe import REVENUE_POLICIES
from segkit.words import plural

EARLIEST = date(1970, 1, 1)
COUNTING = "How should Segkit count?"
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "HKD", "HUF", "IDR", "INR", "JPY", "KRW",
              "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "VND", "ZAR")


def counting_cell(number: int, project: Project) -> None:
    """Draw the decisions that every figure depends on: the day, what counts as spend and, where no file says it, the currency."""
    with cell(number, COUNTING):
        left, right = st.columns(2, gap="large")
        with left:
            _as_of(project)
        with right:
            _policy(project)
            _currency(project)
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
    _strays(project.reach)
    if project.as_of != last_day:
        st.button("Back to the last day", key="as_of_last", on_click=setattr, args=(project, "as_of", None))


def _strays(reach: Reach) -> None:
    """Say that rows lie far beyond all others: they stay in the data, but the day is not moved by what may be a slip."""
    if not reach.strays:
        return
    rows = plural(reach.strays, "row is", "rows are")
    latest, do, them = (f"latest {day(reach.latest)}", "do", "them") if reach.strays > 1 else (day(reach.latest), "does", "it")
    st.warning(f"{rows} dated after a long gap ({latest}) and {do} not count for the as-of day; check {them}.",
               icon=":material/event_busy:")


def _set_as_of(project: Project) -> None:
    project.as_of = st.session_state["as_of"]


def _policy(project: Project) -> None:
    if not any(report.totals.get("orders") for report in project.files()):
        return
    st.session_state["policy"] = project.revenue_policy
    st.radio("What counts as spend", list(REVENUE_POLICIES), format_func=lambda key: REVENUE_POLICIES[key].title, key="policy",
             captions=[policy.meaning for policy in REVENUE_POLICIES.values()], on_change=_set_policy, args=(project,))


def _set_policy(project: Project) -> None:
    project.revenue_policy = st.session_state["policy"]


def _currency(project: Project) -> None:
    """Ask for the currency only where there are amounts and no file says whose."""
    if project.currency_in_files or not any(report.totals.get("spend_before_refunds") for report in project.files()):
        return
    st.session_state["currency"] = project.currency
    known = dict.fromkeys(("", *CURRENCIES, project.currency))  # a recipe may name a rarer one
    st.selectbox("Currency of these amounts", known, format_func=lambda code: code or "Not said", key="currency", width=220,
                 on_change=_set_currency, args=(project,),
                 help="Your files do not name it. Nothing is converted; amounts are only written with it.")


def _set_currency(project: Project) -> None:
    project.set_currency(st.session_state["currency"])


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
