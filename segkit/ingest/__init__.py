"""Files in: `inspect_file` looks, `load_file` loads, `remove_file` takes a file's rows out again."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import duckdb

from segkit.engine import transaction
from segkit.ingest.fields import known
from segkit.ingest.files import open_file
from segkit.ingest.heads import only_the_start
from segkit.ingest.identity import link
from segkit.ingest.load import Choices, load, preview
from segkit.ingest.repeats import bring_back
from segkit.ingest.report import LoadReport, Question
from segkit.ingest.source import Source
from segkit.ingest.work import Say
from segkit.tables import DATA_TABLES

__all__ = ["LoadReport", "Question", "inspect_file", "load_file", "remove_file"]

Answers = Mapping[str, str] | None
Mapped = Mapping[str, object] | None


def inspect_file(
    con: duckdb.DuckDBPyConnection, folder: Path, path: Path, *, table: str | None = None, mapping: Mapped = None,
    answers: Answers = None, sheet: str | None = None, name: str | None = None,
) -> list[LoadReport]:  # fmt: skip
    """Return a report per table in the file without loading anything: system, column map with examples, questions."""
    with only_the_start(Path(path), Path(folder)) as start:
        sources = _opened(start, folder, sheet, name or Path(path).name)
        try:
            return [preview(con, source, Choices(table, mapping, answers)) for source in sources]
        finally:
            _clear(sources)


def load_file(
    con: duckdb.DuckDBPyConnection, folder: Path, path: Path, *, table: str | None = None, mapping: Mapped = None,
    answers: Answers = None, sheet: str | None = None, name: str | None = None, progress: Say | None = None,
    cancelled: threading.Event | None = None,
) -> list[LoadReport]:  # fmt: skip
    """Load every table in the file, each in a transaction of its own, and return their reports.

    `progress(share, words)` is called while it works; setting `cancelled` stops it and changes nothing.
    """
    if progress:
        progress(0.0, "Opening the file")
    sources = _opened(Path(path), folder, sheet, name or Path(path).name)
    try:
        reports = []
        for number, source in enumerate(sources):
            say = _part(progress, number, len(sources))
            reports.append(load(con, source, Choices(table, mapping, answers), say, cancelled))
        return reports
    finally:
        _clear(sources)


def _part(progress: Say | None, number: int, of: int) -> Say | None:
    return progress and (lambda share, words: progress((number + share) / of, words))


def _opened(path: Path, folder: Path, sheet: str | None, name: str) -> list[Source]:
    sources = open_file(path, Path(folder), known, sheet=sheet)
    return [replace(source, name=source.name.replace(path.name, name, 1)) for source in sources]


def _clear(sources: list[Source]) -> None:
    """Remove the staged copies; on Windows one that is still open stays until the project is closed."""
    for source in sources:
        with suppress(OSError):
            source.staged.unlink(missing_ok=True)


def remove_file(con: duckdb.DuckDBPyConnection, source_id: int) -> None:
    """Take the file's rows out again; orders it had replaced come back, and links it had proved are undone."""
    with transaction(con) as cursor:
        for table in (*(table.name for table in DATA_TABLES), "set_aside", "files"):
            cursor.execute(f"delete from {table} where source_id = $source_id", {"source_id": source_id})
        bring_back(cursor, source_id)
        link(cursor, after_removal=True)
