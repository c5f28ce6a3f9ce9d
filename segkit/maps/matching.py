"""Which words of an editable table occur in a text: from the start of a word, case and punctuation ironed out."""

import re

from segkit.words import fold

_PUNCTUATION = re.compile(r"[^\w]+")


def plain(text: str) -> str:
    """Return the text in lower case with single blanks, one in front."""
    return " " + _PUNCTUATION.sub(" ", fold(text)).strip()


def words_of(cell: str) -> list[str]:
    """Return the words of a cell, as they are looked for."""
    return [_as_sought(word) for word in cell.split(";") if word.strip()]


def _as_sought(word: str) -> str:
    sought = plain(word)
    return sought if word.strip().isascii() else sought.strip()


def mentions(text: str, sought: list[str]) -> bool:
    """Return whether any of the sought words begins a word of the (plain) text."""
    return any(word in text for word in sought)
