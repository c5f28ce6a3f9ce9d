"""Start: where does somebody begin who has never seen Segkit, and where does somebody go on?"""
import streamlit as st

from pages.parts import dialogs, loading, projects, session, upload
from pages.parts.errors import told
from pages.parts.progress import reading
from pages.parts.project_names import free_name
from pages.parts.projects import Info
from pages.parts.words import md
from sample_data import SAMPLES, Sample
from segkit.errors import SegkitError

SENTENCE = ("Turn the exports of your shop, till, website or survey into customer segments you can see, move and "
            "download. Nothing leaves this computer.")
FIRST_SHOWN = 5
ON_THE_WAY = "on_the_way_to"


def start() -> None:
    """Draw the screen; a sample that is just being read has it for itself."""
    st.title("Segkit", anchor=False)
    st.markdown(SENTENCE)
    if _on_the_way():
        return
    _drop()
    _projects()
    _samples()


def _on_the_way() -> bool:
    """Return whether a sample is still being read; when it is there, go where it leads."""
    info, page = session.current(), st.session_state.get(ON_THE_WAY)
    if info is None or page is None:
        return False
    if reading(info):
        return True
    del st.session_state[ON_THE_WAY]
    session.enter(info, "data.py" if upload.waiting(info.uploads) else page)
    return True


def _drop() -> None:
    with st.container(border=True):
        st.subheader("Your own data", anchor=False)
        files = upload.drop_zone("start")
    if files:
        with told():
            _new_project(files)


def _new_project(files: list) -> None:
    info = projects.create(free_name(_name_from(files[0].name)))
    try:
        arrived = upload.receive(files, info.uploads, "start")
    except SegkitError:
        projects.delete(info)  # nobody wants an empty project because the disk was full
        raise
    loading.load(info, session.shelf().take(info), arrived)
    session.enter(info, "data.py")


def _name_from(file_name: str) -> str:
    return file_name.rsplit("/")[-1].rsplit(".", 1)[0].replace("_", " ").strip().capitalize() or "My customers"


def _samples() -> None:
    st.subheader("Or look around with a sample business", anchor=False)
    with st.grid(3, min_column_width=260, gap="medium"):
        for sample in SAMPLES:
            with st.container(border=True, height="stretch"):
                _card(sample)


def _card(sample: Sample) -> None:
    st.markdown(f"**{sample.title}**")
    st.markdown(sample.sentence)
    st.space("stretch")
    if st.button("Explore this business", key=f"sample_{sample.key}", icon=":material/play_arrow:", width="stretch"):
        with told():
            _open_sample(sample)


def _open_sample(sample: Sample) -> None:
    """Open the visitor's project of this sample, or make it; then on to the segments."""
    known = [info for info in session.visible_projects() if info.sample == sample.key]
    if known and not upload.waiting(known[0].uploads):
        session.enter(known[0], "segments.py")
    info = known[0] if known else projects.create(free_name(sample.title), sample.key)
    files = upload.waiting(info.uploads) or upload.bring(sample.files, info.uploads)
    loading.load(info, session.shelf().take(info), files)
    session.choose(info)
    st.session_state[ON_THE_WAY] = "segments.py"
    st.rerun()


def _projects() -> None:
    found = session.visible_projects()
    if not found:
        return
    st.subheader("Your projects", anchor=False)
    shown = found if st.session_state.get("all_projects") else found[:FIRST_SHOWN]
    with st.container(border=True, gap="xsmall"):
        for info in shown:
            _row(info)
        if len(found) > len(shown):
            st.button(f"Show all {len(found)}", key="more_projects", type="tertiary", on_click=_show_all)


def _show_all() -> None:
    st.session_state["all_projects"] = True


def _row(info: Info) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        st.markdown(f"**{md(info.name)}**  \n:small[:gray[opened {info.opened_at:%d %b %Y, %H:%M}]]", width="stretch")
        if st.button("Open", key=f"open_{info.id}"):
            session.enter(info, "data.py")
        doing = st.menu_button(":material/more_horiz:", list(dialogs.ACTIONS), key=f"more_{info.id}",
                               help="Rename, duplicate or delete")
        if doing:
            dialogs.ACTIONS[doing](info)


start()
