"""Narrow: the columns of a large file that are needed, written once as Parquet, so that no later look reads the whole text again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from segkit.engine import rows
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Watched
from segkit.ingest.load.work import plain_sql
from segkit.ingest.recognise.match import Match
from segkit.tables import OF_ORDERS
from segkit.words import fold, literal

_LARGE = 16 << 20  # bytes; a smaller file is read again sooner than it is written
_MOST_NEEDED = 0.6  # of the columns: a file that is needed nearly whole is read again as it is
_FIRST = 4  # columns that are always kept: a repeated heading and a totals row are told by them
_FILLED, _FIRST_FILLED = "cells_filled", "first_filled"
# The rows' numbers come with the file: counting them while it is written would be done by one thread, and all else after it.
_NUMBERED = "select file_row_number + 1 as source_row, * exclude (file_row_number) from read_parquet($narrow_path, file_row_number = true)"
_ON_EVERY_ROW = ("order_id", "ordered_at", "product", "sku", "quantity", "unit_price")


@contextmanager
def narrowed(con: duckdb.DuckDBPyConnection | Watched, source: Source, match: Match) -> Iterator[Source]:
    """Give the same rows with the needed columns only, for a large file of orders; any other file as it is.

    Rows that are no data have hardly a filled cell. Where some may be such, all cells are counted and kept beside the needed ones.
    """
    needed = _needed(source, match)
    if not is_large(source, match) or len(needed) > _MOST_NEEDED * len(source.headings):
        yield source
        return
    target = source.staged.with_suffix(".parquet")
    try:
        filled, first_filled = _two_cells_filled(con, source, match, needed, target) or _all_cells_counted(con, source, needed, target)
        yield replace(
            source, sql=_NUMBERED, values={"narrow_path": str(target)}, whole=source.sql, whole_values=source.values,
            filled=filled, first_filled=first_filled,
        )  # fmt: skip
    finally:
        target.unlink(missing_ok=True)


def is_large(source: Source, match: Match) -> bool:
    """Say whether a file of orders is so large that each look at its text costs more than an answer from somewhere else."""
    return source.kind == "text" and match.system.table in OF_ORDERS and source.bytes >= _LARGE


def nothing_else_filled(source: Source, match: Match) -> str:
    """Return the SQL of a row that may be no data: its first cell, or all that orders have on every row, is empty. "" where none is had."""
    first = source.columns[0]
    others = {source.column(heading) for name in _ON_EVERY_ROW for heading in match.mapping.get(name, ())} - {first}
    return f"{first} is null or coalesce({', '.join([*sorted(others), 'null'])}) is null" if others else ""


def _needed(source: Source, match: Match) -> list[str]:
    looked_into = {fold(heading) for pair in match.system.differs.values() for heading in pair}
    looked_into.add(fold(match.system.packed.get("heading", "")))  # the products of an order in one cell
    beside = {heading for _, headings in match.beside(source.headings) for heading in headings}
    used = match.used | beside
    wanted = [number < _FIRST or heading in used or fold(heading) in looked_into for number, heading in enumerate(source.headings)]
    return [column for column, needed in zip(source.columns, wanted, strict=True) if needed]


def _two_cells_filled(
    con: duckdb.DuckDBPyConnection | Watched, source: Source, match: Match, needed: list[str], target: Path
) -> tuple[str, str] | None:
    """Write the needed columns; return the SQL of a row's filled cells and of the first of them, None where some rows may be no data."""
    if not (empty := nothing_else_filled(source, match)):
        return None
    _write(con, source, needed, target)
    if rows(con, f"select count(*) from ({_NUMBERED}) where {empty}", {"narrow_path": str(target)})[0][0]:
        return None
    return "2", source.columns[0]


def _all_cells_counted(con: duckdb.DuckDBPyConnection | Watched, source: Source, needed: list[str], target: Path) -> tuple[str, str]:
    counted = [f"cast({source.count_of_filled} as usmallint) as {_FILLED}", f"{source.first_of_filled} as {_FIRST_FILLED}"]
    _write(con, source, [*counted, *needed], target)
    return _FILLED, _FIRST_FILLED


def _write(con: duckdb.DuckDBPyConnection | Watched, source: Source, columns: list[str], target: Path) -> None:
    copy = f"copy (select row_problem, {', '.join(columns)} from ({plain_sql(source)})) to {literal(str(target))} (format parquet)"
    rows(con, copy, source.values)
