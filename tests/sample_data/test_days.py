"""Do the days that behaviour hangs on fall where the calendar has them?"""

from datetime import date, datetime
from random import Random

import pytest

from sample_data.days import END, ago, black_friday, easter, in_utc, mothers_day, nearest, with_offset
from sample_data.rhythm import Rhythm, days_of, shares


def test_feasts() -> None:
    assert [easter(year) for year in (2024, 2025, 2026)] == [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)]
    assert [mothers_day(year) for year in (2025, 2026)] == [date(2025, 5, 11), date(2026, 5, 10)]
    assert [black_friday(year) for year in (2024, 2025)] == [date(2024, 11, 29), date(2025, 11, 28)]


@pytest.mark.parametrize(
    ("moment", "shop_time", "utc"),
    [
        (datetime(2026, 3, 28, 12), "2026-03-28 12:00:00 +0100", "2026-03-28T11:00:00Z"),
        (datetime(2026, 3, 29, 12), "2026-03-29 12:00:00 +0200", "2026-03-29T10:00:00Z"),
        (datetime(2026, 10, 24, 12), "2026-10-24 12:00:00 +0200", "2026-10-24T10:00:00Z"),
        (datetime(2026, 10, 25, 12), "2026-10-25 12:00:00 +0100", "2026-10-25T11:00:00Z"),
    ],
)
def test_summer_time_begins_and_ends_on_the_last_sunday(moment: datetime, shop_time: str, utc: str) -> None:
    assert (with_offset(moment), in_utc(moment)) == (shop_time, utc)


def test_the_nearest_fitting_day_stays_inside_the_data() -> None:
    monday = date(2026, 10, 26)
    assert nearest(monday, date(2026, 1, 1), lambda day: day.weekday() >= 5) == date(2026, 10, 25)
    assert nearest(END, date(2026, 1, 1), lambda day: day.weekday() == 6) == date(2026, 10, 25)


def test_a_rhythm_keeps_its_pace_and_its_silence() -> None:
    back = Rhythm("came back", 1, (3, 3), gap=(30, 30), last=(10, 10), silence=(200, 200))
    first, second, last = days_of(Random(1), back, date(2020, 1, 1))
    assert last == ago(10)
    assert (last - second).days == 200
    assert 24 <= (second - first).days <= 36


def test_shares_leave_room_for_none() -> None:
    drawn = [shares(Random(seed), {"Gift": 0.5}) for seed in range(200)]
    assert set(drawn) == {"Gift", ""} and 70 < drawn.count("Gift") < 130
