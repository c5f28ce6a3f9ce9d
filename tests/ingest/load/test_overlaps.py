"""Which version of an order counts when several files tell of it, and which rows only look like a version?"""

import itertools

import pytest

from segkit.ingest import LoadReport, remove_file

HEAD = "order id,date,customer id,total"
LINES = "order id,date,customer id,product,quantity,unit price\n"
DAYS = range(1, 21)


def orders(days=DAYS, total=50, more="", head=HEAD, time=""):
    return head + "\n" + "".join(f"{i},2024-01-{i:02d}{time},c{i % 5},{total}{more}\n" for i in days)


def lines(days=DAYS, quantity=5, time=""):
    return LINES + "".join(f"{i},2024-01-{i:02d}{time},c{i % 5},P,{quantity},10\n" for i in days)


def counted(files):
    """How many orders there are, and what was paid and not paid back."""
    sql = "select count(*) filter (status <> 'refund_only'), coalesce(sum(total - refunded), 0)::double from orders"
    return files.rows(sql)[0]


def stored(files):
    found = [LoadReport.from_json(text) for (text,) in files.rows("select report from files order by source_id")]
    return {report.file: report for report in found}


def test_credit_notes_with_the_numbers_of_their_sales_are_subtracted_from_them(files):
    files.load(orders(), "sales.csv")
    report = files.load(orders(range(1, 6), -50), "credit.csv", answers={"negative": "refund"})
    assert counted(files) == (20, 750)
    assert (report.rows_kept, report.rows_merged) == (5, 0)


def test_credit_notes_that_reach_further_than_the_sales_do_not_replace_them(files):
    files.load(orders(), "sales.csv")
    files.load(orders(range(1, 6), -50) + "777,2024-01-25,c1,-1\n", "credit.csv", answers={"negative": "refund"})
    assert counted(files) == (20, 749)


def test_credit_notes_that_come_first_or_twice_count_once_and_without_a_warning(files):
    files.load(orders(range(1, 16), -10), "credit.csv", answers={"negative": "refund"})
    report = files.load(orders(), "sales.csv")
    files.load(orders(range(1, 17), -10), "credit again.csv", answers={"negative": "refund"})
    assert counted(files) == (20, 1000 - 160)
    assert report.notes == ()


@pytest.mark.parametrize("credit_first", [False, True])
def test_money_that_may_be_subtracted_twice_is_told(files, credit_first):
    texts = [("sales.csv", orders(head=HEAD + ",refunded amount", more=",10")), ("credit.csv", orders(range(1, 6), -10))]
    for name, text in texts[:: -1 if credit_first else 1]:
        report = files.load(text, name, answers={"negative": "refund"})
    assert any(note.startswith("5 orders with money paid back, here and in") for note in report.notes)


def test_returned_lines_in_a_file_of_their_own_are_subtracted_too(files):
    files.load(lines(), "sales.csv")
    files.load(lines(range(1, 6), quantity=-5), "returns.csv")
    assert counted(files) == (20, 750)
    assert files.rows("select count(*), sum(quantity) from order_lines") == [(25, 75)]


@pytest.mark.parametrize("newer_first", [False, True])
@pytest.mark.parametrize(
    "head, before, after, money", [(HEAD + ",refunded amount", ",0", ",10", 980), (HEAD + ",status", ",paid", ",cancelled", 900)]
)
def test_of_exports_with_the_same_last_order_the_version_further_on_counts(files, newer_first, head, before, after, money):
    old = orders(head=head, more=before)
    new = orders(range(1, 3), head=head, more=after) + orders(range(3, 21), head=head, more=before).split("\n", 1)[1]
    for name, text in sorted({"b.csv": new, "a.csv": old}.items(), reverse=newer_first):
        files.load(text, name)
    sql = "select count(*), sum(total - refunded)::double from orders where status <> 'cancelled'"
    assert files.rows(sql) == [(20 if money == 980 else 18, money)]


def test_refunds_in_a_later_export_of_fewer_days_count(files):
    head = HEAD + ",status,refunded amount"
    files.load(orders(head=head, more=",paid,0"), "all.csv")
    report = files.load(orders(range(1, 6), head=head, more=",refunded,50"), "first days again.csv")
    assert counted(files) == (20, 750) and any("this newer version counts" in note for note in report.notes)


