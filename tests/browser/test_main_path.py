"""Main path: from a sample business over a dragged slider and a named segment to a file, and back after a reload."""
import re

import pandas as pd
import pytest

from harness import LAPTOP, PHONE, open_app, settled, shot
from sample_data import SAMPLES

PIZZA = next(sample for sample in SAMPLES if sample.key == "pizza")
RANGE = "input[type=range]"
# Streamlit looks for its server below the page's own address first; the browser notes that it is not there.
LOOKING_FOR_ITS_SERVER = r"Failed to load resource: .* 404"
WATCH_CHARTS = """() => {
    const drawn = () => [...document.querySelectorAll('svg.marks .role-mark path')].map(path => path.getAttribute('d')).join('|');
    let last = drawn();
    window.drawings = 0;
    window.charts = [...document.querySelectorAll('svg.marks')];
    new MutationObserver(() => { const now = drawn(); if (now !== last) { last = now; window.drawings += 1; } })
        .observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


@pytest.fixture(scope="module")
def heavy():
    """How to ask pandas: the guests who are among the top per cent by spend, equal amounts ranked alike."""
    lines = pd.read_csv(PIZZA.files[0], dtype={"Member number": str}).dropna(subset=["Member number"])
    spend = lines.groupby("Member number")["Line total"].sum().round(2)
    rank = spend.rank(method="max", ascending=False) / len(spend)
    return lambda percent: set(rank[rank <= percent / 100].index)


@pytest.fixture
def in_sample(page):
    """A visitor who has opened the pizza restaurant and looks at its usage rate."""
    page.watch.expected.append(LOOKING_FOR_ITS_SERVER)
    open_app(page, "/")
    page.get_by_role("button", name="Explore this business").nth(SAMPLES.index(PIZZA)).click()
    page.wait_for_url(re.compile("/segments"), timeout=120_000)
    page.get_by_role("radio", name="Usage rate").click()
    page.get_by_text("Who are the heavy, medium and light users").wait_for()
    standing(page)
    return page


def standing(page):
    """Wait until the pictures stand: connected, nothing running, drawn."""
    page.wait_for_timeout(150)
    settled(page)
    page.wait_for_selector("svg.marks .role-mark path")
    page.wait_for_timeout(600)


def percent(slider) -> int:
    return int(re.match(r"\d+", slider.get_attribute("aria-valuetext")).group())


def drag(page, slider, start, end, steps=30):
    """Press the slider's knob, move it in steps, and return while it is still held."""
    box = slider.bounding_box()
    y, span = box["y"] + box["height"] / 2, box["width"]
    page.mouse.move(box["x"] + span * start, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(box["x"] + span * (start + (end - start) * step / steps), y)
        page.wait_for_timeout(70)


def saved_list(page, name) -> pd.DataFrame:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return pd.read_csv(download.value.path())


def test_from_a_sample_to_a_list_and_back(in_sample, heavy):
    page, slider = in_sample, in_sample.locator(RANGE).first

    # a choice changes what is counted; the keyboard moves the slider, step by step
    page.get_by_role("radio", name="Spend", exact=True).click()
    standing(page)
    before = percent(slider)
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    standing(page)
    assert percent(slider) == before + 2

    # the charts follow while the knob is held, and are never built anew
    page.evaluate(WATCH_CHARTS)
    drag(page, slider, 0.4, 0.8)
    drawings = page.evaluate("window.drawings")
    page.mouse.up()
    assert drawings >= 3, "the charts did not move with the slider"
    standing(page)
    assert page.evaluate("window.charts.every(chart => chart.isConnected)"), "a chart was taken away and built again"
    chosen = percent(slider)
    assert chosen > before + 5

    # the list is what the slider says
    page.get_by_role("radio", name="Heavy", exact=True).click()
    standing(page)
    wanted = heavy(chosen)
    assert page.get_by_role("button", name=f"Download list ({len(wanted):,})").count() == 1
    assert set(saved_list(page, "Download list")["customer_id"]) == wanted

    # a name keeps it
    page.get_by_role("button", name="Name this segment").click()
    page.get_by_label("Name", exact=True).fill("Our regulars")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved as").wait_for()

    # after a reload everything is there
    page.reload()
    standing(page)
    assert percent(page.locator(RANGE).first) == chosen
    page.get_by_role("radio", name="Usage rate").wait_for()
    page.get_by_role("link", name="Lists").click()
    page.get_by_role("radio", name="A named segment").click()
    page.get_by_text(f"On the list: {len(wanted):,} customers").wait_for()
    assert set(saved_list(page, re.compile(r"^Download [\d,]+ customers"))["customer_id"]) == wanted


def test_a_screen_reader_is_told_what_a_slider_is_and_says(in_sample):
    slider = in_sample.get_by_role("slider", name="Heavy: the top")
    assert slider.count() == 1
    assert slider.get_attribute("aria-valuetext") == f"{slider.input_value()} % of users"
    described = slider.evaluate("one => one.getRootNode().getElementById(one.getAttribute('aria-describedby')).textContent")
    assert described.startswith("Users ranked by volume")


def test_back_to_the_defaults_moves_the_knob(in_sample):
    slider = in_sample.locator(RANGE).first
    slider.focus()
    in_sample.keyboard.press("End")
    standing(in_sample)
    assert percent(slider) == 50
    in_sample.get_by_role("button", name="Back to the defaults").click()
    standing(in_sample)
    assert percent(slider) == 20 and slider.input_value() == "20"


def test_cells_are_picked_by_clicking(in_sample):
    in_sample.get_by_role("link", name="Combine").click()
    standing(in_sample)
    in_sample.locator("svg.marks .mark-rect path").first.click(force=True)
    standing(in_sample)
    in_sample.get_by_text(re.compile(r"^[\d,]+ customers? in ")).wait_for()
    assert in_sample.get_by_role("button", name="Name these customers").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_screen_scrolls_sideways(in_sample, visit, server, size, scheme):
    page = visit(server, size=size, scheme=scheme)
    page.watch.expected.append(LOOKING_FOR_ITS_SERVER)
    address = in_sample.url.split("?")[1]
    for screen in ("segments", "combine", "lists"):
        open_app(page, f"/{screen}?{address}")
        page.wait_for_timeout(1500)
        shot(page, f"{screen}-{size['width']}-{scheme}", full=True)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), screen
        assert page.locator('[data-testid="stException"]').count() == 0
