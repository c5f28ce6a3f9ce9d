"""Quality: does every check find what it is for, say it with numbers, and stay silent in a clean shop?"""

from datetime import date, datetime, timedelta

import pytest

from segkit.quality import IN_ORDER, NEEDS_YOU, WORTH_KNOWING, Finding, from_text, to_text
from tests.support import DAY, ago, bought, bought_at, fill, line

HEADINGS = "Order number,Customer e-mail,Order date,Order total\n"


def at(moment):
    """Return the time of an order, written 2025-03-12 3:05."""
    return datetime.strptime(moment, "%Y-%m-%d %H:%M")


def daily(days, per_day=1):
    """Return so many orders on each of the last days, at different times of day and amounts."""
    return [
        {"customer_id": f"Ada {day % 37} {n}", "ordered_at": at(f"{ago(day)} {8 + n % 12}:{(day * 7 + n) % 60}"), "total": 20 + n}
        for day in range(days) for n in range(per_day)
    ]  # fmt: skip


CLEAN = HEADINGS + "".join(
    f"{n},c{n % 60}@example.com,{date(2024, 1, 1) + timedelta(n // 2)} {9 + n % 9:02}:{n % 60:02},{10 + n % 40}.50\n"
    for n in range(1, 1462)
)


def test_a_clean_shop_needs_nobody(shop):
    shop.load(CLEAN)
    assert [one.title for one in shop.project.quality() if one.severity == NEEDS_YOU] == []
    assert shop.one("sums").severity == IN_ORDER and shop.one("zero_totals").severity == IN_ORDER
    assert all(one.says for one in shop.project.quality())


def test_no_data_has_no_findings(shop):
    assert shop.project.quality() == []


def test_what_needs_you_comes_first_and_every_word_survives_the_project_file(shop):
    shop.load(HEADINGS + "1,,2026-01-01,5\n2,,2026-01-02,5\n3,ada@example.com,2026-01-03,5\n")
    found = shop.project.quality()
    assert [one.severity for one in found] == sorted((one.severity for one in found), key=(NEEDS_YOU, WORTH_KNOWING, IN_ORDER).index)
    assert from_text(to_text(found)) == found


def test_findings_are_worked_out_once_per_state_of_the_data(shop, monkeypatch):
    shop.fill(orders=bought("Ada", 1, 2, 3))
    shop.project.quality()
    monkeypatch.setattr("segkit.quality.findings", lambda data: [Finding("again", "Again", "Again.")])
    assert not shop.find("again"), "nothing has changed"
    fill(shop.project, orders=bought("Bo", 1))
    assert shop.find("again")


def test_a_rule_in_force_needs_nobody_any_more_and_keeps_its_switch(shop):
    shop.fill(orders=[*bought("Ada", 1, 2), *bought("Sample", 1, 2, 3, total=0)])
    assert shop.one("zero_totals").severity == NEEDS_YOU
    shop.project.leave_out("zero_totals")
    found = shop.one("zero_totals")
    assert (found.severity, found.left_out, found.switch.rule) == (WORTH_KNOWING, True, "zero_totals")


# ---- figures of a table


def test_orders_worth_nothing_are_counted_among_those_sold(shop):
    shop.fill(orders=[*bought("Ada", *range(1, 20)), *bought("Sample", 5, total=0), *bought("Called off", 6, total=0, status="cancelled")])
    found = shop.one("zero_totals")
    assert (found.rows, found.severity) == (1, WORTH_KNOWING) and found.says == "1 order of 20 (5.0%) costs nothing."


def test_rows_below_zero_are_told_with_their_amount(shop):
    shop.fill(orders=[*bought("Ada", *range(1, 20)), *bought("Refunded", 5, total=0, refunded=12.5, status="refund_only")])
    assert shop.one("below_zero").says == "1 of 20 rows were below zero, 12.50 together, and count as money paid back, not as orders."


def test_more_paid_back_than_the_order_cost_is_told(shop):
    shop.fill(orders=[*bought("Ada", 1, refunded=10), *bought("Too much", 5, total=50, refunded=80, status="refunded")])
    found = shop.one("over_refunded")
    assert found.rows == 1 and "30.00 too much" in found.says


