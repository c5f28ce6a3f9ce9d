"""Two ways to read one column: count over all rows which way fits, and choose, or say that only the user can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from segkit.ingest.files.source import EMPTY_WORDS
from segkit.ingest.parse.offsets import Clock
from segkit.ingest.report import Question
from segkit.words import literal

# Enough rows to see how a column is written: many of the first ones, and some from everywhere else.
SAMPLED = "(source_row < 100000 or source_row % 16 = 0)"


@dataclass(frozen=True)
class Hints:
    """What is known before the column is read, from the system that wrote the file: used where the values do not decide."""

    date_order: str = ""  # day_first | month_first | year_first
    decimal_mark: str = ""  # . | ,
    currency: str = ""
    currencies: tuple[str, ...] = ()  # what the file's own currency column says
    country: str = ""  # of the shop, two letters
    row_country: str = ""  # SQL of the country on the row, as the file words it


NO_HINTS = Hints()


@dataclass(frozen=True)
class Decision:
    """How one column is read: `expression` is SQL over its text, NULL where a text is unreadable."""

    column: str
    role: str
    expression: str
    words: str = ""
    question: Question | None = None
    unreadable: int = 0
    filled: int = 0
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    sum: Decimal | None = None  # of a column of plain amounts, over all of its rows
    clock: Clock | None = None  # of moments with a time of day
    marked: bool = False  # amounts with a point or comma
    by_country: bool = False  # phone numbers that the shop's country decides
    holds: str = ""  # SQL of a text, and of its value under `value_of`, that is read so whatever other rows hold; "" where they have a say


@dataclass(frozen=True)
class Reading:
    """One way to read a column, by name: SQL that gives the value, or NULL where the text does not fit."""

    name: str
    expression: str


@dataclass(frozen=True)
class Verdict:
    """What counting over all rows says about the readings of a column."""

    fits: Mapping[str, int] = field(default_factory=dict)
    only: Mapping[str, int] = field(default_factory=dict)
    differing: int = 0

    @property
    def leaders(self) -> list[str]:
        """The readings that fit the most rows."""
        most = max(self.fits.values(), default=0)
        return [name for name, fits in self.fits.items() if fits == most]

    @property
    def winner(self) -> str:
        """The reading that the rows prove, or that makes no difference; "" where they do not tell."""
        if self.conflicting or not self.leaders or (len(self.leaders) > 1 and self.differing):
            return ""
        return self.leaders[0]

    @property
    def conflicting(self) -> bool:
        """Whether some rows fit one reading only and others another one only."""
        return sum(1 for count in self.only.values() if count) > 1


def count_readings(readings: Sequence[Reading]) -> list[str]:
    """Return the aggregates that `verdict` reads: per reading what fits and what fits no other, then where they differ."""
    names = [reading.name for reading in readings]
    parts = [f"count({name})" for name in names]
    for name in names:
        others = [f"{other} is null" for other in names if other != name]
        parts.append(f"count(*) filter ({' and '.join([f'{name} is not null', *others])})")
    parts.append(f"count(*) filter (least({', '.join(names)}) <> greatest({', '.join(names)}))")
    return parts


def verdict(readings: Sequence[Reading], counts: Sequence[int]) -> Verdict:
    """Return what the aggregates of `count_readings` found."""
    names = [reading.name for reading in readings]
    fits, only = counts[: len(names)], counts[len(names) : 2 * len(names)]
    return Verdict(dict(zip(names, fits, strict=True)), dict(zip(names, only, strict=True)), counts[2 * len(names)])


def value_of(column: str) -> str:
    """Return the name of a value made of a column, where several counts are made of it."""
    return f"value_of_{column}"


def is_empty_word(text: str) -> str:
    """Return the SQL condition that a text stands for "no value"."""
    return f"lower({text}) in ({', '.join(map(literal, EMPTY_WORDS))})"


def without_empty_words(text: str, some: int) -> str:
    """Return the text with "N/A" and its like as NULL, where the column has some."""
    return f"case when {is_empty_word(text)} then null else {text} end" if some else text
