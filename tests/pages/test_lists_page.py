"""Lists: does the screen show whom a list holds, and does the file hold exactly them?"""
import io

import pandas as pd
import pytest

from pages.parts import downloads, projects, session
from segkit import lists
from tests.pages.screens import at_page, words
from tests.pages.shop import customers, make_shop, project_of


@pytest.fixture
def shop(tmp_path):
    return make_shop(tmp_path)


@pytest.fixture
def screen(app, shop):
    return at_page(app, "lists.py", shop)


@pytest.fixture
def clicked(monkeypatch):
    """The bytes a click on each download button would give; AppTest does not fetch them."""
    made = {}
    monkeypatch.setattr(downloads.st, "download_button", lambda label, data, key, **more: made.update({key: (label, data, more)}))
    return made


def key(info, name):
    return f"{session.place(info)}.{name}"


def choose_heavy(screen, info):
    screen.selectbox(key=key(info, "list-dimension")).set_value("usage").run()
    screen.selectbox(key=key(info, "list-dimension.usage")).set_value("Heavy").run()
    assert not screen.exception


def test_without_data_the_screen_says_what_to_do(app):
    assert "add an export" in words(at_page(app, "lists.py", projects.create("Empty")))


def test_without_a_named_segment_the_screen_says_where_to_make_one(screen, shop):
    screen.button_group(key=key(shop, "kind")).set_value("named").run()
    assert "not named a segment yet" in words(screen)


def test_the_file_holds_exactly_the_customers_pandas_says(screen, shop, tmp_path, clicked):
    choose_heavy(screen, shop)
    found = customers(tmp_path)
    heavy = found[found["rank"] <= 0.2]
    label, data, more = clicked[key(shop, "list-download")]
    frame = pd.read_csv(io.BytesIO(data()))
    assert set(frame["customer_id"]) == set(heavy.index) and len(frame) == len(heavy)
    assert label == f"Download {len(heavy)} customers" and f"On the list: {len(heavy)} customers" in words(screen)
    assert more["file_name"] == "heavy.csv" and more["on_click"] == "ignore"


@pytest.mark.parametrize("flavour", [flavour.key for flavour in lists.FLAVOURS])
def test_every_kind_of_file_can_be_taken(screen, shop, clicked, flavour):
    screen.button_group(key=key(shop, "flavour")).set_value(flavour).run()
    _, data, more = clicked[key(shop, "list-download")]
    assert data() and more["file_name"].endswith(lists.find_flavour(flavour).suffix)
    assert not list((project_of(shop).folder / "lists").iterdir()), "the file stays on the server after the download"


def test_columns_come_in_the_chosen_order(screen, shop, clicked):
    screen.multiselect(key=key(shop, "columns")).set_value(["total_spend", "customer_id"]).run()
    header = clicked[key(shop, "list-download")][1]().splitlines()[0]
    assert header == b"total_spend,customer_id"
    screen.selectbox(key=key(shop, "columns.moved")).set_value("customer_id").run()
    screen.button(key=key(shop, "columns.earlier")).click().run()
    assert clicked[key(shop, "list-download")][1]().splitlines()[0] == b"customer_id,total_spend"


def test_a_named_segment_can_be_taken_and_forgotten(screen, shop):
    project_of(shop).save_segment("Ours ![x](http://evil.example/p.png)", ["usage"], [["Heavy"]])
    screen.button_group(key=key(shop, "kind")).set_value("named").run()
    assert "On the list:" in words(screen) and "![x](http" not in words(screen)
    screen.button(key=key(shop, "forget")).click().run()
    assert not project_of(shop).named_segments()


def test_everyone_can_be_taken(screen, shop):
    screen.button_group(key=key(shop, "kind")).set_value("everyone").run()
    assert "On the list: 60 customers" in words(screen)
