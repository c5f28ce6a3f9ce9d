"""What did a file bring that another file has too? Kept aside from the data, and back in them when that file goes."""

import duckdb

from segkit.ingest.work import Work

# By what a row is known to be the same one in another file.
SAME = {
    "orders": ("order_id", "customer_key"),
    "order_lines": ("order_id", "customer_key"),
    "events": ("customer_key", "event_name", "event_at", "session_id", "product", "value", "properties"),
    "surveys": ("customer_key", "answered_on", "question", "score", "answer"),
}


def put_by(work: Work, table: str, moves: str) -> int:
    """Take rows out of a table and return how many. `moves` selects each row's rowid, and the file that stands for it."""
    work.run(f"create table if not exists put_by_{table} as select *, 0 as replaced_by from {table} limit 0")
    work.run(f"create or replace temp table moves as {moves}")
    work.run(f"insert into put_by_{table} select {table}.*, moves.replaced_by from {table} join moves on moves.row = {table}.rowid")
    return work.one(f"delete from {table} where rowid in (select row from moves)")[0]


def bring_back(cursor: duckdb.DuckDBPyConnection, source_id: int) -> None:
    """Put back the rows for which a file stood that goes away, and forget its own that were put by.

    Where several files wait with the same row, the newest of them gives it and stands for the others from now on.
    """
    names = {name for (name,) in cursor.execute("select table_name from duckdb_tables()").fetchall()}
    gone = {"source_id": source_id}
    for table, same in SAME.items():
        if f"put_by_{table}" not in names:
            continue
        cursor.execute(f"delete from put_by_{table} where source_id = $source_id", gone)
        keys = ", ".join(same)
        equal = " and ".join(f"waiting.{name} is not distinct from heirs.{name}" for name in same)
        cursor.execute(
            f"""update put_by_{table} as waiting set replaced_by = heirs.heir
            from (select {keys}, max(source_id) as heir from put_by_{table} where replaced_by = $source_id group by all) as heirs
            where waiting.replaced_by = $source_id and waiting.source_id <> heirs.heir and {equal}""",
            gone,
        )
        cursor.execute(f"insert into {table} select * exclude (replaced_by) from put_by_{table} where replaced_by = $source_id", gone)
        cursor.execute(f"delete from put_by_{table} where replaced_by = $source_id", gone)
