"""Does each row of an order count as what its own status says, where each row has its own amount?"""

import pytest

HEAD = "order id,customer id,order date,product,line total,status\n"


def load(files, *rows):
    return files.load(HEAD + "\n".join(rows), table="order_lines")


def order(files):
    return files.rows("select total, refunded, status from orders order by order_id")


@pytest.mark.parametrize("rows", [
    ("1,a,2026-01-05,Mug,50,cancelled", "1,a,2026-01-05,Tee,80,delivered"),
    ("1,a,2026-01-05,Tee,80,delivered", "1,a,2026-01-05,Mug,50,cancelled"),
])  # fmt: skip
def test_a_row_called_off_is_set_aside_and_its_order_goes_on(files, rows):
    report = load(files, *rows)
    assert order(files) == [(80, 0, "completed")]
    assert report.set_aside == {"called off, unlike the rest of its order": 1}
    assert files.rows("select product from order_lines") == [("Tee",)]
    assert files.rows("select reason, row_text like '%Mug%' from set_aside") == [("called off, unlike the rest of its order", True)]


def test_a_row_sent_back_is_money_back_and_its_order_goes_on(files):
    load(files, "1,a,2026-01-05,Mug,50,returned", "1,a,2026-01-05,Tee,80,delivered")
    assert order(files) == [(130, 50, "partially_refunded")]


def test_an_order_whose_rows_all_say_the_same_is_that(files):
    load(files, "1,a,2026-01-05,Mug,50,cancelled", "1,a,2026-01-05,Tee,80,cancelled", "2,a,2026-01-06,Tee,80,returned")
    assert order(files) == [(130, 0, "cancelled"), (80, 80, "refunded")]


def test_what_is_left_after_the_rows_called_off_may_be_sent_back(files):
    load(files, "1,a,2026-01-05,Mug,50,cancelled", "1,a,2026-01-05,Tee,80,returned")
    assert order(files) == [(80, 80, "refunded")]


def test_a_status_beside_an_amount_of_the_whole_order_is_the_orders(files):
    head = "order id,customer id,order date,product,quantity,price,line total,order total,status\n"
    files.load(head + "1,a,2026-01-05,Mug,2,25,50,130,cancelled\n1,a,2026-01-05,Tee,1,80,80,130,delivered\n", table="order_lines")
    assert files.rows("select total from orders") == [(130,)]
    assert files.rows("select count(*) from order_lines") == [(2,)]


def test_equal_refunds_of_all_units_are_the_units_own_where_a_row_is_a_unit(files):
    head = "orderItemId,orderNumber,createTime,paidPrice,refundAmount,itemName,customerEmail,status\n"
    unit = "{},1,5 Jan 2026 10:00,30,30,Mug,a@example.com,returned\n"
    files.load(head + unit.format(1) + unit.format(2) + "3,2,6 Jan 2026 10:00,30,,Mug,a@example.com,delivered\n")
    assert order(files) == [(60, 60, "refunded"), (30, 0, "completed")]
