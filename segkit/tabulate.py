"""Rows as text: an aligned table for people, CSV and JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

Rows = Sequence[Sequence[Any]]


def as_table(columns: Sequence[str], rows: Rows) -> str:
    """Return the rows as an aligned table, numbers to the right."""
    cells = [[_for_people(value) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(columns)]
    numeric = [all(isinstance(row[i], int | float | Decimal | None) for row in rows) for i in range(len(columns))]
    lines = [list(columns), *cells]
    return "\n".join("  ".join(_padded(text, widths[i], numeric[i]) for i, text in enumerate(line)).rstrip() for line in lines)


def _padded(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def _for_people(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)


def as_csv(columns: Sequence[str], rows: Rows) -> str:
    """Return the rows as CSV, headings first."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue().rstrip("\n")


def as_json(columns: Sequence[str], rows: Rows) -> str:
    """Return the rows as a JSON list of objects; money as numbers, days as text."""
    return json.dumps([dict(zip(columns, map(_for_json, row), strict=True)) for row in rows], indent=2, ensure_ascii=False)


def _for_json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value if isinstance(value, int | float | str | None) else str(value)
