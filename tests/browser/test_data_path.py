"""Data path: does a visitor's own export get in, show what became of it, take a correction, and outlive everything?"""
import pytest

from data_screen import choose, drop, figure, open_columns, ready
from harness import PHONE, open_app, settled, shot

ORDERS = "\n".join((
    "Order number,Customer e-mail,Order date,Order total,Amount without tax,Town",
    "1001,anna@example.com,2026-01-15,120.50,100.40,Graz",
    "1002,ben@example.com,2026-02-20,36.00,30.00,Linz",
    "1003,anna@example.com,2026-03-31,84.00,70.00,Graz",
    "1004,,2026-03-31,12.00,10.00,Wien",
)) + "\n"
EVIL = "![x](http://evil.example/p.png)"


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


def test_an_export_gets_in_takes_a_correction_and_is_there_after_a_reload(page, orders):
    open_app(page, "/")
    drop(page, orders)
    page.get_by_text("4 rows read = 3 used + 1 set aside.").wait_for()
    assert figure(page, "Orders") == "3" and figure(page, "Spend") == "240.50"
    open_columns(page)
    choose(page, "Order total", "Amount without tax")
    page.get_by_text("such as 100.40").wait_for()
    page.get_by_role("button", name="Apply and read the file again").click()
    page.get_by_test_id("stMetric").filter(has_text="200.40").wait_for(timeout=30_000)
    page.reload()
    ready(page)
    assert figure(page, "Spend") == "200.40"


def test_a_second_tab_and_a_killed_server_show_the_same_project(new_server, visit, orders):
    server = new_server()
    page, other = visit(server), visit(server)
    for one in (page, other):
        one.watch.expected += ["ERR_CONNECTION", "WebSocket", "Failed to load resource"]
    open_app(page, "/")
    drop(page, orders)
    address = page.url
    open_app(other, address)
    assert figure(other, "Orders") == "3"
    server.kill()
    server.start()
    late = visit(server)
    open_app(late, address)
    assert figure(late, "Orders") == "3"
    page.reload()
    ready(page)
    assert figure(page, "Orders") == "3"


def test_the_address_keeps_the_project_on_every_page(page, orders):
    open_app(page, "/")
    drop(page, orders)
    project = page.url.split("project=")[1]
    for name in ("Start", "Segments", "Combine", "Lists", "Data"):
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
        page.wait_for_function("id => location.search.includes(id)", arg=project)
        settled(page)


def test_the_rows_set_aside_can_be_downloaded(page, orders):
    open_app(page, "/")
    drop(page, orders)
    page.get_by_text("1 row set aside, and why").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2 and "1004" in lines[1]


def test_a_hostile_file_makes_the_browser_call_nobody(page, tmp_path):
    name = EVIL.replace("/", "_")
    path = tmp_path / f"{name}.csv"
    path.write_text(ORDERS.replace("Town", EVIL).replace("Graz", EVIL).replace("Linz", ":material/home:"), encoding="utf-8")
    open_app(page, "/")
    drop(page, path)
    open_columns(page)
    page.get_by_text("More that a file like this may hold").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Start").click()
    page.get_by_text("Your projects").wait_for()
    assert page.locator("main img, section img[src*='evil']").count() == 0
    assert page.watch.foreign() == []


def test_files_that_cannot_be_used_say_why(page, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    open_app(page, "/")
    drop(page, empty)
    assert "empty.csv" in page.get_by_test_id("stAlert").inner_text()
    page.get_by_role("button", name="Remove file").click()
    page.get_by_text("This project has no data yet").wait_for()


def test_a_project_is_renamed_and_deleted(page, orders):
    open_app(page, "/")
    drop(page, orders)
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Start").click()
    menu = page.get_by_test_id("stMenuButton").first
    menu.get_by_role("button").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill("Spring")
    page.get_by_role("button", name="Save").click()
    page.get_by_test_id("stSidebar").get_by_text("Spring").wait_for()
    menu.get_by_role("button").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_test_id("stSidebar").get_by_text("Spring").wait_for(state="detached")
    assert "project=" not in page.url


def test_on_a_server_for_others_a_browser_sees_its_own_projects_only(new_server, visit, orders, monkeypatch):
    monkeypatch.setenv("SEGKIT_SHARED", "1")
    server = new_server()
    mine, other = visit(server), visit(server)
    open_app(mine, "/")
    drop(mine, orders)
    open_app(mine, "/")
    mine.get_by_text("Your projects").wait_for()
    open_app(other, "/")
    other.wait_for_timeout(1000)
    assert other.get_by_text("Your projects").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_data_screen_fits_a_phone(visit, server, orders, scheme):
    page = visit(server, size=PHONE, scheme=scheme)
    open_app(page, "/")
    drop(page, orders)
    open_columns(page)
    shot(page, f"data-phone-{scheme}", full=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
