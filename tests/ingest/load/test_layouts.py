"""Is next month's file read as this month's was, without a question, and never against what its own values say?"""

import pytest

from segkit.ingest import LoadReport, inspect_file, remove_file

HEAD = "order id,when,customer id,total,status\n"


def month(number, day="{:02d}/{:02d}/2024", total="50", status="paid", first=1, head=HEAD):
    days = [day.format(d, number) for d in range(first, first + 8)]
    return head + "".join(f"{number}-{i},{text},c{i},{total},{status}\n" for i, text in enumerate(days))


def like(report):
    return [note for note in report.notes if note.startswith("Read like")]


def test_the_answer_about_dates_holds_for_the_next_month(files):
    assert [question.key for question in files.load(month(2), "february.csv").blocking] == ["date_order"]
    files.load(month(2), "february.csv", answers={"date_order": "day_first"})
    report = files.load(month(3), "march.csv")
    assert report.loaded and report.questions == ()
    assert like(report) == ["Read like 'february.csv', which has the same columns: what you chose there holds here too."]
    assert files.rows("select distinct month(ordered_on) from orders order by 1") == [(2,), (3,)]
    assert "as in 'february.csv'" in report.decisions["ordered_at"]


def test_what_the_dates_themselves_prove_goes_before_the_answer(files):
    files.load(month(2), "february.csv", answers={"date_order": "day_first"})
    report = files.load(month(3, day="{1:02d}/{0:02d}/2024", first=13), "march.csv")
    assert like(report) == []
    assert files.rows("select distinct month(ordered_on) from orders order by 1") == [(2,), (3,)]


def test_the_columns_may_stand_in_another_order_and_case(files):
    files.load(month(2), "february.csv", answers={"date_order": "day_first"})
    rows = [line.split(",") for line in month(3).splitlines()]
    turned = "\n".join(",".join(reversed(row)) for row in rows).replace("customer id", "Customer_ID") + "\n"
    assert files.load(turned, "march.csv").loaded


def test_another_answer_holds_from_then_on(files):
    files.load(month(2), "february.csv", answers={"date_order": "month_first"})
    files.load(month(3), "march.csv", answers={"date_order": "day_first"})
    files.load(month(4), "april.csv")
    assert files.rows("select count(*) from orders where month(ordered_on) = 4 and order_id like '4-%'") == [(8,)]


def test_it_is_remembered_after_the_earlier_file_is_gone(files):
    first = files.load(month(2), "february.csv", answers={"date_order": "day_first"})
    remove_file(files.con, first.source_id)
    report = files.load(month(3), "march.csv")
    assert report.loaded and like(report)


def test_words_and_the_kind_of_amounts_below_zero_hold_too(files):
    answers = {"date_order": "day_first", "status:Zork": "cancelled", "negative": "refund"}
    files.load(month(2, status="Zork") + "2-99,09/02/2024,c1,-5,paid\n", "february.csv", answers=answers)
    report = files.load(month(3, status="Zork") + "3-99,09/03/2024,c1,-5,paid\n", "march.csv")
    assert report.loaded and report.questions == ()
    assert files.rows("select status, count(*) from orders group by 1 order by 1") == [("cancelled", 16), ("refund_only", 2)]
    assert report.answers == answers


def test_a_chosen_column_and_kind_hold_too(files):
    head = "ref,when,who,spent,state\n"
    first = files.load(month(2, head=head, day="2024-{1:02d}-{0:02d}"), "february.csv", table="orders",
                       mapping={"customer_id": "who", "total": "spent", "order_id": "ref", "ordered_at": "when"})  # fmt: skip
    report = files.load(month(3, head=head, day="2024-{1:02d}-{0:02d}"), "march.csv")
    assert report.loaded and report.mapping == first.mapping and like(report)
    assert report.choices["table"] == "orders"


def test_what_was_said_of_this_file_goes_first(files):
    text = "order id,date,customer id,total,net\n" + "".join(f"{i},2024-01-0{i},c{i},50,40\n" for i in range(1, 9))
    files.load(text, "january.csv", mapping={"total": "net"})
    report = files.load(text.replace("2024-01", "2024-02").replace("\n", "\nB")[:-1], "february.csv", mapping={"total": "total"})
    assert report.mapping["total"] == "total"


