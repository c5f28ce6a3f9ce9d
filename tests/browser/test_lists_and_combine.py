"""Lists, Combine and Start: what only a real browser can show of them, a phone's width, a reload and the Enter key."""
import re
from itertools import pairwise

import pandas as pd
import pytest

from harness import LAPTOP, PHONE, open_app, settled
from sample_data import SAMPLES

GIFTS = next(number for number, sample in enumerate(SAMPLES) if sample.key == "gift_shop")
LOOKING_FOR_ITS_SERVER = r"Failed to load resource: .* 404"
# Where the names beside the table stand; those of the rows are left of it.
HEADINGS = """() => [...document.querySelectorAll('svg.marks .role-axis .role-axis-label text')]
    .filter(text => text.getAttribute('transform')).map(text => text.getAttribute('transform'))"""
BOX = "one => [one.clientWidth, one.scrollWidth, one.clientHeight, one.scrollHeight]"


@pytest.fixture
def shop(visit, server):
    """How a visitor of any size opens a screen of the gift shop, which is read once."""
    page = visit(server)
    page.watch.expected.append(LOOKING_FOR_ITS_SERVER)
    open_app(page, "/")
    page.get_by_role("button", name="Explore this business").nth(GIFTS).click()
    page.wait_for_url(re.compile("/segments"), timeout=120_000)
    project = re.search(r"project=[^&]+", page.url).group()

    def open_screen(screen, size=LAPTOP):
        other = visit(server, size=size)
        other.watch.expected.append(LOOKING_FOR_ITS_SERVER)
        open_app(other, f"/{screen}?{project}")
        return standing(other)

    return open_screen


def standing(page):
    """Return the page once nothing runs and everything is drawn."""
    page.wait_for_timeout(300)
    settled(page)
    page.wait_for_timeout(700)
    return page


def columns_apart(page) -> float:
    """Return the least distance in pixels between the headings of two neighbouring columns."""
    found = page.evaluate(HEADINGS)
    places = sorted({float(place.group(1)) for place in (re.match(r"translate\(([\d.]+),", text) for text in found) if place})
    return min(right - left for left, right in pairwise(places))


def test_on_a_phone_the_heat_table_scrolls_in_its_box_and_can_be_read(shop):
    page = shop("combine", PHONE)
    width, whole, height, drawn = page.locator(".st-key-heat-scrolls").evaluate(BOX)
    assert whole > width and drawn <= height, "the table scrolls sideways and only sideways"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert columns_apart(page) >= 56
    page.locator("svg.marks .mark-rect path").nth(10).scroll_into_view_if_needed()
    page.locator("svg.marks .mark-rect path").nth(10).click(force=True)
    standing(page).get_by_text(re.compile(r"^[\d,]+ customers? in ")).wait_for()


def test_on_a_laptop_the_heat_table_needs_no_scrolling(shop):
    width, whole, height, drawn = shop("combine").locator(".st-key-heat-scrolls").evaluate(BOX)
    assert whole <= width and drawn <= height


def test_columns_are_there_again_after_a_reload_and_only_who_agreed_is_in_the_file(shop):
    page = shop("lists")
    page.get_by_role("button", name="Later").click()
    standing(page).get_by_text("Only customers who accept e-mail").click()
    said = standing(page).get_by_text(re.compile(r"of [\d,]+ customers left out: ")).inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(r"^Download [\d,]+ customers")).click()
    frame = pd.read_csv(download.value.path())
    out, of = (int(number.replace(",", "")) for number in re.match(r"([\d,]+) of ([\d,]+) customers", said).groups())
    assert len(frame) == of - out and frame["accepts_email"].all() and list(frame)[:2] == ["email", "customer_id"]
    page.reload()
    standing(page)
    tags = page.locator('[data-testid="stMultiSelect"] [data-tag]').or_(page.locator('[data-testid="stMultiSelect"] [data-baseweb="tag"]'))
    assert [tag.strip().split("\n")[0] for tag in tags.all_inner_texts()][:2] == ["E-mail", "Customer"]


def test_enter_saves_a_new_name_and_a_name_in_use_gets_a_number(shop, visit, server):
    page = shop("segments")
    open_app(page, "/")
    for _ in range(2):
        rename_first(page, "Ours")  # the second time it is the same project: a name of one's own is free
        assert page.get_by_text("Ours", exact=True).count() == 1
    page.get_by_role("button", name=re.compile("more_horiz")).first.click()
    page.get_by_text("Duplicate", exact=True).click()
    page.get_by_text("Ours (copy)", exact=True).wait_for()
    standing(page)
    rename_first(page, "Ours")
    page.get_by_text("Ours (2)", exact=True).first.wait_for()


def rename_first(page, name):
    """Rename the project at the top of the list with the Enter key."""
    standing(page).get_by_role("button", name=re.compile("more_horiz")).first.click()
    page.get_by_text("Rename", exact=True).click()
    field = page.get_by_role("dialog").get_by_label("Name")
    field.fill(name)
    field.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    standing(page)
