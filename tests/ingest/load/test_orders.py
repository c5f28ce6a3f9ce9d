"""Do the ways to count money say what they do, and is a coupon of "none" no discount?"""

import pytest

from segkit import Project

STATUS = "Order ID,Customer ID,Order date,Total,Status\n"


@pytest.fixture
def spend(tmp_path):
    """Load a text into a project and return orders and spend of all customers under a policy."""

    def counted(text, policy):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        with Project() as project:
            project.load(path)
            project.revenue_policy = policy
            at = project.features().columns.index
            rows = project.features().fetchall()
            return sum(row[at("order_count")] for row in rows), float(sum(row[at("total_spend")] for row in rows))

    return counted


def statuses(*words):
    return STATUS + "".join(f"{n},c{n % 5},2024-01-{n:02d},10,{words[n % len(words)]}\n" for n in range(1, 28))


def test_only_paid_leaves_out_orders_without_a_status_where_others_have_one(spend):
    assert spend(statuses("paid", "", "pending"), "net") == (27, 270.0)
    assert spend(statuses("paid", "", "pending"), "paid") == (9, 90.0)
    assert spend(statuses("paid", "", "paid"), "paid") == (18, 180.0)


@pytest.mark.parametrize("words", [("", "cancelled", ""), ("", "", "Refunded")])
def test_where_the_status_names_only_exceptions_an_order_without_one_is_paid(spend, words):
    assert spend(statuses(*words), "paid")[1] == 180.0


def test_without_a_status_column_all_orders_are_paid(spend):
    rows = "".join(f"{n},c{n},2024-01-{n:02d},10\n" for n in range(1, 10))
    assert spend("Order ID,Customer ID,Order date,Total\n" + rows, "paid") == (9, 90.0)


RETURNS = "Invoice,Date,Customer ID,Product,Quantity,Unit price\n" + "".join(
    f"{n},2024-01-{n:02d},c{n},Mug,2,10\n{n},2024-01-{n:02d},c{n},Cup,{-1 if n > 5 else 1},10\n" for n in range(1, 11)
)


def test_before_refunds_counts_lines_that_came_back_and_after_refunds_does_not(spend, files):
    assert spend(RETURNS, "gross") == (10, 250.0) and spend(RETURNS, "net") == (10, 200.0)
    report = files.load(RETURNS)
    assert (report.totals["spend"], report.totals["spend_before_refunds"]) == (200.0, 250.0)
    assert files.rows("select status, total::double, refunded::double, count(*) from orders group by all order by 1") == [
        ("completed", 30.0, 0.0, 5), ("partially_refunded", 20.0, 10.0, 5)
    ]  # fmt: skip


def test_a_voucher_line_was_never_charged_and_is_no_refund(spend):
    rows = "".join(f"{n},2024-01-{n:02d},c{n},Mug,2,10\n{n},2024-01-{n:02d},c{n},Voucher,1,-5\n" for n in range(1, 11))
    assert spend("Invoice,Date,Customer ID,Product,Quantity,Unit price\n" + rows, "gross") == (10, 150.0)


@pytest.mark.parametrize("nothing", ["none", "N/A", "-", "no", "0", "NULL", "None", ""])
def test_a_coupon_that_says_none_is_no_discount(files, nothing):
    rows = "".join(f"{n},c{n},2024-01-{n:02d},50,{'SAVE10' if n == 1 else nothing}\n" for n in range(1, 9))
    files.load("Order ID,Customer ID,Order date,Total,Coupon code\n" + rows)
    assert files.rows("select coupon, count(*) from orders group by 1 order by 1") == [("SAVE10", 1), (None, 7)]


def test_a_coupon_of_none_on_lines_is_no_discount(files):
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Coupon code\n"
    files.load(head + "".join(f"{n},2024-01-0{n},c{n},Mug,1,20,{'SAVE10' if n == 1 else 'none'}\n" for n in range(1, 9)))
    assert files.rows("select count(coupon) from orders") == [(1,)]
