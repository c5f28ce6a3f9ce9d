"""Text → values: what does each column hold, decided once per column over all of its rows, never cell by cell?

One scan counts, for all columns together, how many texts have the plain form that most exports write. Only a column
that is written otherwise is looked at more closely: samples show which readings are possible, a scan counts which of
them fits, and where the rows cannot tell, the user is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from segkit import engine
from segkit.ingest.files.source import Source
from segkit.ingest.parse import amounts, dates, ids, moments, money
from segkit.ingest.parse.countries import by_country, country_names
from segkit.ingest.parse.emails import email, looks_like_email
from segkit.ingest.parse.phones import digits_only, phone
from segkit.ingest.parse.reading import NO_HINTS, Decision, Hints, is_empty_word, value_of
from segkit.ingest.parse.together import decide_kind
from segkit.ingest.parse.yes_no import yes_no
from segkit.words import listed, literal, plural

__all__ = ["Decision", "Hints", "decide"]

_MOST_COUNTRIES = 300


def decide(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    columns: Mapping[str, str],
    hints: Hints = NO_HINTS,
    answers: Mapping[str, str] | None = None,
) -> dict[str, Decision]:
    """Return how each column is read, by column (c0, c1 …), given its role; refuse ids that a spreadsheet has destroyed."""
    answers = answers or {}
    counted = _first_scan(con, source, columns, hints)
    decisions = {
        column: _simple(source, column, role, counted[column], hints) for column, role in columns.items() if role in _SIMPLE
    }
    for kind in (moments.DATES, amounts.AMOUNTS):
        decisions |= decide_kind(kind, con, source, columns, counted, hints, answers)
    return {column: decisions[column] for column in columns}


def _first_scan(
    con: duckdb.DuckDBPyConnection, source: Source, columns: Mapping[str, str], hints: Hints
) -> dict[str, dict[str, Any]]:
    """Return the counts that each column's role needs, in one scan of the file; odd ids are counted in a second one."""
    wanted = {column: _COUNTS[role](column) for column, role in columns.items()}
    wanted |= {column: _phone_counts(column, hints.row_country) for column, role in columns.items() if role == "phone"}
    if source.trimmed:
        wanted |= {column: {"blanks": "0"} for column, role in columns.items() if role in ("text", "status")}
    values = {column: _VALUES[role](column) for column, role in columns.items() if role in _VALUES}
    counted = _count(con, source, wanted, values)
    of_ids = [column for column, role in columns.items() if role == "id"]
    odd = [column for column in of_ids if counted[column]["wordy"] or counted[column]["odd"] or source.invisible]
    closer = _count(con, source, {column: ids.odd_counts(column) for column in odd})
    return {column: counted[column] | closer.get(column, {}) for column in columns}


