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
        ("t03", 2, 1, 189.0),  # the second order was closed
        ("t04", 2, 1, 238.0),  # the order amount stands on each of its rows
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
    [("t01", "map:event_at"), ("t02", "negative"), ("t05", "map:customer_id"), ("t12", "date_order")],
)
def test_one_clear_question(load, file, key):
    report = load(file)
    assert not report.loaded and [question.key for question in report.questions] == [key]


def test_withdrawals_of_a_payment_ledger_can_be_left_out(load):
    report = load("t02", answers={"negative": "set_aside"})
    assert report.totals["spend"] == 1012.5 and report.set_aside == {"amount below zero": 2}


def test_survey_with_two_heading_rows(load):
    report = load("t12", answers={"date_order": "month_first"})
    assert report.table == "surveys" and report.totals["customers"] == 2


def test_ids_destroyed_by_a_spreadsheet_are_refused(load):
    with pytest.raises(UnreadableFile, match="spreadsheet"):
        load("t11")
