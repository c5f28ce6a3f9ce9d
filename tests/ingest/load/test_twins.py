"""Rows that are in a file twice: merged, asked about or told, and never counted twice in silence."""
import pytest

LINES = [f"{number // 3},2026-01-01,c{number // 3},Mug {number},2,{number}.50" for number in range(30)]
HEAD = "Invoice number,Invoice date,Customer ID,Product name,Quantity,Unit price"


def text(rows):
    return "\n".join([HEAD, *rows]) + "\n"


def test_a_file_of_lines_that_holds_everything_twice_is_asked_about(files):
    report = files.load(text(LINES + LINES))
    assert not report.loaded and [question.key for question in report.questions] == ["repeated_rows"]
    once = files.load(text(LINES + LINES), answers={"repeated_rows": "once"})
    assert (once.totals["spend"], once.rows_read, once.rows_merged) == (900.0, 60, 30)


def test_lines_that_were_bought_again_count_again(files):
    report = files.load(text(LINES + LINES), answers={"repeated_rows": "add"})
    assert report.totals["spend"] == 1800.0 and any("to the last letter" in note for note in report.notes)


def test_a_line_that_repeats_another_one_is_counted_and_told(files):
    report = files.load(text([*LINES, LINES[4]]))
    assert report.totals["spend"] == 909.0 and any("1 row repeats another row" in note for note in report.notes)


@pytest.mark.parametrize("rows", [LINES, ["1,2026-01-01,c1,Mug,1,5", "2,2026-01-01,c2,Mug,1,5"]])
def test_different_rows_are_no_twins(files, rows):
    assert not any("to the last letter" in note for note in files.load(text(rows)).notes)


def test_an_answer_that_is_in_the_file_twice_counts_once(files):
    rows = "".join(f"a{number}@x.com,2026-01-01 10:0{number},{number}\n" for number in range(9))
    report = files.load(f"Email,Submitted at,How likely are you to recommend us? (0-10)\n{rows}{rows}")
    assert (report.rows_kept, report.rows_merged, report.totals["answers"]) == (9, 9, 9)


def test_orders_without_numbers_and_events_that_repeat_are_told(files):
    orders = "Order date,Email,Total\n" + "2026-01-01,a@x.com,5\n" * 2 + "2026-01-02,a@x.com,5\n"
    assert any("1 row" in note and "to the last letter" in note for note in files.load(orders).notes)
    events = "User ID,Event name,Event time\n" + "u1,buy,2026-05-01 10:00\n" * 3
    assert any("2 rows" in note and "to the last letter" in note for note in files.load(events, "events.csv").notes)
