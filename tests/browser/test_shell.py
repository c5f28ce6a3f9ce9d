"""Shell: does the app open, guard itself, and keep to itself, whatever the screens show?"""
import urllib.request
from urllib.parse import urlsplit

import pytest

from harness import LAPTOP, PHONE, ROOT, copy_of_app, open_app, settled, shot

MENU_LINKS = '[data-testid="stSidebarNavLink"], [data-testid="stTopNavLink"]'
NOT_FOUND = "Page not found"


FAILING_SCREEN = """
import streamlit as st
from segkit.errors import SegkitError

@st.fragment
def part():
    if st.button("In a part"):
        raise ValueError("secret 4711")

st.title("Failing")
part()
if st.button("Known"):
    raise SegkitError("The column ![x](http://elsewhere.invalid/x.png) is missing.", "orders.csv", "Add it.")
if st.button("Unknown"):
    raise ValueError("secret 4711")
"""


def headers_of(url: str, **sent) -> dict[str, str]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=sent), timeout=10) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


def menu_addresses(page) -> list[str]:
    links = page.locator(MENU_LINKS).evaluate_all("links => links.map(link => link.href)")
    return [urlsplit(link).path for link in links]


def test_the_app_opens_and_shows_no_error(page):
    open_app(page, "/")
    assert page.title()
    assert page.locator("h1, h2").first.is_visible()
    assert page.locator('[data-testid="stException"]').count() == 0


@pytest.mark.parametrize("address", ["/", "/_stcore/health", "/no/such/place", "/favicon.png"])
def test_every_answer_carries_the_guards(server, address):
    headers = headers_of(server.url + address)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]


def test_a_forged_host_cannot_write_into_the_policy(server):
    policy = headers_of(server.url, Host="evil.example/; script-src *")["content-security-policy"]
    assert "evil" not in policy and "connect-src 'self';" in policy


def test_a_picture_from_elsewhere_is_never_asked_for(page):
    page.watch.expected += ["CSP violation: img-src", "Content Security Policy"]
    open_app(page, "/")
    page.evaluate("new Promise(done => { const i = new Image(); i.onload = i.onerror = done;"
                  "i.src = 'http://elsewhere.invalid/beacon.png' })")
    assert any("CSP violation: img-src" in said for said in page.watch.complaints)


def test_every_page_of_the_menu_opens_by_its_address_on_a_fresh_server(new_server, visit):
    page = visit(new_server())
    open_app(page, "/")
    addresses = menu_addresses(page)
    for address in addresses:
        fresh = visit(new_server(), size=LAPTOP)
        open_app(fresh, address)
        assert fresh.get_by_text(NOT_FOUND).count() == 0, address
        assert fresh.locator('[data-testid="stException"]').count() == 0, address


def test_no_file_beside_the_menu_can_be_opened_by_its_name(new_server, visit, tmp_path):
    folder, ran = copy_of_app(tmp_path / "app"), tmp_path / "ran.txt"
    (folder / "pages" / "orphan.py").write_text(f"open({str(ran)!r}, 'w').write('reached')")
    server = new_server(folder=folder)
    names = ["orphan", *(file.stem for file in sorted((ROOT / "pages").rglob("*.py")) if file.stem != "__init__")]
    page = visit(server)
    page.watch.expected += ["does not seem to exist"]
    open_app(page, "/" + names[0])  # the very first request of this server
    assert page.get_by_text(NOT_FOUND).count(), "an orphan page answered"
    allowed = {address.strip("/") for address in menu_addresses(page)}
    for name in names[1:]:
        if name not in allowed:
            open_app(page, f"/{name}")
            assert page.get_by_text(NOT_FOUND).count(), f"/{name} answered"
    assert not ran.exists()


def test_a_killed_server_comes_back_for_the_same_visitor(new_server, visit):
    server = new_server()
    page = visit(server)
    page.watch.expected += ["ERR_CONNECTION", "WebSocket", "Failed to load resource"]
    open_app(page, "/")
    server.kill()
    server.start()
    settled(page, timeout=60_000)
    page.reload()
    settled(page)
    assert page.locator("h1, h2").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_first_screen_fits_and_has_its_own_theme(visit, server, size, scheme):
    page = visit(server, size=size, scheme=scheme)
    open_app(page, "/")
    shot(page, f"start-{size['width']}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    colour = page.locator('[data-testid="stApp"]').evaluate("app => getComputedStyle(app).backgroundColor")
    assert colour == {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 25, 26)"}[scheme]


def test_the_server_calls_nobody(page, server):
    open_app(page, "/")
    for address in menu_addresses(page):
        open_app(page, address)
    assert server.calls() == []
    assert page.watch.requests and page.watch.foreign() == []


def test_the_watch_on_the_server_would_notice_a_call(new_server, tmp_path):
    folder = copy_of_app(tmp_path / "app")
    start = (folder / "app.py").read_text(encoding="utf-8")
    (folder / "app.py").write_text(f"import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\n"
                                   f"except OSError:\n    pass\n{start}", encoding="utf-8")
    assert any("192.0.2.1" in call for call in new_server(folder=folder).calls())


def test_a_failing_screen_says_so_and_keeps_the_traceback_to_the_log(new_server, visit, tmp_path):
    folder = copy_of_app(tmp_path / "app")
    (folder / "pages" / "menu.py").write_text(FAILING_SCREEN, encoding="utf-8")
    server = new_server(folder=folder)
    page = visit(server)
    open_app(page, "/")
    page.get_by_role("button", name="Known", exact=True).click()
    told = page.get_by_role("alert").filter(has_text="orders.csv").filter(has_text="Add it.")
    told.filter(has_text="![x]").wait_for()
    for button in ("Unknown", "In a part"):
        open_app(page, "/")
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_text("Something went wrong on this screen").wait_for()
        assert page.get_by_text("secret").count() == 0
    assert server.log().count("ValueError: secret 4711") >= 2
