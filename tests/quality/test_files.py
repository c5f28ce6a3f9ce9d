"""Findings of files: does every amount reconcile, and is said what the files lack?"""

from datetime import date, timedelta

import pytest

from segkit.quality import IN_ORDER, NEEDS_YOU, WORTH_KNOWING
from tests.support import bought

HEADINGS = "Order number,Customer e-mail,Order date,Order total,Status\n"
SHOP = HEADINGS + """1,ada@example.com,2026-01-05,100.10,paid
2,bo@example.com,2026-01-06,20.20,paid
3,called-off@example.com,2026-01-07,30.30,cancelled
4,,2026-01-08,7.07,paid
5,ada@example.com,not a day,1.11,paid
5,ada@example.com,not a day,1.11,paid
"""


def test_every_cent_of_a_file_is_found_again(shop):
    shop.load(SHOP)
    found = shop.one("sums")
    assert found.severity == IN_ORDER and "add up to 159.89" in found.says and "it reconciles" in found.says
    assert found.details == (
        "120.30 orders sold (2 rows)", "30.30 cancelled orders (1 row)", "7.07 set aside: no customer on the row (1 row)",
        "2.22 set aside: date cannot be read (2 rows)",
    )  # fmt: skip


def test_rows_that_repeat_others_have_their_part_of_the_sum(shop):
    shop.load(SHOP.replace("not a day", "2026-01-09"))
    assert shop.one("sums").severity == IN_ORDER
    assert "1.11 rows that repeat others of this file" in shop.one("sums").details


def test_what_two_exports_both_hold_is_named_in_the_sum_of_the_file_that_gave_way(shop):
    start = date(2026, 1, 1)

    def export(first, last):
        return HEADINGS + "".join(f"{n},c{n}@example.com,{start + timedelta(n)},{n}.25,paid\n" for n in range(first, last))

    shop.load(export(1, 31), "january.csv")
    shop.load(export(21, 60), "february.csv")
    first, second = shop.find("sums")
    assert first.severity == second.severity == IN_ORDER
    assert any("orders that another file brings too (10 rows)" in line for line in (*first.details, *second.details))


def test_a_file_of_lines_reconciles_with_returns_and_guests(shop):
    rows = ["Invoice,Date,Customer ID,Product,Quantity,Unit price"]
    for n in range(1, 11):
        start = f"{n},2024-01-{n:02d},{'' if n == 3 else f'c{n}'}"
        rows += [f"{start},Mug,2,10.01", f"{start},Cup,{-1 if n > 5 else 1},9.99"]
    shop.load("\n".join(rows) + "\n", "lines.csv")
    found = shop.one("sums")
    assert found.severity == IN_ORDER, found
    assert "-49.95 lines that came back inside orders" in found.details


def test_money_paid_back_on_rows_of_its_own_is_a_part_below_zero(shop):
    shop.load(SHOP.replace("20.20", "-20.20"), answers={"negative": "refund"})
    assert shop.one("sums").severity == IN_ORDER
    assert "-20.20 money paid back on rows of its own (1 row)" in shop.one("sums").details


def test_a_cent_that_is_lost_is_told(shop):
    shop.load(SHOP)
    shop.project.connection.execute("update orders set total = total - 0.01 where order_id = '1'")
    shop.fill()
    found = shop.one("sums")
    assert found.severity == NEEDS_YOU and "0.01 of that is in none of the parts below" in found.says


def test_rows_without_a_customer_are_told_with_their_worth_and_point_to_the_columns(shop):
    shop.load(SHOP)
    found = shop.one("nobody")
    assert found.says == "1 row of 6 in orders.csv (17%), worth 7.07, name no customer."
    assert (found.fixes[0].kind, found.fixes[0].source_id) == ("columns", 1)


def test_unreadable_rows_are_told_by_reason(shop):
    shop.load(SHOP)
    assert shop.one("unreadable").details == ("2 date cannot be read",)


@pytest.mark.parametrize("rows, severity", [(1000, NEEDS_YOU), (999, IN_ORDER)])
def test_a_round_number_of_rows_is_a_usual_limit(shop, rows, severity):
    start = date(2024, 1, 1)
    shop.load(HEADINGS + "".join(f"{n},c{n % 90}@example.com,{start + timedelta(n // 3)},{n % 50}.25,paid\n" for n in range(rows)))
    assert shop.one("capped").severity == severity


def test_rows_in_another_currency_are_told(shop):
    text = "Order number,Customer e-mail,Order date,Order total,Currency\n" + "".join(
        f"{n},c{n}@example.com,2026-01-{n:02},10,{'USD' if n > 9 else 'EUR'}\n" for n in range(1, 13)
    )
    shop.load(text, answers={"currency": "EUR"})
    found = shop.one("currencies")
    assert (found.rows, found.severity) == (3, WORTH_KNOWING) and "amounts here are in EUR" in found.says
    assert "€30.00 set aside: another currency (3 rows)" in shop.one("sums").details


def test_converted_amounts_are_told_by_currency(shop):
    text = "Order number,Customer e-mail,Order date,Order total,Currency\n" + "".join(
        f"{n},c{n}@example.com,2026-01-{n:02},10,{'USD' if n > 9 else 'EUR'}\n" for n in range(1, 13)
    )
    shop.project.set_rates({"USD": 0.5})
    shop.load(text, answers={"currency": "convert"})
    found = shop.one("sums")
    assert found.severity == WORTH_KNOWING
    assert found.details == ("€90.00 from 9 orders in EUR", "€15.00 from 3 orders in USD, at 0.5")


