"""Shopify export: how long does a large orders export of 79 columns take, against DuckDB reading the columns that Segkit needs as text?"""
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import duckdb

from benchmarks.data import Sizes, made_file
from benchmarks.load import ROOT
from benchmarks.measure import Row, alternate, in_megabytes, in_seconds, median, timed

_HERE = Path(__file__).resolve().parent
WAYS = ("duckdb", "segkit")
_START_WITHIN = 2.0  # seconds until the columns of a file, however large, stand on the screen


def shopify_export(sizes: Sizes, folder: Path) -> list[Row]:
    """Return three rows: time and memory against DuckDB, and the seconds until the file is recognised."""
    file, work = orders_export(folder, sizes.shopify_orders), folder / "shopify"
    needed = needed_columns(file)
    runs: dict[str, list[dict]] = {way: [] for way in WAYS}
    with file.open("rb") as bytes_of_it:  # once through the system's cache, so that nobody is the first to read the disk
        while bytes_of_it.read(1 << 20):
            pass

    def one(way: str) -> float:
        shutil.rmtree(work / way, ignore_errors=True)
        (work / way).mkdir(parents=True)
        runs[way].append(_in_its_own_process(way, file, work / way))
        return runs[way][-1]["seconds"]

    alternate(sizes.loads, *(lambda turn, way=way: one(way) for way in WAYS))
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
    size, peak = _bytes_of(file, needed), max(run["peak"] or 0 for run in runs["segkit"])
    what = f"load a Shopify export of {in_megabytes(file.stat().st_size)} ({runs['segkit'][0]['rows']:,} rows, 79 columns)"
    return [
        Row(what, f"raw DuckDB reading the {len(needed)} needed columns as text", 2.5, in_seconds(seconds["segkit"]),
            in_seconds(seconds["duckdb"]), seconds["segkit"] / seconds["duckdb"]),
        Row("peak memory of that load", "size of the needed columns", 2.0, in_megabytes(peak), in_megabytes(size),
            peak / size if peak else None, note=f"DuckDB {in_megabytes(max(run['peak'] or 0 for run in runs['duckdb']))}"),
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


def _in_its_own_process(way: str, file: Path, folder: Path) -> dict:
    command = [sys.executable, "-m", "benchmarks.loaders", f"{way}_export", str(file), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{way} could not load: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
