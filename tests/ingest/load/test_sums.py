"""Do the report's sums hold every cent of the file's amounts, and say where those went that became no order?"""

from decimal import Decimal

import pytest

from segkit.source_files import reports

HEADINGS = "Order ID,Customer ID,Order date,Total,Status\n"
GOOD = "1,ada,2026-01-05,100.10,paid\n2,bo,2026-01-06,20.20,paid\n"


def sums(report, name="in_file"):
    return Decimal(report.totals[f"amount_{name}"])


def aside(report):
    return {reason: Decimal(amount) for reason, amount in report.totals["amount_set_aside"].items()}


def test_the_sum_of_a_file_is_that_of_its_column(files):
    report = files.load(HEADINGS + GOOD + "3,eve,2026-01-07,30.30,cancelled\n")
    assert sums(report) == Decimal("150.60") and aside(report) == {}


def test_rows_set_aside_keep_their_amounts_by_reason(files):
    report = files.load(HEADINGS + GOOD + "3,,2026-01-07,7.07,paid\n4,eve,some day,1.11,paid\n")
    assert sums(report) == Decimal("128.48")
    assert aside(report) == {"no customer on the row": Decimal("7.07"), "date cannot be read": Decimal("1.11")}


def test_a_sum_is_exact_where_binary_fractions_are_not(files):
    report = files.load(HEADINGS + "".join(f"{n},c{n},2026-01-05,0.10,paid\n" for n in range(1, 1235)))
    assert sums(report) == Decimal("123.40")


@pytest.mark.parametrize("amounts", [("1.234,50", "10,25"), ("€1,234.50", "€10.25"), ("1 234.50", "10.25")])
def test_amounts_written_otherwise_add_up_too(files, amounts):
    rows = "".join(f'{n};c{n};2026-01-05;"{amount}";paid\n' for n, amount in enumerate(amounts))
    assert sums(files.load(HEADINGS.replace(",", ";") + rows)) == Decimal("1244.75")


def test_rows_that_repeat_others_are_no_lost_money(files):
    report = files.load(HEADINGS + GOOD + GOOD)
    assert (sums(report), sums(report, "repeated")) == (Decimal("240.60"), Decimal("120.30"))


def test_the_money_of_an_order_repeated_on_its_lines_is_taken_once(files):
    rows = "".join(f"{n},c{n},2026-01-{n:02},Mug,{n}.50\n{n},c{n},2026-01-{n:02},Cup,{n}.50\n" for n in range(1, 26))
    report = files.load("Order ID,Customer ID,Order date,Product,Order total\n" + rows)
    assert sums(report) == sum((Decimal(f"{n}.50") for n in range(1, 26)), Decimal(0))


def test_lines_that_came_back_are_told(files):
    rows = "".join(f"{n},c{n},2026-01-{n:02},Mug,2,10\n{n},c{n},2026-01-{n:02},Cup,{-1 if n > 5 else 1},10\n" for n in range(1, 11))
    report = files.load("Invoice,Customer ID,Date,Product,Quantity,Unit price\n" + rows)
    assert (sums(report), sums(report, "returned")) == (200, 50)


def test_rows_of_lines_that_are_in_the_file_twice_are_told(files):
    rows = "".join(f"{n},c{n},2026-01-{n:02},Mug {p},{n}.50\n" * 2 for n in range(1, 15) for p in (1, 2))
    report = files.load("Order ID,Customer ID,Order date,Product,Total\n" + rows, answers={"repeated_rows": "once", "amount_level": "line"})
    once = sum((Decimal(f"{n}.50") for n in range(1, 15)), Decimal(0)) * 2
    assert (sums(report), sums(report, "repeated")) == (2 * once, once)


def test_a_file_of_anything_else_has_no_sum(files):
    report = files.load("Customer ID,Email,City\n1,ada@example.com,Graz\n2,bo@example.com,Linz\n")
    assert not any(name.startswith("amount_") for name in report.totals)


def test_the_report_keeps_its_sums_when_another_file_takes_orders_over(files):
    rows = [f"{n},c{n},2026-01-{n:02},{n}.25,paid\n" for n in range(1, 29)]
    first = files.load(HEADINGS + "".join(rows[:20]), "first.csv")
    second = files.load(HEADINGS + "".join(rows[10:]), "second.csv")
    kept = {report.file: report.totals["amount_in_file"] for report in reports(files.con)}
    assert kept == {"first.csv": first.totals["amount_in_file"], "second.csv": second.totals["amount_in_file"]}
