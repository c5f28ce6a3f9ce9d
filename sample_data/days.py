"""When do things happen? The fixed last day, feast days, and clock times of the shop's own zone."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

END = date(2026, 10, 31)
YEARS = (2024, 2025, 2026)


def ago(days: int) -> date:
    """Return the day that lies so many days before the last day of the data."""
    return END - timedelta(days=days)


def near(rng: Random, day: date, before: int, after: int) -> date:
    """Return a day from `before` days before the given one to `after` days after it."""
    return day + timedelta(days=rng.randint(-before, after))


def at(day: date, hour: float, rng: Random) -> datetime:
    """Return the moment on that day at about that hour (19.5 is half past seven), to the second."""
    seconds = int(hour * 3600) + rng.randint(0, 59)
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches (Gauss's rule as corrected for the Gregorian calendar)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth given weekday (Monday is 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def mothers_day(year: int) -> date:
    """Return the second Sunday of May, as in Germany, Austria, the Netherlands, Belgium and Italy."""
    return nth_weekday(year, 5, 6, 2)


def black_friday(year: int) -> date:
    """Return the day after the fourth Thursday of November."""
    return nth_weekday(year, 11, 3, 4) + timedelta(days=1)


def birthday_in(birthday: date, year: int) -> date:
    """Return the birthday's date in another year."""
    return birthday.replace(year=year)


def nearest(day: date, start: date, fits: Callable[[date], bool]) -> date:
    """Return the nearest day inside the data for which `fits` holds, an earlier day before a later one."""
    for distance in range(30):
        for other in (day - timedelta(days=distance), day + timedelta(days=distance)):
            if start <= other <= END and fits(other):
                return other
    return day


def offset_hours(moment: datetime) -> int:
    """Return the hours ahead of UTC in Berlin: summer time runs between the last Sundays of March and October."""
    last_sunday = {month: date(moment.year, month, 31) for month in (3, 10)}
    for month, day in last_sunday.items():
        last_sunday[month] = day - timedelta(days=(day.weekday() + 1) % 7)
    return 2 if last_sunday[3] <= moment.date() < last_sunday[10] else 1


def with_offset(moment: datetime) -> str:
    """Return the moment as Shopify writes it: 2026-10-31 19:42:07 +0100."""
    return f"{moment:%Y-%m-%d %H:%M:%S} +0{offset_hours(moment)}00"


def in_utc(moment: datetime) -> str:
    """Return the moment as web trackers write it: 2026-10-31T18:42:07Z."""
    return f"{moment - timedelta(hours=offset_hours(moment)):%Y-%m-%dT%H:%M:%SZ}"
