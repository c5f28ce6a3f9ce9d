"""In which unit is an amount written? Cents become whole money; three digits behind a mark are thousands where money has no cents."""

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from segkit.engine import rows
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Watched
from segkit.ingest.load.work import plain_sql
from segkit.ingest.parse.money import MONEY, THREE_DECIMALS, words_beside
from segkit.ingest.parse.reading import Decision, Hints
from segkit.ingest.recognise.match import Match
from segkit.words import NO_SMALLER_UNIT, WITHOUT_CENTS, currency_named, in_brackets, is_shared, literal, may_be_same, words_for

_LOOKED_AT = 1_000
_AMOUNTS = ("total", "line_total", "unit_price")
# A whole number of thousands, as in 1.200.000 or 120,000.
_IN_THOUSANDS = "(^|[^0-9.,])[1-9][0-9]{0,2}([.,][0-9]{3})+([^0-9.,]|$)"


def currencies_at_start(con: duckdb.DuckDBPyConnection | Watched, source: Source, match: Match) -> tuple[str, ...]:
    """Return the currencies that the currency column names in the file's first rows."""
    if "currency" not in match.mapping:
        return ()
    column = source.column(match.mapping["currency"][0])
    found = rows(con, f"select distinct {column} from (select {column} from ({plain_sql(source)}) limit {_LOOKED_AT})", source.values)
    return tuple(sorted({currency_named(word) for (word,) in found if word} - {""}))


def currency_in_headings(match: Match) -> str:
    """Return the currency, or the sign of several, that the headings of amounts name in brackets, as in "Total (USD)"; "" where none does.

    What the system always writes says what a sign of several means.
    """
    headings = [heading for name in _AMOUNTS for heading in match.mapping.get(name, ())]
    named = {currency_named(word) for heading in headings for word in in_brackets(heading)} - {""}
    one, system = named.pop() if len(named) == 1 else "", match.system.currency
    return system if one and system and may_be_same(one, system) else one


def in_whole_units(decisions: Mapping[str, Decision], match: Match, source: Source, hints: Hints) -> dict[str, Decision]:
    """Return the decisions with amounts in whole money, given what is known of the file's currency."""
    known = hints.currencies or tuple(filter(None, [hints.currency.upper()]))
    in_cents = {source.column(heading) for name in match.system.cents for heading in match.mapping.get(name, ())}
    return {column: _whole(found, column in in_cents, _code(match, source), known) for column, found in decisions.items()}


def _code(match: Match, source: Source) -> str:
    """Return the SQL of the currency as the file words it, "" where it has no column for it."""
    return f"lower(trim({source.column(match.mapping['currency'][0])}))" if "currency" in match.mapping else ""


def _whole(found: Decision, in_cents: bool, code: str, known: tuple[str, ...]) -> Decision:
    if found.role != "money":
        return found
    currencies = {name for name in found.currencies if not is_shared(name)} or set(known)
    if found.marked and currencies & WITHOUT_CENTS:
        digits = f"cast(regexp_replace({found.column}, '[^0-9]', '', 'g') as {MONEY})"
        thousands = f"regexp_matches({found.column}, {literal(_IN_THOUSANDS)})"
        test = f"{thousands} and {_is_one_of(WITHOUT_CENTS, currencies, code, found)}"
        sign = f"case when regexp_matches({found.column}, '[-−(]') then -1 else 1 end"
        value = f"case when {test} then {sign} * {digits} else {found.expression} end"
        found = replace(found, expression=f"cast({value} as {MONEY})", sum=None)
    if in_cents:
        whole, thousandths = (_is_one_of(wanted, currencies, code, found) for wanted in (NO_SMALLER_UNIT, THREE_DECIMALS))
        parts = f"case when {whole} then 1 when {thousandths} then 0.001 else 0.01 end"
        words = f"{found.words}, in cents: divided by 100"
        found = replace(found, expression=f"cast({found.expression} * {parts} as {MONEY})", words=words, sum=None)
    return found


def _is_one_of(wanted: set[str], currencies: set[str], code: str, found: Decision) -> str:
    """Return the SQL that says whether a row's money is one of these.

    Where no column says it, the words beside the amounts do if they are of several currencies, else that of the whole file.
    """
    words = ", ".join(map(literal, words_for(wanted)))
    if code:
        return f"coalesce({code} in ({words}), false)"
    if len(found.currencies) > 1 and currencies & wanted:
        return f"coalesce(list_has_any(string_split({words_beside(found.column)}, ' '), [{words}]), false)"
    return str(bool(currencies) and currencies <= wanted).lower()
