"""A file on its way out again: its rows go, and what it had changed is as it was before."""

from collections.abc import Collection

import duckdb

from segkit.ingest.changes import count_change
from segkit.ingest.identity.links import find_links, link
from segkit.ingest.load.newest import newest_counts
from segkit.ingest.load.overlaps import settle_again
from segkit.ingest.load.put_by import SAME, bring_back, known_already, tables_put_by
from segkit.ingest.load.recount import files_that_name, recount
from segkit.ingest.load.same_sales import apart, together
from segkit.ingest.load.settling import Settling
from segkit.ingest.report import LoadReport
from segkit.tables import DATA_TABLES, OF_ORDERS, RECORDS

_OTHER_LINKS = """(from links_before except from links_after) union all (from links_after except from links_before) limit 1"""


def take_out(cursor: duckdb.DuckDBPyConnection, source_id: int, kept_apart: Collection[str] = ()) -> None:
    """Delete the file's rows; rows it had replaced come back, and links it had proved are undone.

    Rows that come back are compared with those of the other files as on the day they were loaded, in the same order.
    """
    told = files_that_name(cursor, source_id) | apart(cursor)
    _note_links(cursor, "links_before", kept_apart)
    back = {table.name: bring_back(cursor, table.name, source_id) for table in DATA_TABLES}
    for table in (*(table.name for table in DATA_TABLES), "set_aside"):
        cursor.execute(f"delete from {table} where source_id = $source_id", {"source_id": source_id})
    link(cursor, after_removal=True, kept_apart=kept_apart)
    _note_links(cursor, "links_after", kept_apart)
    if cursor.execute(_OTHER_LINKS).fetchall():
        back |= _orders_of_others(cursor, back, kept_apart)
    back = {table: files - {source_id} for table, files in back.items()}
    _compare_again(cursor, back)
    for file in sorted(told.union(*back.values())):
        recount(cursor, file, without=source_id)
    cursor.execute("delete from files where source_id = $source_id", {"source_id": source_id})
    together(cursor)
    count_change(cursor)


def link_again(cursor: duckdb.DuckDBPyConnection, kept_apart: Collection[str]) -> None:
    """Link the records of one person anew, and settle the orders that are the same ones by it."""
    parted = apart(cursor)
    link(cursor, after_removal=True, kept_apart=kept_apart)
    back = _orders_of_others(cursor, {table: set() for table in OF_ORDERS}, kept_apart)
    _compare_again(cursor, back)
    for file in sorted(parted.union(*back.values())):
        recount(cursor, file)
    together(cursor)
    count_change(cursor)


def settled_in_order(cursor: duckdb.DuckDBPyConnection, report: LoadReport, kept_apart: Collection[str]) -> LoadReport:
    """Return the report of a file read anew, once its rows are compared with those of later files as on the first day.

    A file keeps its place in the order of loading when it is read again, so its older versions do not win.
    """
    later = "select 1 from files where source_id > $source_id limit 1"
    if not cursor.execute(later, {"source_id": report.source_id}).fetchall():
        return report
    parted = apart(cursor)
    back = {table.name: bring_back(cursor, table.name) | {report.source_id} for table in DATA_TABLES}
    link(cursor, after_removal=True, kept_apart=kept_apart)
    _compare_again(cursor, back)
    for file in sorted(parted.union(*back.values())):
        recount(cursor, file)
    together(cursor)
    text = cursor.execute("select report from files where source_id = $source_id", {"source_id": report.source_id}).fetchone()[0]
    return LoadReport.from_json(text)


def _note_links(cursor: duckdb.DuckDBPyConnection, name: str, kept_apart: Collection[str]) -> None:
    """Keep in a table of that name who goes by another id as long as orders wait, which may be the same ones only by that."""
    waits = "orders" in tables_put_by(cursor)
    if waits:
        find_links(cursor, kept_apart)
    cursor.execute(f"create or replace temp table {name} as " + (
        "select key, person from persons where key <> person" if waits else "select '' as key, '' as person limit 0"))  # fmt: skip


def _orders_of_others(
    cursor: duckdb.DuckDBPyConnection, back: dict[str, set[int]], kept_apart: Collection[str]
) -> dict[str, set[int]]:
    """Bring all orders back that wait, as customers are others now and with them the orders that are the same."""
    found = {table: back[table] | bring_back(cursor, table) for table in OF_ORDERS}
    link(cursor, after_removal=True, kept_apart=kept_apart)
    linked = {file for (file,) in cursor.execute("select distinct source_id from orders where customer_id <> customer_key").fetchall()}
    return {table: files | linked for table, files in found.items()}


def _compare_again(cursor: duckdb.DuckDBPyConnection, back: dict[str, set[int]]) -> None:
    for tables, compare in ((SAME, known_already), (RECORDS, newest_counts)):
        for table in tables:
            for file in sorted(back.get(table, ())):
                compare(Settling(cursor, file), table)
    if files := set().union(*(back.get(table, set()) for table in OF_ORDERS)):
        settle_again(cursor, files)
