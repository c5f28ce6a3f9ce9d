"""Chance: is noise never presented as an occasion, and is the chance of an occasion the binomial one?"""

import math
import random
from datetime import datetime, time, timedelta

import pytest

from segkit.maps import find_map
from segkit.project import Project
from tests.support import DAY, ago, bought_at, features, labels, project_of

WEEKEND_ONLY = [{**row, "use": "yes" if row["occasion"] == "Weekend" else "no"} for row in find_map("occasions").starter()]


def tail(orders: int, of_them: int, usual: float) -> float:
    """Return the chance of at least so many of the orders, each falling on the occasion with its usual share."""
    return sum(math.comb(orders, i) * usual**i * (1 - usual) ** (orders - i) for i in range(of_them, orders + 1))


def weekends_and_mondays(who: str, weekends: int, mondays: int) -> list:
    """Return orders at noon on Saturdays and on Mondays before the as-of day."""
    days = [ago(2 + 7 * i) for i in range(weekends)] + [ago(7 * i) for i in range(mondays)]
    return [row for day in days for row in bought_at(who, f"{day} 12:00")]


PEOPLE = [(1, 1), (2, 2), (2, 3), (3, 3), (5, 10), (9, 20), (10, 10), (80, 200), (200, 200), (1, 10), (0, 5)]


def test_the_chance_is_the_tail_of_the_binomial_distribution():
    rows = [row for k, n in PEOPLE for row in weekends_and_mondays(f"{k} of {n}", k, n - k)]
    with project_of(orders=rows) as project:
        project.set_map("occasions", WEEKEND_ONLY)
        found = {who: row["leading_occasion_chance"] for who, row in features(project).items()}
    for k, n in PEOPLE:
        expected = None if k == 0 else 1 if k / n <= 2 / 7 else tail(n, k, 2 / 7)
        assert found[f"{k} of {n}"] == (expected and pytest.approx(expected, abs=1e-6)), (k, n)


def test_beyond_200_orders_the_chance_is_never_called_rarer_than_it_is():
    people = [(70, 220), (90, 220), (130, 250), (250, 250)]
    rows = [row for k, n in people for row in weekends_and_mondays(f"{k} of {n}", k, n - k)]
    with project_of(orders=rows) as project:
        project.set_map("occasions", WEEKEND_ONLY)
        found = {who: row["leading_occasion_chance"] for who, row in features(project).items()}
    for k, n in people:
        assert tail(n, k, 2 / 7) - 1e-6 <= found[f"{k} of {n}"] <= 10 * tail(n, k, 2 / 7) + 1e-6


def test_gifts_and_products_are_no_matter_of_chance():
    with project_of(orders=bought_at("Gus", "2025-05-21 15:00", "2025-03-19 15:00", is_gift=True)) as project:
        gus = features(project)["Gus"]
        assert (gus["leading_occasion"], gus["leading_occasion_lift"], gus["leading_occasion_chance"]) == ("Gift", None, None)
        assert labels(project, "occasion", most_chance=1)["Gus"] == "Gift"


def test_an_occasion_that_fills_the_whole_calendar_is_no_insight():
    with project_of(orders=bought_at("Ada", "2024-12-09 15:00", "2024-12-11 15:00", "2024-12-17 15:00")) as project:
        ada = features(project)["Ada"]
        assert (ada["leading_occasion"], ada["leading_occasion_lift"], ada["leading_occasion_chance"]) == ("Christmas", 1.0, 1.0)
        assert labels(project, "occasion")["Ada"] == "Routine"


def share_led(project: Project, **settings: float) -> float:
    """Return the share of the customers who are put under an occasion."""
    found = list(labels(project, "occasion", **settings).values())
    return 1 - found.count("Routine") / len(found)


@pytest.mark.parametrize("orders", [2, 3, 4, 8])
def test_noise_is_hardly_ever_called_an_occasion(orders: int):
    rng = random.Random(orders)
    last = datetime.combine(DAY, time.max)
    moment = lambda: last - timedelta(minutes=rng.randint(0, 730 * 1440))  # noqa: E731
    rows = [{"customer_id": f"c{i:04}", "ordered_at": moment()} for i in range(1000) for _ in range(orders)]
    with project_of(orders=rows) as project:
        led = share_led(project)
        assert led < 0.09
        assert share_led(project, most_chance=1) < 0.05 and share_led(project, most_chance=1) <= led <= share_led(project, most_chance=50)
