"""Who are the gift shop's customers meant to be? Rhythm, motive, habit and journey of each, and the truth planted."""

from datetime import date, timedelta
from random import Random

from sample_data.days import END, YEARS, birthday_in, black_friday, easter, mothers_day, near, nearest
from sample_data.people import Person, invent
from sample_data.rhythm import Rhythm, days_of, shares, strayed

START = date(2024, 5, 1)
HEAVY, MEDIUM, LIGHT = {"usage": "Heavy"}, {"usage": "Medium"}, {"usage": "Light"}
RHYTHMS = (
    Rhythm("newsletter reader", 480, (0, 0), truth={
        "usage": "Non-user", "loyalty": "Prospect", "lifecycle": "Prospect", "rfm": "Prospects"}),
    Rhythm("champion", 265, (8, 14), (28, 50), (0, 24), truth={
        **HEAVY, "loyalty": "Loyal", "lifecycle": "Active", "rfm": "Champions"}),
    Rhythm("steady regular", 55, (7, 12), (40, 60), (45, 85), truth={
        **HEAVY, "loyalty": "Loyal", "lifecycle": "Active"}),
    Rhythm("regular falling silent", 50, (7, 12), (30, 45), (125, 172), truth={
        **HEAVY, "loyalty": "Lapsing", "lifecycle": "Slipping"}),
    Rhythm("former regular", 50, (8, 14), (25, 40), (280, 355), truth={
        **HEAVY, "loyalty": "Lapsing", "lifecycle": "Dormant", "rfm": "Previously loyal"}),
    Rhythm("lost regular", 40, (7, 12), (22, 32), (385, 560), truth={
        **HEAVY, "loyalty": "Lapsing", "lifecycle": "Lost", "rfm": "Previously loyal"}),
    Rhythm("now and then", 95, (2, 4), (70, 110), (0, 80), truth={
        **MEDIUM, "loyalty": "Repeat", "lifecycle": "Active"}),
    Rhythm("slow returner", 50, (2, 4), (100, 135), (95, 172), truth={
        **MEDIUM, "loyalty": "Repeat", "lifecycle": "Slipping"}),
    Rhythm("faded", 55, (2, 4), (20, 40), (200, 350), truth={**MEDIUM, "loyalty": "Lapsing", "lifecycle": "Dormant"}),
    Rhythm("long faded", 50, (2, 4), (20, 40), (380, 760), truth={**MEDIUM, "loyalty": "Lapsing", "lifecycle": "Lost"}),
    Rhythm("came back", 60, (3, 4), (25, 50), (3, 80), (200, 420), truth={
        **MEDIUM, "loyalty": "Repeat", "lifecycle": "Won back"}),
    Rhythm("newcomer", 150, (1, 1), last=(0, 27), truth={
        **LIGHT, "loyalty": "First-time", "lifecycle": "New", "rfm": "New"}),
    Rhythm("first order this autumn", 160, (1, 1), last=(34, 85), truth={
        **LIGHT, "loyalty": "First-time", "lifecycle": "Active"}),
    Rhythm("first order this summer", 160, (1, 1), last=(95, 172), truth={
        **LIGHT, "loyalty": "First-time", "lifecycle": "Slipping"}),
    Rhythm("once last year", 340, (1, 1), last=(190, 355), truth={
        **LIGHT, "loyalty": "Lapsing", "lifecycle": "Dormant"}),
    Rhythm("once, a while ago", 180, (1, 1), last=(375, 600), truth={
        **LIGHT, "loyalty": "Lapsing", "lifecycle": "Lost"}),
    Rhythm("once, long ago", 350, (1, 1), last=(640, 905), truth={
        **LIGHT, "loyalty": "Lapsing", "lifecycle": "Lost", "rfm": "Dormant"}),
    *(Rhythm(f"for a {why}", 30, (2, 3), (15, 40), (120, 700), truth={**MEDIUM, "loyalty": "Lapsing", "occasion": name})
      for why, name in (("wedding", "Wedding"), ("baby", "Baby"), ("new home", "Moving home"))),
    *(Rhythm(name, people, (2, 3), truth={**MEDIUM, "loyalty": "Repeat", **lifecycle, "occasion": occasion})
      for name, people, occasion, lifecycle in (
          ("Christmas only", 50, "Christmas", {"lifecycle": "Dormant"}),
          ("last-minute Christmas", 35, "Christmas", {"lifecycle": "Dormant"}),
          ("Black Friday only", 45, "Black Friday", {"lifecycle": "Dormant"}),
          ("Valentine", 40, "Valentine's Day", {"lifecycle": "Dormant"}),
          ("Mother's Day", 45, "Mother's Day", {}),
          ("Easter", 30, "Easter", {"lifecycle": "Dormant"}),
          ("own birthday", 70, "Birthday", {}))),
)  # fmt: skip
MOTIVES = {"Price": 0.15, "Gifting": 0.12, "Quality": 0.1, "Sustainability": 0.09, "Convenience": 0.09, "Family": 0.07,
           "Health": 0.05, "Fun": 0.05, "Status": 0.04}  # fmt: skip
