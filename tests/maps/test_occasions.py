"""Occasion calendar: does every rule mean the days and hours it says, and what share of the calendar is that?"""

from datetime import date

import pytest

from segkit.errors import BadValue
from segkit.maps import find_map
from segkit.maps.occasions import NO_HOUR, Occasions, occasions_between

STARTER = find_map("occasions").starter()
YEAR = date(2025, 1, 1), date(2025, 12, 31)


def rule(kind: str, what: str = "", before: int = 0, after: int = 0, name: str = "It") -> dict[str, str]:
    return {"occasion": name, "kind": kind, "what": what, "days_before": str(before), "days_after": str(after), "use": "yes"}


def calendar_of(
    *rules: dict[str, str], first: date = YEAR[0], last: date = YEAR[1], country: str = "", with_hours: bool = True
) -> Occasions:
    return occasions_between(list(rules), first, last, country, with_hours)


def days_of(*rules: dict[str, str], **more: object) -> list[date]:
    return sorted(day for day, _ in calendar_of(*rules, **more).days)


@pytest.mark.parametrize("name, first, last", [
    ("Valentine's Day", date(2025, 2, 1), date(2025, 2, 14)),
    ("Easter", date(2025, 4, 6), date(2025, 4, 20)),
    ("Mother's Day", date(2025, 4, 27), date(2025, 5, 11)),
    ("Black Friday", date(2025, 11, 27), date(2025, 12, 1)),
    ("Christmas", date(2025, 12, 1), date(2025, 12, 24)),
    ("Lunar New Year", date(2025, 1, 15), date(2025, 1, 29)),
    ("Halloween", date(2025, 10, 21), date(2025, 10, 31)),
])
def test_the_starter_calendar_has_the_windows_people_expect(name, first, last):
    found = days_of({**next(row for row in STARTER if row["occasion"] == name), "use": "yes"})
    assert (found[0], found[-1], len(found)) == (first, last, (last - first).days + 1)


def test_a_window_reaches_over_the_turn_of_the_year():
    assert days_of(rule("date", "01-02", before=4))[0] == date(2025, 1, 1)
    assert days_of(rule("date", "01-02", before=4))[-1] == date(2025, 12, 31)
    assert days_of(rule("date", "12-30", after=4), first=date(2025, 1, 1), last=date(2025, 1, 31)) == [date(2025, 1, d) for d in (1, 2, 3)]


def test_the_last_of_february_is_the_28th_where_there_is_no_29th():
    assert days_of(rule("date", "02-29")) == [date(2025, 2, 28)]


def test_holidays_are_those_of_the_country():
    assert date(2025, 7, 4) in days_of(rule("country holidays"), country="US")
    assert date(2025, 10, 3) in days_of(rule("country holidays"), country="DE")
    assert days_of(rule("country holidays"), country="Atlantis") == []


def test_the_last_weekday_of_a_month():
    assert days_of(rule("weekday of month", "last monday of may")) == [date(2025, 5, 26)]


def test_the_first_rule_that_fits_wins():
    both = calendar_of(rule("date", "12-24", before=23, name="Christmas"), rule("date", "12-06", name="St Nicholas"))
    assert dict(both.days)[date(2025, 12, 6)] == 1
    turned = calendar_of(rule("date", "12-06", name="St Nicholas"), rule("date", "12-24", before=23, name="Christmas"))
    assert (dict(turned.days)[date(2025, 12, 6)], dict(turned.days)[date(2025, 12, 7)]) == (1, 2)


def hours_of(found: Occasions) -> set[int]:
    return {hour for _, _, hour, _ in found.hours} - {NO_HOUR}


def test_hours_go_round_midnight_and_end_before_their_end():
    assert hours_of(calendar_of(rule("hours", "22-4"))) == {22, 23, 0, 1, 2, 3}
    assert hours_of(calendar_of(rule("hours", "11-14"))) == {11, 12, 13}
    assert hours_of(calendar_of(rule("hours", "20-24"))) == {20, 21, 22, 23}
    assert hours_of(calendar_of(rule("hours", "20-0"))) == {20, 21, 22, 23}


