"""The last day with data: do mistyped days not move it, and does no true day get lost?"""

from datetime import date, timedelta

import pytest

from segkit import Project, engine, tables
from segkit.ingest import load_file
from segkit.last_day import Reach, reach
from tests.support import fill

START = date(2024, 1, 1)


@pytest.fixture
def con(tmp_path):
    con = engine.connect(":memory:", tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)
    return con


def sell(con, days, status="completed"):
    con.execute(
        "insert into orders by name select unnest($days::date[]) as ordered_on, $status as status", {"days": days, "status": status}
    )


def daily(number, start=START, step=1):
    return [start + timedelta(days=place * step) for place in range(number)]


def test_no_data_has_no_last_day(con):
    assert reach(con) == Reach(None)


def test_a_year_typed_wrong_does_not_move_it(con):
    sell(con, daily(300))
    sell(con, [date(2062, 3, 1)])
    assert reach(con) == Reach(START + timedelta(days=299), 1, date(2062, 3, 1))


def test_three_mistyped_rows_in_five_thousand_do_not_move_it(con):
    sell(con, daily(1000) * 5)
    sell(con, [date(2027, 2, 1), date(2027, 9, 1), date(2062, 3, 1)])
    assert reach(con) == Reach(START + timedelta(days=999), 3, date(2062, 3, 1))


def test_a_mistyped_day_long_ago_does_not_hide_one_ahead(con):
    sell(con, [date(1900, 1, 1), *daily(300), date(2062, 3, 1)])
    assert reach(con).last_day == START + timedelta(days=299)


def test_day_and_month_swapped_in_a_shop_with_twenty_orders(con):
    sell(con, [*daily(20, step=9), date(2025, 5, 4)])  # the last true day is 20 June 2024; 5 April was written as 4 May a year on
    assert reach(con) == Reach(START + timedelta(days=171), 1, date(2025, 5, 4))


@pytest.mark.parametrize("gap", [30, 100, 170])
def test_a_pause_in_a_shop_with_twenty_orders_is_no_slip(con, gap):
    days = daily(19, step=9)
    sell(con, [*days, days[-1] + timedelta(days=gap)])
    assert reach(con).strays == 0


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_handful_of_rows_proves_nothing(con, number):
    sell(con, daily(number, step=40))
    sell(con, [date(2031, 1, 1)])
    assert reach(con) == Reach(date(2031, 1, 1))


def test_among_a_handful_only_an_absurd_year_is_a_slip(con):
    sell(con, daily(6, step=40))
    sell(con, [date(2062, 3, 1)])
    assert reach(con).strays == 1


@pytest.mark.parametrize("ahead", [
    [date(2026, 9, 1), date(2027, 2, 1), date(2062, 3, 1)], [date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 8)],
    [date(2026, 6, 3), date(2026, 6, 3), date(2026, 6, 20)],
])  # fmt: skip
def test_three_of_some_hundred_rows_months_or_years_ahead_do_not_move_it(con, ahead):
    sell(con, daily(648))  # up to 9 October 2025
    sell(con, ahead)
    assert reach(con) == Reach(START + timedelta(days=647), 3, max(ahead))


def test_three_of_a_hundred_rows_years_ahead_do_not_move_it(con):
    sell(con, daily(97, step=3))
    sell(con, [date(2029, 3, 1), date(2031, 9, 1), date(2062, 3, 1)])
    assert reach(con) == Reach(START + timedelta(days=288), 3, date(2062, 3, 1))


@pytest.mark.parametrize("gap", [60, 92, 120, 170])
@pytest.mark.parametrize("number", [97, 648, 997])
def test_some_orders_after_a_pause_of_months_count(con, number, gap):
    days = daily(number, step=2)
    back = [days[-1] + timedelta(days=gap + more) for more in (0, 1, 2)]
    sell(con, [*days, *back])
    assert reach(con) == Reach(back[-1])


