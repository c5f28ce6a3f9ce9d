"""Fixtures of the browser tests: one server and one Chromium for the folder, a fresh visitor for every test."""
import pytest
from playwright.sync_api import sync_playwright

from harness import LAPTOP, TELL_VIOLATIONS, Server, Watch, shot
from tools import chromium


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture(scope="package")
def browser():
    """A running Chromium; without one the tests are skipped, in CI they fail."""
    path = chromium.find()
    if path is None:
        (pytest.fail if chromium.in_ci() else pytest.skip)("no Chromium: see tools/chromium.py")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))


@pytest.fixture
def new_server(tmp_path_factory):
    """Start further servers, each with a new home (or the one given), for tests that need a fresh or a dying one."""
    started = []

    def start(home=None, **more):
        started.append(Server(home or tmp_path_factory.mktemp("server"), **more).start())
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """The server most tests share; after the last of them it must not have called anybody."""
    server = Server(tmp_path_factory.mktemp("server")).start()
    yield server
    calls = server.calls()
    server.stop()
    assert not calls, "the server tried to reach another machine"


@pytest.fixture
def visit(browser, request):
    """Open a new visitor's page on a server; at the end the browser must have nothing to complain about."""
    visitors = []

    def start(server, size=LAPTOP, scheme="light", **more):
        context = browser.new_context(base_url=server.url, viewport=size, color_scheme=scheme, **more)
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        page.watch = Watch(server.url)
        page.watch.listen(page)
        visitors.append((context, page))
        return page

    yield start
    failed = getattr(request.node, "report_call", None) is None or request.node.report_call.failed
    for number, (context, page) in enumerate(visitors):
        if failed:
            shot(page, f"failed-{request.node.name}-{number}")
        context.close()
    faults = [fault for _, page in visitors for fault in page.watch.faults()]
    assert failed or not faults, faults


@pytest.fixture
def page(visit, server):
    """A new visitor's page on the shared server, as large as a laptop, in the light theme."""
    return visit(server)
