"""Report: how is the table of ratios written, in the terminal and in RESULTS.md?"""
import os
import platform
from importlib.metadata import version

from benchmarks.data import Sizes
from benchmarks.measure import Row

_HEAD = ("work", "Segkit", "against", "takes", "ratio", "limit", "")
_PACKAGES = ("duckdb", "pandas", "streamlit", "altair")


def line(row: Row) -> str:
    """Return one row as one line."""
    return " | ".join(cell for cell in _cells(row) if cell) + (f"   [{row.note}]" if row.note else "")


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [_HEAD, tuple("---" for _ in _HEAD), *map(_cells, rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def page(rows: list[Row], sizes: Sizes) -> str:
    """Return the page with the table, what it was measured on, and what is behind each figure."""
    notes = "\n".join(f"- {row.work}: {row.note}" for row in rows if row.note)
    return f"""# Benchmark results

Written by `make bench` (`python -m benchmarks`). Both sides of a row ran in turns in one run on one machine; the figures are medians
unless the row says otherwise. A ratio compares like with like; seconds depend on the machine.

{machine()}
{sizes}

{table(rows)}

## Behind the figures
{notes}
"""


def machine() -> str:
    """Return what the run was made on."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"Machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, {packages}."


def _cells(row: Row) -> tuple[str, ...]:
    limit = f"{'at least' if row.at_least else 'at most'} {row.limit:g} {row.unit}"
    ratio = "not measured" if row.figure is None else f"{row.figure:.2f} ×" if row.unit == "×" else f"{row.figure:.0f} {row.unit}"
    verdict = {True: "kept", False: "NOT KEPT", None: ""}[row.holds]
    return (row.work, row.ours, row.against, row.theirs, ratio, limit, verdict)
