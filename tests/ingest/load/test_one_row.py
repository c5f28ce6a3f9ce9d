"""Is what one row is made of what a look at all rows of the order, or of the person, one after the other, finds?"""

from types import SimpleNamespace

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit.ingest.load.gathering import _FIRST
from segkit.ingest.load.one_row import one_row_each
from segkit.ingest.load.people import _fullest, _newest

CELLS = st.sampled_from([None, "x", "y"])
ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), CELLS, CELLS), min_size=1, max_size=12)
FILLED = "if(name is null, 0, 1) + if(town is null, 0, 2)"


def made_of(rows, leading):
    con = duckdb.connect()
    con.execute("create table rows (source_row bigint, who varchar, newest timestamp, name varchar, town varchar)")
    con.executemany(
        "insert into rows values (?, ?, timestamp '2025-01-01' + to_days(?), ?, ?)",
        [[number, who, day, name, town] for number, (who, day, name, town) in enumerate(rows, 1)],
    )
    work = SimpleNamespace(run=lambda sql, *_: con.execute(sql).fetchall(), one=lambda sql: con.execute(sql).fetchall()[0])
    values = {"name": "name", "town": "town"}
    one_row_each(work, "made", "rows", "who", leading, values, FILLED, {"towns": "count(town)"}, (0, 1), "")
    return {who: found for who, *found in con.execute("select who, rows, towns, name, town from made").fetchall()}


def by_person(rows):
    found = {}
    for number, (who, day, name, town) in enumerate(rows, 1):
        found.setdefault(who, []).append((number, day, name, town))
    return found


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_first_row_counts_and_where_it_is_empty_the_next_one(rows):
    expected = {
        who: [len(own), sum(town is not None for *_, town in own), *(next((row[at] for row in own if row[at]), None) for at in (2, 3))]
        for who, own in by_person(rows).items()
    }
    assert made_of(rows, _FIRST) == expected


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_newest_answer_of_a_person_counts_each_for_itself(rows):
    found = made_of(rows, _fullest(("name", "town")))
    for who, own in by_person(rows).items():
        for at, value in zip((2, 3), found[who][2:], strict=True):
            days = [row[1] for row in own if row[at]]
            assert value in ({row[at] for row in own if row[at] and row[1] == max(days)} if days else {None})


def test_of_two_consents_at_one_moment_the_no_holds():
    con = duckdb.connect()
    con.execute("create table told as select timestamp '2025-01-01' as newest, unnest([true, false, true]) as accepts_email")
    assert con.execute(f"select {_newest('accepts_email')} from told").fetchall() == [(False,)]
