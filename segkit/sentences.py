"""One sentence that says what a picture shows, and the warnings that belong to it."""

from collections.abc import Sequence
from typing import Any

from segkit.dimensions.base import Dimension
from segkit.words import count, plural, share

SMALL = 30


def headline(dimension: Dimension, summary: Sequence[dict[str, Any]]) -> str:
    """Return the sentence for a summary (one row per segment): who stands out, by how much of what."""
    rows = [row for row in summary if row["customers"]]
    total = sum(row["customers"] for row in rows)
    if not total:
        return "There are no customers yet."
    if not any(row["spend"] for row in rows):
        biggest = max(rows, key=lambda row: row["customers"])
        return f"{biggest['segment']} is the largest group: {share(biggest['customer_share'])} of {plural(total, 'customer')}."
    spending = [row for row in rows if row["spend"] and row["spend"] > 0]
    top = max(spending, key=lambda row: (row["spend_share"] - row["customer_share"], row["spend"]))
    said = f"{top['segment']}: {share(top['customer_share'])} of customers bring {share(top['spend_share'])} of spend"
    if top["customers"] < SMALL:
        return f"{said} – but these are only {plural(top['customers'], 'customer')}, too few to rely on."
    return f"{said}, {_per_customer(top)}."


def _per_customer(row: dict[str, Any]) -> str:
    times = row["spend_share"] / row["customer_share"]
    return f"{times:.1f} times the average customer" if times >= 1.15 else "about the average per customer"


def small_segments(summary: Sequence[dict[str, Any]]) -> str:
    """Return a warning that names the segments too small to rely on; empty when there is none."""
    small = [row for row in summary if 0 < row["customers"] < SMALL]
    if not small:
        return ""
    named = ", ".join(f"{row['segment']} ({count(row['customers'])})" for row in small)
    return f"Fewer than {SMALL} customers, so shares and means there are uncertain: {named}."
