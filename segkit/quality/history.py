"""Is the history whole: rows dated far away, an export that begins in full swing, a last month or day that is not over yet?"""

from calendar import monthrange
from datetime import date, timedelta
from statistics import median

from segkit.features.left_out import SOLD
from segkit.quality.base import WORTH_KNOWING, Data, Finding, Fix, long_day
from segkit.quality.days import Series
from segkit.words import count, plural

_MONTHS = 4  # months of history from which a sudden beginning can be told
_FULL_SWING = 0.6  # share of the later level that an export has in its first weeks when it begins in the middle
_FEW = 100  # orders in the months compared
_LOW_DAY = 0.4


def far_dates(data: Data) -> list[Finding]:
    """Return whether rows are dated far beyond all others, or long before."""
    return [_future(data), *_ancient(data)]


def _future(data: Data) -> Finding:
    reach = data.reach
    if not reach.strays:
        return Finding("future_dates", "Dates in the future", "No row is dated far beyond all others.")
    rows = plural(reach.strays, "row is", "rows are")
    latest, do, them = (f"latest {long_day(reach.latest)}", "do", "them") if reach.strays > 1 else (long_day(reach.latest), "does", "it")
    says = f"{rows} dated after a long gap ({latest}) and {do} not count for the as-of day; check {them}."
    why = ("A mistyped year would make everybody else look lapsed. Up to the last true day such rows count nowhere; "
           "with a later as-of day they would.")  # fmt: skip
    fix = Fix("leave_out", "Leave rows with these dates out, whatever the as-of day", "future_dates")
    return Finding("future_dates", "Dates in the future", says, WORTH_KNOWING, reach.strays, why, (fix,))


def _ancient(data: Data) -> list[Finding]:
    if data.first_day is None:
        return []
    number, first = data.rows("select count(*), min(ordered_on) from orders where ordered_on < $first", {"first": data.first_day})[0]
    if not number:
        return [Finding("ancient_dates", "Dates long ago", "No order is dated long before all others.")]
    orders = plural(number, "order is", "orders are")
    says = f"{orders} dated long before all others, the first on {long_day(first)}; the others begin on {long_day(data.first_day)}."
    why = ("Dates such as 1 January 1970 are what programs write for “no date”. They make customers look known for decades and "
           "stretch the calendar that occasions are compared with.")  # fmt: skip
    fix = Fix("leave_out", f"Leave orders from before {long_day(data.first_day)} out of all counts", "ancient_dates")
    return [Finding("ancient_dates", "Dates long ago", says, WORTH_KNOWING, number, why, (fix,))]


def ends(data: Data, found: Series) -> list[Finding]:
    """Return whether the history begins in full swing, and whether its last month and day are whole."""
    return [*_beginning(found), *_last_month(found), *_last_day(data, found)] if found.days else []


def _beginning(found: Series) -> list[Finding]:
    first, last = found.days[0], found.days[-1]
    title = "Beginning of the history"
    if (last - first).days < 30 * _MONTHS:
        says = f"The data span {plural((last - first).days + 1, 'day')}, from {long_day(first)} to {long_day(last)}."
        why = "With less than four months few customers had time to come back: lapsed, loyal and lifetime say little yet."
        return [Finding("beginning", title, says, WORTH_KNOWING, 0, why, (_longer(first),))]
    begin = _orders(found, first, first + timedelta(27))
    starts = [first + timedelta(28 * number) for number in range(1, min(7, (last - first).days // 28))]
    later = median(_orders(found, start, start + timedelta(27)) for start in starts)
    if later < _FEW or begin < _FULL_SWING * later:
        return [Finding("beginning", title, f"The data begin on {long_day(first)}; nothing shows that earlier orders are missing.")]
    says = f"The data begin on {long_day(first)} in full swing: {count(begin)} orders in four weeks, and {count(later)} in later ones."
    why = ("The shop was older than the export. Customers who bought before look new, and their first order here is not their first: "
           "new customers, loyalty and lifetime value are too low or too young for the first year.")  # fmt: skip
    return [Finding("beginning", title, says, WORTH_KNOWING, 0, why, (_longer(first),))]


def _longer(first: date) -> Fix:
    return Fix("file", f"Export the orders from before {long_day(first)} too and add that file; what both files hold counts once.")


def _orders(found: Series, first: date, last: date) -> int:
    return sum(number for day, number in zip(found.days, found.orders, strict=True) if first <= day <= last)


def _last_month(found: Series) -> list[Finding]:
    last = found.days[-1]
    of = monthrange(last.year, last.month)[1]
    title = "Last month"
    if last.day == of or found.days[0] > last.replace(day=1) or of - last.day <= 2:
        return [Finding("last_month", title, f"The data reach the end of {last:%B %Y}.")] if of - last.day <= 2 else []
    says = f"{last:%B %Y} is not over in the data: {last.day} of its {of} days are there, up to {long_day(last)}."
    why = "Comparing it with whole months would show a fall that is none. Choose the end of the month before as the as-of day to compare."
    return [Finding("last_month", title, says, WORTH_KNOWING, 0, why)]


def _last_day(data: Data, found: Series) -> list[Finding]:
    last = found.days[-1]
    latest = data.rows(f"select max(ordered_at) from orders where {SOLD} and ordered_on = $day", {"day": last})[0][0]
    usual = median(found.orders[-29:-1]) if len(found.orders) > 7 else 0
    if usual < 5 or found.orders[-1] >= _LOW_DAY * usual:
        return []
    until = f", the last at {latest:%H:%M}" if latest and latest.time().hour else ""
    says = f"The last day, {long_day(last)}, has {plural(found.orders[-1], 'order')}{until}; days usually have {count(usual)}."
    why = "The export was taken during that day. “As of” that day is a little early; the day before is whole."
    return [Finding("last_day", "Last day", says, WORTH_KNOWING, found.orders[-1], why)]
