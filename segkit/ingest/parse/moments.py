"""Are these dates day first or month first? Decided over all rows of a column, over its neighbours, or by the user."""

import re
from collections.abc import Collection, Mapping

from segkit.ingest.files.source import Source
from segkit.ingest.parse import dates
from segkit.ingest.parse.closer import Look
from segkit.ingest.parse.offsets import Clock, clock, offset_behind
from segkit.ingest.parse.reading import SAMPLED, Decision, Hints, Verdict, value_of
from segkit.ingest.parse.together import Counted, Kind
from segkit.ingest.report import Question
from segkit.words import count, listed, plural

KEY = "date_order"
_MONTH_NAMES = "January February March April May June July August September October November December".split()
_ZERO_DATES = "{0} in ('0000-00-00', '0000-00-00 00:00:00', '00/00/0000', '0')"


def first_counts(column: str) -> dict[str, str]:
    """Return the aggregates of the first scan: whether all texts are plain ISO dates, and their span, or such with an offset."""
    return {
        "offset": f"count({dates.plain_with_offset(column)})", "utc": f"count(*) filter (suffix({column}, ' +0000'))",
        "plain": f"count(*) filter ({_shapes(column)})",
        "read": f"count({value_of(column)})", "first": f"min({column})", "last": f"max({column})",
        "timed": f"count(case when {SAMPLED} then case when {_has_time(column)} then 1 end end)",
    }  # fmt: skip


def _proven(_: Collection[Counted], looks: Collection[Look]) -> set[str]:
    """Return the orders that one column at least can only be read in."""
    return {seen.verdict.winner for seen in looks if len(seen.readings) > 1 and len(seen.verdict.leaders) == 1} - {""}


def _is_plain(counted: Counted) -> bool:
    """Say whether all texts are plain ISO dates of years a customer can have lived in, without offsets or all with them."""
    if counted["offset"]:
        return counted["offset"] == counted["filled"]
    if not counted["plain"] == counted["filled"] == counted["read"]:
        return False
    return not counted["filled"] or (counted["first"] >= "1900" and counted["last"] < "2200")


def _plain(column: str, role: str, counted: Counted) -> Decision:
    days = "true" if counted["timed"] else f"not {_has_time(column)}"
    if counted["offset"]:
        utc = counted["utc"] == counted["filled"]
        moment, words = dates.plain_with_offset(column), "dates as written"
        own = Clock(moment, offset_behind(column), utc=utc)
        holds = f"{days} and suffix({column}, ' +0000')" if utc else days
    else:
        moment, words = dates.plain(column), "year, month and day, as in 2026-12-31"
        own, holds = Clock(moment), f"{days} and ({_shapes(column)}) and {column} >= '1900' and {column} < '2200'"
    return Decision(
        column, role, _typed(moment, role), words, filled=counted["filled"], clock=own if counted["timed"] else None,
        holds=f"{value_of(column)} is not null and {holds}",
    )  # fmt: skip


def _shapes(column: str) -> str:
    return " or ".join(f"{column} like '{shape}'" for shape in dates.PLAIN)


def _has_time(column: str) -> str:
    return f"(strlen({column}) > 10 and not suffix({column}, ' 00:00:00') and not {column} like '% 00:00:00 _____')"


def _typed(moment: str, role: str) -> str:
    return f"cast({moment} as date)" if role == "date" else moment


def _looked_at(
    source: Source, column: str, role: str, seen: Look, proven: set[str], hints: Hints, answers: Mapping[str, str]
) -> Decision:
    heading = source.headings[int(column[1:])]
    if not seen.readings:
        words = "no value can be read as a date" if seen.filled else "empty"
        return Decision(
            column, role, _typed("null::timestamp", role), words, unreadable=seen.filled, filled=seen.filled, examples=seen.unread
        )
    names = [reading.name for reading in seen.readings]
    order, why = _order(seen, names, proven, hints, answers)
    question = None
    if not order:
        order, question = seen.verdict.leaders[0], _question(heading, seen)
        why = "waiting for your answer"
    how = [str(seen.found)] if seen.found else []
    words = ", ".join(filter(None, [*how, _order_words(order, seen), why])) or "dates as written"
    moment = seen.expression(order)
    return Decision(
        column, role, _typed(moment, role), words, question, seen.unreadable(order), seen.filled, seen.unread,
        clock=clock(column, moment, seen.samples),
    )  # fmt: skip


def _order(seen: Look, names: list[str], proven: set[str], hints: Hints, answers: Mapping[str, str]) -> tuple[str, str]:
    """Return the order of day and month with its reason; no order where only the user can tell."""
    found = seen.verdict
    if len(names) == 1:
        return names[0], ""
    if answers.get(KEY) in names:
        return answers[KEY], "as you answered"
    if found.winner:
        if len(found.leaders) > 1:
            return found.winner, "both orders give the same days"
        return found.winner, f"as {plural(_proof(found), 'value')} can be read no other way"
    if found.conflicting:
        return "", ""
    open_orders = set(found.leaders)
    if len(proven & open_orders) == 1:
        return next(iter(proven & open_orders)), "as the other dates of the file prove"
    if "day_first" in open_orders and _with_points(seen):
        return "day_first", "as dates with points are written"
    if hints.date_order in open_orders:
        return hints.date_order, "as this system writes its dates"
    return "", ""


def _with_points(seen: Look) -> bool:
    """Say whether all dates are like 31.12.2026. Nobody writes the month first with points and a whole year."""
    return all(re.match(r"\d{1,2}\.\d{1,2}\.\d{4}", text) for text in seen.samples if text[:1].isdigit())


def _proof(found: Verdict) -> int:
    most = sorted(found.fits.values())
    return most[-1] - most[-2]


def _order_words(order: str, seen: Look) -> str:
    parts = _parts(seen.samples)
    return dates.ORDER_WORDS[order].format(*parts) if parts and order in dates.ORDER_WORDS else ""


def _parts(samples: tuple[str, ...]) -> tuple[str, list[int]] | None:
    """Return a sample date with its three numbers, one whose day and month differ and are both small where there is one."""
    matches = filter(None, (re.search(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2,4})", text) for text in samples))
    found = [(match[0], [int(part) for part in match.groups()]) for match in matches]
    clear = [item for item in found if item[1][0] != item[1][1] and max(item[1][:2]) <= 12]
    return next(iter(clear or found), None)


def _question(heading: str, seen: Look) -> Question:
    text, parts = _parts(seen.samples) or ("", [1, 2, 3])
    first, second, last = parts
    ways = {"day_first": (first, second, last), "month_first": (second, first, last), "year_first": (last, second, first)}
    names = seen.verdict.leaders if not seen.verdict.conflicting else [reading.name for reading in seen.readings]
    options = tuple((name, _spelled(*ways[name])) for name in names)
    why = "Every date in the file can be read either way." if not seen.verdict.conflicting else (
        "Some dates can only be read one way and some only the other: "
        + listed(f"{count(only)} {name.replace('_', ' ')}" for name, only in seen.verdict.only.items() if only)
        + ". Dates that do not fit your answer are set aside."
    )  # fmt: skip
    return Question(KEY, f"Which day is {text} in “{heading}”?", options, why)


def _spelled(day: int, month: int, year: int) -> str:
    name = _MONTH_NAMES[month - 1] if 1 <= month <= 12 else f"month {month}"
    return f"{day} {name} {year if year > 99 else 2000 + year if year <= 40 else 1900 + year}"


DATES = Kind(("date", "time"), _is_plain, _plain, lambda role: dates.find_readings, _proven, _looked_at, _ZERO_DATES)
