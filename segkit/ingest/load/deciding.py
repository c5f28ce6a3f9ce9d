"""How is each column of a file read, and what do its values leave open?"""

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from segkit.ingest.choices import Choices
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Watched
from segkit.ingest.files.trouble import translated
from segkit.ingest.load.columns import country_text, roles
from segkit.ingest.load.layouts import hinted, worded
from segkit.ingest.load.units import currencies_at_start, currency_in_headings, in_whole_units
from segkit.ingest.load.work import sampled_sql
from segkit.ingest.parse.by_column import Decision, Hints, decide
from segkit.ingest.recognise.asking import ask_for
from segkit.ingest.recognise.fields import title
from segkit.ingest.recognise.match import Match
from segkit.ingest.report import Question
from segkit.words import listed

_MUST_BE_READ = {
    "orders": ("ordered_at", "total"), "order_lines": ("ordered_at",), "events": ("event_at",),
    "contacts": ("contacted_at",),
}  # fmt: skip


def decide_columns(con: duckdb.DuckDBPyConnection | Watched, source: Source, match: Match, choices: Choices) -> dict[str, Decision]:
    """Return how every column is read, by its values and by what its system, the shop and earlier files say of them."""
    system = match.system
    hints = Hints(date_order=system.date_order, decimal_mark=system.decimal_mark,
                  currency=system.currency or currency_in_headings(match) or choices.shop.currency,
                  currencies=currencies_at_start(con, source, match),
                  country=(system.country or choices.shop.country).upper(), row_country=country_text(match, source))  # fmt: skip
    hints = hinted(hints, match, choices.lent)
    try:
        decisions = decide(con, replace(source, sql=sampled_sql(source)), roles(match, source), hints, choices.said)
        return worded(in_whole_units(decisions, match, source, hints), match, choices.lent)
    except duckdb.Error as error:
        raise translated(error, source) from error


def in_words(match: Match, source: Source, decisions: Mapping[str, Decision]) -> dict[str, str]:
    """Return by field how its first column is read, as the report says it."""
    return {
        name: decisions[source.column(headings[0])].words
        for name, headings in match.mapping.items()
        if decisions[source.column(headings[0])].words
    }


def left_open(match: Match, source: Source, decisions: Mapping[str, Decision]) -> tuple[Question, ...]:
    """Return the questions that the values leave open; one question each, however many columns raise it."""
    asked = {decision.question.key: decision.question for decision in decisions.values() if decision.question}
    return _hopeless(match, source, decisions) or tuple(asked.values())


def _hopeless(match: Match, source: Source, decisions: Mapping[str, Decision]) -> tuple[Question, ...]:
    """Ask for another column where none of a needed column's values can be read."""
    questions = []
    for name in _MUST_BE_READ.get(match.system.table, ()):
        headings = match.mapping.get(name, ())
        found = [decisions[source.column(heading)] for heading in headings]
        if found and not any(decision.filled > decision.unreadable for decision in found):
            seen = listed([f"'{text}'" for text in found[0].examples[:3]]) or "look at its values"
            why = f"No value of '{headings[0]}' can be read as {title(name).lower()}: {seen}."
            questions.append(ask_for(name, match, source.headings, why))
    return tuple(questions)
