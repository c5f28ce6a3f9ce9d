"""A file on its way out again: its rows go, and what it had changed is as it was before."""

import duckdb

from segkit.ingest.changes import count_change
from segkit.ingest.identity import link
from segkit.ingest.load.put_by import bring_back
from segkit.tables import DATA_TABLES


def take_out(cursor: duckdb.DuckDBPyConnection, source_id: int) -> None:
    """Delete the file's rows; orders it had replaced come back, and links it had proved are undone."""
    bring_back(cursor, source_id)
    for table in (*(table.name for table in DATA_TABLES), "set_aside", "files"):
        cursor.execute(f"delete from {table} where source_id = $source_id", {"source_id": source_id})
    link(cursor, after_removal=True)
    count_change(cursor)
