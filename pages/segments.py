"""Segments: which behavioural segments do the customers fall into, and what does moving a line change?

One screen for every dimension: what it shows stands in the dimension's declaration.
"""
import threading

import streamlit as st

from pages.parts import session
from pages.parts.basis import basis
from pages.parts.cells import cell, computed
from pages.parts.chooser import choose_dimension
from pages.parts.controls import MOVING, NUMBERS, WORDS, choices, reset_button, sliders
from pages.parts.map_editor import map_editor
from pages.parts.segment_cells import actions_cell, glance, in_full, measure_picture, numbers_cell, said_cell, shares_picture
from pages.parts.words import md
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Dimension
from segkit.dimensions.in_words import FIRST_FITS
from segkit.maps import find_map

BESIDE = 8  # segments whose bars fit beside the sliders; those of more, or of who knows how many, stand below in two columns


def segments() -> None:
    """Draw the screen: choose a dimension, move its lines, read the answer, take a list along."""
    st.title("Segments")
    project = session.open_project()
    if all(project.missing(dimension.key) for dimension in DIMENSIONS):
        session.next_step("data.py", "There is nothing to segment yet: add an export with orders or events.", "Add data")
        return
    dimension = choose_dimension(project)
    missing = project.missing(dimension.key)
    if missing:
        _missing(dimension, missing)
        return
    basis(project)
    place = f"{session.place()}.{dimension.key}"
    with cell(1, dimension.question):
        choices(project, dimension, place)
        _moving(project, dimension, place)
        _words(project, dimension, place)
    _numbers(project, dimension, place)
    _map(project, dimension)
    session.next_step("lists.py", "Next: choose columns and a format for any of these segments, or cross two dimensions under Combine.",
                      "Make a list")


@st.fragment(key=MOVING)
def _moving(project: Project, dimension: Dimension, place: str) -> None:
    """Draw the sliders and the pictures they move: all that a step sends, as the browser draws the page anew for every part of it."""
    left, right = st.columns([1, 1.8], gap="medium")
    with left:
        sliders(project, dimension, place)
    view = glance(project, dimension, place)
    with right:
        measure_picture(view)
    with right if not dimension.label and len(dimension.segments) <= BESIDE else st.container():
        shares_picture(view)


@st.fragment(key=WORDS)
def _words(project: Project, dimension: Dimension, place: str) -> None:
    """Draw what is said about the pictures, which nobody reads while the hand moves, and the way back."""
    said_cell(glance(project, dimension, place))
    reset_button(project, dimension, place)


@st.fragment(key=NUMBERS)
def _numbers(project: Project, dimension: Dimension, place: str) -> None:
    """Draw the table and what to do with it, and be ready for the next move."""
    with _turn():
        view = in_full(project, dimension, place)
        numbers_cell(view)
        actions_cell(view)
        _computed(project, dimension, view.settings, place)
        project.keep_at_hand(dimension.key, **view.settings)


@st.cache_resource(show_spinner=False)
def _turn() -> threading.RLock:
    """Return the turn to work out all numbers: one visitor at a time, so that many who rest leave room for one who moves."""
    return threading.RLock()


def _missing(dimension: Dimension, sentences: list[str]) -> None:
    with cell(1, dimension.question):
        for sentence in sentences:
            st.markdown(f":material/lock: {md(sentence, 400)}")
        st.markdown("Add that export, and this dimension works at once. The others above work with what you have.")
    session.next_step("data.py", "Add the export that is missing.", "Go to Data")


def _computed(project: Project, dimension: Dimension, settings: dict, place: str) -> None:
    with computed(place) as is_open:
        if not is_open:
            return
        st.markdown(f"Each customer is in one segment. {FIRST_FITS}")
        st.table([{"Segment": f"**{md(name)}**", "Rule": md(rule, 400)} for name, rule in project.rules(dimension.key, **settings)],
                 hide_index=True)
        text, values = project.sql(dimension.key, **settings)
        st.markdown("The exact question put to your data, and the values it used:")
        st.code(text, language="sql", wrap_lines=True, height=260)
        st.dataframe({"Name": list(values), "Value": [str(value) for value in values.values()]}, hide_index=True, key=f"{place}.values")


def _map(project: Project, dimension: Dimension) -> None:
    if not dimension.editable_map:
        return
    editable = find_map(dimension.editable_map)
    drawer = st.expander(f"{editable.title}: change what counts", icon=":material/edit_note:", key=f"map-{editable.key}", on_change="rerun")
    with drawer:
        if drawer.open:
            map_editor(project, dimension.editable_map)


segments()