def test_orders_without_a_number_are_told(shop):
    shop.load("Customer e-mail,Order date,Order total\nada@example.com,2026-01-01,5\nbo@example.com,2026-01-02,7\n")
    assert shop.one("no_number").rows == 2


def test_identical_lines_are_told_and_a_till_with_many_of_them_is_looked_at(shop):
    shop.fill(orders=bought("Ada", 10, order_id="Ada 10"), lines=[line("Ada", "Mug"), line("Ada", "Mug"), line("Ada", "Cup")])
    found = shop.one("same_lines")
    assert (found.rows, found.severity) == (1, NEEDS_YOU) and "1 line of 3" in found.says


def test_another_product_or_amount_is_no_identical_line(shop):
    shop.fill(lines=[line("Ada", "Mug"), line("Ada", "Mug", line_total=11), line("Ada", "Mug", quantity=2), line("Bo", "Mug")])
    assert shop.one("same_lines").severity == IN_ORDER


# ---- orders sent twice


def test_the_same_amount_in_the_same_minute_is_an_order_sent_twice(shop):
    twice = bought_at("Impatient", "2025-06-01 10:00:05", "2025-06-01 10:00:50")
    shop.fill(orders=[*twice, *bought_at("Ada", *(f"2025-05-{n:02} 11:00" for n in range(1, 30)))])
    found = shop.one("twins")
    assert (found.rows, found.switch.rule) == (1, "twins") and "50.00 together" in found.says


@pytest.mark.parametrize("more", [
    bought_at("Patient", "2025-06-01 10:00", "2025-06-01 10:01"),
    [*bought_at("Two", "2025-06-01 10:00"), *bought_at("People", "2025-06-01 10:00")],
    [*bought_at("Two amounts", "2025-06-01 10:00", total=50), *bought_at("Two amounts", "2025-06-01 10:00", total=51)],
    bought_at("Free", "2025-06-01 10:00", "2025-06-01 10:00", total=0),
])  # fmt: skip
def test_orders_that_only_look_alike_are_no_twins(shop, more):
    shop.fill(orders=[*more, *bought_at("Ada", "2025-05-01 11:00")])
    assert shop.one("twins").severity == IN_ORDER


def test_without_times_of_day_nothing_is_said_of_twins(shop):
    shop.fill(orders=bought("Ada", 3, 3))
    assert shop.find("twins") == []


# ---- days


def test_black_friday_is_told_as_a_good_day_and_left_in(shop):
    friday = date(2024, 11, 29)
    bargains = [{"customer_id": f"Bargain {n}", "total": 10 + n / 7, "ordered_at": at(f"{friday} {n % 24}:{n % 60}")} for n in range(90)]
    shop.fill(orders=[*daily(400, per_day=5), *bargains])
    found = shop.one("spike")
    assert found.severity == WORTH_KNOWING and "It is Black Friday: most likely a good day." in found.says
    assert shop.project.recipe.left_out == () and found.switch.rule == "spike:2024-11-29"


@pytest.mark.parametrize("odd, words", [
    ({"ordered_at": at("2025-03-12 3:00")}, "in one minute"), ({"customer_id": "The tester"}, "of one customer"),
    ({"total": 1}, "with one amount"),
])  # fmt: skip
def test_a_day_that_looks_like_an_import_needs_you(shop, odd, words):
    imported = [{"customer_id": f"Old {n}", "total": 5 + n, "ordered_at": at(f"2025-03-12 {n % 24}:{n % 60}"), **odd} for n in range(80)]
    shop.fill(orders=[*daily(300, per_day=3), *imported])
    found = shop.one("spike")
    assert found.severity == NEEDS_YOU and words in found.says and "import or a test" in found.says


def test_busy_weekends_are_no_spikes(shop):
    shop.fill(orders=[
        {"customer_id": f"w{day} {n}", "ordered_on": ago(day)} for day in range(200) for n in range(30 if ago(day).weekday() >= 5 else 8)
    ])  # fmt: skip
    assert shop.one("spikes").severity == IN_ORDER


def test_a_small_shop_with_a_good_day_has_no_spike(shop):
    shop.fill(orders=[*bought("Ada", *range(0, 100, 3)), *[row for n in range(12) for row in bought(f"Friend {n}", 50)]])
    assert shop.one("spikes").severity == IN_ORDER


