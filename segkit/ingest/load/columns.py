"""How does a field get its value from a file's columns? One SQL expression per field, and which rows can be used."""

from collections.abc import Mapping
from dataclasses import dataclass

from segkit.ingest.files.source import EMPTY_WORDS, TOTAL_WORDS, Source
from segkit.ingest.parse.reading import Decision
from segkit.ingest.recognise.fields import fields, title
from segkit.ingest.recognise.match import PERSON, Match
from segkit.words import fold, literal

# Ids that stand for "nobody in particular". They must not become the best customer.
NOBODY = (
    "0", "-1", "guest", "guests", "walk-in", "walkin", "walk in", "walk-in customer", "walk in customer", "cash customer",
    "anonymous", "anon", "no customer", "one-time customer", "(not set)", "null", "none", "n/a", "na", "nan", "undefined",
    "unknown", "-", "khách lẻ", "khach le", "散客", "匿名", "gast", "laufkunde", "invité", "invitado", "convidado", "ゲスト",
)  # fmt: skip
_EMPTY = "cast(null as varchar)"
_AS_IT_STANDS = ("text", "id", "status")

SQL = Mapping[str, str]


def roles(match: Match, source: Source) -> dict[str, str]:
    """Return the role of every column that became a field: how its text is to be read."""
    found: dict[str, str] = {}
    for name, headings in match.mapping.items():
        for heading in headings:
            wanted, column = role(name, heading, match), source.column(heading)
            # A column that serves two fields is read for the stricter one; the other takes its text as it stands.
            found[column] = found[column] if wanted in _AS_IT_STANDS and column in found else wanted
    return found


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

    @classmethod
    def of(cls, match: Match, source: Source, decisions: Mapping[str, Decision]) -> "Columns":
        """Return the columns of a recognised file; `complete` are the fields that every row fills readably."""
        expressions = {column: decision.expression for column, decision in decisions.items()}
        whole = {column for column, found in decisions.items() if found.filled == source.rows and not found.unreadable}
        names = {name: [source.column(heading) for heading in headings] for name, headings in match.mapping.items()}
        wanted = {name: "" if fields()[name].role in _AS_IT_STANDS else fields()[name].role for name in names}
        twice = {column for column in expressions if len({wanted[n] for n, columns in names.items() if column in columns}) > 1}
        values = {
            name: _first([column if column in twice and not wanted[name] else expressions.get(column, column) for column in columns])
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
        )

    def __contains__(self, name: str) -> bool:
        return name in self.value

    def get(self, name: str, otherwise: str = _EMPTY) -> str:
        """Return the SQL of a field's value; the file may not have the field."""
        return self.value.get(name, otherwise)

    @property
    def person(self) -> str:
        """Return the SQL of the key that tells people apart: the first filled of id, e-mail and phone."""
        known = [self._somebody() if name == "customer_id" else self.value[name] for name in PERSON if name in self.value]
        return _first(known) if known else _EMPTY

    def _somebody(self) -> str:
        """Return the id without the words for nobody. Most ids end in a digit, which is quicker to see than 60 words."""
        words = ", ".join(literal(word) for word in (*NOBODY, *sorted(TOTAL_WORDS)))
        value = self.value["customer_id"]
        quick = f"({value})[-1] between '0' and '9' and length({value}) > 2"
        return f"case when {quick} or lower({value}) not in ({words}) then {value} end"

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
        first, columns = self.source.columns[0], self.source.columns
        totals = ", ".join(literal(word) for word in sorted(TOTAL_WORDS))
        filled = " + ".join(f"({column} is not null)::int" for column in columns[:60])
        heading = " and ".join(
            f"{column} is not distinct from {literal(name)}" for column, name in list(zip(columns, self.source.headings, strict=True))[:3]
        )
        return [
            ("row_problem is not null", "row_problem"),
            (f"coalesce({', '.join(columns)}) is null" if len(columns) > 1 else f"{first} is null", "'blank row'"),
            (f"lower({first}) in ({totals})", "'totals row'"),
            (f"({heading})", "'heading repeated'"),
            (f"{len(columns)} > 3 and ({filled}) = 1", "'not a data row'"),
        ]


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


def _first(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"coalesce({', '.join(expressions)})"
