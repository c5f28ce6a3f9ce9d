"""Golden customers: is each of these people where a marketer who reads their story would put them?"""

from dataclasses import dataclass, field
from functools import cache

import pytest

from segkit.project import Project
from tests.support import DAY, Tables, bought, bought_at, did, labels, line, project_of, said


@dataclass(frozen=True)
class Person:
    """One customer: the segment we expect, the sentence that justifies it, and the rows behind it."""

    name: str
    expected: str
    because: str
    rows: Tables = field(default_factory=dict)


def person(name: str, expected: str, because: str, **rows: list) -> Person:
    """Return a person whose rows carry their name."""
    rows = rows or {"customers": [{}]}  # without a row anywhere there is nobody
    if "lines" in rows and "orders" not in rows:
        rows["orders"] = [{"ordered_on": DAY, "order_id": f"{name}'s order"}]
    return Person(name, expected, because, {table: [{**row, "customer_id": name} for row in found] for table, found in rows.items()})


def often(times: int, every: int, last: int, **more: object) -> list:
    """Return orders a fixed number of days apart, the last one so many days ago."""
    return bought("", *(last + every * i for i in range(times)), **more)


# Hand-set scores, mean order about 50: recent 30, long ago 365 days; many from 6 orders; much from 400, little up to 50.
RFM = (
    person("Clara", "Champions", "8 orders of 60, the last 5 days ago: top in all three.", orders=often(8, 20, 5, total=60)),
    person("Lars", "Loyal", "7 orders of 60, but the last was 60 days ago.", orders=often(7, 20, 60, total=60)),
    person("Lena", "Loyal", "6 orders of 70; 200 days is halfway to long ago, not past it.", orders=often(6, 20, 200, total=70)),
    person("Aki", "Active", "4 orders of 60, the last 100 days ago: recent, some history.", orders=often(4, 20, 100, total=60)),
    person("Otto", "Active", "One big order of 600 ten days ago: much money, but not often.", orders=often(1, 1, 10, total=600)),
    person("Nina", "New", "A first order three days ago, nothing else yet.", orders=often(1, 1, 3, total=60)),
    person("Pia", "Promising", "One order 90 days ago: recent, hardly any history.", orders=often(1, 1, 90, total=60)),
    person("Noah", "Needs attention", "4 orders of 60, quiet for 200 days.", orders=often(4, 20, 200, total=60)),
    person("Alma", "Almost lost", "Two small orders, quiet for 300 days.", orders=often(2, 20, 300, total=40)),
    person("Paul", "Previously loyal", "9 orders of 60, and then 400 days of silence.", orders=often(9, 20, 400, total=60)),
    person("Rita", "At risk", "3 orders of 60, silent for 320 days.", orders=often(3, 20, 320, total=60)),
    person("Dora", "Dormant", "One order of 30, 500 days ago.", orders=often(1, 1, 500, total=30)),
    person("Pete", "Prospects", "On the customer list, never bought."),
    person("Carl", "Prospects", "His only order was cancelled.", orders=often(1, 1, 5, status="cancelled")),
)

# Ten buyers with 10, 9, 8 … 1 orders: the top 20 % are two people, the next 30 % three.
USAGE = (
    person("Ten", "Heavy", "Most orders of ten buyers.", orders=often(10, 9, 5)),
    person("Nine", "Heavy", "Second of ten: within the top 20 %.", orders=often(9, 9, 5)),
    person("Eight", "Medium", "Third of ten: the first of the next 30 %.", orders=often(8, 9, 5)),
    person("Seven", "Medium", "Fourth of ten.", orders=often(7, 9, 5)),
    person("Six", "Medium", "Fifth of ten: the last of the next 30 %.", orders=often(6, 9, 5)),
    person("Five", "Light", "Sixth of ten.", orders=often(5, 9, 5)),
    person("Four", "Light", "Seventh of ten.", orders=often(4, 9, 5)),
    person("Three", "Light", "Eighth of ten; a refund of one order is no order more.",
           orders=[*often(3, 9, 5), *often(1, 1, 3, status="refund_only", total=0, refunded=9)]),
    person("Two", "Light", "Ninth of ten, though his two orders are the dearest of all.", orders=often(2, 9, 5, total=900)),
    person("One", "Light", "A single order is use, if little.", orders=often(1, 9, 5)),
    person("Zoe", "Non-user", "Visited every day, never ordered; orders are counted here.", events=did("", "page view", 1, 2, 3)),
    person("Zed", "Non-user", "On the customer list only."),
)

