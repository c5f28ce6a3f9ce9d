"""Downloads: how does a list get from the project to the visitor's computer, written only when it is asked for?"""
from collections.abc import Callable, Sequence

import streamlit as st

from segkit import Project, lists
from segkit.lists import Column, Customers, Flavour


def download(project: Project, customers: Callable[[], Customers], flavour: Flavour, key: str, name: str, label: str = "Download list",
             columns: Sequence[Column] = (), primary: bool = False) -> None:
    """Draw the button; the list is found and written at the click, so it holds what the controls say at that moment."""
    def written() -> bytes:
        wanted = customers()
        path, _ = lists.save(project, wanted, columns or usual_columns(project, wanted), flavour)
        try:
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)
            path.parent.rmdir()

    st.download_button(label, data=written, file_name=lists.safe_name(name, suffix=flavour.suffix), mime=flavour.mime, key=key,
                       icon=":material/download:", on_click="ignore", type="primary" if primary else "secondary")


def usual_columns(project: Project, customers: Customers) -> list[Column]:
    """Return the columns most tools want: who it is, how to reach them, and what they bought."""
    return lists.columns_of(project, customers, usual_only=True)
