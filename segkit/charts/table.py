"""Table: all the numbers of the segments, in the order people read them, small segments marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from segkit.numbers import TITLES, Number
from segkit.words import CURRENCY_SIGNS, WITHOUT_CENTS

Row = Mapping[str, Any]

SMALL = 30  # below this many customers, shares and means say little
FIRST = ("customers", "customer_share", "spend", "spend_share", "orders", "mean_order_value", "orders_per_customer", "spend_per_customer")
PERCENT = "%.1f%%"
_FORMATS = {"share": PERCENT, "change": PERCENT, "days": "%,.0f", "customers": "%,d", "answers": "%,d", "points": "%,.0f"}


@dataclass(frozen=True)
class TableColumn:
    """One column of the table: its heading, what it means, and how its numbers are written."""

    name: str
    title: str
    meaning: str
    format: str


def table_columns(summary: Sequence[Row], currency: str) -> list[TableColumn]:
    """Return the columns that hold anything, the most important first."""
    names = [*FIRST, *(name for name in TITLES if name not in FIRST)]
    filled = [name for name in names if any(row.get(name) for row in summary)]
    return [TableColumn(name, TITLES[name].title, TITLES[name].meaning, _format(TITLES[name], currency)) for name in filled]


def table_data(summary: Sequence[Row], names: Sequence[str], columns: Sequence[TableColumn]) -> pa.Table:
    """Return one row per segment; the name of one too small to rely on says so."""
    by_name = {row["segment"]: row for row in summary}
    found = [by_name.get(name, {}) for name in names]
    shown = [f"{name} (only {row['customers']})" if is_small(row) else name for name, row in zip(names, found, strict=True)]
    numbers = {c.name: pa.array([_number(row.get(c.name), c) for row in found], pa.float64()) for c in columns}
    return pa.table({"segment": pa.array(shown, pa.string()), **numbers})


def is_small(row: Row) -> bool:
    """Return whether the segment has too few customers to rely on its numbers."""
    return 0 < (row.get("customers") or 0) < SMALL


def _number(value: Any, column: TableColumn) -> float | None:
    return None if value is None else float(value) * (100 if column.format == PERCENT else 1)


def _format(number: Number, currency: str) -> str:
    if number.unit == "money":
        digits = 0 if currency in WITHOUT_CENTS or number.name == "spend" else 2
        return f"{CURRENCY_SIGNS.get(currency, f'{currency} ' if currency else '')}%,.{digits}f"
    if number.name == "orders":
        return "%,d"
    return _FORMATS.get(number.unit, "%,.1f")
