"""Errors: how does a problem become one sentence for the person in front of the screen, and a traceback in the log?"""
import logging
from contextlib import contextmanager

import streamlit as st

from pages.parts.words import md
from segkit.errors import SegkitError

LOG = logging.getLogger("segkit.pages")
LONGEST = 400


def show(error: SegkitError) -> None:
    """Show what happened, where, and what helps."""
    LOG.info("Told a visitor: %s", error, exc_info=error)
    say(error.what, error.where, error.fix)


def say(what: str, where: str = "", fix: str = "", calm: bool = False) -> None:
    """Show a problem in its three parts; each may quote a file, so each is escaped. `calm`: nobody did wrong."""
    first = f"**{md(where, LONGEST)}** – {md(what, LONGEST)}" if where else md(what[:1].upper() + what[1:], LONGEST)
    words = f"{first}\n\n{md(fix, LONGEST)}" if fix else first
    if calm:
        st.info(words, icon=":material/info:")
    else:
        st.error(words, icon=":material/error:")


@contextmanager
def told():
    """Show a SegkitError raised inside instead of letting it end the screen; the rest of the screen is drawn."""
    try:
        yield
    except SegkitError as error:
        show(error)
