"""Overlooked: is a column of refunds that nobody mapped spoken of, and nothing else?"""
import pytest

from segkit.project import Project

ROWS = "order id,date,customer id,total,{}\n" + "".join(f"{i},2024-01-{i:02d},c{i},50,{{0}}\n" for i in range(1, 9))


def notes(tmp_path, heading: str, value: str) -> str:
    path = tmp_path / "o.csv"
    path.write_text(ROWS.replace("{}", heading, 1).replace("{0}", value), encoding="utf-8")
    with Project() as project:
        report = project.load(path)
        assert report.loaded and report.totals["spend"] == 400
        return " ".join(report.notes)


@pytest.mark.parametrize("heading", ["Refunds in shop currency (all channels)", "Sum returned by warehouse B", "Erstattet laut Bank"])
def test_amounts_that_may_be_paid_back_are_spoken_of(tmp_path, heading):
    assert f"Column '{heading}' may hold money paid back and is not used." in notes(tmp_path, heading, "5.00")


@pytest.mark.parametrize("heading, value", [
    ("Refund id here", "5"), ("Refund reason text", "5"), ("Returned quantity total", "2"), ("Refund remark", "asked twice"),
    ("Shelf", "5"),
])  # fmt: skip
def test_numbers_words_and_dates_of_refunds_are_not(tmp_path, heading, value):
    assert "paid back" not in notes(tmp_path, heading, value)
