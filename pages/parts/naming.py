"""Naming: how does a visitor give customers a name under which they are found again?"""
from collections.abc import Sequence

import streamlit as st

from pages.parts.errors import told
from pages.parts.keeper import keeper
from pages.parts.words import md
from segkit import Project

LONGEST = 60


def name_segment(project: Project, dimensions: Sequence[str], cells: Sequence[Sequence[str]], suggestion: str, key: str,
                 label: str = "Name this segment") -> None:
    """Draw a small form; the named segment keeps the settings of now, whatever the sliders do later."""
    with st.popover(label, icon=":material/bookmark_add:", key=f"{key}-open", disabled=not cells):
        with st.form(f"{key}-form", border=False, clear_on_submit=True):
            name = st.text_input("Name", placeholder=suggestion, max_chars=LONGEST, key=f"{key}-name",
                                 help="The segment keeps the settings of this moment, also when you move the sliders later.")
            done = st.form_submit_button("Save", type="primary", width="stretch")
    if done:
        with told():
            keeper().flush(project)
            saved = project.save_segment(name or suggestion, dimensions, cells)
            st.toast(f"Saved as **{md(saved.name)}**. You find it under Lists.", icon=":material/bookmark_added:")
