"""Lists: does the screen show whom a list holds, and does the file hold exactly them?"""
import io
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import downloads, projects, session
from segkit import lists
from segkit.recipe import NamedSegment, Part
from tests.pages.screens import at_page, load, words
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


@pytest.fixture
def with_consent(shop, tmp_path):
    """The shop with a customers file: who has an even number agreed to e-mail, of every third nobody knows."""
    path = tmp_path / "customers.csv"
    answers = ["" if number % 3 == 0 else "no" if number % 2 else "yes" for number in range(60)]
    lines = [f"p{number:02}@example.com,{answer}" for number, answer in enumerate(answers)]
    path.write_text("\n".join(["Email,Accepts Email Marketing", *lines]) + "\n", encoding="utf-8")
    load(shop, path)
    assert answers.count("") == answers.count("no") == answers.count("yes") == 20
    return shop


def test_without_any_answer_there_is_no_switch(screen):
    assert not screen.toggle


def test_only_who_agreed_is_counted_shown_and_written(app, with_consent, clicked):
    screen = at_page(app, "lists.py", with_consent)
    screen.button_group(key=key(with_consent, "kind")).set_value("everyone").run()
    assert [toggle.label for toggle in screen.toggle] == ["Only customers who accept e-mail"]
    assert "On the list: 60 customers" in words(screen) and "left out" not in words(screen)
    screen.toggle[0].set_value(True).run()
    assert not screen.exception
    assert "40 of 60 customers left out: 20 did not agree, 20 unknown (counts as not agreed)." in words(screen)
    assert "On the list: 20 customers" in words(screen) and len(screen.dataframe[0].value) == 20
    label, data, _ = clicked[key(with_consent, "list-download")]
    frame = pd.read_csv(io.BytesIO(data()))
    assert label == "Download 20 customers" and len(frame) == 20 and frame["accepts_email"].all()


def test_the_switch_stays_when_the_screen_is_left_and_after_a_reload(app, with_consent, root):
    screen = at_page(app, "lists.py", with_consent)
    screen.toggle[0].set_value(True).run()
    screen.switch_page("start.py").run()
    assert at_page(screen, "lists.py", with_consent).toggle[0].value
    reloaded = at_page(AppTest.from_file(str(root / "pages" / "menu.py"), default_timeout=60), "lists.py", with_consent)
    assert reloaded.toggle[0].value
    reloaded.toggle[0].set_value(False).run()
    assert project_of(with_consent).recipe.list_consents == ()


def test_consent_asked_for_under_lists_holds_for_the_lists_of_other_screens(app, with_consent, clicked):
    project_of(with_consent).set_list_consents(["accepts_email"])
    screen = at_page(app, "segments.py", with_consent)
    label, data, _ = next(one for one in clicked.values() if one[0].startswith("Download list"))
    frame = pd.read_csv(io.BytesIO(data()))
    assert "left out" in words(screen) and label == f"Download list ({len(frame)})" and frame["accepts_email"].all()


def test_columns_and_their_order_are_there_again_after_leaving_and_reloading(screen, shop, root):
    chosen = ["total_spend", "customer_id"]
    screen.multiselect(key=key(shop, "columns")).set_value(chosen).run()
    screen.selectbox(key=key(shop, "columns.moved")).set_value("customer_id").run()
    screen.button(key=key(shop, "columns.earlier")).click().run()
    screen.switch_page("start.py").run()
    assert at_page(screen, "lists.py", shop).multiselect[0].value == chosen[::-1]
    assert project_of(shop).recipe.list_columns == ("customer_id", "total_spend")
    reloaded = at_page(AppTest.from_file(str(root / "pages" / "menu.py"), default_timeout=60), "lists.py", shop)
    assert reloaded.multiselect[0].value == chosen[::-1]


def test_a_column_that_this_list_lacks_waits_for_one_that_has_it(app, with_consent):
    project = project_of(with_consent)
    project.recipe = replace(project.recipe, list_columns=("email", "gone", "customer_id"))
    columns = at_page(app, "lists.py", with_consent).multiselect[0]
    assert columns.value == ["email", "customer_id"]
    columns.set_value(["email"]).run()
    assert project.recipe.list_columns == ("email", "gone")


def test_without_any_column_the_usual_ones_come_back(screen, shop):
    usual = screen.multiselect[0].value
    screen.multiselect[0].set_value(["total_spend"]).run()
    screen.multiselect[0].set_value([]).run()
    assert screen.multiselect[0].value == usual and project_of(shop).recipe.list_columns == ()


def test_columns_stay_in_the_tab_when_the_project_cannot_keep_them(screen, shop):
    project = project_of(shop)
    lost = NamedSegment("Old", (Part("usage"),), (("A name of yesterday",),))
    project._change(lambda recipe: recipe.with_segment(lost))
    screen.multiselect[0].set_value(["total_spend"]).run()
    assert not screen.exception and screen.multiselect[0].value == ["total_spend"]


def test_it_is_said_whose_address_is_left_out_because_a_marketplace_gave_it_out(app, tmp_path):
    info = projects.create("Shop with a marketplace")
    path = tmp_path / "orders.csv"
    rows = "1,2026-01-01,A,x1@members.ebay.com,10\n2,2026-01-02,B,x2@members.ebay.com,20\n"
    path.write_text(f"Order,Date,Customer ID,Email,Total\n{rows}", encoding="utf-8")
    load(info, path)
    assert "Without the e-mail address of 1 customer" in words(at_page(app, "lists.py", info))