def test_days_missing_between_two_files_need_you(shop):
    def month(first, start, days):
        return HEADINGS + "".join(f"{first + n},c{n % 9}@example.com,{start + timedelta(n // 6)},5\n" for n in range(6 * days))

    shop.load(month(1, date(2025, 1, 1), 60), "winter.csv")
    shop.load(month(5000, date(2025, 3, 12), 60), "spring.csv")
    found = shop.one("gap")
    assert found.severity == NEEDS_YOU and found.title == "No orders for 10 days"
    assert "From 2 March 2025 to 11 March 2025" in found.says and "winter.csv ends before it and spring.csv begins after it" in found.says


def test_a_closed_shop_is_worth_knowing(shop):
    shop.fill(orders=[{"customer_id": f"c{n}", "ordered_on": ago(day)} for day in range(200) if not 90 <= day < 104 for n in range(8)])
    assert (shop.one("gap").severity, shop.one("gap").title) == (WORTH_KNOWING, "No orders for 14 days")


def test_closed_sundays_and_a_quiet_shop_are_no_gaps(shop):
    weekdays = [{"customer_id": f"c{n}", "ordered_on": ago(day)} for day in range(200) if ago(day).weekday() != 6 for n in range(9)]
    shop.fill(orders=[*weekdays])
    assert shop.one("gaps").severity == IN_ORDER


def test_a_shop_with_an_order_a_week_has_no_gaps(shop):
    shop.fill(orders=bought("Rare", *range(0, 700, 7), 3, 150, 151))
    assert shop.one("gaps").severity == IN_ORDER


# ---- how far the history reaches


def test_a_year_typed_wrong_is_one_finding_with_a_rule(shop):
    shop.fill(orders=[*bought("Ada", *range(40)), {"customer_id": "Typo", "ordered_on": date(2062, 3, 1)}])
    found = shop.one("future_dates")
    assert found.says == "1 row is dated after a long gap (1 March 2062) and does not count for the as-of day; check it."
    assert found.switch.rule == "future_dates"


def test_days_that_stand_for_no_date_are_told(shop):
    shop.fill(orders=[*bought("Ada", *range(40)), {"customer_id": "Epoch", "ordered_on": date(1970, 1, 1)},
                      {"customer_id": "Epoch too", "ordered_on": date(1970, 1, 1)}])  # fmt: skip
    found = shop.one("ancient_dates")
    assert found.rows == 2 and "the first on 1 January 1970" in found.says


def test_a_shop_that_began_small_long_ago_has_no_ancient_dates(shop):
    shop.fill(orders=bought("Founder", 900, 800, 650, *range(300)))
    assert shop.one("ancient_dates").severity == IN_ORDER


def test_an_export_that_begins_in_full_swing_is_told(shop):
    shop.fill(orders=daily(300, per_day=10))
    assert "in full swing" in shop.one("beginning").says and shop.one("beginning").severity == WORTH_KNOWING


def test_a_shop_that_grew_from_nothing_is_whole(shop):
    shop.fill(orders=[{"customer_id": f"c{n}", "ordered_on": ago(day)} for day in range(300) for n in range(max(1, (300 - day) // 20))])
    assert shop.one("beginning").severity == IN_ORDER


def test_a_month_that_is_not_over_is_told(shop):
    shop.fill(orders=[{"customer_id": "Ada", "ordered_on": date(2025, 6, 12) - timedelta(n)} for n in range(200)])
    assert shop.one("last_month").says.startswith("June 2025 is not over in the data: 12 of its 30 days")


def test_a_month_that_is_over_is_in_order(shop):
    shop.fill(orders=bought("Ada", *range(60)))
    assert DAY.isoformat() == "2025-06-30" and shop.one("last_month").severity == IN_ORDER


def test_a_last_day_that_ends_in_the_morning_is_told(shop):
    shop.fill(orders=[*[{"customer_id": f"c{n}", "ordered_on": ago(day)} for day in range(1, 90) for n in range(20)],
                      *bought_at("Early", f"{DAY} 07:12", f"{DAY} 07:40")])  # fmt: skip
    assert "has 2 orders, the last at 07:40; days usually have 20" in shop.one("last_day").says