LOYALTY = (
    person("Bea", "Lapsing", "9 orders a month apart, silent 80 days: over 2.5 of her gaps of 30 days.", orders=often(9, 30, 80)),
    person("Bob", "Loyal", "The same 9 orders a month apart, silent 70 days: still within 2.5 gaps.", orders=often(9, 30, 70)),
    person("Kim", "Loyal", "Orders every 2 days, silent 15; gaps count at least 7 days, so 17.5 are allowed.", orders=often(6, 2, 15)),
    person("Kit", "Lapsing", "Orders every 2 days, silent 18: more than 2.5 × 7.", orders=often(6, 2, 18)),
    person("Finn", "First-time", "Bought once, 20 days ago.", orders=often(1, 1, 20)),
    person("Flo", "Lapsing", "Bought once, 200 days ago; one-time buyers lapse after 180.", orders=often(1, 1, 200)),
    person("Rae", "Repeat", "Three orders 40 days apart, on pace.", orders=often(3, 40, 30)),
    person("Lou", "Loyal", "Five days with an order, on pace.", orders=often(5, 30, 10)),
    person("Sam", "Repeat", "Six orders, all on one day: a day is a visit, not six.", orders=bought("", 3, 3, 3, 3, 3, 3)),
    person("Ava", "Advocate", "Bought twice and would recommend us: 9.", orders=often(2, 30, 10), surveys=[said("", 9)]),
    person("Ned", "First-time", "Recommends us with 10, but bought only once.", orders=often(1, 1, 10), surveys=[said("", 10)]),
    person("Dan", "Lapsing", "A promoter with 6 orders, silent for a year: silence says more than praise.",
           orders=often(6, 30, 365), surveys=[said("", 10)]),
    person("Mel", "Repeat", "Said 10 last year and 6 now: the latest answer counts.",
           orders=often(2, 30, 10), surveys=[said("", 10, 400), said("", 6, 5)]),
    person("Pam", "Prospect", "Known, never bought."),
)  # fmt: skip

LIFECYCLE = (
    person("Pat", "Prospect", "On the list, no order."),
    person("Nia", "New", "First order 30 days ago: the last day of being new.", orders=often(1, 1, 30)),
    person("Nora", "New", "Two orders, but the first only 10 days ago.", orders=bought("", 10, 5)),
    person("Nel", "Active", "First and only order 31 days ago: no longer new, still active.", orders=often(1, 1, 31)),
    person("Abe", "Active", "Orders every 100 days, the last 90 days ago: the last day of active.", orders=often(4, 100, 90)),
    person("Sia", "Slipping", "Last order 91 days ago.", orders=bought("", 150, 91)),
    person("Del", "Dormant", "Last order 181 days ago.", orders=bought("", 250, 181)),
    person("Don", "Dormant", "Last order 365 days ago: the last day before lost.", orders=bought("", 400, 365)),
    person("Lot", "Lost", "Last order 366 days ago.", orders=bought("", 400, 366)),
    person("Wes", "Won back", "Silent for 280 days, then an order 20 days ago.", orders=bought("", 300, 20)),
    person("Wil", "Dormant", "Came back after 300 days, but that is 200 days ago: he left again.", orders=bought("", 500, 200)),
    person("Win", "Active", "Came back once, and has ordered since: the last gap was short.", orders=bought("", 500, 60, 40)),
)

OWN_PACE = (
    person("Ivy", "Slipping", "Orders every 10 days, silent 20: more than 1.5 gaps, though 20 days are nothing to others.",
           orders=often(6, 10, 20)),
    person("Joy", "Active", "Orders every 120 days, silent 170: within 1.5 of her gaps.", orders=often(4, 120, 170)),
    person("Jim", "Slipping", "One order 100 days ago: no pace of his own, so the 90 fixed days count.", orders=often(1, 1, 100)),
    person("Kai", "Active", "Ordered daily, silent 10 days: gaps count at least 7 days, so 10.5 are allowed.", orders=often(40, 1, 10)),
    person("Ken", "Dormant", "Orders every 20 days, silent 90: over 2.5 and under 5 gaps.", orders=often(5, 20, 90)),
    person("Leo", "Lost", "Orders every 20 days, silent 101: over 5 gaps.", orders=often(5, 20, 101)),
    person("Liv", "New", "Started 12 days ago; new comes before any pace.", orders=often(3, 4, 4)),
    person("Moe", "Won back", "Gaps of 10, 10 and 200 days, the last order 5 days ago.", orders=bought("", 225, 215, 205, 5)),
)

