"""Does every row of a file end where it should, and are the amounts right?"""

import threading

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from segkit import engine, tables
from segkit.errors import Cancelled, MissingData, SegkitError, UnreadableFile
from segkit.ingest import inspect_file, load_file, remove_file


class Shop:
    """A project in memory with a folder for its files."""

    def __init__(self, folder):
        self.folder = folder
        self.con = engine.connect(":memory:", folder)
        for statement in tables.create_statements():
            self.con.execute(statement)

    def write(self, text, name="file.csv"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, text, name="file.csv", **choices):
        (report,) = load_file(self.con, self.folder, self.write(text, name), **choices)
        return report

    def rows(self, sql):
        return self.con.execute(sql).fetchall()


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path)


SHOPIFY = """\
Name,Email,Financial Status,Created at,Total,Refunded Amount,Currency,Cancelled at,Lineitem name,Lineitem quantity,Lineitem price
#1,ann@x.com,paid,2024-01-05 10:00:00 -0500,30.00,0.00,USD,,Mug,2,10.00
#1,ann@x.com,,2024-01-05 10:00:00 -0500,,,,,Card,1,10.00
#2,bob@x.com,paid,2024-01-06 10:00:00 -0500,50.00,20.00,USD,,Mug,5,10.00
#3,bob@x.com,paid,2024-01-07 10:00:00 -0500,9.00,0.00,USD,2024-01-08 10:00:00 -0500,Card,1,9.00
#4,,paid,2024-01-07 10:00:00 -0500,9.00,0.00,USD,,Card,1,9.00
"""