@pytest.mark.parametrize("longer_first", [False, True])
@pytest.mark.parametrize("more, money", [(",refunded,50", 950), (",partially refunded,20", 980), (",cancelled,0", 950)])
def test_what_was_paid_back_or_called_off_stays_so_whichever_export_comes_first(files, longer_first, more, money):
    head = HEAD + ",status,refunded amount"
    shorter = orders(range(1, 2), head=head, more=more) + orders(range(2, 6), head=head, more=",paid,0").split("\n", 1)[1]
    texts = [("shorter.csv", shorter), ("longer.csv", orders(head=head, more=",paid,0"))]
    for name, text in texts[:: -1 if longer_first else 1]:
        files.load(text, name)
    sql = "select count(*), sum(total - refunded)::double from orders where status <> 'cancelled'"
    assert files.rows(sql) == [(19 if "cancelled" in more else 20, money)]
    kept = "1 order of this file is paid back or cancelled in 'shorter.csv', but not here: that holds."
    assert longer_first or kept in stored(files)["longer.csv"].notes
    remove_file(files.con, next(report.source_id for name, report in stored(files).items() if name == "shorter.csv"))
    assert counted(files) == (20, 1000) and not any("shorter" in note for note in stored(files)["longer.csv"].notes)


@pytest.mark.parametrize("shorter_first", [False, True])
def test_a_payment_that_failed_and_was_tried_again_is_a_sale(files, shorter_first):
    head = HEAD + ",status"
    failed = orders(range(1, 6), head=head, more=",paid").replace("\n1,2024-01-01,c1,50,paid", "\n1,2024-01-01,c1,50,failed")
    texts = [("shorter.csv", failed), ("longer.csv", orders(head=head, more=",paid"))]
    for name, text in texts[:: 1 if shorter_first else -1]:
        files.load(text, name)
    assert files.rows("select count(*) from orders where status = 'completed'") == [(20,)]


@pytest.mark.parametrize("sales_first", [False, True])
def test_money_paid_back_for_cancelled_orders_does_not_count_either(files, sales_first):
    sales = orders(head=HEAD + ",status", more=",paid").replace("\n3,2024-01-03,c3,50,paid", "\n3,2024-01-03,c3,50,cancelled")
    back = HEAD + "\n3,2024-03-01,c3,-50\n4,2024-03-01,c4,-20\n"
    texts = [("sales.csv", sales), ("back.csv", back)]
    for name, text in texts[:: 1 if sales_first else -1]:
        report = files.load(text, name, answers={"negative": "refund"})
    paid = "select sum(total - refunded)::double from orders where status <> 'cancelled'"
    assert files.rows(paid) == [(950 - 20,)]
    assert any(note.startswith("1 row here or in ") and "cancelled orders" in note for note in report.notes)
    remove_file(files.con, next(one.source_id for name, one in stored(files).items() if name == "sales.csv"))
    assert files.rows(paid) == [(-70,)]


def test_refused_money_back_with_the_number_of_a_sale_is_no_version_of_it(files):
    head = HEAD + ",status"
    files.load(orders(head=head, more=",paid"), "sales.csv")
    files.load(head + "\n3,2024-01-03,c3,-50,cancelled\n4,2024-01-04,c4,-20,paid\n", "back.csv", answers={"negative": "refund"})
    assert files.rows("select sum(total - refunded)::double from orders where status <> 'cancelled'") == [(1000 - 20,)]


def test_a_file_whose_orders_count_does_not_say_that_it_adds_nothing(files):
    head = "order number,customer email,order date,product,order total,refunded amount,status\n"
    files.load(head + "1,a@x.com,2025-01-05,Mug,30,,paid\n2,b@x.com,2025-01-20,Tee,20,,paid\n", "all.csv")
    report = files.load(head + "1,a@x.com,2025-01-05,Mug,30,10,partially refunded\n", "refunded since.csv")
    assert counted(files) == (2, 40) and not any("adds nothing" in note for note in report.notes)


@pytest.mark.parametrize("lines_first", [False, True])
def test_what_only_the_file_of_products_calls_paid_back_is_told(files, lines_first):
    products = lines().replace("unit price\n", "unit price,status\n").replace(",10\n", ",10,paid\n")
    products = products.replace("P,5,10,paid", "P,5,10,refunded", 2)
    texts = [("orders.csv", orders()), ("lines.csv", products)]
    for name, text in texts[:: -1 if lines_first else 1]:
        report = files.load(text, name)
    assert counted(files) == (20, 1000)
    assert any(note.startswith("2 orders are paid back or cancelled in 'lines.csv', but not in 'orders.csv'") for note in report.notes)


