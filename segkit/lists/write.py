"""Write: the customers a query finds, as one file; the rows in the file are counted while it is written."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from segkit.engine import Values, run
from segkit.errors import ProjectProblem
from segkit.lists.columns import Column, chosen, headings, select_list
from segkit.lists.flavours import Flavour


def write_list(
    con: duckdb.DuckDBPyConnection, select: str, values: Values, columns: Sequence[Column], flavour: Flavour, path: Path
) -> int:
    """Return how many customers were written to the file, which appears whole or not at all."""
    there = column_kinds(con, select, values)
    expressions = select_list(chosen(columns, there), there, flavour.harmless)
    top = headings(columns, flavour.harmless)
    draft = path.with_name(f".{uuid.uuid4().hex}{flavour.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        written = flavour.write(con.cursor(), f"select {expressions} from ({select}) as listed", dict(values), top, draft)
        draft.replace(path)
    except (OSError, duckdb.IOException) as error:
        raise ProjectProblem("the list could not be written.", path.name, "Is there room on the disk?") from error
    finally:
        draft.unlink(missing_ok=True)
    return written


def column_kinds(con: duckdb.DuckDBPyConnection, select: str, values: Values) -> dict[str, str]:
    """Return the type of every column the query gives, by name."""
    found: Any = run(con, f"select * from ({select}) as listed limit 0", values)
    return dict(zip(found.columns, map(str, found.types), strict=True))
