"""Which words of an editable table occur in a text: from the start of a word, case and punctuation ironed out.

Words of up to three letters match whole words and their plural only: "fun" is not in "funghi", "eco" not in "economy".
"""

import re

from segkit.words import fold

SHORT = 3
_PUNCTUATION = re.compile(r"[^\w]+")


def plain(text: str) -> str:
    """Return the text in lower case with single blanks, one in front and one behind."""
    return f" {_PUNCTUATION.sub(' ', fold(text)).strip()} "


def words_of(cell: str) -> list[str]:
    """Return the words of a cell, as they are looked for."""
    return [sought for word in cell.split(";") if plain(word).strip() for sought in _as_sought(word)]


def _as_sought(word: str) -> list[str]:
    word = plain(word).strip()
    if not word.isascii():
        return [word]
    return [f" {word} ", f" {word}s "] if len(word) <= SHORT else [f" {word}"]


def mentions(text: str, sought: list[str]) -> bool:
    """Return whether any of the sought words begins a word of the (plain) text."""
    return any(word in text for word in sought)
