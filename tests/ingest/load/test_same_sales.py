"""Do the sales that a shop and what takes its payments both list count once, when the user says so, and come apart again?"""

import itertools

import pytest

from segkit.ingest import LoadReport, remove_file
from segkit.tables import DATA_TABLES

DAYS = range(1, 21)
STRIPE = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,Customer Email\n"
SHOP = "Name,Email,Financial Status,Refunded Amount,Cancelled at,Created at,Total,Lineitem name,Lineitem quantity,Currency\n"
PAYPAL = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Balance Impact\n"
ONCE = {"same_sales:shopify": "once"}


def shop(days=DAYS, back=(), cancelled=()):
    return SHOP + "".join(
        f"#{i},u{i}@x.com,{f'refunded,{i}.50' if i in back else 'paid,0'},{'2024-02-01 10:00:00 -0500' if i in cancelled else ''},"
        f"2024-01-{i:02d} 20:30:00 -0500,{i}.50,Mug,1,USD\n" for i in days)  # fmt: skip


def stripe(days=DAYS, back=(), first="ch"):
    return STRIPE + "".join(
        f"{first}_{i},2024-01-{i + 1:02d} 01:30:04,{i}.50,{f'{i}.50' if i in back else '0.00'},usd,true,"
        f"{'Refunded' if i in back else 'Paid'},cus_{i},u{i}@x.com\n" for i in days)  # fmt: skip


def counted(files):
    """How many orders count, and what was paid and not paid back."""
    sql = """select count(*) filter (status <> 'refund_only'), sum(total - refunded)::double from orders
        where status not in ('cancelled', 'test')"""
    return files.rows(sql)[0]


def asked(report):
    return [question for question in report.questions if question.key.startswith("same_sales:")]


def stored(files):
    found = [LoadReport.from_json(text) for (text,) in files.rows("select report from files order by source_id")]
    return {report.file: report for report in found}


def test_a_shop_and_its_payments_wait_for_the_answer_whether_they_list_the_same_sales(files):
    files.load(shop(), "shop.csv")
    report = files.load(stripe(), "stripe.csv")
    (question,) = report.blocking
    assert not report.loaded and question.key == "same_sales:shopify"
    assert question.text == ("20 sales of this file ($220.00) stand in 'shop.csv' too: same customer and amount, at most a day apart. "
                             "That is 100% of what this file has on the days of both. Are they the same sales?")  # fmt: skip
    assert question.options[0] == ("once", "The same sales: count them once, as 'shop.csv' has them")
    assert "Counted once they are worth $220.00, added $440.00." in question.why
    assert counted(files) == (20, 220)


@pytest.mark.parametrize("shop_first", [True, False])
def test_the_same_sales_count_once_as_the_shop_has_them(files, shop_first):
    texts = [("shop.csv", shop()), ("stripe.csv", stripe(range(1, 22)))]
    for name, text in texts[:: 1 if shop_first else -1]:
        report = files.load(text, name, answers=ONCE | {"same_sales:stripe": "once"})
    assert report.loaded and counted(files) == (21, 220 + 21.5)
    assert files.rows("select count(*) from orders where order_id like '#%'") == [(20,)]
    found = stored(files)
    assert (found["stripe.csv"].rows_kept, found["stripe.csv"].rows_merged) == (1, 20)
    assert found["stripe.csv"].totals["spend"] == 21.5 and found["shop.csv"].totals["spend"] == 220
    assert "Counted once: 20 sales ($220.00) of this file stand in 'shop.csv' too and count as there." in found["stripe.csv"].notes
    assert "Counted once: 20 sales ($220.00) of this file stand in 'stripe.csv' too and count as here." in found["shop.csv"].notes


def test_different_sales_are_added_and_the_file_says_so(files):
    files.load(shop(), "shop.csv")
    report = files.load(stripe(), "stripe.csv", answers={"same_sales:shopify": "add"})
    assert counted(files) == (40, 440)
    assert any(note.startswith("Added, as chosen: 20 sales of this file ($220.00) stand in 'shop.csv' too") for note in report.notes)


def test_payments_for_other_sales_are_not_asked_about(files):
    files.load(shop(), "shop.csv")
    report = files.load(stripe().replace(".50,0.00", ".90,0.00"), "stripe.csv")
    assert report.loaded and not asked(report) and counted(files)[0] == 40


