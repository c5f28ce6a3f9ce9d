"""Quality cell: does the screen say what needs the visitor, calmly, and can every rule be switched on and off again?"""
from datetime import date, timedelta

import pytest

from pages.parts import session
from tests.pages.screens import ORDERS, at_page, load, words

HEADINGS = ORDERS.splitlines()[0]


def opened(info):
    return session.shelf().take(info)


def with_rows(tmp_path, project, rows, name="more.csv"):
    path = tmp_path / name
    path.write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    load(project, path)


@pytest.fixture
def free_orders(project, tmp_path):
    with_rows(tmp_path, project, [f"f{day},sample{day}@example.com,2026-03-{day:02},0.00,Graz" for day in range(1, 9)])
    return project


def toggle(screen, rule):
    return next(one for one in screen.toggle if one.key.endswith(f".left_out.{rule}"))


def test_the_cell_says_in_one_sentence_whether_anything_needs_you(app, project):
    screen = at_page(app, "data.py", project)
    assert "The amounts of 1 file reconcile to the cent." in words(screen)
    assert "Is the data sound?" in words(screen)


def test_the_parts_of_the_sum_are_there_to_the_cent(app, project):
    said = words(at_page(app, "data.py", project)).replace("\\", "").replace("\u2060", "")
    assert "add up to 245.50" in said and "235.50 orders sold (3 rows)" in said
    assert "10.00 set aside: no customer on the row (1 row)" in said


def test_a_switch_leaves_rows_out_and_counts_them_again(app, free_orders):
    screen = at_page(app, "data.py", free_orders)
    before = opened(free_orders).facts()["buyers"]
    toggle(screen, "zero_totals").set_value(True).run()
    assert not screen.exception
    assert opened(free_orders).recipe.left_out == ("zero_totals",)
    assert opened(free_orders).facts()["buyers"] == before - 8
    assert toggle(screen, "zero_totals").value
    toggle(screen, "zero_totals").set_value(False).run()
    assert opened(free_orders).recipe.left_out == () and opened(free_orders).facts()["buyers"] == before


def test_what_another_tab_switched_on_shows_here(app, free_orders):
    screen = at_page(app, "data.py", free_orders)
    opened(free_orders).leave_out("zero_totals")
    assert toggle(screen.run(), "zero_totals").value


def test_a_spike_can_be_left_out_by_its_day(app, project, tmp_path):
    start = date(2026, 1, 1)
    rows = [f"n{day},anna@example.com,{start + timedelta(day)},5.00,Graz" for day in range(80)]
    rows += [f"s{n},new{n}@example.com,2026-02-10,5.00,Graz" for n in range(60)]
    with_rows(tmp_path, project, rows)
    screen = at_page(app, "data.py", project)
    assert "Spike on 10 February 2026" in words(screen)
    toggle(screen, "spike:2026-02-10").set_value(True).run()
    assert not screen.exception and opened(project).recipe.left_out == ("spike:2026-02-10",)


def test_a_pointer_opens_the_columns_of_the_file(app, project):
    screen = at_page(app, "data.py", project)
    pointer = next(one for one in screen.button if (one.key or "").startswith("open_nobody"))
    pointer.click().run()
    assert not screen.exception
    assert screen.session_state["drawer_1"] is True


def test_a_rule_of_a_recipe_under_which_nothing_stands_out_can_still_be_switched_off(app, project):
    opened(project).leave_out("spike:2020-05-01")
    screen = at_page(app, "data.py", project)
    assert "2020" in words(screen)
    toggle(screen, "spike:2020-05-01").set_value(False).run()
    assert opened(project).recipe.left_out == ()


def test_the_stray_day_is_said_once(app, project, tmp_path):
    rows = [f"s{day},anna@example.com,2026-03-{day:02},5.00,Graz" for day in range(1, 29)]
    with_rows(tmp_path, project, [*rows, "x1,ben@example.com,2062-03-01,5.00,Graz"])
    assert words(at_page(app, "data.py", project)).count("dated after a long gap") == 1


def test_the_name_of_a_file_shows_letter_by_letter(app, project, tmp_path):
    with_rows(tmp_path, project, ["h1,,2026-03-01,5.00,Graz", "h2,eve@example.com,2026-03-01,6.00,Graz"], name="![x](http:evil).csv")
    screen = at_page(app, "data.py", project)
    shown = [one.value for kind in ("markdown", "caption") for one in screen.get(kind)]
    assert not any("![x](" in text for text in shown)


def test_the_line_under_every_screen_says_that_rows_are_left_out(app, free_orders):
    assert "left out" not in words(at_page(app, "segments.py", free_orders))
    opened(free_orders).leave_out("zero_totals")
    assert "1 kind of rows left out" in words(at_page(app, "segments.py", free_orders))
