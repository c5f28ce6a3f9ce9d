"""A list of payments holds sales, money paid back and neither: is each row what its word says?"""
import pytest

HEAD = "Order ID,Customer ID,Date,Type,Amount\n"


def rows(files, sql="select customer_key, total, refunded, status from orders order by order_id"):
    return [tuple(float(v) if hasattr(v, "as_tuple") else v for v in row) for row in files.rows(sql)]


def test_a_refund_with_a_positive_amount_is_subtracted(files):
    report = files.load(HEAD + "1,anna,2024-01-15,Sale,50\n2,anna,2024-01-16,Refund,20\n3,ben,2024-01-17,Sale,10\n")
    assert report.table == "orders" and report.totals["spend"] == 40.0 and report.totals["orders"] == 2
    assert rows(files)[1] == ("anna", 0.0, 20.0, "refund_only")


def test_a_refund_written_below_zero_is_subtracted_once_and_nothing_is_asked(files):
    report = files.load(HEAD + "1,anna,2024-01-15,Sale,50\n2,anna,2024-01-16,Refund,-20\n")
    assert report.loaded and not report.questions and report.totals["spend"] == 30.0


def test_a_fee_is_neither_and_is_counted(files):
    report = files.load(HEAD + "1,anna,2024-01-15,Sale,50\n2,anna,2024-01-16,Fee,-2\n")
    assert report.totals["spend"] == 50.0 and report.set_aside == {"neither sale nor refund": 1}


def test_a_sale_below_zero_is_still_asked_about(files):
    report = files.load(HEAD + "1,anna,2024-01-15,Sale,50\n2,anna,2024-01-16,Sale,-20\n3,anna,2024-01-16,Refund,5\n")
    assert [question.key for question in report.questions] == ["negative"]


@pytest.mark.parametrize(("answer", "spend"), [("sale", 57.0), ("refund", 43.0), ("set_aside", 50.0)])
def test_an_unknown_word_is_asked_about_and_the_answer_holds(files, answer, spend):
    text = HEAD + "1,anna,2024-01-15,Sale,50\n2,anna,2024-01-16,Zork,7\n"
    report = files.load(text, mapping={"movement": "Type"})
    assert report.totals["spend"] == 50.0 and [question.key for question in report.questions] == ["movement:Zork"]
    again = files.load(text.replace("Amount", "Amount "), name="b.csv", mapping={"movement": "Type"}, answers={"movement:Zork": answer})
    assert again.totals["spend"] + (again.rows_merged and 50.0) == pytest.approx(spend)


def test_a_column_of_product_types_is_no_kind_of_row(files):
    report = files.load(HEAD + "1,anna,2024-01-15,Sale,50\n2,anna,2024-01-16,Shirt,20\n")
    assert "movement" not in report.mapping and report.totals["spend"] == 70.0


def test_returned_lines_are_taken_off(files):
    text = "Order ID,Customer ID,Date,Transaction type,Product,Quantity,Unit price\n"
    report = files.load(text + "1,anna,2024-01-15,Sale,Mug,2,10\n2,anna,2024-01-20,Return,Mug,1,10\n")
    assert report.totals["spend"] == 10.0 and report.totals["orders"] == 1
    assert rows(files, "select quantity, line_total from order_lines order by order_id") == [(2.0, 20.0), (-1.0, -10.0)]
