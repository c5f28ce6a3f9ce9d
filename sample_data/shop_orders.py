"""How do the gift shop's planned customers become orders, with the mess a real shop has?"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from sample_data.days import END, ago, at
from sample_data.people import FIRST, LAST, Person
from sample_data.shop_goods import Good, pick

CODES = ("SAVE10", "HAZEL15", "THISTLE20")
EVERYDAY_HOURS = (7.2, 8.1, 9.4, 10.3, 11.2, 12.1, 12.8, 13.5, 14.6, 15.7, 16.4, 17.3, 18.6, 19.4, 20.2, 21.1)
QUIET_HOURS = tuple(hour for hour in EVERYDAY_HOURS if not 10.5 < hour < 14)
NOTES = ("Please leave it with the neighbour.", "Ring twice.\nSecond floor, left.", "No invoice in the parcel, please.")


@dataclass(frozen=True)
class Order:
    """One order as the shop knows it; money in cents, moments in the shop's own time."""

    person: Person | None
    at: datetime
    lines: tuple[tuple[Good, str, int], ...]
    code: str = ""
    percent: int = 0
    express: bool = False
    recipient: str = ""
    status: str = "paid"
    cancelled: bool = False
    refunded: int = 0
    note: str = ""
    source: str = "web"
    phone: str = ""
    number: int = field(default=0)

    @property
    def goods(self) -> int:
        """Return the price of the goods before discount."""
        return sum(good.cents * quantity for good, _, quantity in self.lines)

    @property
    def discount(self) -> int:
        """Return what the discount code takes off."""
        return round(self.goods * self.percent / 100)

    @property
    def shipping(self) -> int:
        """Return the shipping fee: none over the counter, express dear, free from 60 up."""
        if self.source == "pos":
            return 0
        return 990 if self.express else 0 if self.goods - self.discount >= 6000 else 490

    @property
    def total(self) -> int:
        """Return what the customer paid; tax is included."""
        return self.goods - self.discount + self.shipping


def orders_of(rng: Random, people: list[Person]) -> list[Order]:
    """Return all orders, oldest first and numbered, mess included."""
    clean = [_order(rng, person, day) for person in people for day in person.days]
    messy = [_refunded(rng, order) for order in clean]
    messy += _called_off(rng, clean) + _only_cancelled(rng, people) + _over_the_counter(rng)
    messy.sort(key=lambda order: (order.at, order.person.number if order.person else -1))
    return [replace(order, number=number) for number, order in enumerate(messy, start=1001)]


def _order(rng: Random, person: Person, day: date) -> Order:
    code, percent = _discount(rng, person, day)
    fast = {"Convenience": 0.93}.get(person.motive, 0.03)
    to_somebody = {"Gift": 0.88}.get(person.habit, 0.04)
    return Order(
        person,
        at(day, _hour(rng, person), rng),
        _basket(rng, person, day),
        code,
        percent,
        express=rng.random() < fast,
        recipient=f"{rng.choice(FIRST)} {rng.choice(LAST)}".replace("_", " ") if rng.random() < to_somebody else "",
        note=rng.choice(NOTES) if rng.random() < 0.03 else "",
    )


def _hour(rng: Random, person: Person) -> float:
    """Return the time of day: night owls order after ten, weekend shoppers rather not over lunch."""
    if person.habit == "Late night" and rng.random() < 0.9:
        return 22.1 + rng.random() * 1.8
    usual = QUIET_HOURS if person.habit == "Weekend" else EVERYDAY_HOURS
    return rng.choice(usual) + rng.random() / 2


def _discount(rng: Random, person: Person, day: date) -> tuple[str, int]:
    """Return the code used and its percentage; bargain hunters rarely order without one."""
    if (day.month, day.day) >= (11, 26) and (day.month, day.day) <= (12, 1) and rng.random() < 0.9:
        return "BLACKFRIDAY", 25
    if rng.random() < (0.9 if person.motive == "Price" else 0.07):
        code = rng.choice(CODES)
        return code, int(code[-2:])
    return "", 0


def _basket(rng: Random, person: Person, day: date) -> tuple[tuple[Good, str, int], ...]:
    """Return one to three different goods; somebody with a motive and few orders buys at least two."""
    few = 2 if person.motive and len(person.days) < 3 else 1
    wanted = "" if person.motive == "Convenience" else person.motive
    wanted = "" if wanted == "Price" and rng.random() < 0.8 else wanted
    chosen: dict[str, Good] = {}
    size = rng.choices((few, 2, 3), (5, 3, 2))[0]
    while len(chosen) < size:
        festive = day.month == 12 and day.day < 24 and rng.random() < 0.15
        good = pick(rng, "Christmas" if festive else wanted)
        chosen[good.name] = good
    return tuple(
        (good, rng.choice(good.variants or ("",)), rng.choices((1, 2, 4), (80, 16, 4))[0]) for good in chosen.values()
    )


def _refunded(rng: Random, order: Order) -> Order:
    """Return the order, sometimes with one line or everything paid back."""
    chance = rng.random()
    if chance < 0.012:
        return replace(order, status="refunded", refunded=order.total)
    if chance < 0.04 and len(order.lines) > 1 and not order.percent:
        good, _, quantity = order.lines[0]
        return replace(order, status="partially_refunded", refunded=good.cents * quantity)
    return order


def _called_off(rng: Random, orders: list[Order]) -> list[Order]:
    """Return second orders of the same day that were cancelled (some still say paid) or never paid."""
    extra = []
    for order in rng.sample(orders, 240):
        earlier = replace(order, at=order.at - timedelta(minutes=rng.randint(3, 50)))
        kind = rng.choice(("paid", "paid", "voided", "voided", "refunded", "pending"))
        if kind == "pending":
            extra.append(replace(earlier, status=kind))
        else:
            extra.append(_cancelled(earlier, kind))
    return extra


def _cancelled(order: Order, status: str) -> Order:
    return replace(order, status=status, cancelled=True, refunded=order.total if status == "refunded" else 0)


def _only_cancelled(rng: Random, people: list[Person]) -> list[Order]:
    """Return cancelled orders of readers who never bought anything else: they stay prospects."""
    readers = [person for person in people if not person.days and person.journey == "No contact"]
    return [_cancelled(_order(rng, person, ago(rng.randint(100, 700))), "voided") for person in readers[:9]]


def _over_the_counter(rng: Random) -> list[Order]:
    """Return sales without e-mail: at the market stall, and by phone with nothing but a number."""
    sales = []
    for sale in range(45):
        day = END if sale == 0 else ago(rng.randint(5, 800))
        lines = tuple((pick(rng, ""), "", 1) for _ in range(rng.randint(1, 2)))
        phone = f"+4930555{rng.randint(10_000, 99_999)}" if sale % 2 else ""
        sales.append(Order(None, at(day, rng.choice((10.2, 11.7, 14.3, 16.1)), rng), lines, source="pos", phone=phone))
    return sales
