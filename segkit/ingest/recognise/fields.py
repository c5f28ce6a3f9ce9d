"""Which headings mean which field? The word list in many languages, and how well a heading fits a field."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from segkit.words import fold

LANGUAGES = ("en", "zh-CN", "zh-TW", "vi", "de", "fr", "es", "pt", "ja", "pl", "cs", "ru", "tr", "ko")
SURE, LIKELY, WEAK = 100.0, 60.0, 10.0

_WORDS = Path(__file__).parents[1] / "fields.toml"
_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
_SCALE = re.compile(r"(?<=.) [01] (?:(?:to|bis|a|à|al|đến) )?(?:5|6|7|10|100)$")  # "Satisfaction 1-5"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class FieldWords:
    """One field a column can become: its role (how text is read), the tables that use it, its headings by rank."""

    name: str
    title: str
    role: str
    tables: tuple[str, ...]
    ranks: dict[str, int]
    weak: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()

    def fit(self, heading: str) -> float:
        """Return how surely the heading names this field, 0 to 100."""
        return max((score - self._loss(text) for score, text in _spellings(heading)), default=0.0) if self.title else 0.0

    def _loss(self, text: str) -> float:
        if text in self.ranks:
            return min(self.ranks[text] * 0.5, SURE - LIKELY)
        if any(text.startswith(start) for start in self.starts):
            return 25.0
        if text in self.weak:
            return SURE - WEAK - 0.1 * (len(self.weak) - self.weak.index(text))
        return SURE - 45.0 if self._inside(text) else SURE

    def _inside(self, text: str) -> bool:
        padded = f" {text} "
        return any(" " in word and f" {word} " in padded for word in self.ranks)


def _spellings(heading: str) -> Iterator[tuple[float, str]]:
    plain = fold(heading)
    yield SURE, plain
    yield SURE - 3, fold(_HUMP.sub(" ", heading))
    bare = fold(_BRACKETS.sub(" ", heading))
    if bare and bare != plain:
        yield SURE - 5, bare
    if _SCALE.search(plain):
        yield SURE - 5, _SCALE.sub("", plain)


@cache
def fields() -> dict[str, FieldWords]:
    """Return every field by name, in the order of the word list."""
    found = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {name: _field(name, entry) for name, entry in found.items()}


def _field(name: str, entry: dict) -> FieldWords:
    ranks: dict[str, int] = {}
    for language in LANGUAGES:
        for rank, word in enumerate(entry.get(language, ())):
            ranks[word] = min(rank, ranks.get(word, rank))
    return FieldWords(
        name, entry.get("title", ""), entry.get("role", ""), tuple(entry["tables"]), ranks,
        tuple(entry.get("weak", ())), tuple(entry.get("starts", ())),
    )  # fmt: skip


def fields_of(table: str) -> dict[str, FieldWords]:
    """Return the fields a column of such a file can become."""
    return {name: entry for name, entry in fields().items() if entry.title and table in entry.tables}


def title(field: str) -> str:
    """Return the field's name as people read it."""
    return fields()[field].title if field in fields() else field


def known(heading: str) -> bool:
    """Return whether the heading is in the word list, in any language."""
    return any(text in _all_words() for _, text in _spellings(heading))


def names_order_total(heading: str) -> bool:
    """Return whether the heading says that the amount is one of a whole order, not of a line."""
    return any(text in fields()["order_total_words"].ranks for _, text in _spellings(heading))


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for entry in fields().values() for word in (*entry.ranks, *entry.weak))
