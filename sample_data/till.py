"""How does the pizza restaurant's data become a till export with a row per item, and a list of club guests?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

from sample_data.days import END, YEARS, ago, at, birthday_in, near, nearest
from sample_data.people import AMERICAN_LAST, Person, invent
from sample_data.rhythm import Rhythm, days_of, strayed
from sample_data.sheets import TRUTH, money, write
from sample_data.till_menu import meal

START = date(2024, 8, 1)
LINE_HEADINGS = ("Receipt number", "Order date", "Member number", "Item", "Category", "Quantity", "Unit price",
                 "Discount", "Line total", "Order type")  # fmt: skip
GUEST_HEADINGS = ("Member number", "First name", "Last name", "Email", "Birthday", "City", "Joined")
CITIES = ("Providence", "Cranston", "Pawtucket", "Warwick", "East Providence")
NOON, AFTERNOON = (11.7, 12.1, 12.5, 12.9, 13.3), (14.6, 15.5, 16.4)
EVENING, NIGHT = (18.4, 19.1, 19.8, 20.6), (22.1, 22.4, 22.8, 23.2)
ALL_DAY = NOON[:3] + AFTERNOON + EVENING


@dataclass(frozen=True)
class Kind:
    """One kind of guest: what they are after, when they come, how often with a deal, and how many there are."""

    name: str
    wanted: str = ""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    hours: tuple[float, ...] = ALL_DAY
    deals: float = 0.03
    occasion: str = ""
    benefit: str = ""
    heavy: int = 0
    medium: int = 0
    light: int = 0

    def fits(self, day: date) -> bool:
        """Return whether this kind comes on such a weekday."""
        return day.weekday() in self.weekdays


KINDS = (
    Kind("lunch worker", "Convenience", (0, 1, 2, 3, 4), NOON, occasion="Lunch", benefit="Convenience",
         heavy=65, medium=60),
    Kind("Friday family", "Family", (4,), EVENING[:2], occasion="Friday evening", benefit="Family",
         heavy=65, medium=45),
    Kind("connoisseur", "Quality", benefit="Quality", heavy=20, medium=60, light=60),
    Kind("deal hunter", "", (1, 2), deals=0.9, benefit="Price", heavy=25, medium=65, light=90),
    Kind("saver", "Price", benefit="Price", heavy=20, medium=65, light=100),
    Kind("salad lover", "Health", benefit="Health", medium=25, light=50),
    Kind("night owl", hours=NIGHT, occasion="Late night", heavy=30, medium=15),
    # Weekends are two days in seven: only from many visits can anybody tell a weekend guest from chance.
    Kind("weekend couple", "", (5, 6), AFTERNOON * 2 + EVENING, occasion="Weekend", heavy=25),
    Kind("birthday party", "Birthday", hours=AFTERNOON + EVENING[:2], occasion="Birthday", medium=45),
    Kind("passer-by", light=400),
)  # fmt: skip
HEAVY, MEDIUM, LIGHT = {"usage": "Heavy"}, {"usage": "Medium"}, {"usage": "Light"}
STEADY, GONE = {"aida": "Loyalty"}, {"aida": "No contact"}
LEVELS = {
    "heavy": (
        Rhythm("regular", 78, (11, 17), (14, 46), (0, 9), truth={
            **HEAVY, **STEADY, "loyalty": "Loyal", "lifecycle": "Active", "rfm": "Champions"}),
        Rhythm("former regular", 12, (11, 16), (12, 30), (200, 350), truth={
            **HEAVY, **GONE, "loyalty": "Lapsing", "lifecycle": "Dormant", "rfm": "Previously loyal"}),
        Rhythm("lost regular", 10, (11, 14), (12, 18), (380, 530), truth={
            **HEAVY, **GONE, "loyalty": "Lapsing", "lifecycle": "Lost", "rfm": "Previously loyal"})),
    "medium": (
        Rhythm("now and then", 50, (3, 4), (45, 75), (0, 80), truth={
            **MEDIUM, **STEADY, "loyalty": "Repeat", "lifecycle": "Active"}),
        Rhythm("slow returner", 18, (3, 4), (90, 115), (98, 165), truth={
            **MEDIUM, **GONE, "loyalty": "Repeat", "lifecycle": "Slipping"}),
        Rhythm("faded", 12, (3, 4), (15, 30), (200, 350), truth={
            **MEDIUM, **GONE, "loyalty": "Lapsing", "lifecycle": "Dormant"}),
        Rhythm("long faded", 12, (3, 4), (15, 30), (380, 700), truth={
            **MEDIUM, **GONE, "loyalty": "Lapsing", "lifecycle": "Lost"}),
        Rhythm("came back", 10, (3, 4), (25, 40), (6, 75), (210, 400), truth={
            **MEDIUM, **STEADY, "loyalty": "Repeat", "lifecycle": "Won back"})),
    "light": (
        Rhythm("newcomer", 15, (1, 1), last=(0, 26), truth={
            **LIGHT, "loyalty": "First-time", "lifecycle": "New", "aida": "Action"}),
        Rhythm("first visit this autumn", 14, (1, 1), last=(38, 82), truth={
            **LIGHT, "loyalty": "First-time", "lifecycle": "Active", "aida": "Action"}),
        Rhythm("first visit this summer", 14, (1, 1), last=(98, 168), truth={
            **LIGHT, **GONE, "loyalty": "First-time", "lifecycle": "Slipping"}),
        Rhythm("last year", 25, (1, 2), (20, 40), (195, 350), truth={
            **LIGHT, **GONE, "loyalty": "Lapsing", "lifecycle": "Dormant"}),
        Rhythm("long ago", 32, (1, 1), last=(400, 770), truth={
            **LIGHT, **GONE, "loyalty": "Lapsing", "lifecycle": "Lost", "rfm": "Dormant"})),
}  # fmt: skip
NEVER = {"usage": "Non-user", "loyalty": "Prospect", "lifecycle": "Prospect", "rfm": "Prospects", "aida": "No contact",
         "archetype": "joined, never came"}  # fmt: skip


def make(folder: Path) -> list[Path]:
    """Return the restaurant's files, written."""
    rng = Random("pizza: guests")
    kinds = [(kind, level) for kind in KINDS for level in LEVELS for _ in range(getattr(kind, level))]
    kinds += [(None, "")] * 60
    rng.shuffle(kinds)
    guests = invent(rng, len(kinds), AMERICAN_LAST)
    plans = {guest.number: kind for guest, (kind, _) in zip(guests, kinds, strict=True)}
    for guest, (kind, level) in zip(guests, kinds, strict=True):
        _plan(rng, guest, kind, level)
    return [
        write(folder / "till_lines.csv", LINE_HEADINGS, _lines(Random("pizza: till"), guests, plans)),
        write(folder / "club_guests.csv", GUEST_HEADINGS, _guest_rows(Random("pizza: cards"), guests, plans)),
        write(folder / "truth.csv", TRUTH, ({"customer_id": _card(g), "email": g.email, **g.truth} for g in guests)),
    ]


