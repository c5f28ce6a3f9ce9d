"""Narrow: the columns of a large file that are needed, written once as Parquet, so that no later look reads the whole text again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from segkit.engine import rows
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Watched
from segkit.ingest.recognise.match import Match
from segkit.words import fold, literal

_LARGE = 16 << 20  # bytes; a smaller file is read again sooner than it is written
_MOST_NEEDED = 0.6  # of the columns: a file that is needed nearly whole is read again as it is
_FIRST = 4  # columns that are always kept: a repeated heading and a totals row are told by them
_FILLED, _FIRST_FILLED = "cells_filled", "first_filled"


@contextmanager
def narrowed(con: duckdb.DuckDBPyConnection | Watched, source: Source, match: Match) -> Iterator[Source]:
    """Give the same rows with the needed columns only, for a large file of orders; any other file as it is.

    How many cells of a row are filled, and the first of them, are kept for the rows that are no data.
    """
    needed = _needed(source, match)
    of_orders = source.kind == "text" and match.system.table in ("orders", "order_lines")
    if not of_orders or source.bytes < _LARGE or len(needed) > _MOST_NEEDED * len(source.headings):
        yield source
        return
    target = source.staged.with_suffix(".parquet")
    try:
        rows(con, _copy(source, needed, str(target)), source.values)
        yield replace(
            source, sql="select * from read_parquet($narrow_path)", values={"narrow_path": str(target)}, whole=source.sql,
            whole_values=source.values, filled=_FILLED, first_filled=_FIRST_FILLED,
        )  # fmt: skip
    finally:
        target.unlink(missing_ok=True)


def _needed(source: Source, match: Match) -> list[str]:
    looked_into = {fold(heading) for pair in match.system.differs.values() for heading in pair}
    looked_into.add(fold(match.system.packed.get("heading", "")))  # the products of an order in one cell
    beside = {heading for _, headings in match.beside(source.headings) for heading in headings}
    used = match.used | beside
    wanted = [number < _FIRST or heading in used or fold(heading) in looked_into for number, heading in enumerate(source.headings)]
    return [column for column, needed in zip(source.columns, wanted, strict=True) if needed]


def _copy(source: Source, needed: list[str], path: str) -> str:
    return f"""copy (select source_row, row_problem, cast({source.count_of_filled} as usmallint) as {_FILLED},
        {source.first_of_filled} as {_FIRST_FILLED}, {', '.join(needed)} from ({source.sql})) to {literal(path)} (format parquet)"""
