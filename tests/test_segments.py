"""Segments: do summaries, bars, members and crossings tell one and the same story?"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest

from segkit import segments
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.errors import UnknownName
from segkit.project import Project
from segkit.segments import Bins
from tests.support import ask, bought, did, features, labels, messy_shop, project_of

KEYS = [d.key for d in DIMENSIONS]


@pytest.fixture(scope="module")
def shop() -> Iterator[Project]:
    """A shop with everything that real exports hold."""
    with project_of(**messy_shop(seed=8, people=120)) as project:
        yield project


def dicts(relation) -> list[dict]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


@pytest.mark.parametrize("key", KEYS)
def test_the_summary_adds_up_the_members(key, shop):
    people, where = features(shop), labels(shop, key)
    rows = dicts(shop.summary(key))
    assert {row["segment"]: row["customers"] for row in rows} == Counter(where.values())
    for row in rows:
        inside = [people[who] for who, segment in where.items() if segment == row["segment"]]
        assert row["orders"] == sum(person["order_count"] for person in inside)
        assert row["spend"] == sum((person["total_spend"] for person in inside), Decimal(0))
    for share in ("customer_share", "spend_share", "order_share"):
        assert sum(row[share] for row in rows) == pytest.approx(1)
    assert sum(row["spend"] for row in rows) == sum(person["total_spend"] for person in people.values())


@pytest.mark.parametrize("key", KEYS)
def test_members_are_the_customers_of_the_segment_with_their_features_and_scores(key, shop):
    where, dimension = labels(shop, key), find_dimension(key)
    for segment in set(where.values()):
        rows = dicts(shop.members(key, segment))
        assert sorted(row["customer_id"] for row in rows) == sorted(who for who, name in where.items() if name == segment)
        assert {"email", "order_count", *(score.name for score in dimension.scores)} <= set(rows[0])


@pytest.mark.parametrize("key", KEYS)
def test_summary_picture_and_summaries_agree(key, shop):
    rows, bars = shop.picture(key)
    filled = {row["segment"]: row["customers"] for row in rows if row["customers"]}
    assert filled == {row["segment"]: row["customers"] for row in dicts(shop.summary(key))}
    assert filled == {row["segment"]: row["customers"] for row in shop.summaries([key, "usage", "rfm"])[key]}
    measured = Counter()
    for bar in bars:
        measured[bar["segment"]] += bar["customers"]
    assert all(measured[segment] <= filled[segment] for segment in measured)


def test_segments_are_shown_in_the_declared_order_and_empty_ones_too():
    with project_of(orders=bought("Ada", 5)) as project:
        rows, _ = project.picture("lifecycle")
        assert [row["segment"] for row in rows] == ["Prospect", "New", "Active", "Won back", "Slipping", "Dormant", "Lost"]
        assert [row["customers"] for row in rows] == [0, 1, 0, 0, 0, 0, 0]
        empty = rows[0]
        numbers = ("spend", "orders", "customer_share", "mean_order_value", "nps")
        assert [empty[name] for name in numbers] == [0, 0, 0.0, None, None]
        assert set(empty) == set(rows[1]), "every row has every number"
        assert [row["segment"] for row in dicts(project.summary("lifecycle"))] == ["New"]


def test_words_from_the_data_come_first_and_the_biggest_leads():
    orders = [row for who in ("a", "b", "c") for row in bought(who, 3, 9, coupon="X")]
    orders += [row for who in ("d", "e") for row in bought(who, 3, 9, shipping_method="express")]
    with project_of(orders=[*orders, *bought("f", 3)]) as project:
        assert [row["segment"] for row in project.picture("benefit")[0]] == ["Price", "Convenience", "Mixed", "Unknown"]
        assert [row["segment"] for row in dicts(project.summary("benefit"))] == ["Price", "Convenience", "Unknown"]


# ---- crossing


@pytest.mark.parametrize("first, second", [("rfm", "usage"), ("lifecycle", "loyalty"), ("benefit", "occasion"), ("aida", "rfm")])
def test_a_crossing_counts_everybody_once(first, second, shop):
    one, two = labels(shop, first), labels(shop, second)
    cells = {(c["first_segment"], c["second_segment"]): c["customers"] for c in shop.cross(first, second)}
    assert cells == Counter((one[who], two[who]) for who in one)
    assert {(c["second_segment"], c["first_segment"]): c["customers"] for c in shop.cross(second, first)} == cells


def test_the_money_of_a_crossing_is_the_money_of_all(shop):
    cells = shop.cross("rfm", "lifecycle")
    assert sum(c["spend"] for c in cells) == sum(person["total_spend"] for person in features(shop).values())
    assert all(c["spend_per_customer"] == pytest.approx(float(c["spend"]) / c["customers"]) for c in cells)


def test_all_dimensions_at_once_in_one_scan(shop):
    found = shop.summaries(KEYS)
    assert list(found) == KEYS
    assert {key: sum(row["customers"] for row in rows) for key, rows in found.items()} == dict.fromkeys(KEYS, len(features(shop)))


def test_a_named_segment_is_the_customers_of_its_cells(shop):
    loyal, usage = labels(shop, "loyalty"), labels(shop, "usage")
    cells = [("Loyal", "Heavy"), ("Lapsing", "Medium")]
    shop.save_segment("Ours", ["loyalty", "usage"], cells)
    members = [row["customer_id"] for row in dicts(shop.named_members("Ours"))]
    assert sorted(members) == sorted(who for who in loyal if (loyal[who], usage[who]) in cells)
    shop.remove_segment("Ours")


def test_hostile_segment_names_are_only_names(shop):
    sql, values = segments.cells_select([shop.labelling("usage")], [("Heavy' or true --",), ("$usage__heavy_top",)])
    assert ask(shop, sql, values) == []


def test_a_segment_that_does_not_exist_is_refused_with_the_nearest(shop):
    with pytest.raises(UnknownName) as refusal:
        shop.members("usage", "Heavi")
    assert str(refusal.value) == "Usage rate has no segment 'Heavi'. Did you mean Heavy?"


# ---- the bars of a picture


def bars_of(project: Project, measure: str) -> Bins:
    project.facts()
    return project.bars(measure)


def test_bars_may_be_the_first_question():
    with project_of(orders=bought("Ada", 3)) as project:
        assert project.bars("order_count").count == 1


@pytest.mark.parametrize("days, bars", [
    ((0,), Bins(0.0, 1.0, 1)),
    ((1, 2, 3), Bins(1.0, 1.0, 3)),
    ((7, 7, 7), Bins(7.0, 1.0, 1)),
])
def test_bars_are_whole_days_where_there_are_few(days, bars):
    with project_of(orders=[row for i, day in enumerate(days) for row in bought(f"c{i}", day)]) as project:
        found = bars_of(project, "days_since_last_order")
        assert (found.low, found.width) == (bars.low, bars.width) and found.count in (bars.count, bars.count - 1)


def test_bars_are_round_few_and_do_not_run_after_one_giant():
    orders = [row for i in range(200) for row in bought(f"c{i}", i, total=i)] + bought("giant", 1, total=1_000_000)
    with project_of(orders=orders) as project:
        found = bars_of(project, "total_spend")
        assert found.width == 10 and found.count <= 32
        _, bars = project.picture("usage", volume="spend")
        assert sum(bar["customers"] for bar in bars) == 201, "the giant stands in the last bar"
        assert max(bar["starts_at"] for bar in bars) <= 200


def test_a_share_has_narrow_bars():
    with project_of(orders=[row for i in range(9) for row in bought(f"c{i}", 3, 4, coupon="X")], events=did("c1", "coupon", 2)) as project:
        assert bars_of(project, "leading_benefit_share").width <= 1


def test_the_bars_stay_while_a_slider_moves(shop):
    starts = [{bar["starts_at"] for bar in shop.picture("usage", heavy_top=top)[1]} for top in (1, 20, 50)]
    assert starts[0] == starts[1] == starts[2]
