"""What did a file bring that another file has too? Kept aside from the data, and back in them when that file goes."""

import duckdb

from segkit.ingest.load.recount import recount
from segkit.ingest.load.work import Work
from segkit.words import literal

# By what a row is known to be the same one in another file. Further columns of an event differ from export to export.
SAME = {
    "orders": ("order_id", "customer_key"),
    "order_lines": ("order_id", "customer_key"),
    "events": ("customer_key", "event_name", "event_at", "session_id", "product", "value"),
    "surveys": ("customer_key", "answered_on", "question", "score", "answer"),
}
# An order without a number was numbered by the file it came from, which says nothing to another file.
UNNUMBERED = "order_id like 'file ' || source_id || ' %'"
# Files in two time zones may have an order a day apart; where each file has a number but once for a person, it is one order.
_ITS_ORDERS = "(partition by order_id, person)"
_DAY = f"""case when max(ordered_on) over {_ITS_ORDERS} - min(ordered_on) over {_ITS_ORDERS} <= 2
    and count(distinct (source_id, ordered_on)) over {_ITS_ORDERS} = count(distinct source_id) over {_ITS_ORDERS}
    then min(ordered_on) over {_ITS_ORDERS} else ordered_on end"""
_WAITING = {
    **SAME,
    "orders": (f"case when {UNNUMBERED} then concat_ws('|', ordered_on, total - refunded) else order_id end", _DAY, "person"),
    "order_lines": (
        f"case when {UNNUMBERED} then concat_ws('|', product, sku, quantity, line_total) else order_id end", _DAY, "person"),
}  # fmt: skip


def put_by(work: Work, table: str, moves: str) -> int:
    """Take rows out of a table and return how many. `moves` selects each row's rowid, and the file that stands for it."""
    work.run(f"create table if not exists put_by_{table} as select *, 0 as replaced_by from {table} limit 0")
    work.run(f"create or replace temp table moves as {moves}")
    if table == "events":
        _as_many_as_there_are(work)
    work.run(f"insert into put_by_{table} select {table}.*, moves.replaced_by from {table} join moves on moves.row = {table}.rowid")
    return work.one(f"delete from {table} where rowid in (select row from moves)")[0]


def _as_many_as_there_are(work: Work) -> None:
    """Keep events in the data of which this file has more than the others: one event elsewhere stands for one here.

    Events that differ in a further column which the files share are different events.
    """
    further = {f"further_{number}": f"properties ->> {literal(path)}" for number, path in enumerate(_shared_paths(work))}
    names = [*SAME["events"], *further]
    keys = ", ".join([*SAME["events"], *(f"{sql} as {name}" for name, sql in further.items())])
    equal = " and ".join(f"there.{name} is not distinct from here.{name}" for name in names if name != "customer_key")
    work.run(f"""
        delete from moves where row not in (
            with keyed as (
                select rowid as row, {keys}, row in (select row from moves) as moved from events
                where (source_id = $source_id and rowid in (select row from moves))
                    or source_id in (select replaced_by from moves)),
            here as (
                select *, row_number() over (partition by {", ".join(names)} order by row) as place from keyed where moved),
            there as (select {", ".join(names)}, count(*) as number from keyed where not moved group by all)
            select row from here join there on there.customer_key = here.customer_key and {equal} where place <= number)""")


def _shared_paths(work: Work) -> list[str]:
    """Return the JSON paths of the further columns that this file and those it is compared with all have."""
    headings = work.run("""
        select json_keys(any_value(properties)) from events
        where source_id = $source_id or source_id in (select replaced_by from moves) group by source_id""")
    shared = set.intersection(*(set(found or ()) for (found,) in headings)) if headings else set()
    return [f'$."{heading}"' for heading in sorted(shared) if '"' not in heading and "\\" not in heading]


def bring_back(cursor: duckdb.DuckDBPyConnection, source_id: int) -> None:
    """Put back the rows for which a file stood that goes away, and forget its own that were put by.

    Where several files wait with the same row, the newest of them gives it and stands for the others from now on; a file
    of orders before one of lines. The reports of the files whose rows come back are counted again.
    """
    names = {name for (name,) in cursor.execute("select table_name from duckdb_tables()").fetchall()}
    gone = {"source_id": source_id}
    changed = _files_that_name(cursor, source_id)
    for table in SAME:
        if f"put_by_{table}" not in names:
            continue
        _choose_heirs(cursor, table, source_id)
        cursor.execute(f"delete from put_by_{table} where source_id = $source_id", gone)
        back = f"from put_by_{table} where replaced_by = $source_id"
        changed |= {file for (file,) in cursor.execute(f"select distinct source_id {back}", gone).fetchall()}
        cursor.execute(f"insert into {table} select * exclude (replaced_by) {back}", gone)
        cursor.execute(f"delete {back}", gone)
    for file in sorted(changed):
        recount(cursor, file, without=source_id)


def _files_that_name(cursor: duckdb.DuckDBPyConnection, source_id: int) -> set[int]:
    """Return the files whose reports tell of this one."""
    found = cursor.execute(
        """
        select other.source_id from files other join files gone on gone.source_id = $source_id
        where other.source_id <> $source_id and contains(other.report, chr(39) || gone.name || chr(39))""",
        {"source_id": source_id},
    )
    return {file for (file,) in found.fetchall()}


def _choose_heirs(cursor: duckdb.DuckDBPyConnection, table: str, source_id: int) -> None:
    """Let each row that several files wait with come back from one of them only; the others wait for that file.

    Where another file stood for the row of the file that goes, none comes back: all of them wait for that other file.
    """
    keys = [f"{sql} as same_{number}" for number, sql in enumerate(_WAITING[table])]
    same = ", ".join(f"same_{number}" for number in range(len(keys)))
    orders = table in ("orders", "order_lines")
    unnumbered, person = (UNNUMBERED, "coalesce(known.person, customer_key)") if orders else ("true", "null")
    # A file may hold several rows alike, so they are counted; but the lines of a numbered order belong together.
    counted = "unnumbered" if table == "order_lines" else "true"
    place = f"case when {counted} then row_number() over (partition by source_id, {same} order by row) end"
    cursor.execute(f"create or replace temp table known_people as {_PEOPLE}")
    cursor.execute(
        f"""create or replace temp table waiting as
        with rows_there as (
            select waits.rowid as row, waits.*, {person} as person
            from put_by_{table} waits left join known_people known on known.key = customer_key
            where replaced_by = $source_id or source_id = $source_id),
        keyed as (select row, source_id, replaced_by, {unnumbered} as unnumbered, {', '.join(keys)} from rows_there)
        select keyed.*, {place} as place, coalesce(files.main_table, '') <> 'order_lines' as whole
        from keyed left join files using (source_id)""",
        {"source_id": source_id},
    )  # fmt: skip
    cursor.execute(
        f"""
        update put_by_{table} as waits set replaced_by = heirs.heir from (
            select row, source_id, coalesce(max(replaced_by) filter (source_id = $gone) over (partition by {same}, place),
                first_value(source_id) over (partition by {same}, place order by whole desc, source_id desc)) as heir
            from waiting) heirs
        where waits.rowid = heirs.row and heirs.source_id <> heirs.heir and heirs.source_id <> $gone""",
        {"gone": source_id},
    )


_PEOPLE = """
    select key, min(person) as person from (
        select customer_key as key, customer_id as person from customers
        union all select email, customer_id from customers where email is not null)
    group by key"""
