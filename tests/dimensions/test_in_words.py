"""In words: does every rule have a sentence that says what its SQL does, at whatever settings and facts?"""

from itertools import product
from typing import Any

import pytest

from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Choice, Dimension, Phrase, Segment, Slider
from segkit.dimensions.in_words import amount, rules
from segkit.project import Project
from tests.support import bought, did, project_of

each_dimension = pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda d: d.key)
KINDS_OF_DATA: tuple[dict[str, Any], ...] = (
    {},
    {"has_orders": True, "order_counts_tie": True, "mean_order_value": 50.0},
    {"has_orders": True, "order_counts_tie": False, "mean_order_value": 0.7, "best_buyers_spend": 300.0},
    {"has_orders": False, "order_counts_tie": False},
)


def ways(dimension: Dimension) -> list[dict[str, str]]:
    """Return the settings for every way the choices can be made."""
    choices = [control for control in dimension.controls if isinstance(control, Choice)]
    return [dict(zip([c.key for c in choices], way, strict=True)) for way in product(*([v for v, _ in c.options] for c in choices))]


def situations(dimension: Dimension) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Return every way of the choices that each kind of data allows, and the default."""
    found = []
    for facts in KINDS_OF_DATA:
        for way in ({}, *ways(dimension)):
            allowed = {c.key: dict(c.options) for c in (c.resolved(facts) for c in dimension.controls) if isinstance(c, Choice)}
            if all(value in allowed[key] for key, value in way.items()):
                found.append((way, facts))
    return found


@each_dimension
def test_every_segment_has_a_sentence_at_every_choice_and_with_any_data(dimension):
    for way, facts in situations(dimension):
        said = rules(dimension, way, facts, "EUR")
        names = [name for name, _ in said]
        assert names == ([dimension.label_name] if dimension.label else []) + [segment.name for segment in dimension.segments]
        assert set(dimension.shown_names()) <= set(names)
        for name, sentence in said:
            assert sentence.endswith(".") and sentence[0].isupper() and len(sentence) > 10, (name, sentence)
            assert "{" not in sentence and "}" not in sentence and "  " not in sentence and "None" not in sentence, (name, sentence)


@each_dimension
def test_every_control_in_use_is_heard_when_it_moves(dimension):
    for way, facts in situations(dimension):
        settings = dimension.settings(way, facts)
        before = rules(dimension, settings, facts, "EUR")
        for control in (control.resolved(facts) for control in dimension.controls):
            applies = control.only_if is None or settings[control.only_if[0]] == control.only_if[1]
            if isinstance(control, Slider) and applies and control.key in dimension.rule_parameters():
                other = control.low if settings[control.key] != control.low else control.high
                assert rules(dimension, {**settings, control.key: other}, facts, "EUR") != before, (control.key, way, facts)


@each_dimension
def test_every_choice_is_heard(dimension):
    facts = {"has_orders": True, "has_units": True, "has_spend": True, "has_events": True}
    said = [tuple(rules(dimension, way, facts)) for way in ways(dimension)]
    assert len(set(said)) == len(said)


@each_dimension
def test_a_control_that_does_not_apply_is_not_told(dimension):
    for way, facts in situations(dimension):
        settings = dimension.settings(way, facts)
        before = rules(dimension, settings, facts)
        for control in (control.resolved(facts) for control in dimension.controls):
            if control.only_if and settings[control.only_if[0]] != control.only_if[1]:
                assert rules(dimension, {**settings, control.key: control.high}, facts) == before, control.key


@each_dimension
def test_a_phrase_is_no_control_and_is_used(dimension):
    names = {phrase.name for phrase in dimension.phrases}
    assert not names & {control.key for control in dimension.controls}
    assert names <= dimension.placeholders()
    known = {control.key for control in dimension.controls} | set(dimension.facts)
    assert {key for phrase in dimension.phrases for key, _ in phrase.given} <= known
    for phrase in dimension.phrases:
        assert all(value in dict(dimension.control(key).options) for key, value in phrase.given if isinstance(value, str))


@pytest.mark.parametrize("unit, value, said", [
    ("days", 1, "1 day"), ("days", 30, "30 days"), ("days", 1460, "1,460 days"), ("% of buyers", 20, "20% of buyers"), ("%", 5, "5%"),
    ("days with an order", 1, "1 day with an order"), ("points of 10", 9, "9 points of 10"), ("× own gap", 2.5, "2.5 × own gap"),
    ("pieces", 1, "1 piece"), ("money", 400.0, "€400.00"), ("money", 12500, "€12,500"),
])  # fmt: skip
def test_amounts_are_said_with_their_unit(unit, value, said):
    assert amount(Slider("few", "Few", default=1, low=0, high=99999, step=1, unit=unit, help="h."), value, "EUR") == said


def test_a_choice_is_said_by_its_label():
    assert amount(find_dimension("usage").control("volume"), "active_days") == "active days"


def test_a_word_of_the_data_is_never_filled_in_again():
    slider = Slider("much", "Much", default=5, low=1, high=9, step=1, unit="money", help="h.")
    told = Dimension(key="x", family="F", title="T", question="Q?", measures=(), controls=(slider,),
                     phrases=(Phrase("from", "from {much}"),), segments=(Segment("A", "true", "m.", "a.", "spend {from}."),))  # fmt: skip
    assert rules(told, {}, {}, "{much}") == [("A", "Spend from {much} 5.00.")]


# ---- what is said of a project's data


@pytest.fixture(scope="module")
def shop():
    rows = [row for i in range(30) for row in bought(f"c{i}", *range(1 + i, 2 + i + i % 3), total=40, currency="EUR")]
    with project_of(orders=rows) as project:
        yield project


def said(project: Project, dimension: str, segment: str, **settings: Any) -> str:
    return dict(project.rules(dimension, **settings))[segment]


def test_a_project_says_its_rules_in_its_currency_at_its_settings(shop):
    assert said(shop, "usage", "Heavy", heavy_top=7) == "Among the top 7% of users by number of orders."
    assert said(shop, "usage", "Heavy", volume="spend") == "Among the top 20% of users by spend."
    assert said(shop, "lifecycle", "Active", active_within_days=8) == "Last order within 8 days."
    assert "within 2 × own gap (a gap counts as at least 7 days; without one, 90 days)" in said(
        shop, "lifecycle", "Active", pace="own", active_gaps=2)
    assert "6+ orders; money is 5 for the 20% of buyers with most spend" in said(shop, "rfm", "Champions")
    assert "money is 5 from €90.00" in said(shop, "rfm", "Champions", scoring="hand_set", much_spend=90)
    assert "the 30% of buyers who ordered last" in said(shop, "rfm", "New", recent_top=30)
    shop.set_settings("loyalty", {"loyal_orders": 8})
    assert said(shop, "loyalty", "Loyal") == "At least 8 days with an order."


def test_a_project_without_orders_speaks_of_visits():
    with project_of(events=did("Ada", "page view", 3, 40)) as project:
        assert said(project, "lifecycle", "New") == "First visit within 30 days."
        assert said(project, "usage", "Non-user") == "Everyone else: no active day yet."


def test_the_rules_stand_in_the_order_they_are_tried(shop):
    assert [name for name, _ in shop.rules("lifecycle")][:3] == ["Prospect", "New", "Won back"]
    assert [name for name, _ in shop.rules("occasion")] == ["Each occasion", "Routine", "Too few orders", "Non-buyer"]
