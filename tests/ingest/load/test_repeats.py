"""Does an order that several files bring count once, and are the figures right again when one of the files goes?"""

from types import SimpleNamespace

import pytest

from segkit import engine, tables
from segkit.ingest import LoadReport, load_file, remove_file
from segkit.ingest.load import brought

ORDERS = "order id,date,customer id,total\n"
LINES = "order id,date,customer id,product,quantity,unit price\n"


class Shop:
    """A project in memory with a folder for its files."""

    def __init__(self, folder):
        self.folder = folder
        self.con = engine.connect(":memory:", folder)
        for statement in tables.create_statements():
            self.con.execute(statement)

    def load(self, name, text, **choices):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        (report,) = load_file(self.con, self.folder, path, **choices)
        return report

    def remove(self, report):
        remove_file(self.con, report.source_id)

    def reports(self):
        found = [LoadReport.from_json(text) for (text,) in self.con.execute("select report from files order by source_id").fetchall()]
        return {report.file: (report.rows_kept, report.rows_merged) for report in found}

    @property
    def counted(self):
        """How many orders and lines there are, and the money of the orders."""
        orders, money = self.con.execute("select count(*), coalesce(sum(total), 0)::double from orders").fetchone()
        return orders, self.con.execute("select count(*) from order_lines").fetchone()[0], money


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path)


def orders(first, last, total=50, month="2024-01", time="", number="", who="c"):
    return ORDERS + "".join(f"{number}{i},{month}-{i:02d}{time},{who}{i},{total}\n" for i in range(first, last + 1))


def lines(first, last, who="c"):
    rows = (f"{i},2024-01-{i:02d},{who}{i},A,1,20\n{i},2024-01-{i:02d},{who}{i},B,1,29\n" for i in range(first, last + 1))
    return LINES + "".join(rows)


def unnumbered(first, last, twice=""):
    return "date,customer id,total\n" + "".join(f"2024-01-{i:02d},c{i},10\n" for i in range(first, last + 1)) + twice


def test_a_file_of_orders_and_a_file_of_their_lines_make_one_order_each(shop):
    shop.load("orders.csv", orders(1, 8))
    report = shop.load("items.csv", lines(1, 8))
    assert shop.counted == (8, 16, 400.0)
    assert (report.rows_kept, report.rows_merged) == (16, 0)
    assert any("8 orders stand in 'orders.csv' too" in note for note in report.notes)


def test_lines_first_gives_the_same_and_the_amounts_of_the_orders_file(shop):
    shop.load("items.csv", lines(1, 8))
    assert shop.counted == (8, 16, 392.0)
    report = shop.load("orders.csv", orders(1, 8))
    assert shop.counted == (8, 16, 400.0)
    assert any("the products those of 'items.csv'" in note for note in report.notes)


@pytest.mark.parametrize("sequence", [("orders", "items", "next"), ("items", "next", "orders"), ("next", "orders", "items")])
def test_orders_and_overlapping_lines_count_once_in_any_sequence_and_after_each_removal(shop, sequence):
    texts = {"orders": orders(1, 8), "items": lines(1, 8), "next": lines(5, 11)}
    loaded = {name: shop.load(f"{name}.csv", texts[name]) for name in sequence}
    assert shop.counted == (11, 22, 8 * 50.0 + 3 * 49)
    shop.remove(loaded["items"])
    assert shop.counted == (11, 14, 8 * 50.0 + 3 * 49)
    shop.remove(loaded["orders"])
    assert shop.counted == (7, 14, 7 * 49.0)
    assert shop.reports() == {"next.csv": (14, 0)}


def test_the_same_numbers_for_other_customers_stay_apart_with_a_note(shop):
    shop.load("orders.csv", orders(1, 8))
    report = shop.load("items.csv", lines(1, 8, who="other"))
    assert shop.counted == (16, 16, 400.0 + 392)
    assert any("order numbers stand in 'orders.csv' too" in note for note in report.notes)


def test_only_files_of_two_systems_known_by_name_are_never_compared(monkeypatch):
    named, general = SimpleNamespace(generic=False), SimpleNamespace(generic=True)
    known = {"shopify_orders": named, "shopify_lines": named, "till_orders": named, "generic_lines": general}
    monkeypatch.setattr(brought, "systems", lambda: known)

    def related(one, other):
        return brought.Brought(1, "a", one, True).related(brought.Brought(2, "b", other, True))

    assert related("shopify_orders", "shopify_lines") and related("generic_lines", "till_orders")
    assert not related("shopify_orders", "till_orders")


def test_orders_without_numbers_that_come_again_count_once(shop):
    first = shop.load("january.csv", unnumbered(1, 8, twice="2024-01-01,c1,10\n"))
    report = shop.load("february.csv", unnumbered(1, 11))
    assert (report.rows_kept, report.rows_merged) == (3, 8)
    assert shop.counted == (12, 0, 120.0)
    assert any("8 orders without a number are in 'january.csv' too" in note for note in report.notes)
    shop.remove(first)
    assert shop.counted == (11, 0, 110.0)


def test_of_orders_alike_without_numbers_as_many_stay_as_one_file_has(shop):
    first = shop.load("one.csv", unnumbered(1, 8))
    second = shop.load("two.csv", unnumbered(1, 9, twice="2024-01-01,c1,10\n"))
    third = shop.load("three.csv", unnumbered(1, 10, twice="2024-01-01,c1,10\n2024-01-01,c1,10\n"))
    assert (second.rows_kept, third.rows_kept) == (2, 2)
    assert shop.counted[0] == 12
    shop.remove(first)
    assert shop.counted[0] == 12
    shop.remove(third)
    assert shop.counted[0] == 10 and shop.reports() == {"two.csv": (10, 0)}


