"""Combine: which customers are in a segment of one dimension and in a segment of another?"""
import streamlit as st

from pages.parts import session
from pages.parts.basis import basis
from pages.parts.cells import cell
from pages.parts.consent import CHOSEN_UNDER_LISTS, size_of
from pages.parts.downloads import download
from pages.parts.keeper import keeper
from pages.parts.naming import name_segment
from pages.parts.words import md
from segkit import Project, charts, lists
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Dimension
from segkit.words import listed, plural

VALUES = {"customers": "Customers", "spend": "Spend", "spend_per_customer": "Spend per customer"}
FIRST_PAIR = 2


def combine() -> None:
    """Draw the screen: choose two dimensions, click cells, name what they hold."""
    st.title("Combine")
    project = session.open_project()
    working = [dimension for dimension in DIMENSIONS if not project.missing(dimension.key)]
    if len(working) < FIRST_PAIR:
        session.next_step("data.py", "Two dimensions are needed to combine, and your data do not answer two yet. Add another export.",
                          "Add data")
        return
    keeper().flush(project)
    basis(project)
    notebook(project, working, session.place())
    session.next_step("lists.py", "Next: take a named segment along, with the columns and the format your tool wants.", "Make a list")


@st.fragment(key="combine")
def notebook(project: Project, working: list[Dimension], place: str) -> None:
    """Draw the heat table and what was picked in it."""
    with cell(1, "Which two dimensions?"):
        first, second, value = _choices(project, working, place)
    place = f"{place}.{first.key}.{second.key}"
    settings = {key: project.settings(key) for key in (first.key, second.key)}
    cells = project.cross(first.key, second.key)
    with cell(2, f"{first.title} × {second.title}", said=charts.cross_sentence(cells, project.currency, md, value)):
        rows, columns = charts.cross_names(cells, first, second)
        picked = _heat(project, cells, rows, columns, value, place)
    with cell(3, "Which customers do you want?"):
        _picked(project, first, second, cells, picked, (rows, columns), settings, place)


def _choices(project: Project, working: list[Dimension], place: str) -> tuple[Dimension, Dimension, str]:
    titles = {dimension.key: f"{dimension.family}: {dimension.title}" for dimension in working}
    left, middle, right = st.columns([1, 1, 1.2], gap="medium")
    with left:
        first = st.selectbox("Down", list(titles), format_func=titles.get, key=f"{place}.first", persist_state="session")
    others = [key for key in titles if key != first]
    with middle:
        second = st.selectbox("Across", others, format_func=titles.get, key=f"{place}.second", persist_state="session")
    with right:
        shown = list(VALUES) if project.facts()["has_spend"] else ["customers"]
        value = st.segmented_control("Show", shown, format_func=VALUES.get, default="customers", required=True, key=f"{place}.value",
                                     persist_state="session")
    st.caption("Both dimensions stand as you set them under Segments.")
    return find_dimension(first), find_dimension(second), value


def _heat(project: Project, cells: list[dict], rows: tuple[str, ...], columns: tuple[str, ...], value: str,
          place: str) -> list[tuple[str, str]]:
    st.caption("Click the cells you want; click again to let go.")
    spec = {**charts.cross_spec(rows, columns), "datasets": {"cells": charts.cross_data(cells, rows, columns, value, project.currency)}}
    with st.container(horizontal=True, wrap=False, key="heat-scrolls"):  # sideways on a phone, not the whole page
        event = st.vega_lite_chart(None, spec, key=f"{place}.heat", height=charts.cross_height(len(rows)), on_select="rerun",
                                   alt=f"{VALUES[value]} per pair of segments")
    clicked = event["selection"].get("cells") or []
    pairs = [(cell.get("first_segment"), cell.get("second_segment")) for cell in clicked]
    return [pair for pair in pairs if pair[0] in rows and pair[1] in columns]


def _picked(project: Project, first: Dimension, second: Dimension, cells: list[dict], clicked: list[tuple[str, str]],
            names: tuple[tuple[str, ...], tuple[str, ...]], settings: dict[str, dict], place: str) -> None:
    options = [(row, column) for row in names[0] for column in names[1]]
    chosen = st.multiselect("Cells by name, beside those you clicked", options, format_func=" × ".join, key=f"{place}.by-name",
                            placeholder="Choose cells without the mouse")
    picked = list(dict.fromkeys([*clicked, *chosen]))
    if not picked:
        st.markdown("Nothing is chosen yet. Click cells in the table above, or choose them by name.")
        return
    customers = charts.customers_in(cells, picked)
    st.markdown(f"**{plural(customers, 'customer')}** in {listed(md(' × '.join(pair)) for pair in picked)}.")
    suggestion = " or ".join(" ".join(pair) for pair in picked)[:60]
    keys = [first.key, second.key]
    number = size_of(project, lists.of_cells(project, keys, picked, suggestion), customers, CHOSEN_UNDER_LISTS)
    with st.container(horizontal=True):
        name_segment(project, keys, picked, suggestion, f"{place}.name", settings, label="Name these customers")
        download(project, lambda: lists.of_cells(project, keys, picked, suggestion), lists.find_flavour("csv"), f"{place}.download",
                 suggestion, label=f"Download list ({number:,})")


combine()
