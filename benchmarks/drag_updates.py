"""Drag updates: how often does the chart follow while a slider is dragged for two seconds?"""
from pathlib import Path

from benchmarks.browser import NO_CHROMIUM, drag, pages, slider
from benchmarks.data import Sizes, project_folder
from benchmarks.measure import Row, alternate, median
from benchmarks.screen_latency import BARE_SLIDER, SCREEN, SLIDER
from benchmarks.servers import APP, BARE, a_home, new_project, served
from tools import chromium


def drag_updates(sizes: Sizes, folder: Path) -> list[Row]:
    """Return one row: the median number of updates before the hand lets go; Streamlit's own slider on the bare page has none."""
    what, against = f"chart updates while dragging a slider for 2 s, {sizes.customers:,} customers", "st.slider on the bare page"
    if chromium.find() is None:
        return [Row(what, against, 20, unit="updates", at_least=True, note=NO_CHROMIUM)]
    kept = project_folder(folder, sizes.customers)
    with a_home(folder) as home:
        address = SCREEN.format(id=new_project(home, kept))
        with served(APP, home) as app, served(BARE, home / "bare") as bare, pages(app + address, bare) as (ours, theirs):
            handle, bare_handle = slider(ours, SLIDER), slider(theirs, BARE_SLIDER)
            counts = alternate(sizes.drags, lambda turn: drag(ours, handle), lambda turn: drag(theirs, bare_handle))
    our_updates, their_updates = map(median, counts)
    return [Row(what, against, 20, f"{our_updates:.0f} updates", f"{their_updates:.0f} updates", our_updates, "updates", at_least=True,
                note=f"in {sizes.drags} drags: {sorted(int(n) for n in counts[0])}")]  # fmt: skip
