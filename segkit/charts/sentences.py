"""Sentences: what do the numbers of a picture say, in one sentence a person would say?"""

from collections.abc import Mapping, Sequence
from typing import Any

from segkit.charts.table import SMALL
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


def cross_sentence(cells: Sequence[Row], currency: str, name: Say = str, value: str = "customers") -> str:
    """Return which pair of segments holds most of the value shown; a mean of few customers says little and is passed over."""
    held = [cell for cell in cells if cell["customers"]]
    if not held:
        return "There are no customers yet."
    if value != "customers" and not any(cell["spend"] for cell in held):
        return "No spend is known of these customers."
    return _CROSS[value](held, currency, name)


def _most_customers(cells: Sequence[Row], currency: str, name: Say) -> str:
    top, total = max(cells, key=lambda cell: cell["customers"]), sum(cell["customers"] for cell in cells)
    part = share(top["customers"] / total)
    return f"The largest group is **{_pair(top, name)}**: {plural(top['customers'], 'customer')}, {part} of {plural(total, 'customer')}."


def _most_spend(cells: Sequence[Row], currency: str, name: Say) -> str:
    top, total = max(cells, key=lambda cell: cell["spend"] or 0), sum(float(cell["spend"] or 0) for cell in cells)
    part = f", {share(float(top['spend']) / total)} of all spend," if total > 0 else ""
    amount = name(money(float(top["spend"]), currency, short=True))
    return f"Most spend comes from **{_pair(top, name)}**: {amount}{part} from {plural(top['customers'], 'customer')}."


def _highest_mean(cells: Sequence[Row], currency: str, name: Say) -> str:
    large = [cell for cell in cells if cell["customers"] >= SMALL]
    if not large:
        return f"No cell holds {SMALL} customers or more: too few for a mean to say much."
    top = max(large, key=lambda cell: cell["spend_per_customer"] or 0)
    amount = name(money(float(top["spend_per_customer"] or 0), currency, short=True))
    skipped = f" Cells under {SMALL} customers are not compared." if len(large) < len(cells) else ""
    return f"**{_pair(top, name)}** spends most per customer: {amount}, the mean of {plural(top['customers'], 'customer')}.{skipped}"


_CROSS = {"customers": _most_customers, "spend": _most_spend, "spend_per_customer": _highest_mean}


def measure_note(summary: Sequence[Row], bars: Sequence[Row], open_end: str) -> str:
    """Return what the picture of a measure does not show by itself: the open last bar, and who is not in it."""
    drawn, everyone = sum(bar["customers"] for bar in bars), sum(row["customers"] for row in summary)
    if not drawn:
        return "No customer has this measure, so there is nothing to draw."
    left_out = f" {plural(everyone - drawn, 'customer')} without this number {'is' if everyone - drawn == 1 else 'are'} not drawn."
    return f"The last bar holds everything from {open_end}.{left_out if everyone > drawn else ''}"


def _pair(cell: Row, name: Say) -> str:
    return f"{name(cell['first_segment'])} × {name(cell['second_segment'])}"
