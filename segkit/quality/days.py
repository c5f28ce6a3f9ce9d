"""Which days stand out: one-day spikes, and days without any order where there should be some? A busy day is no error by itself."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

from segkit.features.left_out import SOLD
from segkit.quality.base import NEEDS_YOU, WORTH_KNOWING, Data, Finding, Fix, long_day
from segkit.words import count, listed, plural

_AROUND = 28  # days on either side that a day is compared with
_FEWEST = 20  # orders of a day that can be a spike
_TIMES = 3  # a spike has at least so many times the usual orders …
_SPREADS = 8  # … and lies so many usual spreads above them
_MOST_SPIKES = 12  # more than that is how the shop sells
_ONE_THING = 0.5  # share of a day's orders with one customer, minute or amount that looks like an import
_EXPECTED = 20  # orders that the days around lead one to expect in a gap; by chance it would be empty once in half a billion
_SHORTEST = 4
_LONGER = 3  # a gap is so many times as long as the usual days off …
_ENOUGH_HOLES = 4  # … which so many tell


@dataclass(frozen=True)
class Series:
    """The days with a sold order, in order, and how many orders each has."""

    days: tuple[date, ...]
    orders: tuple[int, ...]

    @cached_property
    def by_day(self) -> dict[date, int]:
        """The orders of each day that has any."""
        return dict(zip(self.days, self.orders, strict=True))

    def level(self, day: date) -> tuple[float, float]:
        """Return the usual number of orders on the days around, and how far days usually lie from it."""
        first, last = max(self.days[0], day - timedelta(_AROUND)), min(self.days[-1], day + timedelta(_AROUND))
        around = [self.by_day.get(first + timedelta(n), 0) for n in range((last - first).days + 1) if first + timedelta(n) != day]
        if not around:
            return 0.0, 0.0
        usual = median(around)
        return usual, max(1.4826 * median(abs(number - usual) for number in around), (usual + 1) ** 0.5)

    def rate(self, until: date, after: date) -> float:
        """Return the mean orders a day in the four weeks before a gap and the four weeks after it, the lower of both."""
        low, mid = bisect_left(self.days, until - timedelta(_AROUND - 1)), bisect_right(self.days, until)
        start, high = bisect_left(self.days, after), bisect_right(self.days, after + timedelta(_AROUND - 1))
        before = sum(self.orders[low:mid]) / min(_AROUND, (until - self.days[0]).days + 1)
        return min(before, sum(self.orders[start:high]) / min(_AROUND, (self.days[-1] - after).days + 1))


def series(data: Data) -> Series:
    """Return the days with a sold order up to the last true day with data."""
    found = data.rows(
        f"""select ordered_on, count(*) from orders where {SOLD} and ordered_on <= coalesce($last, date '9999-12-31')
        and ordered_on >= coalesce($first, date '0001-01-01') group by 1 order by 1""",
        {"last": data.reach.last_day, "first": data.first_day},
    )
    return Series(tuple(day for day, _ in found), tuple(number for _, number in found))


# ---- spikes


def spikes(data: Data, found: Series) -> list[Finding]:
    """Return a finding per day with far more orders than the days around it: what it may be, and a rule to leave it out."""
    days = [(day, number, found.level(day)[0]) for day, number in found.by_day.items() if _is_spike(found, day, number)]
    days = sorted(sorted(days, key=lambda one: -one[1] / (one[2] + 1))[:_MOST_SPIKES])
    if not days:
        return [Finding("spikes", "One-day spikes", "No day has far more orders than the days around it.")] if found.days else []
    looks = {day: rest for day, *rest in data.rows(_LOOKS, {"days": [day for day, *_ in days]})}
    return [_spike(day, number, usual, looks[day]) for day, number, usual in days]


def _is_spike(found: Series, day: date, number: int) -> bool:
    if number < _FEWEST:
        return False
    usual, spread = found.level(day)
    return number >= _TIMES * max(usual, 1) and number > usual + _SPREADS * spread


_LOOKS = f"""
    with of_day as (
        select *, count(*) over (partition by ordered_on, customer_id) as by_customer,
            case when ordered_at <> ordered_on::timestamp
                then count(*) over (partition by ordered_on, date_trunc('minute', ordered_at)) else 0 end as by_minute,
            count(*) over (partition by ordered_on, total) as by_amount
        from orders where {SOLD} and list_contains($days, ordered_on))
    select ordered_on, max(by_customer) / count(*), max(by_minute) / count(*), max(by_amount) / count(*) from of_day group by ordered_on"""


def _spike(day: date, number: int, usual: float, look: list[Any]) -> Finding:
    customer, minute, amount = look
    odd = [words for part, words in ((customer, "of one customer"), (minute, "in one minute"), (amount, "with one amount"))
           if part >= _ONE_THING]  # fmt: skip
    times = f"{number / usual:.0f} times as many as usual" if usual >= 1 else "where there is hardly any"
    says = f"{long_day(day)} has {plural(number, 'order')}, {times} on the days around it."
    occasion = _occasion(day)
    if odd:
        says += f" Most of them are {listed(odd)}: this looks like an import or a test."
    elif occasion:
        says += f" It is {occasion}: most likely a good day."
    why = ("A sale or a holiday makes such a day, and then it is true. An import of old orders, a move from another system or a test "
           "makes it too: then recency, frequency and the first orders of all these customers are wrong.")  # fmt: skip
    fix = Fix("leave_out", f"Leave the orders of {long_day(day)} out of all counts", f"spike:{day.isoformat()}")
    return Finding(f"spike:{day.isoformat()}", f"Spike on {long_day(day)}", says, NEEDS_YOU if odd else WORTH_KNOWING, number, why, (fix,))


def _occasion(day: date) -> str:
    """Return the sales day that a date is, in the calendar of many countries; "" for any other."""
    first = date(day.year, 11, 1)
    thanksgiving = first + timedelta((3 - first.weekday()) % 7 + 21)
    weekend = {thanksgiving + timedelta(1): "Black Friday", thanksgiving + timedelta(2): "the weekend of Black Friday",
               thanksgiving + timedelta(3): "the weekend of Black Friday", thanksgiving + timedelta(4): "Cyber Monday"}  # fmt: skip
    if day in weekend:
        return weekend[day]
    if day.month == day.day and day.month >= 6:
        return "Singles' Day" if day.month == 11 else f"the {day.day}.{day.month}. sales day"
    known = {(2, 14): "Valentine's Day", (12, 26): "Boxing Day", (6, 18): "the 6.18 sales day", (3, 8): "Women's Day"}
    return known.get((day.month, day.day), "in the weeks before Christmas" if day.month == 12 and day.day <= 24 else "")


# ---- gaps


def gaps(data: Data, found: Series) -> list[Finding]:
    """Return a finding per stretch of days without any order, where the weeks around it lead one to expect many."""
    holes = [(before, after, length) for before, after in pairwise(found.days) if (length := (after - before).days - 1)]
    usual_off = median(length for *_, length in holes) if len(holes) >= _ENOUGH_HOLES else 0
    empty = [
        (before, after, length) for before, after, length in holes
        if length >= _SHORTEST and (length >= _LONGER * usual_off or length > 60) and length * found.rate(before, after) >= _EXPECTED
    ]  # fmt: skip
    if not empty:
        fine = Finding("gaps", "Gaps between days", "There is no stretch of days without orders that chance would not explain.")
        return [fine] if found.days else []
    spans = _spans(data)
    return [_gap(before, after, length, found.rate(before, after), spans) for before, after, length in empty[:_MOST_SPIKES]]


def _spans(data: Data) -> list[tuple[date, date, str]]:
    return [
        (date.fromisoformat(report.totals["first_day"]), date.fromisoformat(report.totals["last_day"]), report.file)
        for report in data.of_orders() if report.totals.get("first_day")
    ]  # fmt: skip


def _gap(before: date, after: date, length: int, rate: float, spans: list[tuple[date, date, str]]) -> Finding:
    first, last = before + timedelta(1), after - timedelta(1)
    says = (f"From {long_day(first)} to {long_day(last)} there is no order; the weeks around it lead one to expect about "
            f"{count(length * rate)}.")  # fmt: skip
    ends = next((name for _, end, name in spans if end == before), "")
    begins = next((name for start, _, name in spans if start == after), "")
    between = ends and begins and ends != begins
    if between:
        says += f" The file {ends} ends before it and {begins} begins after it."
    why = ("A closed shop has such a gap, a season shop every year. If days are missing from your exports, everybody looks lapsed and "
           "repeat orders look like first ones.")  # fmt: skip
    fix = Fix("file", f"Export the orders from {long_day(first)} to {long_day(last)} and add that file.")
    severity = NEEDS_YOU if between else WORTH_KNOWING
    return Finding(f"gap:{first.isoformat()}", f"No orders for {plural(length, 'day')}", says, severity, 0, why, (fix,))
