"""Occasion calendar → days, hours and words: when each occasion is, and its usual share of the calendar."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from segkit.errors import BadValue
from segkit.maps import Rows
from segkit.maps.matching import mentions, plain, words_of

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
NO_HOUR = -1


@dataclass(frozen=True)
class Occasions:
    """The calendar made ready for joining: everything by position, the order in which occasions are tried."""

    names: list[tuple[int, str, float | None]]
    days: list[tuple[date, int]]
    hours: list[tuple[int, int, int, int]]
    words: list[tuple[list[str], int]]
    birthday_position: int = 999
    birthday_days_before: int = 0
    birthday_days_after: int = 0
    gift_position: int = 999

    def of_product(self, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str, int]]:
        """Return (product, category, position) for the products whose words name an occasion."""
        found = []
        for product, category in texts:
            text = plain(f"{product} {category}")
            position = min((p for sought, p in self.words if mentions(text, sought)), default=None)
            if position is not None:
                found.append((product, category, position))
        return found


def occasions_between(rows: Rows, first: date, last: date, country: str, with_hours: bool) -> Occasions:
    """Return the calendar for the days from `first` to `last`; hours only where the data have a time of day."""
    used = [(i, row) for i, row in enumerate(rows, 1) if row["use"] == "yes"]
    span = max((last - first).days + 1, 1)
    names, days, slots, words = [], {}, {}, []
    birthday, before, after, gift = 999, 0, 0, 999
    for position, row in used:
        usual = None
        if row["kind"] in _DAYS:
            found = {d for d in _windows(row, first, last, country) if first <= d <= last}
            usual = len(found) / span
            for day in found:
                days[day] = min(position, days.get(day, 999))
        elif row["kind"] == "words":
            words.append((words_of(row["what"]), position))
        elif row["kind"] == "birthday":
            birthday, before, after = position, int(row["days_before"]), int(row["days_after"])
            usual = min((before + 1 + after) / 365, 1)
        elif row["kind"] == "gift":
            gift = position
        elif with_hours or "hours" not in row["kind"]:
            found_slots = _slots(row)
            usual = sum(hour != NO_HOUR for _, _, hour in found_slots) / (7 * 31 * 24)
            for slot in found_slots:
                slots[slot] = min(position, slots.get(slot, 999))
        names.append((position, row["occasion"], usual))
    return Occasions(names, list(days.items()), [(*s, p) for s, p in slots.items()], words, birthday, before, after, gift)


def check(rows: Rows) -> None:
    """Refuse a row of the calendar that cannot be understood."""
    occasions_between([{**row, "use": "yes"} for row in rows], date(2024, 1, 1), date(2024, 12, 31), "", with_hours=True)


def _windows(row: dict, first: date, last: date, country: str) -> Iterable[date]:
    before, after = int(row["days_before"]), int(row["days_after"])
    for year in range(max(first.year - 1, 1900), min(last.year + 2, 2101)):
        for day in _DAYS[row["kind"]](row, year, country):
            yield from (day + timedelta(days=offset) for offset in range(-before, after + 1))


def _fixed_date(row: dict, year: int, country: str) -> list[date]:
    try:
        month, day = (int(part) for part in row["what"].split("-"))
        return [date(year, month, min(day, calendar.monthrange(year, month)[1]))]
    except ValueError:
        raise BadValue(f"'{row['what']}' is not a date.", f"Occasion {row['occasion']}", "Write month-day, for example 12-24.") from None


def _weekday_of_month(row: dict, year: int, country: str) -> list[date]:
    try:
        ordinal, weekday, _, month = row["what"].lower().split()
        number = [m.lower() for m in calendar.month_name].index(month)
        matching = [date(year, number, d) for d in range(1, calendar.monthrange(year, number)[1] + 1)
                    if date(year, number, d).weekday() == WEEKDAYS.index(weekday)]
        return [matching[_ORDINALS[ordinal]]]
    except (ValueError, KeyError, IndexError):
        raise BadValue(f"'{row['what']}' is not understood.", f"Occasion {row['occasion']}",
                       "Write for example: second sunday of may.") from None


def _named_holiday(row: dict, year: int, country: str) -> list[date]:
    if row["what"].lower() == "easter":
        from dateutil.easter import easter

        return [easter(year)]
    if row["what"].lower() != "lunar":
        raise BadValue(f"'{row['what']}' is not a known holiday.", f"Occasion {row['occasion']}",
                       "Write easter or lunar, or use the kind date.")
    from holidays.countries import China

    found = China(years=year, language="en_US").items()
    return sorted(day for day, name in found if "Spring Festival" in name)[:1]  # without its eve, a holiday in some years only


def _country_holidays(row: dict, year: int, country: str) -> list[date]:
    """Return the holidays of the country the row names by its two letters, or of the country most orders go to."""
    named = row["what"].strip().upper()
    try:
        return list(holidays.country_holidays(named or country, years=year)) if named or country else []
    except NotImplementedError:
        if not named:
            return []
        raise BadValue(f"'{row['what']}' is no country we know holidays of.", f"Occasion {row['occasion']}",
                       "Write its two letters, for example DE, FR or US.") from None


_DAYS = {"date": _fixed_date, "weekday of month": _weekday_of_month, "holiday": _named_holiday, "country holidays": _country_holidays}


def _slots(row: dict) -> list[tuple[int, int, int]]:
    """Return (weekday 1-7, day of the month, hour) of a recurring rule; a rule on days also takes orders without a time of day."""
    weekdays, month_days, hours = list(range(1, 8)), list(range(1, 32)), [NO_HOUR, *range(24)]
    text = row["what"].lower()
    try:
        if row["kind"] == "weekdays":
            weekdays = [WEEKDAYS.index(word.strip()) + 1 for word in text.split(";")]
        elif row["kind"] == "days of month":
            month_days = _around(text, 1, 31)
        elif row["kind"] == "weekday hours":
            weekdays, hours = [WEEKDAYS.index(text.split()[0]) + 1], _around(text.split()[1], 0, 23)[:-1]
        else:
            hours = _around(text, 0, 23)[:-1]
    except (ValueError, IndexError):
        raise BadValue(f"'{row['what']}' is not understood.", f"Occasion {row['occasion']}",
                       "Write hours as 11-14, days of the month as 25-2, weekdays as saturday; sunday.") from None
    return [(w, d, h) for w in weekdays for d in month_days for h in hours]


def _around(text: str, low: int, high: int) -> list[int]:
    """Return the whole numbers of "from-to", going round the end: 22-4 is 22, 23, 0, … 4."""
    start, end = (int(part) for part in text.split("-"))
    if not (low <= start <= high and low <= end <= high + (low == 0)):  # hours may end at 24
        raise ValueError(text)
    if start <= end:
        return list(range(start, end + 1))
    return [*range(start, high + 1), *range(low, end + 1)]
