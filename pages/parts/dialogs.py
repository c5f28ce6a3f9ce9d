"""Dialogs: what is asked before a project is renamed, duplicated or deleted?"""
import streamlit as st

from pages.parts import loading, projects, session
from pages.parts.errors import told
from pages.parts.project_names import free_name
from pages.parts.projects import Info
from pages.parts.words import md


@st.dialog("Rename project")
def rename(info: Info) -> None:
    """Ask for the new name; Enter saves it."""
    with st.form(f"rename_{info.id}", border=False):
        wanted = st.text_input("Name", value=info.name, max_chars=projects.NAME_LENGTH, key=f"name_{info.id}")
        with st.container(horizontal=True, horizontal_alignment="right"):
            saved = st.form_submit_button("Save", type="primary", key=f"save_name_{info.id}")
    if saved:
        _rename(info, wanted)
        st.rerun()


def _rename(info: Info, wanted: str) -> None:
    name = free_name(wanted, info)
    projects.rename(info, name)
    if name.casefold() != " ".join(wanted.split()).casefold():
        st.toast(f"You have another project of that name, so this one is called **{md(name)}**.")


def duplicate(info: Info) -> None:
    """Copy the project; the copy stands first in the list."""
    with told():
        _quiet(info)
        copy = session.duplicate(info)
        projects.rename(copy, free_name(copy.name, copy))
        st.toast("Duplicated. The copy stands first in your projects.")
        st.rerun()


@st.dialog("Delete project?")
def delete(info: Info) -> None:
    """Ask before everything in the project is removed for good."""
    st.markdown(f"**{md(info.name)}** with its files, segments and settings will be removed from this computer. "
                "This cannot be undone.")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Keep it", key=f"keep_{info.id}"):
            st.rerun()
        if st.button("Delete for good", type="primary", key=f"delete_{info.id}"):
            _quiet(info)
            session.delete(info)
            st.rerun()


def _quiet(info: Info) -> None:
    """Wait until nobody writes to the project: whatever was being read is stopped."""
    loading.loader(info).stop()
    loading.loader(info).wait()


ACTIONS = {"Rename": rename, "Duplicate": duplicate, "Delete": delete}
