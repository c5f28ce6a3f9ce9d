"""Project cells: as of which day and in which money does this project count, and what can its data answer?"""
from datetime import date

import streamlit as st

from pages.parts import loading
from pages.parts.cells import cell
from pages.parts.keeper import keeper
from pages.parts.projects import Info
from pages.parts.rates_cell import outdated_notice
from pages.parts.words import day, md
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension
from segkit.ingest.shop import USUAL_ZONES, zone_title
from segkit.recipe import REVENUE_POLICIES

EARLIEST = date(1970, 1, 1)
NO_ANSWER = "**None of these yet.** Below each stands which file it needs; add it above."
COUNTING = "How should Segkit count?"
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "HKD", "HUF", "IDR", "INR", "JPY", "KRW",
              "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "VND", "ZAR")


def counting_cell(number: int, info: Info, project: Project) -> None:
    """Draw the decisions that every figure depends on: the day, whose days, what counts as spend and the currency no file says."""
    with cell(number, COUNTING):
        outdated_notice(info, project)
        left, right = st.columns(2, gap="large")
        with left:
            _as_of(project)
            _time_zone(info, project)
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
    if project.as_of != last_day:
        st.button("Back to the last day", key="as_of_last", on_click=setattr, args=(project, "as_of", None))


def _set_as_of(project: Project) -> None:
    project.as_of = st.session_state["as_of"]


def _time_zone(info: Info, project: Project) -> None:
    """Ask where the shop is, where files have times of day: an order of the evening there may be one of the next day in UTC."""
    if not project.time_zone and not any("time_zone" in report.read_with for report in project.files()):
        return
    st.session_state["time_zone"] = project.time_zone
    known = dict.fromkeys(("", *USUAL_ZONES, project.time_zone))  # a recipe may name a rarer one
    st.selectbox("Time zone of the shop", known, format_func=lambda zone: zone_title(zone) if zone else "As each file has it",
                 key="time_zone", width=320, on_change=_set_time_zone, args=(info, project),
                 help="Times whose zone is known become the shop's own; files that have such times are read again.")


def _set_time_zone(info: Info, project: Project) -> None:
    project.set_time_zone(st.session_state["time_zone"])
    loading.reload_outdated(info, project)


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
    possible = (code for code in CURRENCIES if not project.sign_against(code))
    known = list(dict.fromkeys(("", *possible, project.currency)))  # a recipe may name a rarer one
    st.selectbox("Currency of these amounts", known, format_func=lambda code: code or "Not said", key="currency", width=220,
                 on_change=_set_currency, args=(project,),
                 help="Your files do not name it. Nothing is converted; amounts are only written with it.")


def _set_currency(project: Project) -> None:
    project.set_currency(st.session_state["currency"])


def answers_cell(number: int, project: Project) -> None:
    """Draw, for each dimension, whether the data can answer it, or which file would."""
    missing = {dimension.key: project.missing(dimension.key) for dimension in DIMENSIONS}
    said = NO_ANSWER if all(missing.values()) else ""
    with cell(number, "What can your data answer?", said=said), st.grid(2, min_column_width=320, gap="medium"):
        for dimension in DIMENSIONS:
            _answer(dimension, missing[dimension.key], project.better_with(dimension.key))


def _answer(dimension: Dimension, missing: list[str], better: list[str]) -> None:
    icon = ":orange[:material/pending:]" if missing else ":green[:material/check_circle:]"
    with st.container(gap="xsmall"):
        st.markdown(f"{icon} **{dimension.title}**  \n{dimension.question}")
        for sentence in missing or better:
            st.caption(md(sentence, 400))
