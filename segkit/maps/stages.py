"""Event name → stage of the journey: the first row of the stage table whose words occur in the name."""

from collections.abc import Iterable

from segkit.maps import Rows
from segkit.maps.matching import mentions, plain, words_of


def stages_of(event_names: Iterable[str], rows: Rows) -> list[tuple[str, str | None, bool]]:
    """Return (event name, stage or None, is_cart) for every event name; an unknown event shows attention."""
    rules = [(words_of(row["words"]), row["stage"], row["cart"] == "yes") for row in rows]
    return [(name, *_stage_of(plain(name), rules)) for name in event_names]


def _stage_of(text: str, rules: list[tuple[list[str], str, bool]]) -> tuple[str | None, bool]:
    for words, stage, is_cart in rules:
        if any(text.strip() == word.strip() for word in words):
            return (None if stage == "none" else stage), is_cart
    for words, stage, is_cart in rules:
        if mentions(text, words):
            return (None if stage == "none" else stage), is_cart
    return "Attention", False
