"""Is a discount taken off the prices whatever its heading, and once where it is the order's?"""

import pytest

HEAD = "Invoice,Date,Customer ID,Product,Quantity,Unit price,{}\n"


def lines(heading, *discounts):
    """Return orders of two rows of 2 × 10 each, with a pair of discounts per order."""
    rows = ((n, place, off) for n, pair in enumerate(discounts, 1) for place, off in enumerate(pair))
    return HEAD.format(heading) + "".join(f"{n},2024-01-{1 + n % 28:02d},c{n},P{place},2,10,{off}\n" for n, place, off in rows)


@pytest.mark.parametrize("heading", ["line discount", "discount", "discount amount"])
def test_a_discount_that_differs_by_row_is_taken_off_each_row_whatever_its_heading(files, heading):
    report = files.load(lines(heading, *[(5, 3)] * 10))
    assert report.totals["spend"] == 320.0
    assert files.rows("select sum(discount)::double from orders") == [(80.0,)]
    assert files.rows("select min(line_total)::double, sum(line_discount)::double from order_lines") == [(15.0, 80.0)]


def test_a_discount_on_all_rows_of_an_order_that_differs_by_order_is_taken_once(files):
    report = files.load(lines("discount", *[(n % 4 + 2,) * 2 for n in range(20)]))
    assert report.totals["spend"] == 800 - 20 * 3.5 and report.decisions["discounts"] == (
        "'discount' is the discount of the whole order: taken off once."
    )
    assert files.rows("select sum(discount)::double from orders") == [(70.0,)]


@pytest.mark.parametrize(("answer", "spend"), [("line", 600.0), ("order", 700.0), ("none", 800.0)])
def test_one_discount_everywhere_is_asked_about(files, answer, spend):
    text = lines("discount", *[(5, 5)] * 20)
    assert [(question.key, question.blocking) for question in files.load(text).questions] == [("discount_level", True)]
    assert files.load(text, answers={"discount_level": answer}).totals["spend"] == spend


def test_discounts_of_less_than_one_may_be_shares_and_are_asked_about(files):
    text = lines("discount", *[(0.15, 0)] * 10)
    assert [question.key for question in files.load(text).questions] == ["discount_level"]
    assert files.load(text, answers={"discount_level": "share"}).totals["spend"] == 370.0
    assert files.rows("select sum(discount)::double from orders") == [(30.0,)]


def test_no_discount_at_all_and_one_beside_a_total_of_the_line_change_nothing(files):
    assert files.load(lines("discount", *[(0, "")] * 4)).totals["spend"] == 160.0
    given = HEAD.format("Line total,Discount") + "1,2024-02-01,a,Mug,2,10,15,5\n2,2024-02-02,b,Mug,2,10,15,5\n"
    assert files.load(given, "given.csv").totals["spend"] == 30.0


def test_a_named_systems_order_total_is_taken_once_whatever_most_rows_look_like(files):
    jd = "订单号,商品名称,订购数量,下单时间,京东价,应付金额,下单帐号\n"
    singles = "".join(f"{n},Mug,{1 + n % 2},2026-05-{n:02d} 10:00:00,10,{10 * (1 + n % 2)},u{n}\n" for n in range(1, 29))
    report = files.load(f"{jd}{singles}99,Mug,1,2026-05-30 10:00:00,10,30,u99\n99,Tee,2,2026-05-30 10:00:00,10,30,u99\n")
    assert report.system == "jd_orders" and report.totals["spend"] == 14 * 10 + 14 * 20 + 30