@pytest.mark.parametrize("longer_first", [False, True])
def test_lines_that_came_back_stay_so_whichever_export_comes_first(files, longer_first):
    texts = [("shorter.csv", lines(range(1, 6)) + "1,2024-01-01,c1,P,-1,10\n"), ("longer.csv", lines())]
    for name, text in texts[:: -1 if longer_first else 1]:
        files.load(text, name)
    assert counted(files) == (20, 990)
    assert files.rows("select count(*), sum(quantity) from order_lines") == [(21, 99)]


def test_an_older_export_of_fewer_days_changes_nothing_and_says_so(files):
    files.load(orders(head=HEAD + ",status", more=",paid"), "all.csv")
    report = files.load(orders(range(1, 6), head=HEAD + ",status", more=",pending"), "first days before.csv")
    assert files.rows("select distinct status from orders") == [("completed",)]
    assert report.notes[-1] == "Every row of this file was in the project already: it adds nothing."


@pytest.mark.parametrize("newer_first", [False, True])
def test_of_exports_of_lines_with_the_same_last_order_the_one_with_more_lines_counts(files, newer_first):
    new = lines() + "1,2024-01-01,c1,P,-1,10\n"
    for name, text in sorted({"b.csv": new, "a.csv": lines()}.items(), reverse=newer_first):
        files.load(text, name)
    assert counted(files)[1] == 990
    assert files.rows("select count(*) from order_lines") == [(21,)]


def shifted():
    """Orders in the shop's time, the last hour before midnight among them, and their lines an hour ahead."""
    hours = {i: "23:30" if i % 5 == 0 else "09:30" for i in range(1, 21)}
    there = HEAD + "\n" + "".join(f"{i},2024-01-{i:02d} {at},c{i % 5},50\n" for i, at in hours.items())
    ahead = [(i, f"2024-01-{i + 1:02d} 00:30" if at == "23:30" else f"2024-01-{i:02d} 10:30") for i, at in hours.items()]
    return {"orders.csv": there, "lines.csv": LINES + "".join(f"{i},{at},c{i % 5},P,5,9\n" for i, at in ahead)}


@pytest.mark.parametrize("first", ["orders.csv", "lines.csv"])
def test_orders_that_another_time_zone_moves_to_the_next_day_count_once(files, first):
    texts = shifted()
    for name in sorted(texts, key=lambda name: name != first):
        report = files.load(texts[name], name)
    assert counted(files) == (20, 1000)
    assert not any("other customers or days" in note for note in report.notes)


def test_lines_that_another_time_zone_moves_to_the_next_day_count_once(files):
    ahead = shifted()["lines.csv"]
    there = LINES + "".join(f"{i},2024-01-{i:02d} 23:00,c{i % 5},P,5,9\n" for i in DAYS)
    files.load(there, "there.csv")
    files.load(ahead, "ahead.csv")
    assert counted(files) == (20, 900)
    assert files.rows("select count(*) from order_lines") == [(20,)]


@pytest.mark.parametrize("gone", ["orders.csv", "lines.csv", "again.csv"])
def test_orders_a_day_apart_count_once_also_after_a_file_goes(files, gone):
    texts = {**shifted(), "again.csv": shifted()["orders.csv"].replace(",50\n", ",60\n")}
    loaded = {name: files.load(text, name) for name, text in texts.items()}
    assert counted(files) == (20, 1200)
    remove_file(files.con, loaded[gone].source_id)
    assert counted(files) == (20, 1000 if gone == "again.csv" else 1200)


def test_tills_that_start_again_every_day_keep_their_orders_a_day_apart(files):
    def till(*days):
        return LINES + "".join(f"{n},2024-01-{day:02d},c{(n + day // 2) % 3},P,1,10\n" for day in days for n in (1, 2, 3))

    files.load(till(1, 3, 5), "odd days.csv")
    files.load(till(2, 4, 6), "even days.csv")
    assert counted(files)[0] == 18


def test_lines_of_tills_that_start_again_every_day_are_merged_by_customer_and_day(files):
    def till(first, last):
        return LINES + "".join(f"{n},2024-01-{d:02d},c{n}-{d},P,1,10\n" for d in range(first, last) for n in (1, 2, 3))

    files.load(till(1, 6), "a.csv")
    files.load(till(4, 9), "b.csv")
    assert counted(files) == (24, 240)
    assert files.rows("select count(*), count(distinct (order_id, customer_key, ordered_on)) from order_lines") == [(24, 24)]


