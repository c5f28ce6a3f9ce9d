"""Data: what was read from the files, is it right, and what can it answer?"""
import itertools

import streamlit as st

from pages.parts import loading, session, upload
from pages.parts.errors import told
from pages.parts.file_cell import file_cell, waiting_cell
from pages.parts.people_cell import people_cell
from pages.parts.progress import reading
from pages.parts.project_cells import answers_cell, counting_cell
from pages.parts.projects import Info
from pages.parts.quality_cell import quality_cell
from pages.parts.questions import open_questions
from pages.parts.rates_cell import rates_cell
from pages.parts.upload import Upload
from segkit import Project
from segkit.dimensions import DIMENSIONS
from segkit.ingest.report import LoadReport
from segkit.words import plural

CHECK = "Check below that the figures match your platform's own dashboard, or go straight on."
NEXT = "See the segments"
MORE = "Add more files: each one lets Segkit answer more"


def data() -> None:
    """Draw the screen from top to bottom: the files, are they sound, how to count, what can be answered, where to go next."""
    st.title("Data", anchor=False)
    project, info = session.open_project(), session.current()
    busy = reading(info)
    files, waiting = project.files(), _waiting(info, busy)
    answers = any(not project.missing(dimension.key) for dimension in DIMENSIONS)
    if files and not busy and answers:
        session.next_step("segments.py", _so_far(files, len(waiting)), NEXT, key="at_once")
    for sentence in loading.loader(info).repeats:
        st.info(sentence, icon=":material/content_copy:")
    number = itertools.count(1)
    for one in waiting:
        waiting_cell(next(number), info, project, one)
    for report in files:
        file_cell(next(number), info, project, report, busy)
    if not busy:
        rates_cell(number, info, project, waiting)
    _more(info, project, bool(files or waiting) or busy)
    if files and not busy:
        quality_cell(next(number), project)
        people_cell(next(number), info, project)
        counting_cell(next(number), info, project)
        answers_cell(next(number), project)
        if answers:
            session.next_step("segments.py", "All in order? Then see who your customers are.", NEXT)


def _so_far(files: list[LoadReport], waiting: int) -> str:
    done, asked = f"**{plural(len(files), 'file')} in.**", open_questions(files)
    if waiting:
        return f"{done} {plural(waiting, 'file needs', 'files need')} you first."
    return f"{done} {plural(asked, 'question is', 'questions are')} open below, but you can go straight on." if asked else f"{done} {CHECK}"


def _waiting(info: Info, busy: bool) -> list[Upload]:
    """Return the files that are not loaded; while files are read, only those that have something to say."""
    return [one for one in upload.waiting(info.uploads) if not busy or one.problem or one.report]


def _more(info: Info, project: Project, any_data: bool) -> None:
    with st.container(border=True):
        if not any_data:
            st.subheader("This project has no data yet", anchor=False)
        files = upload.drop_zone("data", MORE if any_data else upload.WELCOME)
    if files:
        with told():
            loading.load(info, project, upload.receive(files, info.uploads, "data"))
        st.rerun()


data()
