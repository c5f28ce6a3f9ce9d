"""How does a field get its value from a file's columns? One SQL expression per field, and which rows can be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from segkit.ingest.files.source import EMPTY_WORDS, TOTAL_WORDS, Source
from segkit.ingest.identity.nobody import among, somebody_by_email, somebody_by_id
from segkit.ingest.parse.reading import Decision
from segkit.ingest.recognise.fields import fields, title
from segkit.ingest.recognise.match import PERSON, Match
from segkit.words import fold, literal

_EMPTY = "cast(null as varchar)"
TOTALS_ROW = "'totals row'"
_TIMES = ("ordered_at", "event_at", "answered_on")
_KEYS = (*PERSON, *_TIMES, "full_name", "order_id", "event_name", "session_id", "product", "sku", "score", "answer")
_AS_IT_STANDS = ("text", "id", "status")

SQL = Mapping[str, str]


def roles(match: Match, source: Source) -> dict[str, str]:
    """Return the role of every column that became a field: how its text is to be read."""
    found: dict[str, str] = {}
    for name, headings in (*match.mapping.items(), *match.beside(source.headings)):
        for heading in headings:
            wanted, column = role(name, heading, match), source.column(heading)
            # A column that serves two fields is read for the stricter one; the other takes its text as it stands.
            found[column] = found[column] if wanted in _AS_IT_STANDS and column in found else wanted
    return found


def country_text(match: Match, source: Source) -> str:
    """Return the SQL of the row's country as the file words it; "" where it has none."""
    columns = [source.column(heading) for heading in match.mapping.get("country", ())]
    return _first(columns) if columns else ""


def role(name: str, heading: str, match: Match) -> str:
    """Return how the column is read; a customer column full of e-mail addresses is read as such."""
    if name == "customer_id" and heading in match.looks and match.looks[heading].email > 0.8:
        return "email"
    return fields()[name].role


