"""How do rows become files? Plain CSV that is the same bytes on every machine, and money with two decimals."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

TRUTH = ("customer_id", "email", "usage", "loyalty", "lifecycle", "rfm", "benefit", "occasion", "aida", "archetype")


def write(path: Path, headings: Iterable[str], rows: Iterable[Mapping[str, object]]) -> Path:
    """Return the path of the file written: UTF-8, comma, line feed; a heading a row lacks stays blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(headings), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def money(cents: int) -> str:
    """Return whole cents as an amount with two decimals; cents keep every sum exact."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