AIDA = (
    person("Amy", "Attention", "Looked at a page, no further.", events=did("", "page view", 5)),
    person("Ian", "Interest", "Viewed an item ten days ago.", events=did("", "view item", 10)),
    person("Dee", "Desire", "Put something on the wish list.", events=did("", "wishlist", 8)),
    person("Dov", "Desire", "Came back to one table three times.", events=did("", "view item", 20, 15, 10, product="Oak table")),
    person("Ida", "Interest", "Viewed three things once each.",
           events=[row for i in (5, 6, 7) for row in did("", "view item", i, product=f"Table {i}")]),
    person("Cal", "Abandoned cart", "Filled a cart three days ago and ordered nothing since.", events=did("", "add to cart", 3)),
    person("Cam", "Desire", "Filled the cart today: she may still be shopping.", events=did("", "add to cart", 0)),
    person("Cat", "Action", "The cart of 5 days ago became an order the day after.",
           events=did("", "add to cart", 5), orders=bought("", 4)),
    person("Cid", "Abandoned cart", "Ordered twice, and has a newer cart that is open.",
           events=did("", "add to cart", 3), orders=bought("", 60, 30)),
    person("Lee", "Loyalty", "Two orders, the last within 90 days.", orders=bought("", 200, 20)),
    person("Vic", "Advocacy", "Bought lately and recommends us with 10.", orders=bought("", 20), surveys=[said("", 10)]),
    person("Val", "Advocacy", "Bought long ago, wrote a review last week.", orders=bought("", 300), events=did("", "review", 7)),
    person("Zia", "Interest", "Shared us but never bought: no advocate yet.", events=did("", "share", 7)),
    person("Eli", "Action", "The purchase is in the events, not in the orders.", events=did("", "purchase", 10)),
    person("Oz", "Attention", "Ordered 100 days ago, now only came by.", orders=bought("", 100), events=did("", "page view", 5)),
    person("Nan", "No contact", "Viewed an item, but 200 days ago.", events=did("", "view item", 200)),
    person("Una", "No contact", "Unsubscribing is no attention.", events=did("", "unsubscribe", 3)),
    person("Xia", "Attention", "An event nobody knows still shows that she was there.", events=did("", "zorblatt", 3)),
)

BENEFIT = (
    person("Paula", "Price", "Three orders, each with a code.", orders=often(3, 9, 5, coupon="SALE")),
    person("Quinn", "Quality", "Two handmade oak tables; one line is one piece, however many words fit.",
           lines=[line("", "Handmade oak table"), line("", "Handmade oak table", 20)]),
    person("Una", "Unknown", "One organic tea is one piece of evidence; two are needed.", lines=[line("", "Organic tea")]),
    person("Ann", "Price", "Said in her own words that it is cheap, which counts two.", surveys=[said("", None, 5, "So cheap!")]),
    person("Eve", "Convenience", "Chose the express courier twice.", orders=often(2, 9, 5, shipping_method="Express courier")),
    person("Gil", "Gifting", "Two hampers against one discount.",
           lines=[line("", "Gift hamper"), line("", "Gift hamper", 30)], orders=often(1, 1, 5, discount=5)),
    person("Mia", "Mixed", "Organic, oak and a bundle: a third each, none leads.",
           lines=[line("", "Organic tea"), line("", "Oak shelf"), line("", "Soap bundle")]),
    person("Ned", "Unknown", "Plain mugs say nothing.", lines=[line("", "Plain mug", d) for d in (3, 30, 60)]),
    person("Ray", "Unknown", "Bought an organic tea and sent another back: what is returned speaks for nothing.",
           lines=[line("", "Organic tea"), line("", "Organic tea", 8, quantity=-1)]),
    person("Tea", "Quality", "The benefit named by the category counts as well.",
           lines=[line("", "Cup no. 7", d, category="Porcelain") for d in (3, 30)]),
    person("Kay", "Unknown", "The order of both hampers was cancelled.", orders=bought("", 10, order_id="k", status="cancelled"),
           lines=[line("", "Gift hamper", order_id="k", source_id=1), line("", "Gift hamper", order_id="k", source_id=1)]),
    person("Zed", "Unknown", "On the list only."),
)  # fmt: skip

_AT_THREE = "15:00"


def on(*days: str, at: str = _AT_THREE, **more: object) -> list:
    return bought_at("", *(f"{day} {at}" for day in days), **more)


