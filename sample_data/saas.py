"""How does the software business's data become accounts, usage events and survey answers?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sample_data.days import ago, at
from sample_data.people import Person, invent
from sample_data.rhythm import Rhythm, days_of, shares, strayed
from sample_data.sheets import TRUTH, write

START = date(2025, 5, 1)
CUSTOMER_HEADINGS = ("Account ID", "Email", "Company", "Contact name", "Plan", "Signup date", "Country", "Industry",
                     "Employees")  # fmt: skip
EVENT_HEADINGS = ("Account ID", "Event", "Event time", "Feature")
SCORE = "How likely are you to recommend Plotline to a colleague? (0-10)"
BENEFIT = "What is the main benefit of Plotline for you?"
SURVEY_HEADINGS = ("Account ID", "Submitted at", SCORE, BENEFIT)
WAVES = (date(2025, 11, 10), date(2026, 3, 9), date(2026, 7, 6))
RHYTHMS = (
    Rhythm("never started", 70, (0, 0), truth={"usage": "Non-user", "lifecycle": "Prospect", "aida": "No contact"}),
    Rhythm("daily planner", 105, (45, 75), (5, 7), (0, 4), truth={"usage": "Heavy", "lifecycle": "Active"}),
    Rhythm("former daily planner", 20, (40, 55), (4, 5), (200, 270), truth={
        "usage": "Heavy", "lifecycle": "Dormant", "aida": "No contact"}),
    Rhythm("weekly planner", 130, (12, 22), (12, 20), (0, 40), truth={"usage": "Medium", "lifecycle": "Active"}),
    Rhythm("planner drifting away", 35, (11, 18), (9, 16), (98, 168), truth={
        "usage": "Medium", "lifecycle": "Slipping", "aida": "No contact"}),
    Rhythm("came back", 30, (11, 15), (5, 8), (3, 70), (200, 260), truth={"usage": "Medium", "lifecycle": "Won back"}),
    Rhythm("trying it out", 60, (1, 4), (4, 7), (0, 7), truth={"usage": "Light", "lifecycle": "New"}),
    Rhythm("looks in now and then", 80, (3, 6), (35, 60), (0, 75), truth={"usage": "Light", "lifecycle": "Active"}),
    Rhythm("tried it in summer", 70, (1, 4), (4, 10), (98, 168), truth={
        "usage": "Light", "lifecycle": "Slipping", "aida": "No contact"}),
    Rhythm("tried it last year", 90, (1, 4), (4, 10), (195, 350), truth={
        "usage": "Light", "lifecycle": "Dormant", "aida": "No contact"}),
    Rhythm("tried it long ago", 50, (1, 4), (4, 10), (380, 500), truth={
        "usage": "Light", "lifecycle": "Lost", "aida": "No contact"}),
)  # fmt: skip
FEATURES = {"Heavy": ("timeline", "reports", "automation", "dependencies", "board"),
            "Medium": ("board", "timeline", "comments")}  # fmt: skip
JOURNEYS = {"Interest": 0.2, "Abandoned cart": 0.2, "Advocacy": 0.12}
STEPS = {"Interest": "search", "Abandoned cart": "begin_checkout", "Advocacy": "share"}
MOTIVES = {"Convenience": 0.3, "Price": 0.2, "Quality": 0.2, "Service": 0.2}
PHRASES = {
    "Convenience": ("It saves us time", "Quick and convenient planning", "Convenience: it is fast and easy"),
    "Price": ("A fair price", "Cheaper than the others, low price", "The price, and the discount for a year"),
    "Quality": ("High quality, never fails", "The quality of the plans", "Reliable quality"),
    "Service": ("The friendly customer service", "Helpful support and service", "Your support team"),
}
VAGUE = ("Hard to say", "We just use it", "Our plans in one place", "")
PLANS, COUNTRIES = ("Free", "Team", "Team", "Business"), ("US", "US", "GB", "DE", "CA", "NL", "AU")
INDUSTRIES = ("Architecture", "Construction", "Education", "Events", "Film", "Healthcare", "Non-profit", "Software")


def make(folder: Path) -> list[Path]:
    """Return the software business's files, written."""
    rng = Random("software: accounts")
    kinds = [rhythm for rhythm in RHYTHMS for _ in range(rhythm.people)]
    rng.shuffle(kinds)
    accounts = invent(rng, len(kinds))
    for account, rhythm in zip(accounts, kinds, strict=True):
        _plan(rng, account, rhythm)
    return [
        write(folder / "customers.csv", CUSTOMER_HEADINGS, _customers(Random("software: firms"), accounts)),
        write(folder / "usage_events.csv", EVENT_HEADINGS, _events(Random("software: events"), accounts)),
        write(folder / "survey.csv", SURVEY_HEADINGS, _answers(Random("software: survey"), accounts)),
        write(folder / "truth.csv", TRUTH, ({"customer_id": _id(a), "email": a.email, **a.truth} for a in accounts)),
    ]


