"""Do twelve small nasty files end in a right load, one clear question or a refusal, and never in wrong figures?"""

import pytest

from segkit import engine, tables
from segkit.errors import UnreadableFile
from segkit.ingest import load_file


@pytest.fixture
def load(tmp_path, traps):
    con = engine.connect(":memory:", tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)

    def one(start, **choices):
        (report,) = load_file(con, tmp_path, next(traps.glob(f"{start}_*")), **choices)
        return report

    return one


@pytest.mark.parametrize(
    ("file", "orders", "sold", "spend"),
    [
        ("t02", 1, 1, 1000.0),  # a sale and a refund to another customer; a withdrawal is neither
        ("t04", 2, 1, 238.0),  # the order amount stands on each of its rows
        ("t05", 3, 2, 79.8),  # nobody is named; the third order was closed
        ("t06", 2, 2, 1039.45),  # a blank row above, a footer below, the order total on the first row only
        ("t07", 2, 1, 305000.0),  # two amounts whose headings differ in one letter's case
        ("t08", 2, 2, 2080.0),
        ("t09", 1, 1, 880.0),  # the other order names no one
        ("t10", 2, 1, 1960.0),
    ],
)
def test_right_load(load, file, orders, sold, spend):
    report = load(file)
    assert report.loaded
    assert (report.totals["orders"], report.totals["orders_sold"], report.totals["spend"]) == (orders, sold, spend)


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("t01", "map:event_at"),  # a report without days on its rows
        ("t03", "masked"),  # both buyers have stars in their names
    ],
)
def test_one_clear_question(load, file, key):
    report = load(file)
    assert not report.loaded and [question.key for question in report.questions] == [key]


def test_a_payment_ledger_knows_who_got_money_back(load):
    report = load("t02")
    assert report.totals["customers"] == 2 and report.set_aside == {"neither sale nor refund": 1} and not report.questions


def test_an_ebay_report_is_known_as_one(load):
    report = load("t06")
    assert report.system == "ebay_orders" and [question.key for question in report.questions] == ["map_confirmed"]


def test_a_report_without_days_says_what_would_help(load):
    report = load("t01")
    assert report.system == "ga4_report" and any("Effective user ID, Event name and Date" in note for note in report.notes)


def test_masked_buyers_count_as_customers_where_the_user_says_so(load):
    report = load("t03", answers={"masked": "customers"})
    assert (report.totals["orders"], report.totals["orders_sold"], report.totals["spend"]) == (2, 1, 189.0)  # the second was closed


def test_orders_of_nobody_are_counted_without_customers(load):
    report = load("t05")
    assert report.totals["customers"] == 0 and any("names no buyers" in note for note in report.notes)


def test_a_survey_tool_that_always_writes_the_month_first_needs_no_answer(load):
    report = load("t12")
    assert report.loaded and report.table == "surveys" and report.totals["customers"] == 2
    assert (report.totals["first_day"], report.totals["last_day"]) == ("2026-05-01", "2026-05-02")
    assert [question.key for question in report.questions] == ["map_confirmed"]


def test_ids_destroyed_by_a_spreadsheet_are_refused(load):
    with pytest.raises(UnreadableFile, match="spreadsheet"):
        load("t11")