def test_days_of_the_month_go_round_its_end():
    assert {day for _, day, _, _ in calendar_of(rule("days of month", "25-2")).hours} == {25, 26, 27, 28, 29, 30, 31, 1, 2}


def test_a_weekday_with_hours():
    found = calendar_of(rule("weekday hours", "friday 17-22"))
    assert {(weekday, hour) for weekday, _, hour, _ in found.hours} == {(5, hour) for hour in (17, 18, 19, 20, 21)}


def test_without_times_of_day_no_hours_are_looked_for():
    found = calendar_of(rule("hours", "11-14", name="Lunch"), rule("weekdays", "saturday; sunday", name="Weekend"), with_hours=False)
    assert {position for *_, position in found.hours} == {2}
    assert (6, 1, NO_HOUR, 2) in found.hours


@pytest.mark.parametrize("made, usual", [
    (rule("date", "12-24", before=23), 24 / 365),
    (rule("weekdays", "saturday; sunday"), 2 / 7),
    (rule("hours", "22-4"), 6 / 24),
    (rule("weekday hours", "friday 17-22"), 5 / 168),
    (rule("days of month", "25-2"), 9 / 31),
    (rule("birthday", "own birthday", before=14, after=14), 29 / 365),
    (rule("birthday", "own birthday", before=300, after=300), 1),
    (rule("gift"), None),
    (rule("words", "wedding"), None),
])
def test_the_usual_share_is_the_share_of_the_calendar(made, usual):
    assert calendar_of(made).names == [(1, "It", usual if usual is None else pytest.approx(usual))]


def test_products_name_the_first_occasion_that_fits():
    found = calendar_of(rule("words", "wedding; bridal"), rule("words", "candle"))
    assert found.of_product([("Wedding candle", ""), ("Candle", "Bridal"), ("Candle", ""), ("Mug", "")]) == [
        ("Wedding candle", "", 1), ("Candle", "Bridal", 1), ("Candle", "", 2)]  # fmt: skip


def test_days_out_of_this_world_end_nothing():
    assert len(days_of(rule("date", "12-24"), first=date(1, 1, 1), last=date(9999, 12, 31))) == 201


@pytest.mark.parametrize("made, message", [
    (rule("date", "13-45"), "Occasion It: '13-45' is not a date. Write month-day, for example 12-24."),
    (rule("date", "Christmas"), "Occasion It: 'Christmas' is not a date. Write month-day, for example 12-24."),
    (rule("holiday", "diwali"), "Occasion It: 'diwali' is not a known holiday. Write easter or lunar, or use the kind date."),
    (rule("weekday of month", "fifth friday of may"),
     "Occasion It: 'fifth friday of may' is not understood. Write for example: second sunday of may."),
    (rule("weekdays", "saturday; funday"), "Occasion It: 'saturday; funday' is not understood. "
                                           "Write hours as 11-14, days of the month as 25-2, weekdays as saturday; sunday."),
    (rule("hours", "30-40"), "Occasion It: '30-40' is not understood. "
                             "Write hours as 11-14, days of the month as 25-2, weekdays as saturday; sunday."),
])  # fmt: skip
def test_a_rule_that_cannot_be_understood_is_refused_when_it_is_saved(made, message):
    for use in ("yes", "no"):
        with pytest.raises(BadValue) as refusal:
            find_map("occasions").checked([{**made, "use": use}])
        assert str(refusal.value) == message


def test_a_row_may_name_its_country():
    assert date(2025, 10, 3) in days_of(rule("country holidays", "de"), country="US")
    with pytest.raises(BadValue, match="'Atlantis' is no country we know holidays of"):
        days_of(rule("country holidays", "Atlantis"))
    assert days_of(rule("country holidays")) == []
