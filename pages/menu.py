"""Menu: the page config, the menu, and which project is open; nothing else."""
from pathlib import Path

import streamlit as st

from pages.parts import session
from pages.parts.words import md

ICON, STYLE = (Path(__file__).parent / "parts" / name for name in ("icon.svg", "screen.css"))
SCREENS = (
    ("start.py", "Start", "home", "Drop exports, open a project, or look around in a sample business."),
    ("data.py", "Data", "table_view", "What was read from your files, and whether it is right."),
    ("segments.py", "Segments", "donut_small", "Behavioural segments that follow the sliders."),
    ("combine.py", "Combine", "grid_view", "Two dimensions crossed: pick cells, name them, keep them."),
    ("lists.py", "Lists", "download", "The customers of a segment as a file for your next tool."),
)


def menu():
    """Return the page the visitor asked for, after drawing the menu and the name of the open project."""
    pages = [
        st.Page(file, title=title, icon=f":material/{icon}:", url_path=title.lower(), help=help,
                default=title == "Start")
        for file, title, icon, help in SCREENS
    ]
    page = st.navigation(pages)
    info = session.follow_address()
    if info is not None:
        st.sidebar.markdown(f":small[:gray[Open project]]  \n**{md(info.name)}**")
    return page


st.set_page_config(page_title="Segkit", page_icon=str(ICON), layout="wide")
st.logo(str(ICON), size="large")
st.html(STYLE)
menu().run()
