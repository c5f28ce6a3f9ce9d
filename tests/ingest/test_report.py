"""Does a report keep its sum, and survive being written down?"""

import pytest

from segkit.ingest.report import LoadReport, Question

REPORT = LoadReport(
    file="a.csv", source_id=3, system="generic_orders", table="orders", rows_read=10, rows_kept=7, rows_merged=1, set_aside={"no date": 2},
    mapping={"total": "Total"}, fallbacks={"phone": ("Phone", "Tel")}, headings=("Total",), examples={"Total": ("1", "2")},
    questions=(Question("currency", "Which?", (("EUR", "EUR (2 rows)"),)),), notes=("n",), totals={"spend": 5.0}, loaded=True,
)  # fmt: skip


def test_a_report_reads_back_as_it_was_written():
    assert LoadReport.from_json(REPORT.to_json()) == REPORT


def test_a_report_of_a_later_version_can_be_read():
    assert LoadReport.from_json('{"file": "a", "new_thing": 1}') == LoadReport(file="a")


def test_rows_that_do_not_add_up_are_never_reported():
    with pytest.raises(AssertionError, match="10 rows read, 9 accounted for"):
        LoadReport(file="a.csv", rows_read=10, rows_kept=9, loaded=True)


def test_only_blocking_questions_block():
    assert [question.key for question in REPORT.blocking] == ["currency"]
    assert LoadReport(file="a", questions=(Question("x", "?", blocking=False),)).blocking == ()
