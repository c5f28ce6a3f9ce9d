"""Opens DuckDB, sandboxed, and runs one query at a time on a cursor of its own."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from segkit.errors import Cancelled, ProjectProblem
from segkit.words import literal

Values = Mapping[str, Any]
Progress = Callable[[float], None]

_AT_START = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "async_threads": 1,
}


def connect(database: str, folder: Path, memory: str = "1GB", temp_limit: str = "50GB") -> duckdb.DuckDBPyConnection:
    """Return a connection that reads and writes inside `folder` only, or refuse with a ProjectProblem.

    Limits are SET after connecting: DuckDB 2.0 shows but does not enforce them when they come in the config.
    """
    try:
        con = duckdb.connect(database, config=_AT_START)
    except duckdb.Error as error:
        raise _cannot_open(database, error) from error
    inside = literal(f"{folder.resolve()}/")
    for setting in (
        f"memory_limit = {literal(memory)}",
        f"temp_directory = {literal(str(folder.resolve() / 'temp'))}",
        f"max_temp_directory_size = {literal(temp_limit)}",
        "TimeZone = 'UTC'",
        f"allowed_directories = [{inside}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        con.execute(f"set {setting}")
    return con


def _cannot_open(database: str, error: duckdb.Error) -> ProjectProblem:
    if "lock" in str(error).lower():
        return ProjectProblem(
            "this project is open in another program.", database, "Close Segkit or the other program and try again."
        )
    return ProjectProblem(
        "this is not a Segkit project, or the file is damaged.", database, "Choose another file, or start a new project."
    )


def run(con: duckdb.DuckDBPyConnection, sql: str, values: Values | None = None) -> duckdb.DuckDBPyRelation:
    """Return the rows of one query, on its own cursor.

    A shared connection gives one reader another reader's answer. The relation runs when it is read: read it once.
    """
    return con.cursor().sql(sql, params=dict(values) if values else None)


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Values | None = None) -> list[tuple]:
    """Return all rows of one query as tuples."""
    return con.cursor().execute(sql, dict(values) if values else None).fetchall()


def dicts(con: duckdb.DuckDBPyConnection, sql: str, values: Values | None = None) -> list[dict[str, Any]]:
    """Return all rows of one query as dictionaries by column."""
    cursor = con.cursor().execute(sql, dict(values) if values else None)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a cursor whose changes are kept together or not at all."""
    cursor = con.cursor()
    cursor.execute("begin")
    try:
        yield cursor
    except BaseException:
        cursor.execute("rollback")
        raise
    cursor.execute("commit")


def execute_watched(
    cursor: duckdb.DuckDBPyConnection,
    sql: str,
    values: Values | None = None,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
) -> list[tuple]:
    """Return the rows of one statement; report its progress (0 to 1) and stop it when `cancelled` is set."""
    if progress is None and cancelled is None:
        return cursor.execute(sql, dict(values) if values else None).fetchall()
    for setting in ("enable_progress_bar = true", "enable_progress_bar_print = false", "progress_bar_time = 0"):
        _try_set(cursor, setting)
    answer: dict[str, Any] = {}

    def work() -> None:
        try:
            answer["rows"] = cursor.execute(sql, dict(values) if values else None).fetchall()
        except duckdb.Error as error:
            answer["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        if cancelled is not None and cancelled.is_set():
            cursor.interrupt()
        if progress is not None and thread.is_alive():
            progress(max(0.0, min(1.0, cursor.query_progress() / 100)))
    if cancelled is not None and cancelled.is_set():
        raise Cancelled("The load was stopped; nothing was changed.")
    if "error" in answer:
        raise answer["error"]
    return answer["rows"]


def _try_set(cursor: duckdb.DuckDBPyConnection, setting: str) -> None:
    try:
        cursor.execute(f"set {setting}")
    except duckdb.Error:  # the configuration is locked: progress stays unknown, the work goes on
        time.sleep(0)
