"""The numbers of a segment: does each say what its meaning says, and is NPS with its margin the published one?"""

import math

import duckdb
import pytest

from segkit.numbers import NUMBERS, SHARES, TITLES
from tests.support import bought, did, line, project_of, said

SQL = {number.name: number.sql for number in NUMBERS}


def nps_of(scores: list[int | None]) -> tuple[float, float]:
    """Return NPS and its margin for these recommend scores."""
    sql = f"select {SQL['nps']}, {SQL['nps_margin']} from (select unnest($scores) as last_nps_score)"
    return duckdb.execute(sql, {"scores": scores}).fetchall()[0]


@pytest.mark.parametrize("promoters, passives, detractors, nps, margin", [
    (200, 120, 80, 30, 7.65),       # P 50 %, D 20 %, n 400
    (60, 25, 15, 45, 14.50),        # P 60 %, D 15 %, n 100
    (400, 200, 400, 0, 5.54),       # P 40 %, D 40 %, n 1000
    (35, 10, 5, 60, 18.39),         # P 70 %, D 10 %, n 50
    (462, 176, 362, 10.0, 5.592),   # the test data of a published package
])  # fmt: skip
def test_nps_and_its_margin_equal_the_published_examples(promoters, passives, detractors, nps, margin):
    found = nps_of([10] * promoters + [8] * passives + [3] * detractors)
    assert found == (pytest.approx(nps, abs=1e-9), pytest.approx(margin, abs=0.005))


def test_the_variance_of_the_worked_example():
    nps, margin = nps_of([10, 10, 10, 7, 7, 2])  # half promoters, a third passive, a sixth detractors
    assert nps == pytest.approx(100 / 3)
    assert (margin / 196) ** 2 * 6 == pytest.approx(5 / 9)


@pytest.mark.parametrize("score, nps", [(10, 100), (9, 100), (8, 0), (7, 0), (6, -100), (0, -100)])
def test_who_is_a_promoter_and_who_a_detractor(score, nps):
    assert nps_of([score])[0] == nps


def test_without_an_answer_there_is_no_nps():
    assert nps_of([None, None]) == (None, None)
    assert nps_of([None, 10]) == (100, 0)


def test_every_number_is_explained_once():
    assert len(TITLES) == len(NUMBERS) + len(SHARES)
    for number in TITLES.values():
        assert number.title and number.unit and number.meaning.endswith("."), number.name
    assert len({n.title for n in TITLES.values()}) == len(TITLES)


def numbers_of(**tables) -> dict:
    """Return the summary row of the only segment."""
    with project_of(**tables) as project:
        relation = project.summary("usage", heavy_top=1, medium_top=1, volume="orders")
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    return next(row for row in rows if row["segment"] == "Light")


def test_every_number_by_hand():
    orders = [*bought("Ada", 400, 390, 20, total=100, units=2),
              *bought("Bea", 300, total=50, units=1), *bought("Cem", 10, total=80, units=5)]
    surveys = [said("Ada", 10), said("Bea", 3), said("Cem", 8)]
    found = numbers_of(orders=orders, surveys=surveys, events=did("Ada", "view item", 1, 2, 3))
    expected = {
        "customers": 3, "orders": 5, "spend": 430, "mean_order_value": 86, "orders_per_customer": 5 / 3, "spend_per_customer": 430 / 3,
        "units_per_order": 12 / 5, "basket_trend": (230 / 3) / 100 - 1, "repeat_rate": 1 / 3,
        "returned_within_90_days": 1 / 2,  # Ada did, Bea did not, Cem's first order is too young to tell
        "mean_days_since_last_order": (20 + 300 + 10) / 3, "mean_relationship_days": 380 / 3, "mean_usual_gap_days": 190,
        "mean_active_days": 1, "nps": 0, "nps_margin": 196 * math.sqrt(2 / 3 / 3), "nps_answers": 3,
        "customer_share": 1, "spend_share": 1, "order_share": 1,
    }  # fmt: skip
    assert {name: float(found[name]) for name in expected} == {name: pytest.approx(value) for name, value in expected.items()}
    assert set(expected) == set(TITLES)


def test_what_cannot_be_told_is_left_empty_not_nought():
    found = numbers_of(orders=bought("Ada", 10, total=0))
    assert found["spend"] == 0 and found["customers"] == 1
    empty = ("basket_trend", "returned_within_90_days", "mean_usual_gap_days", "nps", "nps_margin", "spend_share")
    assert [found[name] for name in empty] == [None] * len(empty)


def test_units_come_from_the_lines_where_there_are_lines():
    orders = [*bought("Ada", 10, order_id="a", units=99), *bought("Bea", 10, order_id="b", units=3)]
    found = numbers_of(orders=orders, lines=[line("Ada", "Mug", 10, order_id="a", quantity=5, source_id=1)])
    assert found["units_per_order"] == (5 + 3) / 2