def _count(
    con: duckdb.DuckDBPyConnection, source: Source, aggregates: Mapping[str, Mapping[str, str]], beside: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """Return the aggregates of each column; `beside` has the SQL of a value that several of them use, by column."""
    if not aggregates:
        return {}
    named = [(column, {"filled": f"count({column})", **counts}) for column, counts in aggregates.items()]
    sql = ", ".join(aggregate for _, counts in named for aggregate in counts.values())
    worked_out = "".join(f", {expression} as {value_of(column)}" for column, expression in (beside or {}).items())
    values = iter(engine.rows(con, f"select {sql} from (select *{worked_out} from ({source.sql}))", source.values)[0])
    return {column: {name: next(values) for name in counts} for column, counts in named}


def _text_counts(column: str) -> dict[str, str]:
    return {"blanks": f"count(*) filter (prefix({column}, ' ') or suffix({column}, ' '))"}


def _email_counts(column: str) -> dict[str, str]:
    value = value_of(column)
    return {"read": f"count(*) filter ({value})", "empty": _empty(column, f"not {value}")}


def _phone_counts(column: str, row_country: str = "") -> dict[str, str]:
    """Return what is counted of phone numbers: those without a country, and the countries that the rows name."""
    placed = f" and {row_country} is null" if row_country else ""
    digits = value_of(column)
    return {
        "read": f"count({digits})",
        "empty": _empty(column, f"{digits} is null"),
        "nowhere": f"count(case when not {column} glob '*[+]*' and not {column} glob '00[1-9]*'{placed} then {digits} end)",
        "countries": f"approx_top_k({row_country}, {_MOST_COUNTRIES})" if row_country else "null",
    }


def _yes_no_counts(column: str) -> dict[str, str]:
    return {"read": f"count({value_of(column)})", "empty": _empty(column, f"{value_of(column)} is null")}


def _empty(column: str, unread: str) -> str:
    """Return the aggregate that counts words for "no value"; they are among what cannot be read, so the rest needs no look."""
    return f"count(case when {column} is not null and {unread} then case when {is_empty_word(column)} then 1 end end)"


_COUNTS = {
    "id": ids.first_counts,
    "text": _text_counts,
    "status": _text_counts,
    "email": _email_counts,
    "phone": _phone_counts,
    "yes_no": _yes_no_counts,
    "date": moments.first_counts,
    "time": moments.first_counts,
    "money": amounts.first_counts,
    "number": amounts.first_counts,
}
# What several counts of a column are made of, worked out once.
_VALUES = {
    "email": looks_like_email,
    "phone": digits_only,
    "yes_no": yes_no,
    "date": dates.plain,
    "time": dates.plain,
    "money": money.plain,
    "number": money.plain,
}
_SIMPLE = {"id", "text", "status", "email", "phone", "yes_no"}


def _simple(source: Source, column: str, role: str, counted: Mapping[str, Any], hints: Hints) -> Decision:
    if role == "id":
        return ids.decision(source, column, counted)
    if role == "phone":
        return _phone_decision(source, column, counted, hints)
    if role in ("text", "status"):
        text = f"nullif(trim({column}), '')" if counted["blanks"] else column
        holds = "true" if source.trimmed or counted["blanks"] else f"not (prefix({column}, ' ') or suffix({column}, ' '))"
        return Decision(column, role, text, "read as text", filled=counted["filled"], holds=holds)
    expression = {"email": email, "yes_no": yes_no}[role](column)
    words = {"email": "e-mail addresses, in small letters", "yes_no": "yes or no"}[role]
    filled = counted["filled"] - counted["empty"]
    return Decision(column, role, expression, words, filled=filled, unreadable=max(0, filled - counted["read"]), holds="true")


def _phone_decision(source: Source, column: str, counted: Mapping[str, Any], hints: Hints) -> Decision:
    """Return how phone numbers are read: as of the row's country, else of the shop's; where nobody knows one, digit by digit."""
    texts = by_country(counted["countries"] or ())
    expression = phone(column, hints.row_country, texts, hints.country)
    filled = counted["filled"] - counted["empty"]
    placed = ["the row's country"] if texts else []
    placed += [country_names()[hints.country]] if hints.country in country_names() else []
    words = f"phone numbers; those without country code as of {listed(placed, 'or')}" if placed else "phone numbers"
    notes, heading = (), source.headings[int(column[1:])]
    if counted["nowhere"] and not hints.country:
        have = "has no country code and stays as it is" if counted["nowhere"] == 1 else "have no country code and stay as they are"
        notes = (
            f"{plural(counted['nowhere'], 'phone number')} in “{heading}” {have}: choose the shop's country on the Data screen, so that "
            "one number written in two ways is one customer.",
        )
    unreadable = max(0, filled - counted["read"])
    unplaced = bool(counted["nowhere"]) or len(counted["countries"] or ()) > sum(map(len, texts.values()))
    words_known = [word for said in texts.values() for word in said]
    holds = "" if counted["nowhere"] and not hints.country else _is_placed(column, hints, words_known)
    return Decision(column, "phone", expression, words, filled=filled, unreadable=unreadable, notes=notes, by_country=unplaced, holds=holds)


def _is_placed(column: str, hints: Hints, words: Sequence[str]) -> str:
    """Return the SQL that says whether a number has a country: its own, the row's or the shop's; what is no number needs none."""
    ways = [f"{column} glob '*[+]*'", f"{column} glob '00[1-9]*'", f"{value_of(column)} is null"]
    if words:
        ways.append(f"{hints.row_country} in ({', '.join(map(literal, sorted(words)))})")
    if hints.country:
        ways.append(f"{hints.row_country} is null" if hints.row_country else "true")
    return " or ".join(ways)
