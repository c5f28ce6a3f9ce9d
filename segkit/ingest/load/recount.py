"""What does a file still bring? Its report counted again from the tables, after rows of it went or came back."""

from dataclasses import replace

import duckdb

from segkit.ingest.load.totals import figures_of
from segkit.ingest.report import LoadReport
from segkit.words import literal

ADDS_NOTHING = "Every row of this file was in the project already: it adds nothing."
# A row of a survey file may bring several answers, one of messages several actions; every other row brings one row of its table.
_ROWS = {"surveys": "count(distinct source_row)", "contacts": "count(distinct source_row)"}


def recount(cursor: duckdb.DuckDBPyConnection, source_id: int, without: int | None = None) -> None:
    """Write a file's kept and merged rows and its figures anew; notes that name the file `without` no longer hold."""
    found = cursor.execute("select report from files where source_id = $id", {"id": source_id}).fetchone()
    if found is None:
        return
    report = LoadReport.from_json(found[0])
    counted = f"select {_ROWS.get(report.table, 'count(*)')} from {report.table} where source_id = $id"
    kept = min(cursor.execute(counted, {"id": source_id}).fetchone()[0], report.rows_read - report.rows_set_aside)
    merged = report.rows_read - report.rows_set_aside - kept
    gone = cursor.execute("select name from files where source_id = $id", {"id": without}).fetchone() if without else None
    orders = "select 1 from orders where source_id = $id limit 1"  # an order may count whose lines stand in another file
    said = {ADDS_NOTHING} if kept or cursor.execute(orders, {"id": source_id}).fetchall() else set()
    notes = tuple(note for note in report.notes if not (gone and literal(gone[0]) in note) and note not in said)

    def one(sql: str) -> tuple:
        return cursor.execute(sql, {"source_id": source_id}).fetchone()

    totals = {**report.totals, **figures_of(one, report.table, report.grain)}
    written = replace(report, rows_kept=kept, rows_merged=merged, totals=totals, notes=notes).to_json()
    cursor.execute("update files set report = $report where source_id = $id", {"id": source_id, "report": written})


def files_that_name(cursor: duckdb.DuckDBPyConnection, source_id: int) -> set[int]:
    """Return the files whose reports tell of this one."""
    found = cursor.execute(
        """
        select other.source_id from files other join files gone on gone.source_id = $source_id
        where other.source_id <> $source_id and contains(other.report, chr(39) || gone.name || chr(39))""",
        {"source_id": source_id},
    )
    return {file for (file,) in found.fetchall()}
