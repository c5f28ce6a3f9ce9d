"""Is the decimal mark a point or a comma? Decided over all rows of a column, over its neighbours, or by the user."""

from collections.abc import Collection, Mapping, Sequence

from segkit.ingest.files.source import Source
from segkit.ingest.parse import money
from segkit.ingest.parse.closer import Finder, Look
from segkit.ingest.parse.reading import SAMPLED, Decision, Hints, value_of
from segkit.ingest.parse.together import Counted, Kind
from segkit.ingest.report import Question
from segkit.words import WITHOUT_CENTS, count, is_shared, listed, may_be_same, plural

KEY = "decimal_mark"


def first_counts(column: str) -> dict[str, str]:
    """Return the aggregates of the first scan: how many texts are plain numbers, their sum, and whether points may mark thousands."""
    return {
        "read": f"count({value_of(column)})",
        "sum": f"sum({value_of(column)})",
        "points": f"count(*) filter (contains({column}, '.'))",
        "others": f"count(case when {SAMPLED} then case when contains({column}, '.') and not {column} like '%.___' then 1 end end)",
    }


def _proven(plain: Collection[Counted], looks: Collection[Look]) -> set[str]:
    """Return the marks that one column at least can only be read with."""
    proven = {seen.verdict.winner for seen in looks if seen.verdict.differing or any(seen.verdict.only.values())} - {""}
    return proven | {"point"} if any(counted["points"] for counted in plain) else proven


def _finder(role: str) -> Finder:
    return lambda column, samples: money.find_readings(column, samples, number=role == "number")


def _is_plain(counted: Counted) -> bool:
    """Say whether all texts are plain numbers whose points cannot be marks of thousands."""
    return counted["read"] == counted["filled"] and (not counted["points"] or counted["others"])


def _plain(column: str, role: str, counted: Counted) -> Decision:
    words = f"decimal mark is {money.MARK_WORDS['.']}" if counted["points"] else "whole numbers"
    marked = bool(counted["points"])
    # Money has this value already; a number may be written in more ways than money, as 1e5 or inf.
    amount = value_of(column) if role == "money" else money.plain(column)
    holds = f"{amount} is not null" + ("" if marked else f" and not {column} like '%.___'")
    return Decision(
        column, role, money.plain(column, role == "number"), words, filled=counted["filled"], sum=counted["sum"], marked=marked, holds=holds
    )


def _looked_at(
    source: Source, column: str, role: str, seen: Look, proven: set[str], hints: Hints, answers: Mapping[str, str]
) -> Decision:
    heading, currencies = source.headings[int(column[1:])], tuple(seen.found or ())
    if not max(seen.verdict.fits.values(), default=0):
        words = "no value can be read as a number" if seen.filled else "empty"
        expression = money.plain("null", role == "number")
        return Decision(column, role, expression, words, unreadable=seen.filled, filled=seen.filled, examples=seen.unread)
    name, why = _mark(source, role, seen, currencies, proven, hints, answers)
    question = None
    if not name:
        name, question, why = "point", _question(heading, seen), "waiting for your answer"
    words = f"decimal mark is {money.MARK_WORDS[money.MARK_OF[name]]}{why and ', ' + why}"
    notes = (f"“{heading}” holds several currencies: {listed(currencies)}.",) if len(currencies) > 1 else ()
    return Decision(
        column, role, seen.expression(name), words, question, seen.unreadable(name), seen.filled, seen.unread, notes, currencies,
        marked=True,
    )  # fmt: skip


def _mark(
    source: Source, role: str, seen: Look, currencies: Sequence[str], proven: set[str], hints: Hints, answers: Mapping[str, str]
) -> tuple[str, str]:
    """Return which reading holds, with the reason; none where only the user can tell."""
    found = seen.verdict
    told = {mark: name for name, mark in money.MARK_OF.items()}
    if answers.get(KEY) in told:
        return told[answers[KEY]], "as you answered"
    if found.winner:
        return found.winner, f"as {plural(_proof(seen), 'value')} can be read no other way" if found.differing or _proof(seen) else ""
    if found.conflicting:
        return "", ""
    money_of = _known_currencies(currencies, hints) if role == "money" else set()
    sign = "." if any("." in text for text in seen.samples) else ","
    thousands = "comma" if sign == "." else "point"
    if money_of and money_of <= WITHOUT_CENTS:  # before any other proof: 120.000 of such money is never 120
        return thousands, f"as {listed(sorted(money_of))} has no decimals"
    if hints.decimal_mark in told:
        return told[hints.decimal_mark], "as this system writes amounts"
    if len(proven) == 1:
        return next(iter(proven)), "as the other columns of the file prove"
    if money_of and money_of <= money.THREE_DECIMALS and sign == ".":
        return "point", f"as {listed(sorted(money_of))} has three decimals"
    # Money has two decimals or none; programs that write a decimal comma part columns by semicolons, so here it parts thousands.
    if role == "money" and sign == "," and source.delimiter != "semicolon" and not money_of & money.THREE_DECIMALS:
        return thousands, "as every comma stands before exactly three digits"
    return "", ""


def _known_currencies(seen: Sequence[str], hints: Hints) -> set[str]:
    """Return the currencies of a column: those written beside its amounts, else what is known of the file."""
    if written := {name for name in seen if not is_shared(name)}:
        return written
    hinted = hints.currencies or (hints.currency.upper(),)
    return {name for name in hinted if name and not is_shared(name) and all(may_be_same(name, sign) for sign in seen)}


def _proof(seen: Look) -> int:
    fits = sorted(seen.verdict.fits.values())
    return fits[-1] - fits[0]


def _question(heading: str, seen: Look) -> Question:
    sample = next((text for text in seen.samples if "." in text or "," in text), "")
    options = ((".", _shown(sample, ".")), (",", _shown(sample, ",")))
    why = "Every amount in the column can be read either way." if not seen.verdict.conflicting else (
        "Some amounts can only be read one way and some only the other: "
        + listed(f"{count(only)} with a {name}" for name, only in seen.verdict.only.items() if only)
        + ". Amounts that do not fit your answer are set aside."
    )  # fmt: skip
    return Question(KEY, f"How much is {sample} in “{heading}”?", options, why)


def _shown(sample: str, mark: str) -> str:
    other = "," if mark == "." else "."
    digits = "".join(sign for sign in sample if sign.isdigit() or sign in ".,-").replace(other, "")
    whole, _, rest = digits.partition(mark)
    return f"{whole or '0'} and {rest} behind the decimal mark" if rest else f"{whole}, without decimals"


AMOUNTS = Kind(("money", "number"), _is_plain, _plain, _finder, _proven, _looked_at)
