"""Naming: how does a visitor give customers a name under which they are found again?"""
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.parts import errors, session
from pages.parts.chooser import LOOKED_AT
from pages.parts.keeper import keeper
from pages.parts.words import md
from segkit import Project
from segkit.errors import SegkitError

LONGEST = 60


def name_segment(project: Project, dimensions: Sequence[str], cells: Sequence[Sequence[str]], suggestion: str, key: str,
                 settings: Mapping[str, Mapping[str, Any]], label: str = "Name this segment") -> None:
    """Draw a small form; the named segment keeps the settings on this screen, whatever sliders do later or in another tab."""
    with (
        st.popover(label, icon=":material/bookmark_add:", key=f"{key}-open", on_change="rerun"),
        st.form(f"{key}-form", border=False, clear_on_submit=True),
    ):
        st.text_input("Name", placeholder=suggestion, max_chars=LONGEST, key=f"{key}-name",
                      help="The segment keeps the settings of this moment, also when you move the sliders later.")
        st.form_submit_button("Save", type="primary", width="stretch", on_click=_save,
                              args=(project, dimensions, cells, suggestion, key, settings))
    _said(st.session_state.pop(f"{key}-said", None))


def _save(project: Project, dimensions: Sequence[str], cells: Sequence[Sequence[str]], suggestion: str, key: str,
          settings: Mapping[str, Mapping[str, Any]]) -> None:
    try:
        keeper().flush(project)
        name = st.session_state[f"{key}-name"].strip() or suggestion
        said = project.save_segment(name, dimensions, cells, settings=settings).name
        st.session_state[LOOKED_AT] = (session.current().id, "", said)
        st.session_state[f"{key}-open"] = False
    except SegkitError as error:
        said = error
    st.session_state[f"{key}-said"] = said


def _said(said: str | SegkitError | None) -> None:
    if isinstance(said, SegkitError):
        errors.show(said)
    elif said:
        st.toast(f"Saved as **{md(said)}**. You find it under Lists.", icon=":material/bookmark_added:")
