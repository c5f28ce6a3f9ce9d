"""How often have the data changed? Counted in the transaction that changes them, so that no change goes unnoticed."""

import duckdb

from segkit.engine import rows

CREATE_COUNT = "create table if not exists data_changes as select 0::bigint as number"


def count_change(cursor: duckdb.DuckDBPyConnection) -> None:
    """Count one more change; kept or undone together with the change itself."""
    cursor.execute(CREATE_COUNT)
    cursor.execute("update data_changes set number = number + 1")


def changes(con: duckdb.DuckDBPyConnection) -> int:
    """Return how often the data have changed."""
    return rows(con, "select number from data_changes")[0][0]
