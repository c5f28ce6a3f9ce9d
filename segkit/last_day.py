"""The last day with data, and the first: how far do the rows reach, once mistyped days far from all others are set apart?

A single order dated 2062 instead of 2026 must not move the day that every figure is counted up to. No clock is asked:
a tail of very few rows is strays where the gap before it is long, and far longer than the gaps among all other rows.
Such rows stay in the data. A shop that sells at Christmas only has long gaps too, so its next season is no stray.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from segkit.engine import rows
from segkit.tables import TOLD_UP_TO

# Each rule is enough by itself: of a table of at least so many rows, a tail of one row in so many (one always, never more than so
# many) is strays after a gap of more than so many days, and so many times the longest other gap. A gap that may be the rest between
# the seasons of a year must be shorter than all the history before it, except where it is longer than the last number of days.
_RULES = (
    (5, 5, 1, 3650, 4, 0),  # a handful of rows proves next to nothing
    (20, 20, 1, 180, 4, 0),
    (1000, 1000, 100, 60, 1.5, 0),  # one in a thousand is a slip; more than a hundred rows are none
)
_AHEAD = (  # towards the future a few more are slips; long before all others they may be the first orders of a new shop
    (60, 30, 3, 1095, 4, 0),
    (400, 200, 5, 180, 4, 400),
)
_STRAY = """total >= least_rows and beyond <= most and usual is not null and gap > least_gap and gap > times * usual
    and (gap > rest or gap < so_far)"""
# Cancelled and test orders are no sales, so they do not say how far the sales reach; they do where there is nothing else.
_DAYS = """
    select 'orders' as kind, ordered_on as day, count(*) filter (coalesce(status not in ('cancelled', 'test'), true)) as number
    from orders group by day
    union all select 'events', event_on, count(*) from events group by event_on
    union all select 'surveys', answered_on, count(*) from surveys group by answered_on
    union all select 'customers', signed_up_on, count(*) from customers group by signed_up_on""" + "".join(
    f" union all select '{table}', {day}, count(*) from {table} group by {day}" for table, day in TOLD_UP_TO.items()
)


def _rules(rules: Sequence[tuple[float, ...]]) -> str:
    """Return the rules as a table, for a FROM clause."""
    return f"(values {', '.join(map(str, rules))}) as rules(least_rows, one_in, most_rows, least_gap, times, rest)"


_SQL = f"""
    with days as materialized (select * from ({_DAYS}) where day is not null and day <= coalesce($until, date '9999-12-31')),
    counted as (
        select *, day - lag(day) over walk as gap, sum(number) over (partition by kind) as total,
            sum(number) over (walk rows between current row and unbounded following) as beyond,
            lag(day) over walk - min(day) over (partition by kind) as so_far
        from days where number > 0 window walk as (partition by kind order by day)),
    ruled as (select *, greatest(1, least(total // one_in, most_rows)) as most from counted, {_rules((*_RULES, *_AHEAD))}),
    weighed as (
        select *, max(gap) filter (beyond > most and total - beyond > most) over (partition by kind, least_rows) as usual from ruled),
    firsts as (select kind, min(day) as first from weighed where {_STRAY} group by kind),
    kept as (
        select max(counted.day) as last_day from counted left join firsts using (kind) where first is null or counted.day < first)
    select coalesce(last_day, (select max(day) from days)),
        (select coalesce(sum(number), 0) from counted where day > last_day), (select max(day) from counted where day > last_day)
    from kept"""


@dataclass(frozen=True)
class Reach:
    """How far the data reach, and how many rows lie beyond, the last of them on `latest`."""

    last_day: date | None
    strays: int = 0
    latest: date | None = None

    def to_text(self) -> str:
        """Return it as one line that `from_text` reads back."""
        return f"{self.last_day or ''} {self.strays} {self.latest or ''}"

    @classmethod
    def from_text(cls, text: str) -> "Reach":
        """Return what `to_text` wrote; of an empty text, the reach of no data."""
        last_day, strays, latest = text.split(" ") if text else ("", "0", "")
        return cls(date.fromisoformat(last_day) if last_day else None, int(strays), date.fromisoformat(latest) if latest else None)


def reach(con: duckdb.DuckDBPyConnection, until: date | None = None) -> Reach:
    """Return the last day with data and the strays after it, from one count of the rows of each day; `until` hides all later rows."""
    last_day, strays, latest = rows(con, _SQL, {"until": until})[0]
    return Reach(last_day, int(strays), latest)


# The same at the other end, for orders. Days before 1990 beside days after 2000 are what programs write for "no date": 1900, 1970.
_FIRST_SQL = f"""
    with days as materialized (
        select * from ({_DAYS}) where kind = 'orders' and day <= coalesce($until, date '9999-12-31')),
    counted as (
        select *, lead(day) over walk - day as gap, sum(number) over () as total,
            sum(number) over (walk rows between unbounded preceding and current row) as beyond, 0 as so_far
        from days where number > 0 window walk as (order by day)),
    ruled as (select *, greatest(1, least(total // one_in, most_rows)) as most from counted, {_rules(_RULES)}),
    weighed as (select *, max(gap) filter (beyond > most and total - beyond > most) over (partition by least_rows) as usual from ruled),
    last as (
        select max(day) as day from (
            select day from weighed where {_STRAY}
            union all
            select day from weighed where day < date '1990-01-01'
                and 2 * (select sum(number) from counted where day >= date '2000-01-01') >= total))
    select min(counted.day) from counted, last where last.day is null or counted.day > last.day"""


def first_day(con: duckdb.DuckDBPyConnection, until: date | None = None) -> date | None:
    """Return the first day with an order, days long before all others and those that stand for "no date" not counted."""
    return rows(con, _FIRST_SQL, {"until": until})[0][0]
