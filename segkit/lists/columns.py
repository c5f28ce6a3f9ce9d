"""Columns of a list: what is taken along, under which heading, and is text made harmless for a spreadsheet?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segkit import words
from segkit.errors import BadValue, UnknownName
from segkit.words import FORMULA, literal, nearest, quote

EXTRA = "extra:"  # what comes before the heading of a further column of the customers file


@dataclass(frozen=True)
class Column:
    """One column of a list: the name it has among the customers, and its heading in the file."""

    name: str
    heading: str


def chosen(columns: Sequence[Column], there: Mapping[str, str]) -> list[Column]:
    """Return the columns if each is there and each heading is used once, or refuse them."""
    if not columns:
        raise BadValue("a list needs at least one column.", "", "Choose the columns to take along.")
    for column in columns:
        if column.name not in there and not (column.name.startswith(EXTRA) and "extra" in there):
            raise UnknownName(f"there is no column '{column.name}'.", "", nearest(column.name, there))
    if len({column.heading.casefold() for column in columns}) < len(columns):
        raise BadValue("two columns of the list have the same heading.", "", "Choose each column once.")
    return list(columns)


def select_list(columns: Sequence[Column], there: Mapping[str, str], harmless: bool) -> str:
    """Return the SQL expressions of the columns; `harmless` puts an apostrophe before what looks like a formula."""
    return ", ".join(f"{_own(c, _expression(c, there.get(c.name, 'VARCHAR'), harmless), there)} as {quote(c.heading)}" for c in columns)


def _own(column: Column, expression: str, there: Mapping[str, str]) -> str:
    """Return the expression, but an e-mail address only where it is the customer's own and not given out by a marketplace."""
    hides = column.name == "email" and "email_is_alias" in there
    return f"case when not coalesce(email_is_alias, false) then {expression} end" if hides else expression


def headings(columns: Sequence[Column], harmless: bool) -> list[str]:
    """Return the headings, made harmless like the text below them."""
    return [words.harmless(column.heading) if harmless else column.heading for column in columns]


def _expression(column: Column, kind: str, harmless: bool) -> str:
    if column.name.startswith(EXTRA):
        return _harmless(f"extra[{literal(column.name.removeprefix(EXTRA))}]", harmless)
    if kind.endswith("[]") or kind.startswith(("MAP", "STRUCT")):
        return f"cast(to_json({quote(column.name)}) as varchar)"
    if not harmless or not kind.startswith(("VARCHAR", "ENUM")):
        return quote(column.name)
    return _harmless(f"cast({quote(column.name)} as varchar)", harmless)


def _harmless(text: str, harmless: bool) -> str:
    if not harmless:
        return text
    return f"case when regexp_matches({text}, {literal(FORMULA)}) then '''' || {text} else {text} end"
