"""Session: which project is open in this tab, and which projects may this visitor see?"""
import os
import threading
import time
import weakref
from urllib.parse import urlsplit

import streamlit as st

from pages.parts import projects
from pages.parts.browser import remember, remembered_ids
from pages.parts.projects import Info
from pages.parts.words import md
from segkit import Project

LOOPBACK = ("localhost", "127.0.0.1", "::1")
IDLE_SECONDS = 3600
RECENT = 3
CHOSEN = "open_project"


class Shelf:
    """The projects open in this process: two tabs, or two people with one address, share one Project.

    Long unused ones are let go, not closed: a tab that still shows one keeps it, else it closes itself.
    """

    def __init__(self):
        self.lock = threading.RLock()
        self.alive: weakref.WeakValueDictionary[str, Project] = weakref.WeakValueDictionary()
        self.kept: dict[str, tuple[Project, float]] = {}

    def take(self, info: Info) -> Project:
        """Return the project, opened when it is not; a SegkitError says why it cannot be."""
        path, now = str(info.database), time.monotonic()
        with self.lock:
            self.kept = {key: held for key, held in self.kept.items() if held[1] > now - IDLE_SECONDS}
            project = self.alive.get(path)
            if project is None:
                project = self.alive[path] = Project(info.database, folder=info.folder)
            self.kept[path] = (project, now)
            return project

    def close(self, info: Info) -> None:
        """Close the project if it is open, so that its file may be copied or removed."""
        with self.lock:
            self.kept.pop(str(info.database), None)
            project = self.alive.pop(str(info.database), None)
            if project is not None:
                project.close()


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """Return the one shelf of this process."""
    return Shelf()


def follow_address() -> Info | None:
    """Return the project this tab is in: the one its address names, else the last one, which goes into the address."""
    asked = st.query_params.get("project")
    if asked:
        st.session_state[CHOSEN] = asked
    chosen = st.session_state.get(CHOSEN)
    if chosen and not asked:
        st.query_params["project"] = chosen
    info = projects.find(chosen) if chosen else None
    if not on_own_machine():
        remember(info.id if info else None)
    return info


def current() -> Info | None:
    """Return the project open in this tab, or None."""
    chosen = st.session_state.get(CHOSEN)
    return projects.find(chosen) if chosen else None


def place(info: Info | None = None) -> str:
    """Return the prefix of the widget keys of a project, else of the open one; Streamlit refuses `__` in a component's key."""
    return (info or current()).id[:12].replace("_", "-")


def choose(info: Info) -> None:
    """Open the project in this tab and put it into the address."""
    st.session_state[CHOSEN] = st.query_params["project"] = info.id
    projects.touch(info)


def enter(info: Info, page: str) -> None:
    """Go to a page with this project open; ends the running script."""
    choose(info)
    st.switch_page(page, query_params={"project": info.id})


def open_project() -> Project:
    """Return the project open in this tab; without one, say what to do next and end the script."""
    info = current()
    if info is None:
        _no_project()
    return shelf().take(info)


def next_step(page: str, sentence: str, label: str, key: str = "next_step") -> None:
    """Close a screen with the natural next step: one sentence and one button that leads to another page."""
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(sentence, width="stretch")
        if st.button(label, type="primary", icon=":material/arrow_forward:", icon_position="right", key=key):
            st.switch_page(page, query_params={"project": st.session_state[CHOSEN]})


def visible_projects() -> list[Info]:
    """Return the projects this visitor may see: all on a single-user machine, else those made in this browser."""
    if on_own_machine():
        return projects.everything()
    return projects.newest_first(remembered_ids())


def duplicate(info: Info) -> Info:
    """Return a copy of the project, made while nobody can write to it; tabs that show it go on reading."""
    if os.name == "nt":  # Windows lets nobody copy a file that is open
        shelf().close(info)
        return projects.copy(info)
    with shelf().take(info).at_rest():
        return projects.copy(info)


def delete(info: Info) -> None:
    """Remove the project for good, and leave it if this tab is in it."""
    with shelf().lock:
        shelf().close(info)
        projects.delete(info)
    if st.session_state.get(CHOSEN) == info.id:
        del st.session_state[CHOSEN]
        st.query_params.pop("project", None)


def on_own_machine() -> bool:
    """Return whether only the person at this computer can be the visitor: nobody else may see the list of projects.

    The server listens on this computer only, and the page itself came from here, not through somebody's proxy.
    """
    if os.environ.get("SEGKIT_SHARED") or st.get_option("server.address") not in LOOPBACK:
        return False
    headers = st.context.headers
    if headers.get("X-Forwarded-For") or headers.get("Forwarded"):
        return False
    origin = headers.get("Origin")
    return not origin or urlsplit(origin).hostname in LOOPBACK


def _no_project() -> None:
    gone = st.session_state.get(CHOSEN)
    with st.container(border=True):
        st.subheader("This project is not here any more" if gone else "No project is open yet", anchor=False)
        st.markdown("It was deleted, or the address was mistyped. Your other projects are on the Start page."
                    if gone else
                    "Drop your exports on the Start page, try a sample business, or open one of your projects.")
        for info in visible_projects()[:RECENT]:
            if st.button(md(info.name), key=f"instead_{info.id}", icon=":material/folder_open:"):
                choose(info)
                st.rerun()
        st.page_link("start.py", label="Go to Start", icon=":material/arrow_forward:")
    st.stop()