MOTIVE_OF = {"last-minute Christmas": "Convenience", "Black Friday only": "Price", "for a wedding": "Wedding",
             "for a baby": "Baby", "for a new home": "Moving home"}  # fmt: skip
HABITS = {"champion": {"Late night": 0.22, "Weekend": 0.2, "Gift": 0.18},
          "now and then": {"Weekend": 0.25, "Gift": 0.3},
          "slow returner": {"Weekend": 0.25, "Gift": 0.3}, "came back": {"Weekend": 0.25, "Gift": 0.3}}  # fmt: skip
FANS = {"champion": 0.5, "steady regular": 0.35, "now and then": 0.25, "came back": 0.15}
JOURNEYS = {"No contact": 0.36, "Attention": 0.16, "Interest": 0.19, "Desire": 0.12, "Abandoned cart": 0.17}
DEAR = ("Status", "Quality")


def plan(rng: Random) -> list[Person]:
    """Return everybody with what was planted for them and the days they order; nobody's orders exist yet."""
    kinds = [rhythm for rhythm in RHYTHMS for _ in range(rhythm.people)]
    rng.shuffle(kinds)
    people = invent(rng, len(kinds))
    for person, rhythm in zip(people, kinds, strict=True):
        _plan_one(rng, person, rhythm)
    return people


def _plan_one(rng: Random, person: Person, rhythm: Rhythm) -> None:
    person.rhythm, person.truth = rhythm.name, dict(rhythm.truth)
    person.fan = rng.random() < FANS.get(rhythm.name, 0)
    person.habit = rhythm.truth.get("occasion") or shares(rng, HABITS.get(rhythm.name, {}))
    person.motive = MOTIVE_OF.get(rhythm.name) or shares(rng, MOTIVES)
    if person.habit == "Gift" and rng.random() < 0.5:
        person.motive = "Gifting"
    planned = _feast_days(rng, person) or days_of(rng, rhythm, START)
    person.journey = _journey(rng, person, planned)
    _note_truth(person)
    person.days = _with_habit(rng, person, strayed(rng, planned))


def _feast_days(rng: Random, person: Person) -> list[date]:
    """Return two or three orders at the feast a person comes for, in different years; [] for everybody else."""
    windows = {
        "Christmas only": [near(rng, date(year, 12, 12), 8, 9) for year in (2024, 2025)],
        "last-minute Christmas": [near(rng, date(year, 12, 20), 1, 3) for year in (2024, 2025)],
        "Black Friday only": [near(rng, black_friday(year), 1, 1) for year in (2024, 2025)],
        "Valentine": [near(rng, date(year, 2, 8), 5, 5) for year in (2025, 2026)],
        "Mother's Day": [near(rng, mothers_day(year) - timedelta(days=6), 4, 4) for year in YEARS],
        "Easter": [near(rng, easter(year) - timedelta(days=4), 2, 2) for year in (2025, 2026)],
        "own birthday": [near(rng, birthday_in(person.birthday, year), 9, 9) for year in YEARS],
    }
    days = [day for day in windows.get(person.rhythm, []) if START <= day <= END]
    if len(days) == 2 and rng.random() < 0.2:
        days.append(days[0] + timedelta(days=rng.randint(30, 90)))
    return sorted(days)


def _journey(rng: Random, person: Person, days: list[date]) -> str:
    """Return how far this person gets in the last 90 days; '' where two answers could both be right."""
    silent = (END - days[-1]).days if days else 999
    if silent <= 85:
        if len(days) == 1:
            return "Action"
        return shares(rng, {"Advocacy": 0.6}) if person.fan else "Loyalty"
    return shares(rng, JOURNEYS) if silent >= 95 else ""


def _note_truth(person: Person) -> None:
    """Write down what was planted beyond the rhythm."""
    person.truth |= {"archetype": person.rhythm, "aida": person.journey, "occasion": person.habit}
    if person.fan:
        person.truth["loyalty"] = "Advocate"
    person.truth["benefit"] = _benefit(person)
    if person.motive in DEAR and person.truth.get("rfm") in ("New", "Dormant"):
        person.truth["rfm"] = ""  # one dear basket may count as much money as several cheap ones


def _benefit(person: Person) -> str:
    """Return the benefit planted; one order with a code or by express says too little to speak of a habit."""
    light = person.truth["usage"] == "Light" and person.motive in ("Price", "Convenience")
    return person.motive if person.motive in MOTIVES and not light and person.truth["usage"] != "Non-user" else ""


def _with_habit(rng: Random, person: Person, days: list[date]) -> list[date]:
    """Return the days, moved to Saturdays and Sundays for those who order at weekends."""
    if person.habit != "Weekend":
        return days
    return sorted({nearest(day, START, _is_weekend) if rng.random() < 0.92 else day for day in days})


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
