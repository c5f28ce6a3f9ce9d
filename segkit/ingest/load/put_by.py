"""What did a file bring that another file has too? Kept aside from the data, and back in them when that file goes."""

import duckdb

from segkit.ingest.load.settling import Settling
from segkit.ingest.load.work import Work
from segkit.tables import CUSTOMERS, DATA_TABLES
from segkit.words import literal

# By what a row is known to be the same one in another file. Further columns of an event differ from export to export.
_OWN = ("customer_id", "source_id", "source_row", "extra")
SAME = {
    "events": ("customer_key", "event_name", "event_at", "session_id", "product", "value"),
    "surveys": ("customer_key", "answered_on", "question", "score", "answer"),
    "contacts": ("customer_key", "action", "contacted_at", "campaign", "message", "link"),
    "customers": tuple(field.name for field in CUSTOMERS.fields if field.name not in _OWN),
}
# An order without a number was numbered by the file it came from, which says nothing to another file.
UNNUMBERED = "order_id like 'file ' || source_id || ' %'"


def put_by(work: Work | Settling, table: str, moves: str) -> int:
    """Take rows out of a table and return how many. `moves` selects each row's rowid, and the file that stands for it."""
    work.run(f"create table if not exists put_by_{table} as select *, 0 as replaced_by from {table} limit 0")
    work.run(f"create or replace temp table moves as {moves}")
    if table == "events":
        _as_many_as_there_are(work)
    if not work.one("select count(*) from moves")[0]:
        return 0
    work.run(f"insert into put_by_{table} select {table}.*, moves.replaced_by from {table} join moves on moves.row = {table}.rowid")
    return work.one(f"delete from {table} where rowid in (select row from moves)")[0]


def known_already(work: Work | Settling, table: str) -> int:
    """Put by the rows that a file loaded before brought exactly so, and return how many they were."""
    if not work.one(f"select count(*) from files where main_table = {literal(table)} and source_id < $source_id")[0]:
        return 0
    if table == "customers":
        return _same_customers(work)
    return put_by(
        work,
        table,
        f"""
        select new.rowid as row, min(old.source_id) as replaced_by from {table} new join {table} old on {_equal(table)}
        where new.source_id = $source_id and old.source_id < $source_id group by all""",
    )


def _same_customers(work: Work | Settling) -> int:
    """Put by the customers of a file that was saved anew: all of them, or none. Of lists that differ, the newer one is told apart."""
    number = "(select count(*) from customers where source_id = {})"
    twins = work.run(f"""
        select old.source_id from customers new join customers old on {_equal("customers")}
            and list_sort(map_entries(new.extra)) is not distinct from list_sort(map_entries(old.extra))
        where new.source_id = $source_id and old.source_id in (
            select source_id from files where main_table = 'customers' and source_id < $source_id)
        group by old.source_id
        having count(*) = {number.format("$source_id")} and count(*) = {number.format("old.source_id")} order by 1 limit 1""")
    if not twins:
        return 0
    return put_by(work, "customers", f"select rowid as row, {int(twins[0][0])} as replaced_by from customers where source_id = $source_id")


def _equal(table: str) -> str:
    same = [f"new.{name} is not distinct from old.{name}" for name in SAME[table] if name != "customer_key"]
    return " and ".join(["new.customer_key = old.customer_key", *same])


def _as_many_as_there_are(work: Work | Settling) -> None:
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
                select rowid as row, properties, {keys}, row in (select row from moves) as moved from events
                where (source_id = $source_id and rowid in (select row from moves))
                    or source_id in (select replaced_by from moves)),
            here as (
                select *, row_number() over (partition by {", ".join(names)} order by properties, row) as place from keyed where moved),
            there as (select {", ".join(names)}, count(*) as number from keyed where not moved group by all)
            select row from here join there on there.customer_key = here.customer_key and {equal} where place <= number)""")


def _shared_paths(work: Work | Settling) -> list[str]:
    """Return the JSON paths of the further columns that this file and those it is compared with all have."""
    headings = work.run("""
        select json_keys(any_value(properties)) from events
        where source_id = $source_id or source_id in (select replaced_by from moves) group by source_id""")
    shared = set.intersection(*(set(found or ()) for (found,) in headings)) if headings else set()
    return [f'$."{heading}"' for heading in sorted(shared) if '"' not in heading and "\\" not in heading]


def bring_back(cursor: duckdb.DuckDBPyConnection, table: str, source_id: int | None = None) -> set[int]:
    """Put back the rows that wait for a file, or for any, and return which files are to be compared again.

    Rows are counted where files hold several alike. So with the rows that wait for the file come those of the files they
    belong to, whatever they wait for, and so on.
    """
    if table not in tables_put_by(cursor):
        return set()
    pairs = cursor.execute(f"select distinct source_id, replaced_by from put_by_{table}").fetchall()
    files = {file for pair in pairs for file in pair} if source_id is None else _together(pairs, {source_id})
    chosen = f"from put_by_{table} where list_contains(cast($files as bigint[]), source_id)"
    if any(file in files for file, _ in pairs):
        cursor.execute(f"insert into {table} select * exclude (replaced_by) {chosen}", {"files": list(files)})
        cursor.execute(f"delete {chosen}", {"files": list(files)})
        return files
    return set()


def _together(pairs: list[tuple[int, int]], files: set[int]) -> set[int]:
    """Return the files with all that hang together with them, by one waiting for the other."""
    more = {file for pair in pairs if files & set(pair) for file in pair}
    return files if more <= files else _together(pairs, files | more)


def tables_put_by(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables of which rows are kept aside, or were once."""
    there = {name for (name,) in cursor.execute("select table_name from duckdb_tables()").fetchall()}
    return [table.name for table in DATA_TABLES if f"put_by_{table.name}" in there]
