"""Upkeep of a project file: is it one, has it today's columns, and what did a killed program leave beside it?"""

import re
import shutil
from pathlib import Path

import duckdb

from segkit.engine import rows
from segkit.errors import ProjectProblem
from segkit.tables import DATA_TABLES, TABLES

_STAGED = re.compile(r"[0-9a-f]{32}\.\w+")
_RANDOM = re.compile(r"[a-z0-9_]+")  # what a temporary folder's name ends with: of "shop-2026" more than that comes after "shop-"


def refuse_another_kind(path: Path | None) -> None:
    """Refuse a file that is there and no database: DuckDB would show a table file, and keep nothing."""
    if path is not None and path.exists() and not _looks_like_a_database(path):
        fix = "Choose another file, or start a new project."
        raise ProjectProblem("this is not a Segkit project, or the file is damaged.", str(path), fix)


def _looks_like_a_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(12)
    return not start or start[8:] == b"DUCK"


def add_new_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Give the tables of an older project file the columns that have been thought of since."""
    sql = "select table_name, column_name from duckdb_columns() where database_name = current_database() and schema_name = 'main'"
    there = set(rows(con, sql))
    waiting = {table for table, _ in there if table.startswith("put_by_")}
    for table in TABLES.values():
        new = [field for field in table.fields if (table.name, field.name) not in there]
        for field in new:
            con.execute(f"alter table {table.name} add column {field.name} {field.sql_type}")
        if new and table in DATA_TABLES and f"put_by_{table.name}" in waiting:
            shape = f"select *, 0 as replaced_by from {table.name} limit 0"
            con.execute(f"create or replace table put_by_{table.name} as ({shape}) union all by name select * from put_by_{table.name}")


def sweep(database: Path, mark: str, own: Path) -> None:
    """Remove what a killed program left: nobody else can have this file open, so nobody else uses these."""
    for left in database.resolve().parent.iterdir():
        is_ours = left.name.startswith(mark) and _RANDOM.fullmatch(left.name.removeprefix(mark))
        if is_ours and left.resolve() != own.resolve():
            remove_folder(left)
    if [path.resolve() for path in own.glob("*.segkit")] == [database.resolve()]:  # else the folder may be another project's too
        shutil.rmtree(own / "temp", ignore_errors=True)
        for left in own.iterdir():
            if _STAGED.fullmatch(left.name) and left.is_file():
                left.unlink(missing_ok=True)


def remove_folder(folder: Path | None) -> None:
    """Remove the folder and everything in it, where there is one."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