@dataclass(frozen=True)
class Columns:
    """The typed value (`value`) and the plain text (`text`) of each mapped field as SQL over a file's columns."""

    source: Source
    value: SQL
    text: SQL
    complete: frozenset[str] = frozenset()
    sums: Mapping[str, Decimal] = field(default_factory=dict)  # by the SQL of a value: what all rows of the file add up to
    crowds: Mapping[str, str] = field(default_factory=dict)  # keys that many people share, with what shows it
    one_person: frozenset[str] = frozenset()  # keys that the user says are one customer's, whatever shows
    masked_too: bool = False  # whether ids with stars in them are customers

    @classmethod
    def of(cls, match: Match, source: Source, decisions: Mapping[str, Decision]) -> "Columns":
        """Return the columns of a recognised file; `complete` are the fields that every row fills readably."""
        expressions = {column: decision.expression for column, decision in decisions.items()}
        whole = {column for column, found in decisions.items() if found.filled == source.rows and not found.unreadable}
        names = {name: [source.column(heading) for heading in headings] for name, headings in match.mapping.items()}
        wanted = {name: "" if fields()[name].role in _AS_IT_STANDS else fields()[name].role for name in names}
        twice = {column for column in expressions if len({wanted[n] for n, columns in names.items() if column in columns}) > 1}
        values = {
            name: _chosen(wanted[name], [one if one in twice and not wanted[name] else expressions.get(one, one) for one in columns])
            for name, columns in names.items()
        }
        differs = {
            name: f"case when {first} is not null and {second} is not null then lower({first}) <> lower({second}) end"
            for name, (first, second) in _compared(match, source).items()
        }
        return cls(
            source,
            {**values, **differs},
            {**{name: _first(columns) for name, columns in names.items()}, **differs},
            frozenset(name for name, columns in names.items() if whole & set(columns)),
            {found.expression: found.sum for found in decisions.values() if found.sum is not None},
        )

    def as_answered(self, answers: Mapping[str, str], crowds: Mapping[str, str]) -> "Columns":
        """Return the columns with what the user said of keys that stand for many, and with the keys found to be such."""
        said = {key.removeprefix("shared:") for key, answer in answers.items() if key.startswith("shared:") and answer == "one"}
        return replace(self, crowds=dict(crowds), one_person=frozenset(said), masked_too=answers.get("masked") == "customers")

    def named(self) -> "Columns":
        """Return the columns over a SELECT that gives each value under its field's name, beside the columns of the file."""
        return replace(self, value={name: name for name in self.value})

    def __contains__(self, name: str) -> bool:
        return name in self.value

    def get(self, name: str, otherwise: str = _EMPTY) -> str:
        """Return the SQL of a field's value; the file may not have the field."""
        return self.value.get(name, otherwise)

    @property
    def person(self) -> str:
        """Return the SQL of the key that tells people apart: the first filled of id, e-mail and phone that is somebody's own."""
        known = [self._somebody(name) for name in PERSON if name in self.value]
        return _first(known) if known else _EMPTY

    def _somebody(self, name: str) -> str:
        """Return the key where it is a person's; not words for nobody, and not what many people share."""
        value, shared = self.value[name], {*self.crowds} - self.one_person
        tests = {"customer_id": somebody_by_id(value, self.masked_too), "email": somebody_by_email(value)}
        test = tests.get(name, "true")
        if shared:
            test = f"{test} and not {among(value, shared)}"
        if self.one_person:
            test = f"({test} or {among(value, self.one_person)})"
        return value if test == "true" else f"case when {test} then {value} end"

    def of_nobody(self, reason: str = "no customer on the row") -> tuple[str, str]:
        """Return the test for a row that is nobody's, and the reason in words, with what stands there in place of a customer."""
        return f"({self.person}) is null", self.called(reason, self.stands_for_nobody)

    @property
    def stands_for_nobody(self) -> str:
        """Return the SQL of what the row has in place of a customer: guest, noreply@shop.com, 0000000000."""
        there = [self.text[name] for name in PERSON if name in self.text]
        empty = ", ".join(map(literal, EMPTY_WORDS))
        return _first([f"case when lower({text}) not in ({empty}) then {text} end" for text in there]) if there else _EMPTY

    @staticmethod
    def called(reason: str, text: str) -> str:
        """Return the SQL of a reason that shows a text, where there is one."""
        return f"{literal(reason)} || coalesce(': ''' || left({text}, 60) || '''', '')"

    def missing(self, name: str, what: str) -> tuple[str, str]:
        """Return the test for a row whose field is empty or unreadable, and the reason in words, as SQL."""
        filled, unread = self._unread(name, what)
        return f"({self.get(name)}) is null", f"case when {filled} then {unread} else {literal(f'no {what} on the row')} end"

    def unreadable(self, name: str) -> tuple[str, str]:
        """Return the test for a row whose field is filled but cannot be read, and the reason in words, as SQL."""
        filled, unread = self._unread(name, reason_words(name))
        return f"({self.value[name]}) is null and {filled}", unread

    def _unread(self, name: str, what: str) -> tuple[str, str]:
        text = self.text.get(name, _EMPTY)
        empty = ", ".join(literal(word) for word in EMPTY_WORDS)
        cannot = literal(f"{what} cannot be read: '")
        return f"{text} is not null and lower({text}) not in ({empty})", f"{cannot} || left({text}, 60) || ''''"

    def oddities(self) -> list[tuple[str, str]]:
        """Return the tests for rows that are no data at all, each with its reason, in the order they are tried."""
        columns = self.source.own_columns
        return [
            ("row_problem is not null", "row_problem"),
            (f"{self.source.first_of_filled} is null", "'blank row'"),
            (self._adds_up(), TOTALS_ROW),
            self.heading_repeated(),
            (f"({self.source.count_of_filled}) = 1" if len(columns) > 3 else "false", "'not a data row'"),
        ]

    def heading_repeated(self) -> tuple[str, str]:
        """Return the test for a row that holds the headings again, with its reason."""
        named = list(zip(self.source.own_columns, self.source.headings, strict=False))[:3]
        same = " and ".join(f"{column} is not distinct from {literal(name)}" for column, name in named)
        return f"({same})", "'heading repeated'"

    def _adds_up(self) -> str:
        """Return the test for a row that adds up the others: its first cell says so, or it has amounts and nothing they belong to."""
        first, columns = self.source.columns[0], self.source.own_columns
        words = ", ".join(literal(word) for word in sorted(TOTAL_WORDS))
        nobody = " and ".join(f"{self.text[name]} is null" for name in (*PERSON, *_TIMES) if name in self.text)
        tests = [f"not {first} glob '*[0-9]' and rtrim(lower({first}), ' :.') in ({words})"]  # most ids end in a digit, no such word does
        if nobody and len(columns) > 1:
            tests.append(f"{first} is null and {nobody} and rtrim(lower({self.source.first_of_filled}), ' :.') in ({words})")
        keys = [self.text[name] for name in _KEYS if name in self.text]
        measures = [self.text[name] for name in self.text if name in fields() and fields()[name].role in ("money", "number")]
        if len(keys) > 1 and measures:
            tests.append(f"coalesce({', '.join(keys)}) is null and coalesce({', '.join([*measures, _EMPTY])}) is not null")
        return f"({' or '.join(tests)})"


def _compared(match: Match, source: Source) -> dict[str, tuple[str, str]]:
    """Return the pairs of columns whose difference is a field of this system, where the file has both."""
    there = {fold(heading): heading for heading in source.headings}
    pairs = {name: [there.get(fold(heading)) for heading in pair] for name, pair in match.system.differs.items()}
    return {
        name: (source.column(first), source.column(second))
        for name, (first, second) in pairs.items()
        if first and second and name not in match.mapping
    }


def reason_case(tests: list[tuple[str, str]]) -> str:
    """Return the SQL of the first reason whose test is true; NULL for a row that can be used."""
    return f"case {' '.join(f'when {test} then {reason}' for test, reason in tests)} end" if tests else _EMPTY


def reason_words(name: str) -> str:
    """Return a field's name as reasons write it."""
    return {"ordered_at": "date", "event_at": "date", "total": "amount", "line_total": "amount", "unit_price": "price"}.get(
        name, title(name).lower()
    )


def _chosen(role: str, expressions: list[str]) -> str:
    """Return the SQL of the first filled of several columns; an amount of 0 gives way to another one ("paid" before anything was)."""
    zeros_last = [f"nullif({one}, 0)" for one in expressions] if role == "money" and len(expressions) > 1 else []
    return _first([*zeros_last, *expressions])


def _first(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"coalesce({', '.join(expressions)})"
