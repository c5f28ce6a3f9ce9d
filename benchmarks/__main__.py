"""Main: `python -m benchmarks` measures every row, prints the table and writes benchmarks/RESULTS.md.

--quick takes a tenth of the data or less; --only NAME (may be repeated) takes one row's module and writes no file.
"""
import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.data import FULL, QUICK, TINY, Sizes
from benchmarks.drag_updates import drag_updates
from benchmarks.list_csv import list_csv
from benchmarks.load import load
from benchmarks.measure import Row
from benchmarks.screen_latency import screen_latency
from benchmarks.shopify_export import shopify_export
from benchmarks.six_dimensions import six_dimensions
from benchmarks.slider import slider
from benchmarks.twenty_people import twenty_people

_WORKS = (load, shopify_export, slider, six_dimensions, list_csv, screen_latency, drag_updates, twenty_people)
ROWS = {work.__name__: work for work in _WORKS}
RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def run(names: list[str], sizes: Sizes, folder: Path) -> list[Row]:
    """Return the measured rows; a row that cannot be measured here says why."""
    found = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows = ROWS[name](sizes, folder)
        for row in rows:
            print("   " + report.line(row), file=sys.stderr, flush=True)
        found += rows
    return found


def main(arguments: list[str]) -> int:
    """Measure, print, write; return 1 when a limit is not kept."""
    asked = _parser().parse_args(arguments)
    sizes = TINY if asked.tiny else QUICK if asked.quick else FULL
    folder = asked.folder or Path(tempfile.gettempdir()) / "segkit-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    rows = run(asked.only or list(ROWS), sizes, folder.resolve())
    print(report.table(rows))
    out = asked.out or (RESULTS if sizes is FULL and not asked.only else None)
    if out:
        out.write_text(report.page(rows, sizes), encoding="utf-8")
    return int(any(row.holds is False for row in rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Segkit against the plain way, side by side.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data or less")
    parser.add_argument("--tiny", action="store_true", help="hardly any data: only to see that it runs")
    parser.add_argument("--only", action="append", choices=list(ROWS), help="one of the measurements; may be repeated")
    parser.add_argument("--folder", type=Path, help="where files and projects are made and kept (default: the system's temporary folder)")
    parser.add_argument("--out", type=Path, help="write the results here (default: RESULTS.md, for a full run)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