def test_a_clean_file_is_not_said_to_be_read_like_another(files):
    files.load(month(2, day="2024-{1:02d}-{0:02d}"), "february.csv", answers={"negative": "refund"})
    assert files.load(month(3, day="2024-{1:02d}-{0:02d}"), "march.csv").notes == ()


def test_looking_at_the_next_month_asks_nothing_either(files):
    files.load(month(2), "february.csv", answers={"date_order": "day_first"})
    (files.folder / "march.csv").write_text(month(3), encoding="utf-8")
    (report,) = inspect_file(files.con, files.folder, files.folder / "march.csv")
    assert report.questions == ()


def test_whose_amount_it_is_is_shown_by_the_rows_before_the_earlier_answer(files):
    head = "order id,date,customer id,product,quantity,amount\n"
    unclear = head + "".join(f"{i},2024-01-0{i},c{i},{p},1,{a}\n" for i in range(1, 9) for p, a in (("A", 20), ("B", 20 if i < 7 else 5)))
    assert [question.key for question in files.load(unclear, "january.csv").blocking] == ["amount_level"]
    files.load(unclear, "january.csv", answers={"amount_level": "order"})
    clear = head + "".join(f"{i}x,2024-02-0{i},c{i},{p},1,{a}\n" for i in range(1, 9) for p, a in (("A", 20), ("B", 7)))
    report = files.load(clear, "february.csv")
    assert report.totals["spend"] == 8 * 27 and like(report) == []
    report = files.load(unclear.replace("2024-01", "2024-03").replace("\n", "\nM")[:-1], "march.csv")
    assert report.loaded and like(report)


@pytest.mark.parametrize("how", ["line ends", "encoding", "order of columns", "name"])
@pytest.mark.parametrize("kind", ["orders", "lines", "customers", "events", "survey"])
def test_a_file_that_was_saved_anew_adds_nothing(files, how, kind):
    heads = {
        "orders": ("order id,date,email,total,note", "{0},2024-01-{0:02d},ü{0}@x.com,50,é"),
        "lines": ("order id,date,email,product,quantity,unit price", "{0},2024-01-{0:02d},ü{0}@x.com,Té,2,10"),
        "customers": ("customer id,email,first name,Größe,pet", "k{0},u{0}@x.com,Zoë,M,cat"),
        "events": ("user id,event,time,page,gerät", "u{0},view,2024-01-{0:02d} 10:00:00,a,ü"),
        "survey": ("email,date,How likely are you to recommend us?", "u{0}@x.com,2024-01-{0:02d},9"),
    }
    head, row = heads[kind]
    rows = [head, *(row.format(i) for i in range(1, 9))]
    files.load("\n".join(rows) + "\n", "a.csv")
    before = [files.rows(f"select * from {table} order by all") for table in ("orders", "order_lines", "events", "surveys")]
    people = files.rows("select count(distinct customer_id) from customers")
    text = "\n".join(rows) + "\n"
    if how == "line ends":
        text = "\r\n".join(rows) + "\r\n"
    if how == "order of columns":
        text = "\n".join(",".join(reversed(line.split(","))) for line in rows) + "\n"
    path = files.folder / "b.csv"
    path.write_bytes(text.encode("utf-16" if how == "encoding" else "utf-8"))
    report = load(files, path)
    assert (report.rows_kept, report.rows_merged) == (0, 8)
    assert any("adds nothing" in note or "nothing was added" in note for note in report.notes)
    assert [files.rows(f"select * from {table} order by all") for table in ("orders", "order_lines", "events", "surveys")] == before
    assert files.rows("select count(distinct customer_id) from customers") == people
    if how == "name":
        return  # a copy is not loaded at all
    remove_file(files.con, 1)
    (text,) = files.rows("select report from files")[0]
    assert LoadReport.from_json(text).rows_kept == 8 and "adds nothing" not in text


def load(files, path) -> LoadReport:
    from segkit.ingest import load_file

    (report,) = load_file(files.con, files.folder, path)
    return report
