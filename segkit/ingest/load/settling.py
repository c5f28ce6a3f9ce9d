"""How are rows compared again when their file is not at hand? The statements of a load, about one file's rows in the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from segkit.engine import bound


@dataclass
class Settling:
    """One loaded file whose rows are compared with those of others; it can stand where a load stands, but for the file itself."""

    cursor: duckdb.DuckDBPyConnection
    source_id: int
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)  # of the file, which is closed: none

    def one(self, sql: str) -> tuple:
        """Return the only row of one statement."""
        return self.run(sql)[0]

    def run(self, sql: str) -> list[tuple]:
        """Return the rows of one statement, with the values that it names."""
        return self.cursor.execute(sql, bound(sql, {"source_id": self.source_id, **self.values})).fetchall()
