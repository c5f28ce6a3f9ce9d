"""At what pace do people come? A rhythm is an archetype: how often, how far apart, and how long ago the last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sample_data.days import END, ago

SLIP = 0.05  # one person in 20 does not do what people of this kind do: the planted truth is never a perfect match


@dataclass(frozen=True)
class Rhythm:
    """One archetype: how many people, visits each, days between visits, days since the last, and what is planted."""

    name: str
    people: int
    visits: tuple[int, int]
    gap: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)
    silence: tuple[int, int] | None = None
    truth: Mapping[str, str] = field(default_factory=dict)


def days_of(rng: Random, rhythm: Rhythm, start: date) -> list[date]:
    """Return the days one person of this rhythm comes, oldest first."""
    count, pace = rng.randint(*rhythm.visits), rng.randint(*rhythm.gap)
    day = ago(rng.randint(*rhythm.last))
    days = []
    while len(days) < count and day >= start:
        days.append(day)
        away = round(pace * rng.uniform(0.8, 1.2))
        if rhythm.silence and len(days) == 1:
            away = rng.randint(*rhythm.silence)
        day -= timedelta(days=max(away, 1))
    return sorted(days)


def strayed(rng: Random, days: list[date]) -> list[date]:
    """Return the days as they are; a few people stop earlier than planned, or come once more where they came once."""
    if not days or rng.random() > SLIP:
        return days
    if len(days) > 1:
        return days[: max(1, int(len(days) * rng.uniform(0.55, 0.99)))]
    return sorted([*days, min(END, days[0] + timedelta(days=rng.randint(20, 60)))])


def shares(rng: Random, weights: Mapping[str, float]) -> str:
    """Return one of the names, drawn by its weight; weights that add up to less than 1 leave room for none ('')."""
    names = [*weights, ""]
    return rng.choices(names, [*weights.values(), max(0.0, 1 - sum(weights.values()))])[0]