def test_a_file_without_a_currency_beside_one_with_is_told(shop):
    shop.load("Order number,Customer e-mail,Order date,Order total,Currency\n1,a@example.com,2026-01-01,10,EUR\n", "euro.csv")
    shop.load("Order number,Customer e-mail,Order date,Order total\n9,b@example.com,2026-02-01,10\n", "silent.csv")
    assert "silent.csv names no currency; the other files are in EUR" in shop.one("currencies").says


# ---- orders, lines and customers side by side


def test_lines_that_make_the_total_with_shipping_agree(shop):
    sale = {"customer_id": "Ada", "order_id": "Ada 10", "ordered_on": date(2025, 6, 20)}
    shop.fill(orders=[{**sale, "total": 50, "shipping": 10}], lines=[{**sale, "product": "Mug", "quantity": 1, "line_total": 40}])
    assert shop.one("lines").severity == IN_ORDER
    assert "1 agree once shipping, tax or the order's discount is taken into account" in shop.one("lines").details


def test_lines_that_do_not_add_up_are_told_with_the_difference(shop):
    day = date(2025, 6, 20)
    shop.fill(
        orders=[{"customer_id": name, "order_id": name, "ordered_on": day, "total": 50} for name in ("Fine", "Edited")],
        lines=[{"customer_id": name, "order_id": name, "ordered_on": day, "product": "Mug", "quantity": 1, "line_total": total}
               for name, total in (("Fine", 50), ("Edited", 43.5))],
    )  # fmt: skip
    found = shop.one("lines")
    assert found.rows == 1 and found.says == "In 1 of 2 orders (50%) the lines do not add up to the order's total."
    assert "1 differ, by 6.50 together" in found.details


CUSTOMERS = ("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,"
             "Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,"
             "Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags\n")  # fmt: skip


def test_a_customers_export_that_knows_its_totals_is_compared(shop):
    shop.load(SHOP)
    told = (("ada@example.com", "100.10", 1), ("bo@example.com", "99.99", 4), ("newsletter@example.com", "0.00", 0))
    rows = [f"'72{n},N,L,{mail},yes,,,,,,,,,,no,{spent},{number},,no,\n" for n, (mail, spent, number) in enumerate(told)]
    shop.load(CUSTOMERS + "".join(rows), "customers.csv")
    assert shop.one("own_spent").says == "“Total Spent” of 1 of 2 customers (50%) agrees with our spend."
    assert shop.one("own_number").says == "“Total Orders” of 1 of 2 customers (50%) agrees with our orders."
    assert shop.one("own_spent").details[1] == "1 have more in the customers export, 0 have less"


def test_it_is_said_why_not_every_customer_is_a_buyer(shop):
    shop.fill(
        orders=[*bought("Buyer", 3), *bought("Called off", 4, status="cancelled"), *bought("Pending", 5, status="pending"),
                *bought("Paid back", 6, total=0, refunded=5, status="refund_only")],
        customers=[{"customer_id": "Newsletter"}, {"customer_id": "Buyer"}],
        events=[{"customer_id": "Visitor", "event_name": "page view", "event_on": date(2025, 6, 1)}],
    )  # fmt: skip
    found = shop.one("buyers")
    assert found.says == "6 customers known, 2 of them with an order." and found.rows == 4
    assert [int(line.split()[0]) for line in found.details] == [2, 1, 1, 2, 1], "the first four add up to six; one of two is pending"


def test_staff_are_no_customers_and_are_told(shop):
    shop.project.set_staff_domains(["shop.example"])
    shop.fill(orders=[*bought("ada@example.com", 1, 2), *bought("anna@shop.example", 1)], customers=[{"customer_id": "Newsletter"}])
    found = shop.one("buyers")
    assert found.says == "2 customers known, 1 of them with an order." and "1 of your own staff are not among them" in found.details


def test_an_address_that_a_marketplace_gave_out_reaches_nobody(shop):
    shop.fill(orders=bought("Ada", 1), customers=[{"customer_id": "Ada", "email": "x1@marketplace.amazon.com"}])
    assert shop.one("with_email").says.startswith("0 of 1 customer")


def test_how_many_can_be_reached_is_said_with_the_number(shop):
    shop.fill(orders=bought("Ada", 1), customers=[
        {"customer_id": "Ada", "email": "ada@example.com", "accepts_email": True},
        {"customer_id": "Bo", "email": "bo@example.com", "phone": "+49301234"}, {"customer_id": "Eve"}])  # fmt: skip
    assert shop.one("with_email").says == "2 of 3 customers (67%) have an e-mail address."
    assert shop.one("with_phone").says == "1 of 3 customers (33%) have a phone number."
    assert shop.one("knows_accepts_email").says == "Known for 1 of 3 customers (33%): 1 agreed."
    assert shop.one("knows_accepts_sms").says == "No file says who agreed to text messages (3 customers)."


def test_what_each_dimension_lacks_is_told(shop):
    shop.load(SHOP)
    found = shop.one("answers")
    assert found.severity == WORTH_KNOWING and any("needs" in line for line in found.details)
    assert any("less than a year" in line for line in shop.one("limits").details)