def test_what_is_left_after_merging_is_told_as_the_rest(files):
    files.load(orders(), "a.csv")
    other = "".join(f"{i},2024-01-{i:02d},other{i},50\n" for i in range(16, 21))
    report = files.load(orders(range(1, 16)) + other, "b.csv")
    assert any(note.startswith("Most of its other order numbers stand in 'a.csv' too") for note in report.notes)


PEOPLE = "customer id,email,first name\n" + "".join(f"{i},u{i}@x.com,N{i}\n" for i in range(5))
BY_MAIL = "order id,email,date,total\n" + "".join(f"{100 + i},u{i % 5}@x.com,2024-01-{i:02d},50\n" for i in DAYS)
BY_ID = "order id,customer id,date,total\n" + "".join(f"{100 + i},{i % 5},2024-01-{i:02d},50\n" for i in DAYS)
LINES_BY_ID = LINES + "".join(f"{100 + i},2024-01-{i:02d},{i % 5},P,5,10\n" for i in DAYS)


@pytest.mark.parametrize("sequence", list(itertools.permutations(("people.csv", "mail.csv", "id.csv", "lines.csv"))))
def test_orders_of_customers_who_turn_out_to_be_one_person_count_once_in_any_sequence(files, sequence):
    texts = {"people.csv": PEOPLE, "mail.csv": BY_MAIL, "id.csv": BY_ID, "lines.csv": LINES_BY_ID}
    texts = {name: text.replace(",0,", ",50,").replace("\n0,", "\n50,") for name, text in texts.items()}
    for name in sequence:
        files.load(texts[name], name)
    assert counted(files) == (20, 1000)
    assert files.rows("select count(*) from order_lines") == [(20,)]
    assert files.rows("select count(distinct customer_id) from orders") == [(5,)]


def test_the_report_of_a_file_whose_customers_turn_out_to_be_others_is_counted_again(files):
    files.load(BY_MAIL, "mail.csv")
    before = files.load(BY_ID.replace(",0,", ",50,"), "id.csv")
    assert any("'mail.csv' too, but for other customers" in note for note in before.notes)
    report = files.load(PEOPLE.replace("\n0,", "\n50,"), "people.csv")
    assert "20 orders of customers who turned out to be one person stand in 'id.csv' and in 'mail.csv': counted once." in report.notes
    after = stored(files)["id.csv"]
    assert (after.rows_kept, after.rows_merged, after.notes) == (0, 20, ())


def test_orders_without_a_number_of_customers_who_turn_out_to_be_one_person_count_once(files):
    def unnumbered(head, who, extra=""):
        return f"date,{head},total\n" + "".join(f"2024-01-{i:02d},{who.format(i)},10\n" for i in DAYS) + extra

    files.load(unnumbered("email", "u{}@x.com"), "mail.csv")
    files.load(unnumbered("customer id", "{}", "2024-01-01,1,10\n"), "id.csv")
    assert counted(files) == (41, 410)
    files.load("customer id,email,first name\n" + "".join(f"{i},u{i}@x.com,N{i}\n" for i in DAYS), "people.csv")
    assert counted(files) == (21, 210)
    files.load("customer id,email,first name\n77,u1@x.com,N1\n", "more people.csv")
    assert counted(files) == (21, 210)


@pytest.mark.parametrize("rows", [(-10, 50), (50, -10)])
def test_parts_of_one_order_are_an_order_whichever_comes_first(files, rows):
    text = HEAD + "\n" + "".join(f"1,2024-01-05,c1,{amount}\n" for amount in rows) + "2,2024-01-05,c2,50\n"
    report = files.load(text, answers={"negative": "refund", "repeated_orders": "add"})
    assert files.rows("select status, total::double, refunded::double from orders where order_id = '1'") == [("completed", 50, 10)]
    assert (report.totals["orders"], report.totals["spend"]) == (2, 90)


def test_what_was_paid_back_since_counts_also_where_the_newer_export_lists_fewer_products(files):
    head = "order number,customer email,order date,product,quantity,line total,order total,refunded amount,status\n"
    first = head + "1,a@x.com,2025-01-05,Mug,1,10,30,,completed\n1,a@x.com,2025-01-05,Tee,1,20,30,,completed\n"
    files.load(first + "2,b@x.com,2025-01-20,Tee,1,20,20,,completed\n", "all.csv")
    files.load(head + "1,a@x.com,2025-01-05,Mug,1,10,30,20,partially refunded\n", "refunded since.csv")
    assert counted(files) == (2, 30)
    assert files.rows("select sum(line_total)::double from order_lines where order_id = '1'") == [(30,)]
