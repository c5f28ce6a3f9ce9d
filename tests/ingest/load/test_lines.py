"""Do the rows of one order come together, and only those, with their refunds and returns?"""

import pytest

HEAD = "Invoice,Date,Customer ID,Product,Quantity,Unit price\n"
LOOSE = "Date,Customer ID,Product,Quantity,Unit price\n"
REFUNDS = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Refunded amount\n"


def test_rows_without_number_that_lack_customer_or_date_are_set_aside_each_for_itself(files):
    good = "2024-01-01,a,Mug,1,20\n2024-01-01,a,Card,1,5\n2024-01-02,b,Mug,1,20\n"
    report = files.load(LOOSE + good + "2024-01-09,,Tea,1,500\n2024-01-10,,Tea,1,500\n,c,Tea,1,5\n")
    assert (report.rows_kept, report.set_aside) == (3, {"no customer on the order": 2, "no date on the order": 1})
    assert files.rows("select customer_id, total::double from orders order by 1") == [("a", 25.0), ("b", 20.0)]


def test_a_file_is_not_refused_because_some_rows_lack_number_and_customer(files):
    good = "".join(f"{n},2024-01-0{n},c{n},Mug,1,20\n" for n in range(1, 9))
    report = files.load(HEAD + good + ",2024-01-09,,Tea,1,5\n,2024-01-10,,Tea,1,5\n")
    assert (report.rows_kept, report.set_aside) == (8, {"no customer on the order": 2})


@pytest.mark.parametrize(
    ("refunds", "back"),
    [
        ((50, 30, 0, 0), [80.0, 0.0]),  # each line its own
        ((50, "", 10, 10), [50.0, 20.0]),
        ((40, 40, 0, 0), [40.0, 0.0]),  # the refund of the order on each of its rows
        ((40, 40, 15, 15), [40.0, 15.0]),
        ((-50, -30, "", ""), [80.0, 0.0]),
        ((40, "", 15, ""), [40.0, 15.0]),  # on the first row only
    ],
)
def test_refunds_of_lines_are_added_and_a_repeated_refund_is_taken_once(files, refunds, back):
    rows = zip((1, 1, 2, 2), ("Mug", "Card") * 2, (50, 30, 20, 40), refunds, strict=True)
    files.load(REFUNDS + "".join(f"{n},2024-01-0{n},c{n},{what},1,{price},{refund}\n" for n, what, price, refund in rows))
    assert [float(amount) for (amount,) in files.rows("select refunded from orders order by order_id")] == back


def test_an_order_number_that_begins_with_c_is_no_cancelled_invoice(files):
    rows = "".join(f"CA-{n},2024-01-0{n},c{n},Mug,1,20\n" for n in range(1, 9)) + "CA-77,2024-01-20,c1,Fee,1,-500\n"
    assert [question.key for question in files.load(HEAD + rows).questions] == ["negative"]


def test_a_prefix_that_all_numbers_share_is_no_cancellation(files):
    rows = "".join(f"C{n},2024-01-0{n},c{n},Mug,1,20\n" for n in range(1, 9)) + "C77,2024-01-20,c1,Fee,1,-500\n"
    assert [question.key for question in files.load(HEAD + rows).questions] == ["negative"]


def test_an_invoice_c_among_plain_numbers_takes_money_back(files):
    rows = "".join(f"{n},2024-01-0{n},c{n},Mug,1,20\n" for n in range(1, 9)) + "C77,2024-01-20,c1,Mug,1,-20\n"
    assert files.load(HEAD + rows).loaded
    assert files.rows("select status, refunded::double from orders where order_id = 'C77'") == [("refund_only", 20.0)]


def test_amounts_below_zero_can_be_left_out_while_cancelled_invoices_stay(files):
    rows = "".join(f"{n},2024-01-0{n},c{n},Mug,1,20\n" for n in range(1, 9))
    rows += "C77,2024-01-20,c1,Mug,1,-20\n78,2024-01-20,c1,Fee,1,-500\n"
    report = files.load(HEAD + rows, answers={"negative": "set_aside"})
    assert report.set_aside == {"amount below zero": 1} and report.totals["spend"] == 140.0
