"""Cells: what does one numbered step of a screen look like, and how does a screen end?"""
from contextlib import contextmanager

import streamlit as st


@contextmanager
def cell(number: int, question: str, *, said: str = ""):
    """Draw what happens inside as one numbered cell: its question on top, then at most one sentence about it."""
    with st.container(border=True, key=f"cell-{number}"):
        st.subheader(f":gray[{number}] {question}", anchor=False)
        if said:
            st.markdown(said)
        yield


@contextmanager
def computed(key: str):
    """Yield whether "How this was computed" is open, so that what is inside is worked out only then."""
    drawer = st.expander("How this was computed", icon=":material/function:", key=f"{key}-computed", on_change="rerun")
    with drawer:
        yield drawer.open


def facts(pairs: list[tuple[str, str]]) -> None:
    """Draw a few numbers with their names as one line, which wraps on a phone; one element, as each costs time at a step."""
    st.markdown(" · ".join(f":gray[{name}]\u00a0**{value}**" for name, value in pairs))
