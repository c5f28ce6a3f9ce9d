"""Sentences: what do the numbers of a picture say, in one sentence a person would say?"""

from collections.abc import Mapping, Sequence
from typing import Any

from segkit.words import money, plural, share

Row = Mapping[str, Any]
Say = Any  # how a name or an amount is written; a screen gives one that makes it safe to show


def summary_sentence(summary: Sequence[Row], currency: str, name: Say = str) -> str:
    """Return the most telling comparison: the segment whose share of spend is furthest above its share of customers."""
    held = [row for row in summary if row["customers"]]
    total = sum(row["customers"] for row in held)
    if not held:
        return "There are no customers yet."
    if not any(row["spend"] for row in held):
        largest = max(held, key=lambda row: row["customers"])
        return f"**{name(largest['segment'])}** is the largest segment: {share(largest['customer_share'])} of {plural(total, 'customer')}."
    top = max(held, key=lambda row: (row["spend_share"] or 0) - (row["customer_share"] or 0))
    said = f"**{name(top['segment'])}**: {share(top['customer_share'])} of customers bring {share(top['spend_share'])} of spend"
    return f"{said}, {name(money(float(top['spend']), currency, short=True))} from {plural(top['customers'], 'customer')}."


def cross_sentence(cells: Sequence[Row], currency: str, name: Say = str) -> str:
    """Return where most customers are, and where most spend is."""
    if not cells:
        return "There are no customers yet."
    most, richest = max(cells, key=lambda c: c["customers"]), max(cells, key=lambda c: c["spend"] or 0)
    where = f"The largest group is **{_pair(most, name)}** ({plural(most['customers'], 'customer')})"
    if not richest["spend"]:
        return where + "."
    if richest is most:
        return f"{where}, and it brings most spend as well ({name(money(float(richest['spend']), currency, short=True))})."
    return f"{where}; most spend comes from **{_pair(richest, name)}** ({name(money(float(richest['spend']), currency, short=True))})."


def measure_note(summary: Sequence[Row], bars: Sequence[Row], open_end: str) -> str:
    """Return what the picture of a measure does not show by itself: the open last bar, and who is not in it."""
    drawn, everyone = sum(bar["customers"] for bar in bars), sum(row["customers"] for row in summary)
    if not drawn:
        return "No customer has this measure, so there is nothing to draw."
    left_out = f" {plural(everyone - drawn, 'customer')} without this number {'is' if everyone - drawn == 1 else 'are'} not drawn."
    return f"The last bar holds everything from {open_end}.{left_out if everyone > drawn else ''}"


def _pair(cell: Row, name: Say) -> str:
    return f"{name(cell['first_segment'])} × {name(cell['second_segment'])}"
