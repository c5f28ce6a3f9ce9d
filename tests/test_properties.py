"""Properties: whatever the orders and wherever the sliders, is everyone in exactly one segment and does all of it add up?"""

from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Choice
from segkit.project import Project
from tests.support import DAY, Row, features, fill, labels, project_of

STATUSES = ("completed", "completed", "completed", "pending", "cancelled", "refunded", "partially_refunded", "refund_only", "test")
PEOPLE = ("Ada", "Bo", "O'Hara", "李", "x; drop table orders", "0", " ")

amounts = st.decimals(0, 99999, places=2, allow_nan=False)
moments = st.datetimes(datetime(2019, 1, 1), datetime(2025, 12, 31))
orders = st.fixed_dictionaries({
    "customer_id": st.sampled_from(PEOPLE), "ordered_at": moments, "total": amounts, "refunded": st.none() | amounts,
    "discount": st.none() | amounts, "status": st.sampled_from(STATUSES), "is_gift": st.none() | st.booleans(),
    "units": st.none() | st.integers(0, 50), "coupon": st.sampled_from((None, "SALE")),
})  # fmt: skip
events = st.fixed_dictionaries({
    "customer_id": st.sampled_from(PEOPLE), "event_at": moments,
    "event_name": st.sampled_from(("page view", "add to cart", "purchase", "review", "view item")),
})  # fmt: skip
answers = st.fixed_dictionaries({
    "customer_id": st.sampled_from(PEOPLE), "answered_on": st.none() | st.dates(DAY.replace(2020), DAY.replace(2026)),
    "score": st.none() | st.integers(-1, 11), "answer": st.sampled_from((None, "cheap", "great quality")),
})  # fmt: skip


def values_of(control) -> st.SearchStrategy:
    """Return any value the control takes."""
    if isinstance(control, Choice):
        return st.sampled_from([value for value, _ in control.options])
    return st.floats(control.low, control.high) | st.sampled_from([control.low, control.default, control.high])


def check_everything_adds_up(project: Project, people: dict[str, Row], key: str, chosen: Row) -> None:
    where = labels(project, key, **chosen)
    assert set(where) == set(people) and None not in where.values() and "" not in where.values()
    relation = project.summary(key, **chosen)
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    assert {row["segment"]: row["customers"] for row in rows} == Counter(where.values())
    assert sum(row["customers"] for row in rows) == len(people)
    assert sum((row["spend"] for row in rows), Decimal(0)) == sum((p["total_spend"] for p in people.values()), Decimal(0))
    assert sum(row["orders"] for row in rows) == sum(p["order_count"] for p in people.values())


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(), bought=st.lists(orders, min_size=1, max_size=25), did=st.lists(events, max_size=10), said=st.lists(answers, max_size=5),
    as_of=st.dates(DAY.replace(2019), DAY), policy=st.sampled_from(("net", "gross", "paid")),
)  # fmt: skip
def test_everyone_is_in_exactly_one_segment_and_totals_reconcile(data, bought, did, said, as_of, policy):
    with project_of(as_of, orders=bought, events=did, surveys=said) as project:
        project.revenue_policy = policy
        people = features(project)
        for dimension in DIMENSIONS:
            chosen = data.draw(st.fixed_dictionaries({c.key: values_of(c) for c in project.controls(dimension.key)}), label=dimension.key)
            check_everything_adds_up(project, people, dimension.key, chosen)


@pytest.fixture(scope="module")
def shop():
    """Two hundred buyers whose orders follow a curve with a long tail."""
    rows = [
        {"customer_id": f"c{i}", "ordered_at": datetime(2025, 6, 29 - i % 28, n % 24), "total": 10 + i}
        for i in range(200) for n in range(1 + 60 // (i + 1))
    ]  # fmt: skip
    with project_of(orders=rows) as project:
        yield project


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(low=st.floats(1, 50), high=st.floats(1, 50))
def test_a_wider_top_never_loses_a_heavy_user_and_never_exceeds_its_share(shop, low, high):
    low, high = sorted((low, high))
    few = {who for who, name in labels(shop, "usage", heavy_top=low).items() if name == "Heavy"}
    many = {who for who, name in labels(shop, "usage", heavy_top=high).items() if name == "Heavy"}
    assert few <= many and len(many) <= 200 * high / 100


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(low=st.floats(1, 6), high=st.floats(1, 6))
def test_more_patience_never_makes_more_customers_lapse(shop, low, high):
    low, high = sorted((low, high))
    lapsing = [{who for who, name in labels(shop, "loyalty", patience_gaps=gaps).items() if name == "Lapsing"} for gaps in (low, high)]
    assert lapsing[1] <= lapsing[0]


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(extra=st.lists(orders, min_size=1, max_size=15))
def test_a_customers_own_features_do_not_change_when_others_buy(extra):
    own = [{"customer_id": "Me", "ordered_at": datetime(2025, 5, day, 12), "total": 50} for day in (2, 9, 20)]
    shared = ("_rank", "spend_share", "leading_occasion_lift", "leading_occasion_chance")
    mine = lambda project: {k: v for k, v in features(project)["Me"].items() if not k.endswith(shared)}  # noqa: E731
    with project_of(orders=own) as project:
        before = mine(project)
        fill(project, orders=[{**row, "order_id": f"extra {i}"} for i, row in enumerate(extra)])
        assert mine(project) == before
