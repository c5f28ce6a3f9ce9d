"""Fixtures of the screen tests: the whole app in memory, and a project with data."""
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import projects, session
from tests.pages.screens import ORDERS, load


@pytest.fixture
def app(root, monkeypatch):
    """The app as a visitor of this computer opens it, at its first screen."""
    monkeypatch.chdir(root)
    session.shelf.clear()
    return AppTest.from_file(str(root / "pages" / "menu.py"), default_timeout=60)


@pytest.fixture
def orders(tmp_path):
    """A small export with one row per order; one order has no customer."""
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


@pytest.fixture
def project(orders):
    """A project on disk with the small export in it."""
    info = projects.create("Shop of Anna")
    load(info, orders)
    return info
