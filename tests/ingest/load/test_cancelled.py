"""Is an order cancelled only where the file says so, however it writes that it is not?"""

import pytest

HEAD = "Order ID,Customer ID,Order date,Total,Cancelled at\n"
SOLD = "select count(*) from orders where status = 'completed'"
CALLED_OFF = [*["2024-02-01 10:00:00"] * 6]


def orders(*cancelled):
    return HEAD + "".join(f"{n},c{n % 5},2024-01-{n:02d},50,{text}\n" for n, text in enumerate(cancelled, 1))


@pytest.mark.parametrize(
    "nothing",
    ["", "NULL", "N/A", "None", "-", "nan", "0000-00-00 00:00:00", "0001-01-01", "1970-01-01", "9999-12-31", "No", "false", "0", "active"],
)
def test_a_placeholder_among_the_cancellations_cancels_nothing(files, nothing):
    report = files.load(orders(*CALLED_OFF, *[nothing] * 4))
    assert report.mapping["cancelled_at"] == "Cancelled at" and files.rows(SOLD) == [(4,)]
    assert not any("neither a day" in note for note in report.notes)


@pytest.mark.parametrize("word", ["yes", "TRUE", "x", "ja", "是", "Cancelled", "storniert"])
def test_a_yes_among_the_cancellations_cancels(files, word):
    files.load(orders(*CALLED_OFF, word, "", "", ""))
    assert files.rows(SOLD) == [(3,)]


def test_a_text_that_is_neither_day_nor_yes_or_no_cancels_nothing_and_is_noted(files):
    report = files.load(orders(*CALLED_OFF, "ask Mia", "", "", ""))
    assert files.rows(SOLD) == [(4,)]
    assert "1 row of 'Cancelled at' says neither a day nor yes or no, as in 'ask Mia': not taken for cancelled." in report.notes


def test_lines_with_a_placeholder_among_the_cancellations_count(files):
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Cancelled at\n"
    rows = "".join(f"{n},2024-01-0{n},c{n},Mug,1,20,{'2024-02-01' if n < 6 else 'NULL'}\n" for n in range(1, 10))
    files.load(head + rows)
    assert files.rows(SOLD) == [(4,)]


def test_a_file_of_mostly_cancelled_orders_says_so_and_names_the_column(files):
    report = files.load(orders(*CALLED_OFF, "", "", "", ""))
    assert report.notes == ("6 of 10 orders are cancelled and do not count. Too many? Look at 'Cancelled at'.",)
    assert files.load(orders("2024-02-01", "", "", ""), "few.csv").notes[:1] != report.notes


STATUS = "Order ID,Customer ID,Order date,Total,Status\n"


@pytest.mark.parametrize("status", ["cancelled", "test"])
def test_a_cancelled_or_test_order_below_zero_takes_nothing_back(files, status):
    rows = "".join(f"{n},c{n},2024-01-{n:02d},50,paid\n" for n in range(1, 9))
    report = files.load(STATUS + rows + f"9,c1,2024-01-09,-30,{status}\n")
    assert report.loaded and report.totals["spend"] == 400.0
    assert files.rows("select status, total::double from orders where order_id = '9'") == [(status, 0.0)]


def test_a_cancelled_order_of_lines_below_zero_takes_nothing_back_and_raises_no_question(files):
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Status\n"
    rows = "".join(f"{n},2024-01-0{n},c{n},Mug,1,20,paid\n" for n in range(1, 9))
    report = files.load(head + rows + "9,2024-01-09,c1,Mug,1,-30,cancelled\n")
    assert report.loaded and report.totals["spend"] == 160.0


def test_partly_refunded_orders_without_an_amount_are_noted(files):
    rows = "".join(f"{n},c{n},2024-01-{n:02d},50,{'partially refunded' if n > 6 else 'paid'}\n" for n in range(1, 9))
    assert files.load(STATUS + rows).notes == ("2 partially refunded orders say no amount paid back: they count in full.",)