def _card(guest: Person) -> str:
    return f"M{20_000 + guest.number * 7}"


def _plan(rng: Random, guest: Person, kind: Kind | None, level: str) -> None:
    """Note what is planted for the guest and the days on which they come."""
    if kind is None:
        guest.truth = dict(NEVER)
        return
    rhythm = rng.choices(LEVELS[level], [rhythm.people for rhythm in LEVELS[level]])[0]
    guest.truth = dict(rhythm.truth) | {"archetype": f"{kind.name}, {rhythm.name}", "occasion": kind.occasion}
    if level != "light":  # one or two visits say too little about what somebody is after
        guest.truth["benefit"] = kind.benefit
    planned = days_of(rng, rhythm, START)
    if kind.name == "birthday party":
        planned = _birthdays(rng, guest)
        guest.truth = MEDIUM | {"occasion": "Birthday", "archetype": kind.name}
    else:
        planned = [nearest(day, START, kind.fits) if rng.random() < 0.92 else day for day in planned]
    guest.days = strayed(rng, sorted(set(planned)))


def _birthdays(rng: Random, guest: Person) -> list[date]:
    """Return two visits around each birthday: the party, and dinner with the family."""
    days = [birthday_in(guest.birthday, year) for year in YEARS]
    days = [near(rng, day, *around) for day in days for around in ((9, -2), (-1, 9))]
    return [day for day in days if START <= day <= END]


def _lines(rng: Random, guests: list[Person], plans: Mapping[int, Kind | None]) -> Iterator[dict[str, str]]:
    """Yield the rows of the till in order of time; one receipt in fifteen is for somebody without a card."""
    visits = [(_moment(rng, day, plans[g.number]), g, plans[g.number]) for g in guests for day in g.days]
    walk_in = KINDS[-1]
    visits += [(_moment(rng, ago(rng.randint(0, 800)), walk_in), None, walk_in) for _ in range(500)]
    visits.sort(key=lambda visit: (visit[0], visit[1].number if visit[1] else -1))
    for receipt, (moment, guest, kind) in enumerate(visits, start=100_001):
        yield from _receipt(rng, str(receipt), moment, _card(guest) if guest else "", kind)


def _moment(rng: Random, day: date, kind: Kind) -> datetime:
    return at(day, rng.choice(kind.hours) + rng.random() / 3, rng)


def _receipt(rng: Random, number: str, moment: datetime, card: str, kind: Kind) -> Iterator[dict[str, str]]:
    """Yield the rows of one receipt; a deal takes a third off every item."""
    deal, order_type = rng.random() < kind.deals, rng.choice(("Dine in", "Dine in", "Takeaway", "Delivery"))
    for dish, quantity in meal(rng, kind.wanted):
        full = dish.cents * quantity
        off = round(full / 3) if deal else 0
        cells = (number, f"{moment:%Y-%m-%d %H:%M}", card, dish.name, dish.category, str(quantity), money(dish.cents),
                 money(off), money(full - off), order_type)  # fmt: skip
        yield dict(zip(LINE_HEADINGS, cells, strict=True))


def _guest_rows(rng: Random, guests: list[Person], plans: Mapping[int, Kind | None]) -> Iterator[dict[str, str]]:
    """Yield the club's list; the birthday is known of party guests and of half of the others."""
    for guest in guests:
        kind = plans[guest.number]
        told = bool(kind and kind.occasion == "Birthday") or rng.random() < 0.5
        joined = guest.days[0] if guest.days else ago(rng.randint(30, 700))
        cells = (_card(guest), guest.first, guest.last, guest.email, guest.birthday.isoformat() if told else "",
                 rng.choice(CITIES), joined.isoformat())  # fmt: skip
        yield dict(zip(GUEST_HEADINGS, cells, strict=True))