TILL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HEART,6,12/1/2010 8:26,2.55,17850,United Kingdom
536365,71053,LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom
C536379,D,Discount,-1,12/1/2010 9:41,27.50,14527,United Kingdom
536370,22728,CLOCK,24,12/13/2010 8:45,3.75,12583,France
536371,22728,CLOCK,1,12/13/2010 8:45,3.75,,France
"""

ORDERS = """Order ID,Customer ID,Email,Order date,Total,Refund,Status
1,7,a@x.com,2024-01-05,10.00,,paid
2,8,b@x.com,2024-01-06,20.00,5,paid
3,,,2024-01-07,9,,paid
4,0,c@x.com,2024-01-07,9,,cancelled
5,guest,,2024-01-08,9,,paid
6,9,d@x.com,nope,9,,paid
Total,,,,66,,
"""


def test_shopify_orders_count_once_and_keep_their_lines(shop):
    report = shop.load(SHOPIFY)
    assert (report.system, report.rows_read, report.rows_kept, report.rows_merged) == ("shopify_orders", 5, 3, 1)
    assert report.set_aside == {"no customer on the order": 1}
    found = shop.rows("select order_id, customer_id, total, refunded, status, units from orders order by order_id")
    assert [(number, who, float(total), float(back), state, units) for number, who, total, back, state, units in found] == [
        ("#1", "ann@x.com", 30.0, 0.0, "completed", 3.0),
        ("#2", "bob@x.com", 50.0, 20.0, "partially_refunded", 5.0),
        ("#3", "bob@x.com", 9.0, 0.0, "cancelled", 1.0),
    ]
    assert shop.rows("select product, line_number, line_total from order_lines where order_id = '#1' order by 2")[1][:2] == ("Card", 2)
    assert report.totals["spend"] == 60.0 and report.totals["currency"] == "USD"


def test_blank_email_and_date_on_continuation_rows_are_accepted(shop):
    report = shop.load(SHOPIFY.replace("#1,ann@x.com,,2024-01-05 10:00:00 -0500", "#1,,,"))
    assert report.rows_kept == 3
    assert shop.rows("select customer_id, count(*) from order_lines where order_id = '#1' group by 1") == [("ann@x.com", 2)]


def test_cash_on_delivery_shop_counts_pending_orders(shop):
    report = shop.load(SHOPIFY.replace(",paid,", ",pending,"))
    assert any("paid on delivery" in note for note in report.notes)
    assert report.totals["orders_sold"] == 2


def test_lines_make_orders_and_negative_invoices_take_money_back(shop):
    report = shop.load(TILL)
    assert (report.table, report.rows_kept, report.set_aside) == ("order_lines", 4, {"no customer on the order": 1})
    found = shop.rows("select order_id, total, refunded, status from orders order by 1")
    assert [(number, float(total), float(back), state) for number, total, back, state in found] == [
        ("536365", 35.64, 0.0, "completed"), ("536370", 90.0, 0.0, "completed"), ("C536379", 0.0, 27.5, "refund_only"),
    ]  # fmt: skip
    assert report.totals["spend"] == pytest.approx(98.14)


def test_every_row_set_aside_says_why_and_keeps_its_text(shop):
    report = shop.load(ORDERS)
    assert report.set_aside == {"no customer on the row": 2, "date cannot be read": 1, "totals row": 1}
    assert shop.rows("select reason from set_aside where source_row = 6") == [("date cannot be read: 'nope'",)]
    assert "2024-01-08" in shop.rows("select row_text from set_aside where source_row = 5")[0][0]
    assert any("own total" in note for note in report.notes)


def test_customer_0_is_nobody_but_an_email_beside_it_is_somebody(shop):
    shop.load(ORDERS)
    assert shop.rows("select customer_id, status from orders where order_id = '4'") == [("c@x.com", "cancelled")]


def test_the_same_file_again_adds_nothing(shop):
    first, again = shop.load(ORDERS), shop.load(ORDERS, "copy.csv")
    assert (again.rows_kept, again.rows_merged, again.loaded) == (0, first.rows_read, True)
    assert len(shop.rows("from orders")) == 3 and len(shop.rows("from files")) == 1


def test_next_months_export_replaces_changed_orders_and_removing_it_brings_them_back(shop):
    shop.load(ORDERS)
    before = shop.rows("from orders order by order_id")
    later = (
        ORDERS.splitlines()[0]
        + "\n1,7,a@x.com,2024-01-05,10.00,10,refunded\n2,8,b@x.com,2024-01-06,20.00,5,paid\n9,8,b@x.com,2024-02-06,21,,paid\n"
    )
    report = shop.load(later, "later.csv")
    assert (report.rows_kept, report.rows_merged) == (2, 1)
    assert shop.rows("select status, refunded::int from orders where order_id = '1'") == [("refunded", 10)]
    remove_file(shop.con, report.source_id)
    assert shop.rows("from orders order by order_id") == before


def test_several_currencies_are_never_added(shop):
    text = "order,customer id,date,amount,currency\n1,a,2024-01-02,5,EUR\n2,b,2024-01-03,7,USD\n3,b,2024-01-03,8,usd\n"
    report = shop.load(text)
    assert not report.loaded and report.questions[0].options[0] == ("USD", "USD (2 rows)")
    chosen = shop.load(text, answers={"currency": "USD"})
    assert chosen.totals["spend"] == 15.0 and chosen.set_aside == {"another currency": 1}


def test_amounts_below_zero_are_asked_about(shop):
    text = "id,email,date,amount\n1,a@x.com,2024-01-02,5\n2,a@x.com,2024-01-03,-2\n"
    assert [question.key for question in shop.load(text).questions] == ["negative"]
    assert shop.rows("from orders") == []
    assert shop.load(text, answers={"negative": "refund"}).totals["spend"] == 3.0


def test_repeated_order_numbers_that_differ_are_asked_about(shop):
    text = "order,customer id,date,amount\n1,a,2024-01-02,5\n1,a,2024-01-02,6\n3,b,2024-01-03,7\n3,b,2024-01-03,7\n"
    assert [question.key for question in shop.load(text).questions] == ["repeated_orders"]
    report = shop.load(text, answers={"repeated_orders": "add"})
    assert (report.totals["spend"], report.rows_kept, report.rows_merged) == (18.0, 2, 2)


def test_an_order_total_repeated_on_every_line_is_taken_once(shop):
    head = "Order ID,Customer ID,Order date,Product,Quantity,Order total\n"
    text = head + "1,a,2024-01-02,Mug,1,30\n1,a,2024-01-02,Card,2,30\n2,b,2024-01-03,Mug,1,12\n"
    assert shop.load(text).totals["spend"] == 42.0


def test_an_amount_that_could_be_either_is_asked_about(shop):
    rows = "".join(f"{n},c{n},2024-01-02,{product},5\n" for n in range(3) for product in ("Mug", "Card"))
    text = "Order ID,Customer ID,Order date,Product,Amount\n" + rows
    assert [question.key for question in shop.load(text).questions] == ["amount_level"]
    assert shop.load(text, answers={"amount_level": "line"}).totals["spend"] == 30.0


def test_till_numbers_that_start_again_are_orders_per_customer_and_day(shop):
    head = "Receipt number,Customer ID,Date,Product,Quantity,Unit price\n"
    text = head + "1,a,2024-01-02,Tea,1,2\n1,b,2024-01-03,Tea,2,2\n1,b,2024-01-03,Bun,1,3\n"
    report = shop.load(text)
    assert report.totals["orders"] == 2 and report.totals["spend"] == 9.0


def test_events_keep_every_other_column(shop):
    report = shop.load("user_id,event,timestamp,platform\nu1,view,2024-01-02 10:00:00,ios\n,view,2024-01-02 11:00:00,web\n")
    assert (report.table, report.rows_kept, report.set_aside) == ("events", 1, {"no customer on the row": 1})
    assert shop.rows("select properties from events") == [('{"platform":"ios"}',)]


@pytest.mark.parametrize("write", ["{}", "{}/5", "{} - fine", "{} stars", "{},0"])
def test_scores_are_read_however_they_are_written(shop, write):
    rows = "".join(f'p{number}@x.com,"{write.format(number)}",ok\n' for number in range(1, 6))
    report = shop.load("Email,Score,Comment\n" + rows)
    assert (report.table, report.rows_kept) == ("surveys", 5)
    assert shop.rows("select score from surveys order by 1") == [(1,), (2,), (3,), (4,), (5,)]


def test_stars_are_counted(shop):
    shop.load("Email,Stars,Comment\na@x.com,★★★★★,ok\nb@x.com,★★☆☆☆,no\n")
    assert shop.rows("select score, answer from surveys order by 1") == [(2, "no"), (5, "ok")]


def test_a_second_score_and_words_under_a_score_are_kept_as_questions_of_their_own(shop):
    shop.load("Email,NPS,CSAT,Satisfaction,Comment\na@x.com,9,4,Very satisfied,ok\nb@x.com,3,2,Unsatisfied,no\n")
    assert shop.rows("select question, score, answer from surveys where customer_id = 'a@x.com' order by 1") == [
        ("CSAT", 4, None), ("NPS", 9, "ok"), ("Satisfaction", None, "Very satisfied"),
    ]  # fmt: skip


def test_a_short_list_that_may_be_a_survey_is_asked_about_and_the_answer_loads_it(shop):
    text = "Email,Q1\n" + "".join(f"p{number}@x.com,{number}\n" for number in range(1, 6))
    report = shop.load(text)
    assert not report.loaded and [question.key for question in report.questions] == ["table"]
    assert shop.load(text, answers={"table": "customers"}).table == "customers"
    report = shop.load(text, answers={"table": "surveys"}, name="again.csv")
    assert [question.key for question in report.questions] == ["map:score"]
    report = shop.load(text, answers={"table": "surveys", "map:score": "Q1"}, name="again.csv")
    assert report.loaded and report.table == "surveys"


def test_wide_surveys_become_one_row_per_question(shop):
    report = shop.load(
        "Email,How likely is it that you would recommend us?,What did you like most about us,When\n"
        "a@x.com,9 - very,price,2024-05-06\nb@x.com,3,,2024-05-07\n,10,x,2024-05-07\nc@x.com,,,2024-05-08\n"
    )
    assert (report.rows_kept, report.set_aside) == (2, {"no answer on the row": 1, "no person on the answer": 1})
    assert shop.rows("select customer_id, score, answer from surveys order by 1, 2 nulls last") == [
        ("a@x.com", 9.0, None), ("a@x.com", None, "price"), ("b@x.com", 3.0, None),
    ]  # fmt: skip


def test_customers_keep_further_columns_and_merge_double_rows(shop):
    report = shop.load("Customer ID,Email,First name,Plan\n77,C@x.com,Ann,gold\n77,,Anne,\n78,z@x.com,Zoe,silver\n")
    assert (report.rows_kept, report.rows_merged) == (2, 1)
    assert shop.rows("select first_name, email, extra['Plan'] from customers where customer_id = '77'") == [("Ann", "c@x.com", "gold")]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", UnreadableFile),
        ("a,b\n", UnreadableFile),
        ("email\nx@y.z\n", UnreadableFile),
        ("Customer ID,Total,Date\n,5,2024-01-02\n", MissingData),
    ],
)
def test_files_without_usable_rows_are_refused_and_change_nothing(shop, text, error):
    with pytest.raises(error) as refused:
        shop.load(text)
    assert "file.csv" in str(refused.value) and refused.value.fix
    assert shop.rows("from orders") == [] and shop.rows("from set_aside") == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Foo,Total,Date\nx,5,2024-01-01\ny,6,2024-01-02\n", "map:customer_id"),
        ("Email,email,Total,Date\na@x.com,b@x.com,5,2024-01-01\n", "map:email"),
        ("Customer ID,Total,Date\nx,5,hello\ny,6,world\n", "map:ordered_at"),
        ("Aa,Bb,Cc\n1,2,3\n", "table"),
    ],
)
def test_what_only_the_user_can_know_is_one_blocking_question(shop, text, key):
    report = shop.load(text)
    assert not report.loaded and [question.key for question in report.blocking] == [key]
    assert shop.rows("from orders") == [] and shop.rows("from customers") == []


def test_an_answer_completes_the_column_map(shop):
    report = shop.load("Foo,Total,Date\nx,5,2024-01-01\ny,6,2024-01-02\n", answers={"map:customer_id": "Foo"})
    assert report.totals["customers"] == 2


def test_a_mapping_by_hand_wins_and_a_wrong_one_names_the_nearest_heading(shop):
    text = "Who,When it was,How much\nx,2024-01-01,5\n"
    report = shop.load(text, table="orders", mapping={"customer_id": "Who", "ordered_at": "When it was", "total": "How much"})
    assert report.totals["spend"] == 5.0
    with pytest.raises(SegkitError, match="How much"):
        shop.load(text, table="orders", mapping={"total": "How mch"})


def test_looking_at_a_file_changes_nothing(shop):
    (report,) = inspect_file(shop.con, shop.folder, shop.write(ORDERS))
    assert not report.loaded and report.mapping["total"] == "Total" and report.examples["Email"][0] == "a@x.com"
    assert shop.rows("from orders") == [] and list(shop.folder.glob("*")) == [shop.folder / "file.csv"]


def test_a_cancelled_load_changes_nothing(shop):
    stop = threading.Event()
    with pytest.raises(Cancelled):
        shop.load(ORDERS, cancelled=stop, progress=lambda share, words: stop.set())
    assert shop.rows("from orders") == [] and shop.rows("from files") == []


def test_progress_runs_from_nothing_to_all(shop):
    heard = []
    shop.load(ORDERS, progress=lambda share, words: heard.append((share, words)))
    assert heard[0][0] == 0.0 and all(0 <= share <= 1 and words for share, words in heard)


AMOUNTS = some.one_of(some.integers(0, 99999).map(lambda cents: f"{cents / 100:.2f}"), some.sampled_from(["", "abc", "n/a"]))
DATES = some.one_of(
    some.dates(pd.Timestamp("2020-01-01").date(), pd.Timestamp("2024-12-31").date()).map(str), some.sampled_from(["", "soon"])
)
PEOPLE = some.sampled_from(["", "0", "guest", "A1", "B2", "C3", "Total", " D4 "])
ROWS = some.lists(some.tuples(PEOPLE, DATES, AMOUNTS), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_messy_orders_add_up_as_a_slow_reader_says(tmp_path_factory, rows):
    first = [("Z9", "2024-02-03", "1.50"), ("Z9", "2024-02-04", "2.25"), ("Y8", "2024-02-04", "3.75")]
    text = "No,Customer ID,Order date,Total\n" + "".join(
        f"{number},{who},{day},{amount}\n" for number, (who, day, amount) in enumerate([*first, *rows])
    )
    shop = Shop(tmp_path_factory.mktemp("messy"))
    report = shop.load(
        text, table="orders", mapping={"order_id": "No", "customer_id": "Customer ID", "ordered_at": "Order date", "total": "Total"}
    )
    assert report.rows_read == report.rows_kept + report.rows_merged + report.rows_set_aside == len(rows) + 3
    expected = slowly(text)
    found = shop.rows("select customer_id, count(*)::int, sum(total)::double from orders group by 1 order by 1")
    assert found == [(who, number, pytest.approx(amount)) for who, number, amount in expected]
    assert len(shop.rows("from set_aside")) == report.rows_set_aside


def slowly(text):
    """Return customer, orders and spend, read one row after the other in plain Python."""
    sums = {}
    for line in text.splitlines()[1:]:
        _, who, day, amount = (cell.strip() for cell in line.split(","))
        try:
            pd.Timestamp(day or "x"), float(amount)
        except ValueError:
            continue
        if who.lower() in ("", "0", "guest", "total"):
            continue
        number, spend = sums.get(who, (0, 0.0))
        sums[who] = (number + 1, spend + float(amount))
    return [(who, *sums[who]) for who in sorted(sums)]


LINES = some.lists(
    some.tuples(some.sampled_from("123"), some.sampled_from(["A", "B", ""]), some.integers(-3, 9), some.integers(0, 500)),
    min_size=1,
    max_size=20,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=LINES)
def test_messy_lines_add_up_as_pandas_says(tmp_path_factory, rows):
    rows = [("0", "Z", 2, 150), *rows]
    text = "Receipt no,Customer ID,Date,Product,Quantity,Unit price\n" + "".join(
        f"{number}{who},{who},2024-03-01,Tea,{quantity},{price / 100:.2f}\n" for number, who, quantity, price in rows
    )
    shop = Shop(tmp_path_factory.mktemp("lines"))
    report = shop.load(text, table="order_lines")
    assert report.rows_read == report.rows_kept + report.rows_merged + report.rows_set_aside == len(rows)
    frame = pd.DataFrame(rows, columns=["number", "who", "quantity", "price"]).query("who != ''")
    frame["amount"] = frame.quantity * frame.price
    net = frame.groupby("who").amount.sum().sort_index() / 100
    found = dict(shop.rows("select customer_id, sum(total - refunded)::double from orders group by 1"))
    assert found == {who: pytest.approx(amount, abs=1e-6) for who, amount in net.items()}


def test_real_till_lines_give_the_published_figures(shop, completejourney):
    (report,) = load_file(shop.con, shop.folder, completejourney / "transactions.parquet")
    assert round(report.totals["spend"], 2) == 4_596_039.58
    assert (report.totals["orders"], report.totals["customers"], report.totals["lines"]) == (155_848, 2_469, 1_469_307)


def test_real_purchases_give_the_published_figures(shop, cdnow):
    (report,) = load_file(shop.con, shop.folder, cdnow)
    assert (report.rows_kept, report.totals["customers"], round(report.totals["spend"], 2)) == (69_659, 23_570, 2_500_315.63)


def test_orders_two_files_share_stay_whichever_of_them_goes(shop):
    head = "Order ID,Customer ID,Order date,Total\n"
    first = shop.load(head + "1,a,2024-01-02,5\n2,a,2024-01-03,6\n", "first.csv")
    second = shop.load(head + "2,a,2024-01-03,6\n3,a,2024-01-04,7\n", "second.csv")
    third = shop.load(head + "2,a,2024-01-03,6\n4,a,2024-01-05,8\n", "third.csv")
    assert (second.rows_merged, third.rows_merged) == (1, 1)
    left = "select order_id from orders order by 1"
    remove_file(shop.con, first.source_id)
    assert shop.rows(left) == [("2",), ("3",), ("4",)]
    remove_file(shop.con, third.source_id)
    assert shop.rows(left) == [("2",), ("3",)]


def test_events_two_files_share_count_once_and_stay_whichever_goes(shop):
    head = "user_id,event,timestamp\n"
    first = shop.load(head + "u,view,2024-01-02 10:00:00\nu,view,2024-01-02 10:00:00\n", "first.csv")
    second = shop.load(head + "u,view,2024-01-02 10:00:00\nu,buy,2024-01-03 10:00:00\n", "second.csv")
    assert (first.rows_kept, second.rows_kept, second.rows_merged) == (2, 1, 1)
    remove_file(shop.con, first.source_id)
    assert shop.rows("select event_name from events order by 1") == [("buy",), ("view",)]


def test_lines_of_orders_two_files_share_go_and_come_with_them(shop):
    shop.load(TILL)
    head, *rows = TILL.splitlines()
    again = shop.load("\n".join([head, rows[0], rows[1], rows[3].replace("536370", "536399")]) + "\n", "next.csv")
    assert (again.rows_kept, again.rows_merged) == (1, 2)
    assert shop.rows("select count(*) from order_lines where order_id = '536365'") == [(2,)]
    remove_file(shop.con, 1)
    assert shop.rows("select order_id, count(*) from order_lines group by 1 order by 1") == [("536365", 2), ("536399", 1)]


def test_withdrawals_among_lines_are_asked_about_while_returned_goods_are_not(shop):
    head = "Transaction ID,Email,Date,Item,Quantity,Gross\n"
    report = shop.load(head + "1,a@x.com,2024-01-02,Mug,1,10\n2,b@x.com,2024-01-03,Withdrawal,1,-500\n")
    assert [question.key for question in report.questions] == ["negative"]
    returned = shop.load(head + "1,a@x.com,2024-01-02,Mug,1,10\n2,a@x.com,2024-01-03,Mug,-1,-10\n")
    assert returned.totals["spend"] == 0.0 and returned.totals["orders"] == 1