def _id(account: Person) -> str:
    return f"acc_{5_000 + account.number * 3}"


def _plan(rng: Random, account: Person, rhythm: Rhythm) -> None:
    """Note what is planted for the account and the days on which it is used."""
    account.rhythm, account.truth = rhythm.name, dict(rhythm.truth) | {"archetype": rhythm.name}
    account.days = sorted(set(strayed(rng, days_of(rng, rhythm, START))))
    account.motive = shares(rng, MOTIVES) if rng.random() < 0.55 else ""
    account.truth["benefit"] = account.motive
    if account.days and rhythm.last[1] <= 85:
        account.journey = shares(rng, JOURNEYS)
        # sharing without ever having bought: attention or advocacy, both could be right
        account.truth["aida"] = "" if account.journey == "Advocacy" else account.journey or "Attention"


def _customers(rng: Random, accounts: list[Person]) -> Iterator[dict[str, str]]:
    for account in accounts:
        signed_up = account.days[0] - timedelta(days=rng.randint(0, 2)) if account.days else ago(rng.randint(20, 500))
        company = f"{account.last} {rng.choice(('Studio', 'Partners', 'Works', 'Group', 'Lab'))}"
        cells = (_id(account), account.email, company, account.name, rng.choice(PLANS), signed_up.isoformat(),
                 rng.choice(COUNTRIES), rng.choice(INDUSTRIES), str(rng.choice((3, 8, 15, 40, 120, 300))))  # fmt: skip
        yield dict(zip(CUSTOMER_HEADINGS, cells, strict=True))


def _events(rng: Random, accounts: list[Person]) -> list[dict[str, str]]:
    """Return what happened in the product, in order of time."""
    rows = [row for account in accounts for day in account.days for row in _day(rng, account, day)]
    return sorted(rows, key=lambda row: (row["Event time"], row["Account ID"]))


def _day(rng: Random, account: Person, day: date) -> Iterator[dict[str, str]]:
    """Yield one day of use; on their last day some go a step further than using the product."""
    features = FEATURES.get(account.truth["usage"], ("board",))
    events = [("session_start", ""), *(("feature_used", rng.choice(features)) for _ in range(rng.choice((0, 1, 1, 2))))]
    if account.journey and day == account.days[-1]:
        events.append((STEPS[account.journey], ""))
    moment = at(day, 8 + rng.random() * 9, rng)
    for event, feature in events:
        yield dict(zip(EVENT_HEADINGS, (_id(account), event, f"{moment:%Y-%m-%d %H:%M:%S}", feature), strict=True))
        moment += timedelta(seconds=rng.randint(20, 2_000))


def _answers(rng: Random, accounts: list[Person]) -> list[dict[str, str]]:
    """Return the answers of three waves; who has a clear benefit in mind answers at least two of them."""
    rows = []
    for account in accounts:
        for wave in rng.sample(WAVES, rng.choice((2, 3) if account.motive else (0, 0, 0, 1, 2))):
            clear = account.motive and rng.random() < 0.8
            words = rng.choice(PHRASES[account.motive] if clear else VAGUE)
            moment = at(wave + timedelta(days=rng.randint(0, 9)), 8 + rng.random() * 10, rng)
            cells = (_id(account), f"{moment:%Y-%m-%d %H:%M:%S}", str(_score(rng, account)), words)
            rows.append(dict(zip(SURVEY_HEADINGS, cells, strict=True)))
    return sorted(rows, key=lambda row: (row["Submitted at"], row["Account ID"]))


def _score(rng: Random, account: Person) -> int:
    pleased = account.truth["usage"] in ("Heavy", "Medium")
    return rng.choice((7, 8, 9, 9, 10, 10) if pleased else (2, 4, 5, 6, 7, 7, 8, 9))
