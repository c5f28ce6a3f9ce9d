"""As of a day: does no row after that day influence anything?"""

from datetime import date, datetime

import pytest

from segkit.dimensions import DIMENSIONS
from tests.support import DAY, Tables, ago, bought, bought_at, did, features, labels, line, messy_shop, project_of, said

DAY_OF = {"orders": "ordered_at", "lines": "ordered_on", "events": "event_at", "surveys": "answered_on", "customers": "signed_up_on"}


def until(tables: Tables, as_of: date) -> Tables:
    """Return the tables without the rows after the day."""
    def known(when: date | datetime | None) -> bool:
        return when is None or (when.date() if isinstance(when, datetime) else when) <= as_of

    there = {name: [row for row in rows if known(row.get(DAY_OF[name]))] for name, rows in tables.items()}
    met = {row["customer_id"] for name, rows in there.items() for row in rows if name != "customers" or row.get("signed_up_on")}
    later = {row["customer_id"] for name, rows in tables.items() for row in rows if not known(row.get(DAY_OF[name]))} - met
    return {**there, "customers": [row for row in there.get("customers", []) if row["customer_id"] not in later]}


@pytest.mark.parametrize("days", [30, 400])
def test_no_later_row_influences_anything(days: int):
    as_of, tables = ago(days), messy_shop(seed=days, people=40)
    with project_of(as_of, **tables) as whole, project_of(as_of, **until(tables, as_of)) as cut:
        assert len(cut.features().limit(1).fetchall()) == 1
        assert features(whole) == features(cut)
        assert whole.facts() == cut.facts()
        for dimension in DIMENSIONS:
            assert labels(whole, dimension.key) == labels(cut, dimension.key)


# One later row each, of a kind that could leak in by a side door.
LATER = {
    "a longer calendar": {"orders": bought("Bo", -900)},
    "the first time of day": {"orders": bought_at("Ada", "2025-07-01 23:10")},
    "a sign-up with a birthday": {"customers": [{"customer_id": "Ada", "signed_up_on": ago(-3), "birthday": ago(70), "city": "Ghent"}]},
    "an event": {"events": did("Ada", "purchase", -1)},
    "an answer": {"surveys": [said("Ada", 0, -1, "cheap")]},
    "a line of an old order": {"lines": [line("Ada", "Wedding candle", -1, order_id="old")]},
    "somebody new": {"orders": bought("Zed", -1, total=9999)},
}


THEN = {"orders": [*bought("Ada", 400, 70, 10, order_id="old"), *bought("Bo", 5)], "events": did("Ada", "view item", 3)}


def answers(tables: Tables) -> tuple:
    """Return everything that is worked out from the tables."""
    with project_of(**tables) as project:
        return features(project), project.facts()


@pytest.fixture(scope="module")
def before() -> tuple:
    """Return the answers without any later row."""
    return answers(THEN)


@pytest.mark.parametrize("name", LATER)
def test_a_later_row_changes_nothing(name: str, before: tuple):
    assert answers({table: [*THEN.get(table, []), *LATER[name].get(table, [])] for table in {*THEN, *LATER[name]}}) == before


def test_a_row_of_the_day_itself_counts():
    with project_of(orders=bought_at("Ada", f"{DAY} 23:59:59"), events=did("Ada", "view item", 0)) as project:
        assert features(project)["Ada"]["order_count"] == 1 and features(project)["Ada"]["days_since_last_order"] == 0
        assert features(project)["Ada"]["days_since_last_seen"] == 0


def test_moving_the_day_back_and_forth_gives_the_same_again():
    with project_of(**messy_shop(people=20)) as project:
        first = features(project)
        project.as_of = ago(100)
        assert features(project) != first
        project.as_of = DAY
        assert features(project) == first


def test_people_known_only_later_are_not_there_yet():
    tables = {"orders": [*bought("Ada", 10), *bought("Zed", -1)], "customers": [{"customer_id": "Sue", "signed_up_on": ago(-5)}]}
    with project_of(**tables) as project:
        assert set(features(project)) == {"Ada"}


def test_the_features_of_a_customer_depend_on_nobody_else():
    tables = messy_shop(seed=3, people=40)
    alone = {name: [row for row in rows if row["customer_id"] == "c007"] for name, rows in tables.items()}
    of_all = {"order_rank", "spend_rank", "unit_rank", "recency_rank", "active_day_rank", "spend_share",  # over all customers, by design
              "leading_occasion_lift", "leading_occasion_chance"}  # against the calendar between the first and the last order of all
    with project_of(**tables) as crowd, project_of(**alone) as single:
        same = lambda project: {k: v for k, v in features(project)["c007"].items() if k not in of_all}  # noqa: E731
        assert same(crowd) == same(single)


def test_who_only_bought_later_is_not_known_yet():
    customers = [{"customer_id": name, "email": f"{name}@x.example"} for name in ("Early", "Late", "Newsletter")]
    with project_of(orders=[*bought("Early", 50), *bought("Late", 5)], customers=customers) as project:
        project.as_of = ago(20)
        assert sorted(project.features().df().customer_id) == ["Early", "Newsletter"]
