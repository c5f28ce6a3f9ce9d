"""Combine: does the screen cross two dimensions, and do picked cells become a named segment?"""
import pytest

from pages.parts import projects, session
from segkit import lists
from tests.pages.screens import at_page, words
from tests.pages.shop import make_shop, project_of


@pytest.fixture
def shop(tmp_path):
    return make_shop(tmp_path)


@pytest.fixture
def screen(app, shop):
    return at_page(app, "combine.py", shop)


def key(info, name):
    return f"{session.place(info)}.{name}"


def choose(screen, info, first, second):
    screen.selectbox(key=key(info, "first")).set_value(first).run()
    screen.selectbox(key=key(info, "second")).set_value(second).run()
    assert not screen.exception
    return f"{key(info, first)}.{second}"


def pick(screen, place, *pairs):
    screen.session_state[f"{place}.heat"] = {"selection": {"cells": [{"first_segment": a, "second_segment": b} for a, b in pairs]}}
    screen.run()
    assert not screen.exception


def test_without_data_the_screen_says_what_to_do(app):
    assert "Add another export" in words(at_page(app, "combine.py", projects.create("Empty")))


def test_any_two_dimensions_can_be_crossed(screen, shop):
    keys = screen.selectbox(key=key(shop, "first")).options
    assert len(keys) >= 5
    choose(screen, shop, "usage", "lifecycle")
    assert "Usage rate × Lifecycle" in words(screen) and "The largest group is" in words(screen)


def test_a_dimension_is_not_crossed_with_itself(screen, shop):
    choose(screen, shop, "usage", "lifecycle")
    assert not any("Usage rate" in option for option in screen.selectbox(key=key(shop, "second")).options)


def test_clicked_cells_become_a_named_segment(screen, shop):
    place = choose(screen, shop, "usage", "lifecycle")
    cells = project_of(shop).cross("usage", "lifecycle")
    pairs = [(cell["first_segment"], cell["second_segment"]) for cell in cells[:2]]
    pick(screen, place, *pairs)
    size = sum(cell["customers"] for cell in cells[:2])
    assert f"**{size} customers**" in words(screen)
    screen.text_input(key=f"{place}.name-name").set_value("Ours")
    next(button for button in screen.button if button.label == "Save").click().run()
    segment = project_of(shop).named_segments()[0]
    assert segment.name == "Ours" and set(segment.cells) == set(pairs)
    assert lists.count(project_of(shop), lists.of_named(project_of(shop), "Ours")) == size


def test_cells_can_be_chosen_without_a_mouse(screen, shop):
    place = choose(screen, shop, "usage", "lifecycle")
    cell = project_of(shop).cross("usage", "lifecycle")[0]
    screen.multiselect(key=f"{place}.by-name").set_value([(cell["first_segment"], cell["second_segment"])]).run()
    assert f"**{cell['customers']} customer" in words(screen)


def test_a_cell_that_does_not_exist_is_not_believed(screen, shop):
    place = choose(screen, shop, "usage", "lifecycle")
    pick(screen, place, ("Heavy' or 1=1", "Active"), (None, None))
    assert "Nothing is chosen yet" in words(screen)


@pytest.mark.parametrize("value, sentence", [
    ("spend", "Most spend comes from"), ("spend_per_customer", "No cell holds 30 customers or more"),
])
def test_the_value_can_be_money_and_the_sentence_follows(screen, shop, value, sentence):
    choose(screen, shop, "usage", "lifecycle")
    screen.button_group(key=key(shop, "value")).set_value(value).run()
    assert not screen.exception
    assert sentence in words(screen) and "The largest group is" not in words(screen)


def test_customers_just_named_are_those_that_lists_begins_with(screen, shop):
    project_of(shop).save_segment("Old", ["usage"], [["Light"]])
    place = choose(screen, shop, "usage", "lifecycle")
    pick(screen, place, ("Heavy", "Active"))
    screen.text_input(key=f"{place}.name-name").set_value("Newest")
    next(button for button in screen.button if button.label == "Save").click().run()
    at_page(screen, "lists.py", shop)
    assert screen.button_group(key=key(shop, "kind")).value == "named"
    assert screen.selectbox(key=key(shop, "list-named")).value == "Newest"
