"""Loaders: one way of loading an export and computing features, in a process of its own that says what it took.

`python -m benchmarks.loaders segkit|duckdb|pandas|segkit_export|duckdb_export FILE FOLDER` prints one line of JSON.
"""
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.data import AS_OF
from benchmarks.measure import peak_memory, timed

HERE = Path(__file__).resolve().parent
_TYPED = """create table orders as select * from read_csv('{file}', header = true, columns = {{'order_id': 'varchar',
    'customer_id': 'varchar', 'ordered_at': 'timestamp', 'status': 'varchar', 'items': 'integer', 'total': 'decimal(18,2)',
    'discount': 'decimal(18,2)'}})"""


def segkit_loader(file: Path, folder: Path) -> Callable[[], dict[str, float]]:
    """Return the work: a project with the file's orders in canonical tables and every feature built."""
    from segkit import Project

    def work() -> dict[str, float]:
        with Project(folder / "segkit.db", folder=folder) as project:
            loading, report = timed(lambda: project.load(file))
            assert report.loaded and report.rows_read == report.rows_kept, report
            building, _ = timed(project.facts)
        return {"load": loading, "features": building}

    return work


def duckdb_loader(file: Path, folder: Path) -> Callable[[], dict[str, float]]:
    """Return the work: a typed table and the same features, in DuckDB with its own defaults."""
    import duckdb

    features = (HERE / "raw_load.sql").read_text(encoding="utf-8").replace("$as_of", f"date '{AS_OF}'")

    def work() -> dict[str, float]:
        with duckdb.connect(str(folder / "duckdb.db")) as con:
            loading, _ = timed(lambda: con.execute(_TYPED.format(file=file)))
            building, _ = timed(lambda: con.execute(features))
        return {"load": loading, "features": building}

    return work


def pandas_loader(file: Path, folder: Path) -> Callable[[], dict[str, float]]:
    """Return the work: read_csv and a groupby of the same features, kept as a file."""
    from benchmarks.pandas_features import features_of, read_orders

    def work() -> dict[str, float]:
        loading, orders = timed(lambda: read_orders(file))
        building, features = timed(lambda: features_of(orders, AS_OF))
        features.to_parquet(folder / "pandas.parquet")
        return {"load": loading, "features": building}

    return work


def segkit_export_loader(file: Path, folder: Path) -> Callable[[], dict[str, float]]:
    """Return the work: a project with the orders, lines and customers of a Shopify export; features are not built."""
    from segkit import Project

    def work() -> dict[str, float]:
        with Project(folder / "segkit.db", folder=folder) as project:
            loading, report = timed(lambda: project.load(file))
            assert report.loaded, report
        return {"load": loading, "rows": report.rows_read}

    return work


def duckdb_export_loader(file: Path, folder: Path) -> Callable[[], dict[str, float]]:
    """Return the work: the same columns of the export as text in a table, in DuckDB with its own defaults."""
    import duckdb

    from benchmarks.shopify_export import needed_columns

    columns = ", ".join(f'"{heading}"' for heading in needed_columns(file))

    def work() -> dict[str, float]:
        with duckdb.connect(str(folder / "duckdb.db")) as con:
            reading = f"create table export as select {columns} from read_csv($file, all_varchar = true)"
            loading, _ = timed(lambda: con.execute(reading, {"file": str(file)}))
            return {"load": loading, "rows": con.execute("select count(*) from export").fetchone()[0]}

    return work


LOADERS = {"segkit": segkit_loader, "duckdb": duckdb_loader, "pandas": pandas_loader,
           "segkit_export": segkit_export_loader, "duckdb_export": duckdb_export_loader}


def main(way: str, file: str, folder: str) -> None:
    """Print what one load took; imports are not counted, for anybody."""
    work = LOADERS[way](Path(file), Path(folder))
    seconds, parts = timed(work)
    print(json.dumps({"seconds": seconds, "cpu": time.process_time(), "peak": peak_memory(), "parts": parts, "rows": parts.get("rows")}))


if __name__ == "__main__":
    main(*sys.argv[1:])
