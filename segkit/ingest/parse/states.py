"""What do the status words of subscriptions, invoices, deals, messages and referrals mean? And how often is a subscription paid?"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segkit.ingest.parse.status import turns
from segkit.ingest.report import Question
from segkit.words import fold, plural

_WORDS = Path(__file__).parents[1] / "states.toml"
_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")  # HubSpot writes "Closed won (Sales Pipeline)"
_ANY_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_TWICE = ("fortnightly", "fortnight", "biweekly", "bi weekly", "every other week", "zweiwöchentlich", "quinzaine", "quincenal")
# Each interval with what an amount paid so often is a month, as SQL.
PER_MONTH = {
    "day": "{} * 365 / 12", "week": "{} * 52 / 12", "month": "{}", "quarter": "{} / 3", "half_year": "{} / 6", "year": "{} / 12",
    "once": "{} * 0",
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The states that a kind of record can be in: what each is called, the words for it, and what a word that nobody knows counts as."""

    key: str  # of the question, before the colon and the word
    asks: str
    labels: Mapping[str, str]
    words: Mapping[str, str]  # word → state
    otherwise: str = ""
    asks_names: bool = True  # False: a word that nobody knows is a stage of one's own, and only codes are asked about

    def meaning(self, word: str, own: Mapping[str, Iterable[str]]) -> str:
        """Return the state that a word stands for, the system's own words first, "" where nobody knows."""
        text = fold(word)
        known = {**self.words, **{entry: state for state, entries in own.items() for entry in entries}}
        bare = fold(_BRACKETS.sub(" ", word))
        for written in (text, bare):
            if written in known:
                return known[written]
        inside = max((entry for entry in known if _contains(bare, entry)), key=len, default="")
        return known[inside] if inside and not turns(bare.replace(inside, " ", 1)) else ""

    def states(self, counts: Mapping[str, int], own: Mapping[str, Iterable[str]], answers: Mapping[str, str]) -> dict[str, str]:
        """Return the state of every word; the user's answers come first."""
        return {word: answers.get(f"{self.key}:{word}") or self.meaning(word, own) or self.otherwise for word in counts}

    def unknown(self, counts: Mapping[str, int], own: Mapping[str, Iterable[str]], answers: Mapping[str, str]) -> list[Question]:
        """Return a question per word that nobody knows; none of them holds the load up."""
        unknown = [word for word in counts if not self.meaning(word, own) and f"{self.key}:{word}" not in answers]
        asked = [word for word in unknown if self.asks_names or not _LETTERS.search(word)]
        return [Question(f"{self.key}:{word}", self.asks.format(word), tuple(self.labels.items()), self._why(counts[word]), blocking=False)
                for word in asked[:20]]  # fmt: skip

    def _why(self, rows: int) -> str:
        until = f"it counts as “{self.labels[self.otherwise]}”" if self.otherwise else "nothing is worked out from it"
        return f"{plural(rows, 'row')} {'carries' if rows == 1 else 'carry'} it; until you say, {until}."


def _contains(text: str, entry: str) -> bool:
    if entry.isascii():
        return len(entry) > 2 and f" {entry} " in f" {re.sub(r'[^0-9a-z]+', ' ', text)} "
    return len(entry) > 1 and entry in text


def _vocabulary(found: Mapping[str, Any]) -> Vocabulary:
    states = found["states"]
    words = {fold(word): state for state, entry in states.items() for word in entry.get("words", ())}
    plain = {name: value for name, value in found.items() if name != "states"}
    return Vocabulary(labels={state: entry["label"] for state, entry in states.items()}, words=words, **plain)


VOCABULARIES = {table: _vocabulary(found) for table, found in tomllib.loads(_WORDS.read_text(encoding="utf-8")).items()}
INTERVALS = VOCABULARIES.pop("intervals")


def interval_of(word: str) -> tuple[str, int]:
    """Return the interval that a text names and how many of it: "every 3 months" is ("month", 3); ("", 1) where nobody knows."""
    text = fold(word)
    if text in _TWICE:
        return "week", 2
    number = _ANY_NUMBER.search(text)
    return INTERVALS.meaning(_ANY_NUMBER.sub(" ", text), {}), max(1, int(number.group()[:4])) if number else 1
