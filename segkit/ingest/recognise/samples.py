"""What do the values of a column look like? Shares of e-mails, dates, numbers … in the first rows of a file."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from segkit.ingest.recognise.movements import is_known

_EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+$")
_SIGN = r"(?:[A-Z]{1,3}\$|[A-Z]{3}|[^\w\s.,()+-]{1,2}|kr\.?|Rs\.?|RM|zł)?"
_NUMBER = re.compile(rf"^[(\-+−]?\s*{_SIGN}\s*[(\-+−]?\d[\d.,'’\s\xa0]*(?:[^\w\s]|[A-Z]{{3}}|kr|zł|元|円|đ|분|点)?\)?-?$")
_WORD = r"[^\W\d_]{3,9}"
_DATE = re.compile(
    r"^(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{4}-\d{2}|\d{1,4}\s*年"
    rf"|\d{{1,2}}[- ]?{_WORD}[-. ,]+\d{{2,4}}|{_WORD}[-. ]\d{{1,2}},?[- ]\d{{2,4}}|{_WORD}, \d{{1,2}} {_WORD})"
)
_STAMP = re.compile(r"^((19|20)\d{6}|1\d{9}|1\d{12}|1\d{15}|[34]\d{4}(\.\d+)?)$")
_RATED = re.compile(r"^\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:$|[-–—:/%分点점★]|stars?\b|points?\b|out of\b|of\b|von\b|sur\b|de\b)", re.I)
_STARS = re.compile(r"^\s*★[★☆\s]*$")
_NOT_DIGITS = re.compile(r"[^0-9.,-]")
_PHONE = re.compile(r"^\+?[\d\s()./*-]{6,20}$")
_YES_NO = frozenset(
    "yes no true false y n t f 0 1 ja nein oui non si sí no sim não 是 否 có không はい いいえ subscribed unsubscribed".split()
)


@dataclass(frozen=True)
class Look:
    """The shares (0 to 1) of a column's filled sample values that look like each kind."""

    filled: int
    rows: int
    email: float
    number: float
    date: float
    stamp: float
    phone: float
    yes_no: float
    distinct: float
    words: float
    rated: float = 0.0  # scores of 0 to 100, also written 4/5 or ★★★★
    movement: float = 0.0  # words for a sale, for money paid back, or for neither
    scale: float = 0.0  # scores of 0 to 10, as the usual questions have them

    def fit(self, role: str) -> float:
        """Return how well the values suit the role: 1 well, below 0.5 not at all, 0.8 when there is nothing to see."""
        if not self.filled:
            return 0.8
        return {
            "email": self.email, "phone": self.phone, "yes_no": self.yes_no,
            "date": max(self.date, self.stamp), "time": max(self.date, self.stamp),
            "money": self.number if self.date < 0.5 else 0.0, "number": self.number if self.date < 0.5 else 0.0,
            "id": 0.3 if self.date > 0.9 else 1.0, "text": 1.0, "status": 0.9 if self.number > 0.9 else 1.0,
        }.get(role, 1.0)  # fmt: skip


def look(values: Sequence[str | None]) -> Look:
    """Return what the sample values of one column look like."""
    filled = Counter(value for value in values if value)
    size = max(1, filled.total())

    def share(test) -> float:
        return sum(often for value, often in filled.items() if test(value)) / size

    return Look(
        filled=filled.total(), rows=len(values), email=share(_EMAIL.match), number=share(_NUMBER.match),
        date=share(_DATE.match), stamp=share(_STAMP.match), phone=share(_PHONE.match),
        yes_no=share(lambda value: value.casefold() in _YES_NO), distinct=len(filled) / size,
        movement=share(is_known), words=sum(often * len(value.split()) for value, often in filled.items()) / size,
        rated=share(lambda value: _score(value) <= 100), scale=share(lambda value: _score(value) <= 10),
    )  # fmt: skip


def _score(value: str) -> float:
    """Return the score that a text gives, more than any score where it gives none."""
    found = _RATED.match(value)
    if found:
        return float(found.group(1).replace(",", "."))
    return value.count("★") if _STARS.match(value) else 1000


def examples(values: Sequence[str | None], most: int = 3) -> tuple[str, ...]:
    """Return the first different filled values, for the user to recognise the column by."""
    return tuple(dict.fromkeys(value[:80] for value in values if value))[:most]


def as_number(text: str | None) -> float | None:
    """Return roughly the number a sample shows, good enough to compare columns; None where it shows none."""
    digits = _NOT_DIGITS.sub("", text or "")
    if "," in digits and "." not in digits:
        digits = digits.replace(",", "." if len(digits) - digits.rfind(",") != 4 else "")
    try:
        return float(digits.replace(",", ""))
    except ValueError:
        return None
