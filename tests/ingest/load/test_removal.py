"""Is a project without one of its files the same as one that never had it, whatever the files and their sequence?"""

import itertools
import random

import pytest

from segkit import engine, tables
from segkit.ingest import load_file, remove_file
from segkit.tables import DATA_TABLES

HEAD = "order id,platform order id,date,email,total,status,refunded amount\n"
DAYS = range(1, 15)


class Project:
    """A project in memory whose files are written once into a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.con = engine.connect(":memory:", folder)
        for statement in tables.create_statements():
            self.con.execute(statement)
        self.numbers = {}

    def load(self, name, text, **choices):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        (report,) = load_file(self.con, self.folder, path, **choices)
        assert report.loaded, report.questions
        self.numbers[name] = report.source_id
        return report

    def remove(self, name):
        remove_file(self.con, self.numbers[name])

    def state(self):
        """Return all rows of all tables, with the file's name in place of its number."""
        names = {number: name for name, number in self.numbers.items()}
        found = {}
        for table in DATA_TABLES:
            columns = [field.name for field in table.fields if field.name != "source_id"]
            rows = self.con.execute(f"select source_id, {', '.join(columns)} from {table.name}").fetchall()
            found[table.name] = sorted(
                (names[number], *(_unnumbered(value, number) for value in rest)) for number, *rest in rows)
            found[table.name].sort(key=repr)
        return found


def _unnumbered(value, number):
    return repr(value.replace(f"file {number} ", "file ")) if isinstance(value, str) else repr(value)


def orders(months, who="{}@x.com", ids=9000, states=("paid",), head=HEAD):
    rows = []
    for month in months:
        for day in DAYS:
            number = month * 100 + day
            state = states[day % len(states)]
            back = 20 if state == "refunded" else 0
            rows.append(f"#{number},{ids + number if ids else ''},2024-{month:02d}-{day:02d},{who.format(day % 5)},20,{state},{back}\n")
    return head + "".join(rows)


MONTHLY = {  # each month's export tells what became of the month before
    "january.csv": (orders((1,), states=("pending",)), {}),
    "february.csv": (orders((1,), states=("paid",)) + orders((2,), states=("pending",)).split("\n", 1)[1], {}),
    "march.csv": (orders((1,), states=("paid", "refunded")) + orders((2,)).split("\n", 1)[1] + orders((3,)).split("\n", 1)[1], {}),
}
STORES = {
    "hamburg.csv": (orders((1, 2)), {"store": "Hamburg"}),
    "berlin.csv": (orders((1, 2), ids=500), {"store": "Berlin"}),
    "berlin again.csv": (orders((2, 3), ids=500, states=("refunded",)), {"store": "Berlin"}),
}
LINES = "order id,date,email,product,quantity,unit price\n" + "".join(
    f"#{100 + d},2024-01-{d:02d},{d % 5}@x.com,{p},1,10\n" for d in DAYS for p in "AB")  # fmt: skip
WITH_LINES = {
    "orders.csv": (orders((1,), ids=0), {}),
    "lines.csv": (LINES, {}),
    "more lines.csv": (LINES + "#299,2024-02-01,1@x.com,C,1,7\n", {}),
}
BY_ID = "order id,date,customer id,total\n" + "".join(f"#{100 + d},2024-01-{d:02d},{70 + d % 5},20\n" for d in DAYS)
BY_MAIL = "order id,date,customer id,total\n" + "".join(f"#{100 + d},2024-01-{d:02d},{d % 5}@x.com,20\n" for d in DAYS)
PEOPLE = "customer id,email,first name,last name\n" + "".join(f"{70 + n},{n}@x.com,N{n},M\n" for n in range(5))
LINKED = {
    "by id.csv": (BY_ID, {}), "by mail.csv": (BY_MAIL, {}), "people.csv": (PEOPLE, {}), "people again.csv": (PEOPLE + "\n", {}),
}  # fmt: skip


def some_alike(head, row, times):
    """Return three files that hold some rows several times, not always as often as the others."""
    return {
        f"{name}.csv": (head + "".join(row.format(d, d % 4, 10 + d % 2) * (1 + (d + n) % times) for d in range(n, n + 9)), {})
        for n, name in enumerate(("one", "two", "three"), 1)
    }


UNNUMBERED = some_alike("date,email,total\n", "2024-01-{0:02d},{1}@x.com,{2}\n", 3)
EVENTS = some_alike("user id,event,time,page\n", "u{1},view,2024-01-{0:02d} 10:00:00,a\n", 2)
SETS = {"monthly": MONTHLY, "stores": STORES, "lines": WITH_LINES, "linked": LINKED, "unnumbered": UNNUMBERED, "events": EVENTS}
CASES = [
    (name, sequence, gone)
    for name, files in SETS.items()
    for sequence in random.Random(name).sample(list(itertools.permutations(files)), 2)
    for gone in sequence
]  # fmt: skip


@pytest.mark.parametrize(("name", "sequence", "gone"), CASES)
def test_without_a_file_the_project_is_as_if_it_had_never_been_loaded(tmp_path, name, sequence, gone):
    files = SETS[name]
    had, never = Project(tmp_path), Project(tmp_path)
    for one in sequence:
        had.load(one, files[one][0], **files[one][1])
        if one != gone:
            never.load(one, files[one][0], **files[one][1])
    had.remove(gone)
    assert had.state() == never.state()


@pytest.mark.parametrize("sequence", list(itertools.permutations(MONTHLY)))
def test_of_three_overlapping_months_the_latest_state_of_each_order_counts(tmp_path, sequence):
    project = Project(tmp_path)
    for one in sequence:
        project.load(one, MONTHLY[one][0])
    sql = "select month(ordered_on), status, count(*), sum(refunded)::double from orders group by 1, 2 order by all"
    assert project.con.execute(sql).fetchall() == [
        (1, "completed", 7, 0), (1, "refunded", 7, 140), (2, "completed", 14, 0), (3, "completed", 14, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("sequence", list(itertools.permutations(("a", "b", "c"))))
def test_overlapping_lines_count_once_on_shop_order_and_line(tmp_path, sequence):
    texts = {"a": LINES, "b": LINES + "#299,2024-02-01,1@x.com,C,1,7\n", "c": LINES}
    stores = {"a": "Berlin", "b": "Berlin", "c": "Hamburg"}
    project = Project(tmp_path)
    for one in sequence:
        project.load(f"{one}.csv", texts[one] + ("\n" if one == "c" else ""), store=stores[one])
    sql = "select store, count(*), count(distinct (order_id, product)) from order_lines group by 1 order by 1"
    assert project.con.execute(sql).fetchall() == [("Berlin", 29, 29), ("Hamburg", 28, 28)]


@pytest.mark.parametrize("sequence", list(itertools.permutations(("by id.csv", "by mail.csv", "people.csv"))))
def test_orders_count_once_also_where_only_the_last_file_tells_whose_address_it_is(tmp_path, sequence):
    project = Project(tmp_path)
    for one in sequence:
        project.load(one, LINKED[one][0])
    assert project.con.execute("select count(*), count(distinct customer_id) from orders").fetchall() == [(14, 5)]
    project.remove("people.csv")
    assert project.con.execute("select count(*), count(distinct customer_id) from orders").fetchall() == [(28, 10)]
