"""Progress: what does a visitor see while files are read, and how do they stop it?"""
import streamlit as st

from pages.parts.loading import loader
from pages.parts.projects import Info
from pages.parts.words import md

SECONDS = 0.4


def reading(info: Info) -> bool:
    """Show the progress card while files of this project are read; return whether it is shown."""
    if not loader(info).busy:
        return False
    with st.container(border=True):
        _bar(info)
    return True


@st.fragment(run_every=SECONDS)
def _bar(info: Info) -> None:
    work = loader(info)
    if not work.busy:
        st.rerun()  # the whole screen: what was read is there now
    share, name = work.progress()
    stopping = work.stopped.is_set()
    st.progress(share, text="Stopping …" if stopping else f"Reading {md(name)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Every row is read and counted. You may close this page; reading goes on.", width="stretch")
        st.button("Stop", icon=":material/stop_circle:", key="stop_reading", disabled=stopping, on_click=work.stop)
