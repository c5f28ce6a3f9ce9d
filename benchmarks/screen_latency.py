"""Screen latency: how long from a key press on a slider to the new chart on screen, against a bare page?"""
from pathlib import Path

from benchmarks.browser import NO_CHROMIUM, pages, press, slider
from benchmarks.data import Sizes, project_folder
from benchmarks.measure import Row, alternate, in_seconds, median, quantile
from benchmarks.servers import APP, BARE, a_home, new_project, served
from tools import chromium

SCREEN = "/segments?project={id}&dimension=lifecycle"
SLIDER, BARE_SLIDER = "Active: last order within", "Days"
AGAINST = "bare page, same server settings: one slider, one chart of 10 rows"


def screen_latency(sizes: Sizes, folder: Path) -> list[Row]:
    """Return one row: the median of the key presses, in turns on both pages of one browser."""
    what = f"slider key press → new chart on screen, {sizes.customers:,} customers"
    if chromium.find() is None:
        return [Row(what, AGAINST, 2.0, note=NO_CHROMIUM)]
    kept = project_folder(folder, sizes.customers)
    with a_home(folder) as home:
        address = SCREEN.format(id=new_project(home, kept))
        with served(APP, home) as app, served(BARE, home / "bare") as bare, pages(app + address, bare) as (ours, theirs):
            first, last = measured(sizes.presses, slider(ours, SLIDER), ours, slider(theirs, BARE_SLIDER), theirs)
    seconds = [median(times) for times in first]
    note = (f"95th percentile {in_seconds(quantile(first[0], 0.95))} against {in_seconds(quantile(first[1], 0.95))}; "
            f"until the last chart of the screen has changed {in_seconds(median(last))}")  # fmt: skip
    return [Row(what, AGAINST, 2.0, in_seconds(seconds[0]), in_seconds(seconds[1]), seconds[0] / seconds[1], note=note)]


def measured(presses: int, handle, page, bare_handle, bare_page) -> tuple[list[list[float]], list[float]]:
    """Return the seconds until the first chart changed, ours and the bare page's, and until our last one did."""
    last = []

    def ours(turn: int) -> float:
        frames = press(page, handle, "ArrowRight")
        last.append(_until(frames, whole=True))
        return _until(frames, whole=False)

    first = alternate(presses + 3, ours, lambda turn: _until(press(bare_page, bare_handle, "ArrowRight"), whole=False))
    return [times[3:] for times in first], last[3:]  # the first presses warm both up


def _until(frames: list[tuple[int, float]], whole: bool) -> float:
    """Return the seconds until the first chart changed first, or until every chart has changed for the first time."""
    firsts: dict[int, float] = {}
    for chart, at in frames:
        firsts.setdefault(chart, at / 1000)
    if 0 not in firsts:
        raise RuntimeError("a key press changed nothing on the first chart")
    return max(firsts.values()) if whole else firsts[0]
