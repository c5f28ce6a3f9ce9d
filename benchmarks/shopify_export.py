"""Shopify export: how long does a large orders export of 79 columns take, against DuckDB reading the columns that Segkit needs as text?"""
import shutil
from functools import cache
from pathlib import Path

import duckdb

from benchmarks.data import Sizes, made_file
from benchmarks.measure import Row, in_megabytes, in_seconds, median, timed
from benchmarks.turns import in_turns

_HERE = Path(__file__).resolve().parent
WAYS = ("duckdb_export", "segkit_export")
_START_WITHIN = 2.0  # seconds until the columns of a file, however large, stand on the screen


def shopify_export(sizes: Sizes, folder: Path) -> list[Row]:
    """Return three rows: time and memory against DuckDB, and the seconds until the file is recognised."""
    file, work = orders_export(folder, sizes.shopify_orders), folder / "shopify"
    needed = needed_columns(file)
    runs = in_turns(WAYS, file, work, sizes.loads)
    looks = _seconds_to_recognise(file, sizes.loads)
    shutil.rmtree(work, ignore_errors=True)
    return _rows(file, needed, runs, looks)


def orders_export(folder: Path, orders: int) -> Path:
    """Return an orders export as Shopify writes it, about 1,000 bytes an order on one to three rows."""
    select = (_HERE / "shopify_export.sql").read_text(encoding="utf-8").format(orders=orders, customers=max(1, orders // 4))
    return made_file(folder, f"shopify-{orders}", select)


@cache
def needed_columns(file: Path) -> tuple[str, ...]:
    """Return the headings of the file that Segkit turns into fields."""
    from segkit.ingest.recognise.by_headings import exact_system

    described = duckdb.execute("describe from read_csv($file, all_varchar = true)", {"file": str(file)}).fetchall()
    headings = tuple(name for name, *_ in described)
    declared = exact_system(headings).columns.values()
    return tuple(heading for heading in headings if any(heading in found for found in declared))


def _rows(file: Path, needed: tuple[str, ...], runs: dict[str, list[dict]], looks: list[float]) -> list[Row]:
    seconds = {way: median([run["seconds"] for run in found]) for way, found in runs.items()}
    size, peak = _bytes_of(file, needed), max(run["peak"] or 0 for run in runs["segkit_export"])
    what = f"load a Shopify export of {in_megabytes(file.stat().st_size)} ({runs['segkit_export'][0]['rows']:,} rows, 79 columns)"
    return [
        Row(what, f"raw DuckDB reading the {len(needed)} needed columns as text", 2.5, in_seconds(seconds["segkit_export"]),
            in_seconds(seconds["duckdb_export"]), seconds["segkit_export"] / seconds["duckdb_export"]),
        Row("peak memory of that load", "size of the needed columns", 2.0, in_megabytes(peak), in_megabytes(size),
            peak / size if peak else None, note=f"DuckDB {in_megabytes(max(run['peak'] or 0 for run in runs['duckdb_export']))}"),
        Row("until that file is recognised", "two seconds", 1.0, in_seconds(median(looks)), in_seconds(_START_WITHIN),
            median(looks) / _START_WITHIN),
    ]  # fmt: skip


def _bytes_of(file: Path, needed: tuple[str, ...]) -> int:
    sums = " + ".join(f'coalesce(sum(strlen("{heading}") + 1), 0)' for heading in needed)
    return int(duckdb.execute(f"select {sums} from read_csv($file, all_varchar = true)", {"file": str(file)}).fetchone()[0])


def _seconds_to_recognise(file: Path, times: int) -> list[float]:
    from segkit import Project

    taken = []
    for _ in range(max(3, times)):
        with Project() as project:
            seconds, (report,) = timed(lambda project=project: project.inspect(file))
            assert report.system == "shopify_orders", report.system
            taken.append(seconds)
    return taken
