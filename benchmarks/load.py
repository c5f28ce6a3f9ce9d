"""Load: how long does a large export take until its features are there, and how much memory, against DuckDB and pandas?"""
import shutil
from pathlib import Path

import duckdb

from benchmarks.data import Sizes, orders_file
from benchmarks.measure import Row, in_megabytes, in_seconds, median
from benchmarks.turns import in_turns

WAYS = ("duckdb", "segkit", "pandas")
# Ours round in places where the hand-written ones do not; a customer's value counts as equal within half of the last place kept.
_NEAR = {"DOUBLE": 0.051, "FLOAT": 0.051, "DECIMAL": 0.006}


def load(sizes: Sizes, folder: Path) -> list[Row]:
    """Return three rows: time against DuckDB, time against pandas, peak memory against the size of the file."""
    file = orders_file(folder, sizes.lines, sizes.customers)
    work = folder / "load"
    runs = in_turns(WAYS, file, work, sizes.loads)
    differ = differences(work)
    shutil.rmtree(work, ignore_errors=True)
    return _rows(file, sizes, runs, differ)


def _rows(file: Path, sizes: Sizes, runs: dict[str, list[dict]], differ: dict[str, int]) -> list[Row]:
    seconds = {way: median([run["seconds"] for run in found]) for way, found in runs.items()}
    size, peak = file.stat().st_size, max(run["peak"] or 0 for run in runs["segkit"])
    what = f"load a {sizes.lines:,}-line CSV ({in_megabytes(size)}, {sizes.customers:,} customers), features included"
    same = "the answers are the same" if not any(differ.values()) else f"ANSWERS DIFFER: {differ}"
    parts = "; ".join(f"{way}: {_parts(found)}" for way, found in runs.items())
    return [
        Row(what, "raw DuckDB: typed create table as + group by of the same features", 2.0, in_seconds(seconds["segkit"]),
            in_seconds(seconds["duckdb"]), seconds["segkit"] / seconds["duckdb"], note=f"{same}; {parts}"),
        Row("the same", "pandas read_csv + groupby", 1.0, in_seconds(seconds["segkit"]), in_seconds(seconds["pandas"]),
            seconds["segkit"] / seconds["pandas"]),
        Row("peak memory of that load", "size of the file", 2.0, in_megabytes(peak), in_megabytes(size), peak / size if peak else None,
            note=f"DuckDB {in_megabytes(_peak(runs['duckdb']))}, pandas {in_megabytes(_peak(runs['pandas']))}"),
    ]  # fmt: skip


def _parts(found: list[dict]) -> str:
    parts = " + ".join(f"{name} {in_seconds(median([run['parts'][name] for run in found]))}" for name in ("load", "features"))
    return f"{parts} (processor {in_seconds(median([run['cpu'] for run in found]))})"


def _peak(found: list[dict]) -> int:
    return max(run["peak"] or 0 for run in found)


def differences(work: Path) -> dict[str, int]:
    """Return for each way and feature how many customers have another value than in Segkit; empty when all agree."""
    con = duckdb.connect()
    con.execute(f"attach '{work / 'segkit' / 'segkit.db'}' as ours (read_only)")
    con.execute(f"attach '{work / 'duckdb' / 'duckdb.db'}' as raw (read_only)")
    con.execute(f"create view frame as select * from read_parquet('{work / 'pandas' / 'pandas.parquet'}')")
    found = {}
    for way, table in (("duckdb", "raw.features"), ("pandas", "frame")):
        kinds = {name: str(kind) for name, kind, *_ in con.execute(f"describe {table}").fetchall() if name != "customer_id"}
        counts = ", ".join(f"count(*) filter ({_unlike(name, kind)})" for name, kind in kinds.items())
        sql = f"select count(*) filter (a.customer_id is null or b.customer_id is null), {counts}"
        answer = con.execute(f"{sql} from ours.features as a full join {table} as b using (customer_id)").fetchone()
        found |= {f"{way} {name}": n for name, n in zip(("customers", *kinds), answer, strict=True) if n}
    return found


def _unlike(name: str, kind: str) -> str:
    if kind.startswith(("DATE", "TIMESTAMP")):
        return f"cast(a.{name} as date) is distinct from cast(b.{name} as date)"
    within = 1e-6 if name.endswith(("_rank", "spend_share")) else _NEAR.get(kind.split("(")[0], 0)
    a, b = f"cast(a.{name} as double)", f"cast(b.{name} as double)"
    return f"coalesce(abs({a} - coalesce({b}, 0)), cast({b} is not null as integer)) > {within}"