def test_where_few_sales_are_alike_the_question_stands_beside_the_loaded_file(files):
    files.load(shop(), "shop.csv")
    others = stripe(range(7, 21), first="other").split("\n", 1)[1].replace(".50,0.00", ".90,0.00")
    report = files.load(stripe(range(1, 7)) + others, "stripe.csv")
    (question,) = asked(report)
    assert report.loaded and not question.blocking and question.why.endswith("Until you answer, they are added.")
    remove_file(files.con, 1)
    assert not asked(stored(files)["stripe.csv"])


def test_one_payment_stands_for_one_sale(files):
    files.load(SHOP + "#1,u1@x.com,paid,0,,2024-01-05 10:00:00 -0500,5.00,Mug,1,USD\n" + shop(range(6, 12)).split("\n", 1)[1], "shop.csv")
    twice = "".join(f"ch_{n},2024-01-05 15:00:00,5.00,0.00,usd,true,Paid,cus_1,u1@x.com\n" for n in (100, 101))
    files.load(stripe(range(6, 12)) + twice, "stripe.csv", answers=ONCE)
    assert counted(files)[0] == 8


def test_another_answer_changes_it_and_removing_either_file_leaves_the_other_whole(files):
    files.load(shop(), "shop.csv")
    before = files.rows("select * from orders order by order_id")
    paid = files.load(stripe(back=(4,)), "stripe.csv", answers=ONCE)
    assert counted(files) == (20, 220 - 4.5)
    files.load(stripe(back=(4,)), "stripe.csv", answers={"same_sales:shopify": "add"}, replaces=paid.source_id)
    assert counted(files) == (40, 440 - 4.5)
    files.load(stripe(back=(4,)), "stripe.csv", answers=ONCE, replaces=paid.source_id)
    assert counted(files) == (20, 220 - 4.5)
    remove_file(files.con, paid.source_id)
    assert files.rows("select * from orders order by order_id") == before
    report = stored(files)["shop.csv"]
    assert report.notes == files.load(shop(), "again.csv").notes or not any("stripe" in note for note in report.notes)


def test_without_the_shop_the_payments_count_again(files):
    files.load(shop(), "shop.csv")
    files.load(stripe(), "stripe.csv", answers=ONCE)
    remove_file(files.con, 1)
    assert counted(files) == (20, 220)
    report = stored(files)["stripe.csv"]
    assert (report.rows_kept, report.rows_merged, report.totals["spend"]) == (20, 0, 220)
    assert not any("shop.csv" in note or "adds nothing" in note for note in report.notes)


def test_money_paid_back_that_only_the_payments_know_is_subtracted_from_the_shops_orders(files):
    files.load(shop(back=(2,)), "shop.csv")
    files.load(stripe(back=(2, 3)), "stripe.csv", answers=ONCE)
    assert counted(files) == (20, 220 - 2.5 - 3.5)
    assert files.rows("select status, refunded::double from orders where order_id = '#3'") == [("refunded", 3.5)]
    found = stored(files)
    told = "What only this file tells was paid back of 1 order ($3.50) is subtracted there."
    assert any(told in note for note in found["stripe.csv"].notes)
    assert found["shop.csv"].totals["spend"] == 220 - 6


def test_a_payment_paid_back_belongs_to_the_order_that_the_shop_called_off(files):
    files.load(shop(cancelled=(5,)), "shop.csv")
    files.load(stripe(back=(5,)), "stripe.csv", answers=ONCE)
    assert counted(files) == (19, 220 - 5.5)


def paypal(days=DAYS, back=()):
    row = "{}/{:02d}/2024,20:30:00,EST,U,{},Completed,USD,{}{}.50,0,{}{}.50,{},{},{}{},{}\n".format
    sales = "".join(row(1, i, "Express Checkout Payment", "", i, "", i, f"u{i}@x.com", "s@x.com", "T", i, "Credit") for i in days)
    return PAYPAL + sales + "".join(row(2, i, "Payment Refund", "-", i, "-", i, "s@x.com", f"u{i}@x.com", "R", i, "Debit") for i in back)


def test_money_paid_back_in_rows_of_its_own_is_subtracted_once(files):
    files.load(shop(back=(2,)), "shop.csv")
    report = files.load(paypal(back=(2, 3)), "paypal.csv", answers=ONCE | {"date_order": "month_first", "time_zone": "America/New_York"})
    assert report.loaded, report.questions
    assert counted(files) == (20, 220 - 2.5 - 3.5)


