"""Files in: `inspect_file` looks, `load_file` loads, `remove_file` takes a file's rows out again.

A file goes through four rooms: `files` (bytes become rows of text), `recognise` (columns become fields), `parse` (text
becomes values) and `load` (rows go into the tables); `identity` then finds the records that are one person. A room
imports only from those a file has been through before.
"""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import duckdb

from segkit import engine
from segkit.engine import transaction
from segkit.ingest.choices import Choices
from segkit.ingest.files.heads import only_the_start
from segkit.ingest.files.opening import open_file
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import NEVER, Stop
from segkit.ingest.load import looking, one_file
from segkit.ingest.load.removal import link_again, take_out
from segkit.ingest.load.work import Say
from segkit.ingest.recognise.fields import known
from segkit.ingest.report import LoadReport, Question
from segkit.ingest.shop import ANY_SHOP, Shop

__all__ = ["LoadReport", "Question", "Shop", "inspect_file", "link_people", "load_file", "remove_file"]

Answers = Mapping[str, str] | None
Mapped = Mapping[str, object] | None


def inspect_file(
    con: duckdb.DuckDBPyConnection, folder: Path, path: Path, *, table: str | None = None, mapping: Mapped = None,
    answers: Answers = None, sheet: str | None = None, name: str | None = None, shop: Shop = ANY_SHOP, store: str | None = None,
) -> list[LoadReport]:  # fmt: skip
    """Return a report per table in the file without loading anything: system, column map with examples, questions."""
    with only_the_start(Path(path), Path(folder)) as start:
        sources = _opened(start, folder, sheet, name or Path(path).name)
        try:
            return [looking.preview(con, source, Choices(table, mapping, answers, shop=shop, store=store)) for source in sources]
        finally:
            _clear(sources)


def load_file(
    con: duckdb.DuckDBPyConnection, folder: Path, path: Path, *, table: str | None = None, mapping: Mapped = None,
    answers: Answers = None, sheet: str | None = None, name: str | None = None, progress: Say | None = None,
    cancelled: threading.Event | None = None, replaces: int | None = None, shop: Shop = ANY_SHOP, store: str | None = None,
) -> list[LoadReport]:  # fmt: skip
    """Load every table in the file, each in a transaction of its own, and return their reports.

    `progress(share, words)` is called while it works; setting `cancelled` stops it and changes nothing. `replaces` is the
    number of a loaded file whose rows go in the moment the new ones are in, and stay if the new load is refused.
    """
    if progress:
        progress(0.0, "Opening the file")
    sources = _opened(Path(path), folder, sheet, name or Path(path).name, Stop(cancelled))
    try:
        reports = []
        for number, source in enumerate(sources):
            say = _part(progress, number, len(sources))
            if replaces is None or _is_the_same(con, source, replaces, len(sources)):
                reports.append(one_file.load(con, source, Choices(table, mapping, answers, replaces, shop, store), say, cancelled))
        return reports
    finally:
        _clear(sources)


def _part(progress: Say | None, number: int, of: int) -> Say | None:
    return progress and (lambda share, words: progress((number + share) / of, words))


def _opened(path: Path, folder: Path, sheet: str | None, name: str, stop: Stop = NEVER) -> list[Source]:
    sources = open_file(path, Path(folder), known, sheet=sheet, stop=stop)
    shown = name.split("/")[0]  # the name of a table in an archive is archive/table
    return [replace(source, name=source.name.replace(path.name, shown, 1)) for source in sources]


def _clear(sources: list[Source]) -> None:
    """Remove the staged copies; on Windows one that is still open stays until the project is closed."""
    for source in sources:
        with suppress(OSError):
            source.staged.unlink(missing_ok=True)


def _is_the_same(con: duckdb.DuckDBPyConnection, source: Source, source_id: int, of: int) -> bool:
    """Return whether this table of an archive is the one that file number `source_id` came from."""
    found = engine.rows(con, "select name from files where source_id = $source_id", {"source_id": source_id})
    return of == 1 or (bool(found) and found[0][0] == source.name)


def remove_file(con: duckdb.DuckDBPyConnection, source_id: int, shop: Shop = ANY_SHOP) -> None:
    """Take the file's rows out again; orders it had replaced come back, and links it had proved are undone."""
    with transaction(con) as cursor:
        take_out(cursor, source_id, shop.kept_apart)


def link_people(con: duckdb.DuckDBPyConnection, shop: Shop) -> None:
    """Link the records of one person anew, but for those that are to be kept apart."""
    with transaction(con) as cursor:
        link_again(cursor, shop.kept_apart)
