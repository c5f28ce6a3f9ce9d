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


def test_money_paid_back_under_the_number_of_its_order_is_no_second_order(files):
    text = "Order ID,Customer ID,Order date,Total\n1,anna,2024-01-15,50\n1,anna,2024-01-20,-20\n2,ben,2024-01-16,30\n2,ben,2024-01-18,-30\n"
    report = files.load(text, answers={"negative": "refund"})
    assert (report.totals["orders"], report.totals["spend"], report.rows_kept) == (2, 30.0, 4)
    sql = "select ordered_on::varchar from orders where status = 'refund_only' order by order_id"
    assert files.rows(sql) == [("2024-01-20",), ("2024-01-18",)]


def test_what_the_order_and_a_row_of_its_own_both_call_paid_back_is_subtracted_once(files):
    text = "Order ID,Customer ID,Order date,Total,Refunded,Status\n1,anna,2024-01-15,50,20,paid\n1,anna,2024-01-20,-20,,paid\n"
    report = files.load(text + "2,ben,2024-01-16,30,,refunded\n2,ben,2024-01-18,-30,,refunded\n", answers={"negative": "refund"})
    assert report.totals["spend"] == 30.0


def test_a_total_after_refunds_says_what_was_paid_back_and_zero_says_none(files):
    text = "Order ID,Customer ID,Order date,Total,Total after refunds\n1,anna,2024-01-15,50,30\n2,ben,2024-01-16,40,0.00\n"
    report = files.load(text + "3,cara,2024-01-17,10,\n")
    assert (report.totals["spend_before_refunds"], report.totals["spend"]) == (100.0, 80.0)


def test_a_failed_payment_in_another_currency_asks_nothing(files):
    text = "Order ID,Customer ID,Order date,Total,Currency,Status\n1,anna,2024-01-15,50,EUR,paid\n2,ben,2024-01-16,30,USD,failed\n"
    report = files.load(text)
    assert report.loaded and (report.totals["spend"], report.totals["currency"]) == (50.0, "EUR")
