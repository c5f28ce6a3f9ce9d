"""Lists: which customers go into which file, with which columns, for which tool?"""
from collections.abc import Callable

import streamlit as st

from pages.parts import session
from pages.parts.basis import basis
from pages.parts.cells import cell
from pages.parts.chooser import LOOKED_AT, chosen_key
from pages.parts.column_chooser import choose_columns
from pages.parts.consent import consent_switches, size_of
from pages.parts.downloads import download
from pages.parts.keeper import keeper
from pages.parts.words import md
from segkit import Project, lists
from segkit.dimensions import DIMENSIONS
from segkit.lists import Column, Customers
from segkit.words import plural

KINDS = {"segment": "A segment", "named": "A named segment", "everyone": "All customers"}
PREVIEW_HEIGHT = 380


def make_list() -> None:
    """Draw the screen from top to bottom: whose names, which columns, a look at it, the file."""
    st.title("Lists")
    project = session.open_project()
    if not project.files() and project.last_day is None:
        session.next_step("data.py", "There are no customers yet: add an export first.", "Add data")
        return
    keeper().flush(project)
    place = session.place()
    _begin_with_what_was_looked_at(place)
    basis(project)
    with cell(1, "Who goes on the list?"):
        customers = _customers(project, place)
        if customers is None:
            return
        consent_switches(project, place)
        number = size_of(project, customers)
    with cell(2, "What should it say about them?"):
        columns = choose_columns(project, customers, place)
    with cell(3, f"On the list: {plural(number, 'customer')}"):
        _aliases(project, customers)
        _preview(project, customers, columns, number)
    with cell(4, "Which kind of file does your tool take?"):
        _file(project, customers, columns, number, place)
    session.next_step("segments.py", "Next: look at these customers from another side, and name the segments worth keeping.",
                      "Back to Segments")


def _begin_with_what_was_looked_at(place: str) -> None:
    """Choose the segment the visitor comes from, once: what is chosen here afterwards stays."""
    of, dimension, segment = st.session_state.pop(LOOKED_AT, ("", "", ""))
    if of != session.current().id:
        return
    key = f"{place}.list-dimension"
    seen = {key: dimension, f"{key}.{dimension}": segment} if dimension else {f"{place}.list-named": segment}
    st.session_state.update({f"{place}.kind": "segment" if dimension else "named", **seen})


def _customers(project: Project, place: str) -> Customers | None:
    st.session_state.setdefault(f"{place}.kind", "segment")
    kind = st.segmented_control("Kind of list", list(KINDS), format_func=KINDS.get, required=True, key=f"{place}.kind",
                                persist_state="session", label_visibility="collapsed")
    return _CHOICES[kind](project, place)


def _segment(project: Project, place: str) -> Customers | None:
    working = {d.key: f"{d.family}: {d.title}" for d in DIMENSIONS if not project.missing(d.key)}
    if not working:
        st.markdown("Your data do not answer any dimension yet. Add an export with orders or events on the Data screen.")
        return None
    left, right = st.columns(2, gap="medium")
    key = f"{place}.list-dimension"
    if st.session_state.get(key) not in working:
        before = st.session_state.get(chosen_key())
        st.session_state[key] = before if before in working else next(iter(working))
    with left:
        dimension = st.selectbox("Dimension", list(working), format_func=working.get, key=key, persist_state="session")
    sizes = {row["segment"]: row["customers"] for row in project.glance(dimension)[0] if row["customers"]}
    with right:
        name = st.selectbox("Segment", list(sizes), format_func=lambda name: f"{name} ({sizes[name]:,})", key=f"{key}.{dimension}",
                            persist_state="session")
    return lists.of_segment(project, dimension, name) if name else None


def _named(project: Project, place: str) -> Customers | None:
    names = [segment.name for segment in project.named_segments()]
    if not names:
        st.markdown("You have not named a segment yet. Name one under Segments, or click cells together under Combine.")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Named segment", names, key=f"{place}.list-named", persist_state="session")
        with st.popover("Forget it", icon=":material/delete:", key=f"{place}.forget-open"):
            st.markdown(f"Forget the name **{md(name)}**? No customer and no file is touched.")
            st.button("Forget the name", key=f"{place}.forget", on_click=project.remove_segment, args=(name,), width="stretch")
    _parts(project, name)
    return lists.of_named(project, name)


def _parts(project: Project, name: str) -> None:
    segment = next(segment for segment in project.named_segments() if segment.name == name)
    titles = {dimension.key: dimension.title for dimension in DIMENSIONS}
    said = "; ".join(" × ".join(md(part) for part in cell) for cell in segment.cells)
    crossed = " × ".join(titles.get(part.dimension, md(part.dimension)) for part in segment.parts)
    st.caption(f"{crossed}: {said}, at the settings it was named with.")


def _everyone(project: Project, place: str) -> Customers:
    return lists.everyone(project)


_CHOICES: dict[str, Callable[[Project, str], Customers | None]] = {"segment": _segment, "named": _named, "everyone": _everyone}


def _aliases(project: Project, customers: Customers) -> None:
    """Say of how many customers the list gives no e-mail address, because theirs is one that a marketplace gave out."""
    if out := lists.aliases_left_out(project, customers):
        st.caption(f"Without the e-mail address of {plural(out, 'customer')}: a marketplace or mail service gave it out in place of their "
                   "own, so it reaches nobody from another shop and matches nobody in an advertising tool.")


def _preview(project: Project, customers: Customers, columns: list[Column], number: int) -> None:
    if not columns:
        st.markdown("Choose at least one column above.")
        return
    if number > lists.PREVIEW_ROWS:
        st.caption(f"The first {lists.PREVIEW_ROWS:,} of {plural(number, 'customer')}.")
    st.dataframe(lists.preview(project, customers, columns), hide_index=True, height=PREVIEW_HEIGHT, placeholder="", key="preview",
                 alt="The first customers of the list")


def _file(project: Project, customers: Customers, columns: list[Column], number: int, place: str) -> None:
    titles = {flavour.key: flavour.title for flavour in lists.FLAVOURS}
    key = st.segmented_control("Kind of file", list(titles), format_func=titles.get, default=next(iter(titles)), required=True,
                               key=f"{place}.flavour", persist_state="session", label_visibility="collapsed")
    flavour = lists.find_flavour(key)
    st.caption(flavour.help)
    if columns and number:
        download(project, lambda: customers, flavour, f"{place}.list-download", customers.name, columns=columns, primary=True,
                 label=f"Download {plural(number, 'customer')}")
    else:
        st.markdown("The list is empty, so there is no file to download.")


make_list()
