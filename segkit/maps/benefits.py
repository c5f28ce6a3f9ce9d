"""Text → benefits: which benefits the words of a product, service, answer or event speak for."""

from collections.abc import Iterable

from segkit.maps import Rows
from segkit.maps.matching import mentions, plain, words_of


def benefits_of(texts: Iterable[str], where: str, rows: Rows) -> list[tuple[str, str, float]]:
    """Return (text, benefit, weight), one row for each benefit a text speaks for."""
    rules = [(words_of(row["words"]), row["benefit"], float(row["weight"])) for row in rows if row["where"] == where]
    return [
        (text, benefit, weight)
        for text in texts
        for benefit, weight in _strongest(plain(text), rules).items()
    ]


def discount_benefits(rows: Rows) -> list[tuple[str, float]]:
    """Return (benefit, weight) that a discounted order speaks for."""
    return [(row["benefit"], float(row["weight"])) for row in rows if row["where"] == "discount"]


def _strongest(text: str, rules: list[tuple[list[str], str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for words, benefit, weight in rules:
        if weight > 0 and mentions(text, words):
            found[benefit] = max(found.get(benefit, 0.0), weight)
    return found