OCCASION = (
    person("Vera", "Valentine's Day", "Both orders lie in the two weeks before 14 February.", orders=on("2024-02-07", "2025-02-12")),
    person("Chris", "Christmas", "Two of three orders in December.", orders=on("2023-12-05", "2024-12-12", "2024-05-22")),
    person("Mona", "Mother's Day", "Both orders in the fortnight before the second Sunday of May.", orders=on("2024-05-07", "2025-05-06")),
    person("Blake", "Black Friday", "Both orders between Thanksgiving and Cyber Monday.", orders=on("2023-11-24", "2024-12-02")),
    person("Bud", "Birthday", "Born on 28 December, orders a week into January: the window reaches over New Year.",
           orders=on("2024-01-04", "2025-01-07"), customers=[{"birthday": DAY.replace(1990, 12, 28)}]),
    person("Lea", "Birthday", "Born on 29 February, orders in early March.",
           orders=on("2024-03-05", "2025-03-06"), customers=[{"birthday": DAY.replace(1992, 2, 29)}]),
    person("Gus", "Gift", "Both orders were sent to somebody else.", orders=on("2024-05-22", "2024-09-18", is_gift=True)),
    person("Wendy", "Wedding", "Two orders with wedding things in them.",
           orders=[*on("2024-05-22", order_id="w1"), *on("2024-09-18", order_id="w2")],
           lines=[line("", "Wedding candle", order_id=o, ordered_on=DAY.replace(2024, month, day))
                  for o, month, day in (("w1", 5, 22), ("w2", 9, 18))]),
    person("Lulu", "Lunch", "Four orders at half past twelve.",
           orders=on("2024-05-15", "2024-07-17", "2024-09-18", "2025-06-11", at="12:30")),
    person("Nick", "Late night", "Four orders towards midnight.",
           orders=on("2024-05-15", "2024-07-17", "2024-09-18", "2025-06-11", at="23:10")),
    person("Fred", "Friday evening", "Three orders on Fridays at seven.", orders=on("2024-06-14", "2024-07-19", "2025-06-13", at="19:00")),
    person("Wilma", "Weekend", "Five of five orders at weekends: by chance that is one in 500.",
           orders=on("2024-06-15", "2024-07-20", "2024-09-14", "2025-06-07", "2025-06-15")),
    person("Wanda", "Routine", "Two of two orders at weekends: by chance that happens to one in twelve.",
           orders=on("2024-06-15", "2024-07-20")),
    person("Ada", "Payday", "Four of four orders in the week after the salary.",
           orders=on("2024-05-28", "2024-07-29", "2024-09-26", "2025-06-25")),
    person("Rob", "Routine", "Six orders on ordinary weekdays in the afternoon.",
           orders=on("2024-05-15", "2024-06-12", "2024-07-17", "2024-09-18", "2024-10-09", "2025-06-11")),
    person("Dot", "Weekend", "Her file has no times of day; weekends can be told all the same, and midnight means no time.",
           orders=on("2024-06-15", "2024-07-20", "2024-09-14", "2025-06-07", at="00:00")),
    person("Tom", "Too few orders", "One order in December says nothing.", orders=on("2024-12-05")),
    person("Zed", "Non-buyer", "On the list only."),
)  # fmt: skip

WORLDS = {
    "rfm": (RFM, {"scoring": "hand_set", "recent_days": 30, "old_days": 365, "many_orders": 6, "much_spend": 400, "little_spend": 50}),
    "usage": (USAGE, {}),
    "loyalty": (LOYALTY, {}),
    "lifecycle": (LIFECYCLE, {}),
    "lifecycle at own pace": (OWN_PACE, {"pace": "own"}),
    "aida": (AIDA, {}),
    "benefit": (BENEFIT, {}),
    "occasion": (OCCASION, {}),
}


@cache
def world(name: str) -> Project:
    """Return the project in which the people of one dimension live."""
    tables: Tables = {}
    for someone in WORLDS[name][0]:
        for table, rows in someone.rows.items():
            tables.setdefault(table, []).extend(rows)
    return project_of(**tables)


@cache
def found(name: str) -> dict[str, str]:
    """Return the segment of everyone in one world."""
    return labels(world(name), name.split()[0], **WORLDS[name][1])


@pytest.mark.parametrize(
    "name, someone",
    [pytest.param(name, someone, id=f"{name}: {someone.name}") for name, (people, _) in WORLDS.items() for someone in people],
)
def test_golden_customer(name: str, someone: Person):
    assert found(name)[someone.name] == someone.expected, someone.because


@pytest.mark.parametrize("name", WORLDS)
def test_everyone_of_a_world_has_a_story(name):
    assert set(found(name)) == {someone.name for someone in WORLDS[name][0]}
    assert len(found(name)) >= 8


def test_the_money_scale_the_stories_of_rfm_count_on():
    much = next(c for c in world("rfm").controls("rfm") if c.key == "much_spend")
    assert (much.low, much.high, much.step) == (5, 2000, 5)


def test_other_volumes_turn_the_order_round():
    dearest = labels(world("usage"), "usage", volume="spend")
    assert dearest["Two"] == "Heavy", "the dearest two orders of all bring most money"
    assert labels(world("usage"), "usage", volume="active_days")["Zoe"] != "Non-user", "she visited on three days"
