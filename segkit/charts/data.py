"""Data: result rows → the small Arrow tables that the pictures draw, numbers already written for people."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from segkit.dimensions.base import Dimension, applies
from segkit.words import money, plural, share, shortened

Row = Mapping[str, Any]
_SIGNS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
_FAR = 0.7  # of the way to the right edge: a line's name then stands on its left, as it would be cut off


def measure_data(bars: Sequence[Row], names: Sequence[str], width: float, last_bar: int, written: Callable[[float], str]) -> pa.Table:
    """Return one row per segment and bar of a measure; the last bar holds everything above its start."""
    position = {name: number for number, name in enumerate(names)}
    drawn = []
    for bar in bars:
        start, open_end = float(bar["starts_at"]), bar["bar"] == last_bar
        label = f"{written(start)} and more" if open_end else f"{written(start)} to under {written(start + width)}"
        drawn.append((bar["segment"], start, start + width, bar["customers"], position.get(bar["segment"], len(position)), label))
    return _table(drawn, segment=pa.string(), starts_at=pa.float64(), ends_at=pa.float64(), customers=pa.int64(), position=pa.int64(),
                  bar_label=pa.string())  # fmt: skip


def cut_data(dimension: Dimension, settings: Mapping[str, Any], bars: Sequence[Row], low: float, high: float,
             written: Callable[[float], str]) -> pa.Table:
    """Return where the cut-off lines of a measure lie; those outside the picture or not in use are left out."""
    used = [cut for cut in dimension.cuts if applies(cut, settings)]
    places = [(worked_out(cut.at, settings) if cut.at else _start_of(cut.starts, bars), cut.label) for cut in used]
    inside = sorted((at, label) for at, label in places if at is not None and low <= at <= high)
    far = low + _FAR * (high - low)
    lines = [(at, f"{label} {written(at)}", 2 + 15 * (number % 3), at > far) for number, (at, label) in enumerate(inside)]
    return _table(lines, at=pa.float64(), label=pa.string(), drop=pa.int64(), far=pa.bool_())


def _start_of(segment: str, bars: Sequence[Row]) -> float | None:
    """Return the least value of the measure in the segment; None when nobody is in it."""
    return min((float(bar["least"]) for bar in bars if bar["segment"] == segment and "least" in bar), default=None)


def share_data(summary: Sequence[Row], names: Sequence[str], currency: str, with_spend: bool) -> list[dict[str, Any]]:
    """Return one row per segment and kind of share, customers before spend: its number, and what it says as people write it."""
    by_name, drawn = {row["segment"]: row for row in summary}, []
    for name in names:
        row = by_name.get(name, {})
        drawn.append(_share(name, "customers", row.get("customer_share"), plural(row.get("customers") or 0, "customer")))
        if with_spend:
            drawn.append(_share(name, "spend", row.get("spend_share"), money(row.get("spend") or 0, currency, short=True)))
    return drawn


def share_room(summary: Sequence[Row], so_far: float = 0.0) -> float:
    """Return the share the axis needs room for, in few steps and never less than so far: lengths stay comparable."""
    largest = max((part for row in summary for part in (row["customer_share"], row["spend_share"]) if part), default=0.0)
    return max(so_far, next(step for step in (0.25, 0.5, 1.0, largest) if largest <= step))


def cross_data(cells: Sequence[Row], rows: Sequence[str], columns: Sequence[str], value: str, currency: str) -> pa.Table:
    """Return one row per pair of segments: its depth from 0 to 1, and its value as people write it."""
    found = {(cell["first_segment"], cell["second_segment"]): cell for cell in cells}
    most = max((float(cell[value] or 0) for cell in cells), default=0) or 1.0
    drawn = []
    for first in rows:
        for second in columns:
            cell = found.get((first, second), {})
            number = float(cell.get(value) or 0)
            written = "" if not cell else shortened(number) if value == "customers" else money(number, currency, short=True)
            says = f"{plural(cell.get('customers') or 0, 'customer')}, {money(float(cell.get('spend') or 0), currency, short=True)}"
            drawn.append((first, second, max(number, 0) / most, written, says))
    return _table(drawn, first_segment=pa.string(), second_segment=pa.string(), depth=pa.float64(), written=pa.string(), says=pa.string())


def cross_names(cells: Sequence[Row], first: Dimension, second: Dimension) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the segments down and across: words from the data by size, then the declared ones in their order."""
    return _names(cells, "first_segment", first), _names(cells, "second_segment", second)


def customers_in(cells: Sequence[Row], picked: Sequence[tuple[str, str]]) -> int:
    """Return how many customers the picked cells hold together."""
    return sum(cell["customers"] for cell in cells if (cell["first_segment"], cell["second_segment"]) in set(picked))


def worked_out(formula: str, settings: Mapping[str, Any]) -> float:
    """Return the number that a cut-off's formula gives at these settings: $names, numbers and the four operations."""
    return _value(ast.parse(formula.replace("$", ""), mode="eval").body, settings)


def _value(node: ast.expr, settings: Mapping[str, Any]) -> float:
    if isinstance(node, ast.BinOp):
        return _SIGNS[type(node.op)](_value(node.left, settings), _value(node.right, settings))
    if isinstance(node, ast.Name):
        return float(settings[node.id])
    return float(ast.literal_eval(node))


def _names(cells: Sequence[Row], side: str, dimension: Dimension) -> tuple[str, ...]:
    declared = dimension.shown_names()
    sizes: dict[str, int] = {}
    for cell in cells:
        sizes[cell[side]] = sizes.get(cell[side], 0) + cell["customers"]
    own_words = sorted((name for name in sizes if name not in declared), key=lambda name: (-sizes[name], name))
    return (*own_words, *(name for name in declared if name in sizes))


def _share(name: str, of: str, part: float | None, amount: str) -> dict[str, Any]:
    part = part or 0.0
    return {"segment": name, "share": part, "written": share(part), "says": f"{share(part)} of {of}", "amount": amount}


def _table(drawn: Sequence[tuple], **columns: pa.DataType) -> pa.Table:
    values = zip(*drawn, strict=True) if drawn else ([] for _ in columns)
    return pa.table({name: pa.array(list(found), kind) for (name, kind), found in zip(columns.items(), values, strict=True)})