def test_the_answer_holds_for_the_next_files_of_both_systems(files):
    files.load(shop(range(1, 11)), "shop january.csv")
    files.load(stripe(range(1, 11)), "stripe january.csv", answers=ONCE)
    assert files.load(shop(range(11, 21)), "shop february.csv").loaded
    assert files.load(stripe(range(11, 21)), "stripe february.csv").loaded
    assert counted(files) == (20, 220)


def test_a_newer_export_of_the_shop_takes_over_what_the_payments_tell(files):
    files.load(shop(range(1, 11)), "shop.csv")
    files.load(stripe(range(1, 11), back=(3,)), "stripe.csv", answers=ONCE)
    files.load(shop(), "shop later.csv")
    assert counted(files) == (20, 220 - 3.5)
    assert [stored(files)[name].totals["spend"] for name in ("shop.csv", "shop later.csv")] == [60 - 3.5, 160]
    remove_file(files.con, 2)
    assert counted(files) == (20, 220)


def test_the_shop_read_again_is_not_asked_about_anew(files):
    first = files.load(shop(), "shop.csv")
    files.load(stripe(), "stripe.csv", answers=ONCE)
    report = files.load(shop(), "shop.csv", replaces=first.source_id)
    assert report.loaded and counted(files) == (20, 220)


def test_people_who_turn_out_to_be_the_same_raise_the_question_at_the_later_file(files):
    by_id = STRIPE + "".join(f"ch_{i},2024-01-{i + 1:02d} 01:30:04,{i}.50,0.00,usd,true,Paid,cus_{i},\n" for i in DAYS)
    files.load(shop(), "shop.csv")
    paid = files.load(by_id, "stripe.csv")
    assert paid.loaded and counted(files)[0] == 40
    files.load("customer id,email,first name\n" + "".join(f"cus_{i},u{i}@x.com,N{i}\n" for i in DAYS), "people.csv")
    (question,) = asked(stored(files)["stripe.csv"])
    assert question.key == "same_sales:shopify" and "20 sales of this file" in question.text
    report = files.load(by_id, "stripe.csv", answers=ONCE, replaces=paid.source_id)
    assert report.loaded and counted(files) == (20, 220) and not asked(stored(files)["stripe.csv"])


def test_a_list_of_ones_own_is_asked_about_too(files):
    own = "number,date,email,total\n" + "".join(f"A-{i},2024-01-{i:02d},u{i}@x.com,{i}.50\n" for i in DAYS)
    files.load(stripe(), "stripe.csv")
    (question,) = files.load(own, "own.csv").blocking
    assert question.key == "same_sales:stripe"
    files.load(own, "own.csv", answers={"same_sales:stripe": "once"})
    assert counted(files) == (20, 220)


TEXTS = {"shop.csv": shop(range(1, 15), back=(1, 2)), "later.csv": shop(range(8, 21), back=(9,)), "stripe.csv": stripe(back=(1, 3, 10)),
         "stripe more.csv": stripe(range(15, 25), back=(16,))}  # fmt: skip
ANSWERS = ONCE | {"same_sales:stripe": "once"}


def state(files):
    """All rows of all tables, with the file's name in place of its number."""
    names = dict(files.rows("select source_id, name from files"))
    kept = {}
    for table in DATA_TABLES:
        columns = [field.name for field in table.fields if field.name != "source_id"]
        found = files.rows(f"select source_id, {', '.join(columns)} from {table.name}")
        kept[table.name] = sorted((names[number], *map(repr, rest)) for number, *rest in found)
    return kept


@pytest.mark.parametrize("gone", TEXTS)
@pytest.mark.parametrize("sequence", [tuple(TEXTS), tuple(reversed(TEXTS)), ("stripe.csv", "later.csv", "shop.csv", "stripe more.csv")])
def test_without_a_file_the_project_is_as_if_it_had_never_been_loaded(tmp_path, files, sequence, gone):
    (tmp_path / "never").mkdir()
    never = type(files)(tmp_path / "never")
    for name in sequence:
        loaded = files.load(TEXTS[name], name, answers=ANSWERS)
        if name == gone:
            number = loaded.source_id
        else:
            never.load(TEXTS[name], name, answers=ANSWERS)
    remove_file(files.con, number)
    assert state(files) == state(never)


@pytest.mark.parametrize("sequence", list(itertools.permutations(TEXTS))[::5])
def test_files_in_any_sequence_count_each_sale_once(files, sequence):
    for name in sequence:
        assert files.load(TEXTS[name], name, answers=ANSWERS).loaded
    assert counted(files)[0] == 24
