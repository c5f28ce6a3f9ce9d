"""Opens DuckDB, sandboxed, and runs one query at a time on a cursor of its own."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from segkit.errors import ProjectProblem
from segkit.words import literal

Values = Mapping[str, Any]
# Enough for the rows of a 1 GB export at once; with everything else Segkit then takes less than 1 GB.
MEMORY = "740MB"

_NAMED = re.compile(r"\$(\w+)")
# Headings and other texts stand in statements between quotes: a heading $currency is no parameter.
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_NAMED_OR_QUOTED = re.compile(rf"{_QUOTED.pattern}|\$(?P<name>\w+)")

_AT_START = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "async_threads": 1,
}


def connect(database: str, folder: Path, memory: str = MEMORY, temp_limit: str = "50GB") -> duckdb.DuckDBPyConnection:
    """Return a connection that reads and writes inside `folder` only, or refuse with a ProjectProblem.

    Limits are SET after connecting: DuckDB 2.0 shows but does not enforce them when they come in the config. Lists of words
    are not turned into joins: those would look up every row, also where a CASE asks only a few, and mix up the rows' order.
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
        "disabled_optimizers = 'in_clause'",
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


def bound(sql: str, values: Values) -> dict[str, Any] | None:
    """Return those of the values that the statement names, None where it names none; a quoted $name is no parameter."""
    named = set(_NAMED.findall(_QUOTED.sub("''", sql)))
    return {name: value for name, value in values.items() if name in named} or None


def written_out(sql: str, values: Values) -> str:
    """Return the statement with the values it names written into it as text, for where parameters are not allowed."""
    texts = {name: "null" if value is None else literal(str(value)) for name, value in values.items()}
    return _NAMED_OR_QUOTED.sub(lambda found: texts.get(found["name"], found[0]), sql)


def read(con: duckdb.DuckDBPyConnection, sql: str, values: Values | None = None) -> duckdb.DuckDBPyRelation:
    """Return the rows of one query, read now: what changes afterwards does not change them. For answers of few rows."""
    cursor = con.cursor()
    return cursor.from_arrow(cursor.sql(sql, params=dict(values) if values else None).to_arrow_table())


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Values | None = None) -> list[tuple]:
    """Return all rows of one query as tuples."""
    return con.cursor().execute(sql, dict(values) if values else None).fetchall()


def dicts(con: duckdb.DuckDBPyConnection, sql: str, values: Values | None = None) -> list[dict[str, Any]]:
    """Return all rows of one query as dictionaries by column."""
    return as_dicts(con.cursor().execute(sql, dict(values) if values else None))


def as_dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the rows that a cursor has ready as dictionaries by column."""
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