def test_a_customer_id_added_to_the_export_does_not_double_its_orders(shop):
    head, body = "order id,date,email,total\n", "order id,date,customer id,email,total\n"
    first = shop.load("old.csv", head + "".join(f"{i},2024-01-{i:02d},c{i}@x.de,10\n" for i in range(1, 9)))
    report = shop.load("new.csv", body + "".join(f"{i},2024-01-{i:02d},{1000 + i},c{i}@x.de,10\n" for i in range(1, 12)))
    assert (report.rows_kept, report.rows_merged) == (3, 8)
    assert shop.con.execute("select count(distinct customer_id) from orders").fetchone() == (11,)
    shop.remove(first)
    assert shop.counted == (11, 0, 110.0)


def test_days_in_one_export_and_times_in_the_next_are_the_same_orders(shop):
    shop.load("days.csv", orders(1, 8))
    report = shop.load("times.csv", orders(1, 11, time=" 10:30:00"))
    assert (report.rows_kept, report.rows_merged) == (3, 8)
    assert shop.counted == (11, 0, 550.0)


def test_orders_that_look_alike_under_other_numbers_are_told(shop):
    shop.load("a.csv", orders(1, 8))
    report = shop.load("b.csv", orders(1, 8, number="WEB-"))
    assert shop.counted[0] == 16
    assert any("overlap with 'a.csv'" in note for note in report.notes)


def test_files_with_nothing_in_common_say_nothing(shop):
    shop.load("a.csv", orders(1, 8))
    assert shop.load("b.csv", orders(1, 8, month="2024-02", number="B", who="d")).notes == ()


def test_one_more_column_does_not_double_events(shop):
    shop.load("e1.csv", "user id,event,time,page\n" + "".join(f"c{i},view,2024-01-{i:02d} 10:00:00,a\n" for i in range(1, 9)))
    rows = "".join(f"c{i},view,2024-01-{i:02d} 10:00:00,a,ios\n" for i in range(1, 12))
    report = shop.load("e2.csv", "user id,event,time,page,device\n" + rows + "c1,view,2024-01-01 10:00:00,b,ios\n")
    assert (report.rows_kept, report.rows_merged) == (4, 8)


def test_events_that_differ_in_a_column_both_files_have_are_different_events(shop):
    shop.load("e1.csv", "user id,event,date,page\n" + "".join(f"c{i},view,2024-01-{i:02d},a\n" for i in range(1, 9)))
    report = shop.load("e2.csv", "user id,event,date,page,device\n" + "".join(f"c{i},view,2024-01-{i:02d},b,\n" for i in range(1, 9)))
    assert (report.rows_kept, report.rows_merged) == (8, 0)


def test_the_report_of_a_file_is_counted_again_when_another_goes_or_comes(shop):
    first = shop.load("a.csv", orders(1, 8))
    second = shop.load("b.csv", orders(1, 10))
    assert shop.reports() == {"a.csv": (8, 0), "b.csv": (2, 8)}
    shop.remove(first)
    (text,) = shop.con.execute("select report from files").fetchone()
    report = LoadReport.from_json(text)
    assert (report.rows_kept, report.rows_merged, report.totals["orders"], report.totals["spend"]) == (10, 0, 10, 500.0)
    assert report.notes == ()
    newer = shop.load("c.csv", orders(1, 12, total=60))
    assert shop.reports() == {"b.csv": (0, 10), "c.csv": (12, 0)}
    shop.remove(newer)
    assert shop.reports() == {"b.csv": (10, 0)} and second.source_id == 2


def test_ids_that_contradict_another_file_are_told(shop):
    head = "order id,date,customer id,email,total\n"
    shop.load("shop.csv", head + "".join(f"A{i},2024-01-{i:02d},{1000 + i},s{i}@a.de,10\n" for i in range(1, 9)))
    report = shop.load("till.csv", head + "".join(f"B{i},2024-01-{i:02d},{1000 + i},t{i}@b.de,10\n" for i in range(1, 9)))
    (note,) = [note for note in report.notes if "8 customer ids of this file stand in 'shop.csv' with another e-mail" in note]
    assert "of 8 that both have: '1001' is t1@b.de in this file and s1@a.de in the other" in note
    assert "choose the column with the e-mail address as “Customer” and read the file again" in note


def test_the_advice_about_contradicting_ids_tells_the_people_apart(shop):
    head = "order id,date,customer id,email,total\n"
    shop.load("shop.csv", head + "".join(f"A{i},2024-01-{i:02d},{1000 + i},s{i}@a.de,10\n" for i in range(1, 9)))
    text = head + "".join(f"B{i},2024-01-{i:02d},{1000 + i},t{i}@b.de,10\n" for i in range(1, 9))
    report = shop.load("till.csv", text, mapping={"customer_id": "email"})
    assert not any("another e-mail" in note for note in report.notes)
    assert shop.con.execute("select count(distinct customer_id) from orders").fetchone() == (16,)


def test_linked_records_are_told(shop):
    shop.load("people.csv", "customer id,email,first name\n" + "".join(f"{i},p{i}@x.de,N\n" for i in range(1, 9)))
    report = shop.load("orders.csv", "order id,date,email,total\n" + "".join(f"{i},2024-01-{i:02d},p{i}@x.de,10\n" for i in range(1, 4)))
    assert any(note.startswith("3 customer records joined") for note in report.notes)