def test_the_second_season_of_a_young_shop_is_no_slip(con):
    sell(con, daily(50, date(2023, 11, 5)) * 10)
    sell(con, [date(2024, 11, 8), date(2024, 11, 9)])
    assert reach(con) == Reach(date(2024, 11, 9))


def test_six_orders_after_a_year_are_a_shop_that_opened_again(con):
    sell(con, daily(648))
    back = daily(6, date(2026, 12, 1))
    sell(con, back)
    assert reach(con) == Reach(back[-1])


def test_the_first_orders_of_a_new_season_count_in_a_shop_that_sells_at_christmas_only(con):
    seasons = [day for year in (2021, 2022, 2023) for day in daily(50, date(year, 11, 5)) * 40]
    sell(con, [*seasons, date(2024, 11, 8), date(2024, 11, 8), date(2024, 11, 9)])
    assert reach(con) == Reach(date(2024, 11, 9))
    sell(con, [date(2062, 12, 1)])
    assert reach(con) == Reach(date(2024, 11, 9), 1, date(2062, 12, 1))


def test_a_shop_that_opened_again_is_no_slip(con):
    sell(con, daily(1000) * 5)
    sell(con, [date(2028, 1, 1)] * 40)
    assert reach(con) == Reach(date(2028, 1, 1))


def test_cancelled_and_test_orders_do_not_say_how_far_the_sales_reach(con):
    sell(con, daily(30))
    sell(con, [date(2024, 2, 20)], "cancelled")
    sell(con, [date(2024, 2, 21)], "test")
    assert reach(con) == Reach(date(2024, 1, 30))


def test_where_every_order_was_cancelled_their_last_day_is_all_there_is(con):
    sell(con, daily(3), "cancelled")
    assert reach(con).last_day == date(2024, 1, 3)


def test_each_table_is_walked_by_itself_and_the_furthest_counts(con):
    sell(con, [*daily(300), date(2025, 6, 1)])
    con.execute("insert into surveys by name select unnest($days::date[]) as answered_on", {"days": daily(30, date(2026, 1, 1))})
    assert reach(con) == Reach(date(2026, 1, 30))


@pytest.mark.parametrize("folder", ["gift_shop", "pizza", "software"])
def test_the_sample_businesses_reach_as_far_as_their_last_row(con, samples, tmp_path, folder):
    for path in sorted((samples / folder).glob("*.csv")):
        if path.name != "truth.csv":
            load_file(con, tmp_path, path)
    plain = con.execute("""
        select max(day) from (select max(ordered_on) as day from orders where status not in ('cancelled', 'test')
        union all select max(event_on) from events union all select max(answered_on) from surveys
        union all select max(signed_up_on) from customers)""").fetchone()[0]
    assert reach(con) == Reach(plain)


def test_a_project_says_what_it_left_out_and_computes_up_to_the_last_true_day(tmp_path):
    with Project(tmp_path / "shop.segkit") as project:
        fill(project, orders=[{"customer_id": "Ada", "ordered_on": day} for day in [*daily(40), date(2062, 3, 1)]])
        assert (project.as_of, project.last_day, project.reach.strays) == (date(2024, 2, 9), date(2024, 2, 9), 1)
        assert project.features().fetchall() and project.facts()["customers"] == 1
        project.as_of = date(2062, 3, 1)
        assert project.as_of == date(2062, 3, 1), "who wants that day may choose it"


def test_a_project_of_an_older_version_learns_it_when_it_is_opened(tmp_path):
    with Project(tmp_path / "shop.segkit") as project:
        fill(project, orders=[{"customer_id": "Ada", "ordered_on": day} for day in [*daily(40), date(2062, 3, 1)]])
        project.connection.execute("delete from project_state where name = 'reach'")
    with Project(tmp_path / "shop.segkit") as project:
        assert project.reach == Reach(date(2024, 2, 9), 1, date(2062, 3, 1))
