"""What do the gift shop's customers do between orders? Website visits and answers to the survey."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sample_data.days import END, ago, at, in_utc
from sample_data.people import Person
from sample_data.rhythm import SLIP
from sample_data.sheets import money
from sample_data.shop_goods import BY_KIND, EVERYDAY
from sample_data.shop_orders import EVERYDAY_HOURS, Order

EVENT_HEADINGS = ("user_id", "event", "timestamp", "session_id", "product", "value")
SCORE = "How likely are you to recommend Hazel & Thistle to a friend? (0-10)"
BENEFIT = "What matters most to you when you buy from us?"
SURVEY_HEADINGS = ("Email", SCORE, BENEFIT, "Submitted at")
FIRST_TRACKED = date(2026, 5, 1)
WINDOW = 88
PHRASES = {
    "Price": ("Low prices", "Discounts and good offers", "A good deal"),
    "Gifting": ("Finding a lovely gift", "Beautiful gift wrapping", "Gifts my friends really like"),
    "Quality": ("The quality", "High quality and well made things", "Quality that lasts"),
    "Sustainability": ("Sustainable products", "That it is eco-friendly", "Recycled and sustainable materials"),
    "Convenience": ("Fast delivery", "It is quick and convenient", "Convenience and fast shipping"),
    "Family": ("Things for my family", "Nice things for the kids", "For the whole family"),
    "Health": ("Healthy products and wellness", "My health", "Health and wellness"),
    "Fun": ("It is fun", "Fun things to play", "Games and fun"),
    "Status": ("Exclusive brands", "Beautiful design", "Something exclusive"),
}
VAGUE = ("The look of the shop", "I just like it", "Hard to say", "The colours", "Your newsletter")
Step = tuple[str, str, str]
Visit = tuple[str, datetime, list[Step]]
EARLIER = ("Attention", "Attention", "Interest", "Interest", "Desire", "Abandoned cart")


def events_of(rng: Random, people: list[Person], orders: list[Order]) -> list[dict[str, str]]:
    """Return the tracked events in order of time; some visitors were never logged in and have no id."""
    visits = [*_purchases(rng, orders), *_journeys(rng, people), *_passers_by(rng)]
    visits.sort(key=lambda visit: (visit[1], visit[0]))
    rows = []
    for session, (email, start, steps) in enumerate(visits, start=70_001):
        moment = start
        for event, product, value in steps:
            cells = (email, event, in_utc(moment), f"s{session}", product, value)
            rows.append(dict(zip(EVENT_HEADINGS, cells, strict=True)))
            moment += timedelta(seconds=rng.randint(8, 95))
    return sorted(rows, key=lambda row: row["timestamp"])


def _purchases(rng: Random, orders: list[Order]) -> Iterator[Visit]:
    """Yield the visits that ended in an order, for the three in four orders the tracker saw."""
    for order in orders:
        seen = order.at.date() >= FIRST_TRACKED and order.person and not order.cancelled and order.status != "pending"
        if seen and rng.random() < 0.75:
            names = [good.name for good, _, _ in order.lines]
            steps = [("session_start", "", ""), *(("view_item", name, "") for name in names)]
            steps += [*(("add_to_cart", name, "") for name in names), ("begin_checkout", "", "")]
            steps.append(("purchase", "", money(order.total)))
            yield order.person.email, order.at - timedelta(seconds=100 * len(steps)), steps


def _journeys(rng: Random, people: list[Person]) -> Iterator[Visit]:
    """Yield the visits of those who look around: before the last 90 days at random, within them as planted."""
    for person in people:
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            yield _visit(rng, person, ago(rng.randint(95, 182)), _steps(rng, rng.choice(EARLIER)))
        for journey in _stages(rng, person):
            nearest = 2 if journey == "Abandoned cart" else 0
            yield _visit(rng, person, ago(rng.randint(nearest, WINDOW)), _steps(rng, journey))


def _stages(rng: Random, person: Person) -> list[str]:
    """Return the depth of each visit in the last 90 days; now and then one that was not planted."""
    stages = [person.journey] if person.journey in ("Attention", "Interest", "Desire", "Abandoned cart") else []
    stages += [rng.choice(("Attention", "Attention", "Interest"))] if stages and stages[0] not in ("Attention",) else []
    stages += ["Attention"] if stages and rng.random() < 0.5 else []
    if person.journey == "Advocacy" and (person.number % 5 < 2 or not _answers_now(person)):
        stages.append("Advocacy")
    return [*stages, rng.choice(("Interest", "Abandoned cart"))] if stages and rng.random() < SLIP else stages


def _steps(rng: Random, journey: str) -> list[Step]:
    """Return what somebody does in a visit of that depth."""
    seen, other = (good.name for good in rng.sample(EVERYDAY, 2))
    look, first = ("view_item", seen, ""), [("session_start", "", ""), ("page_view", "", "")]
    deeper = {
        "Attention": [("page_view", "", "")] * rng.randint(0, 2),
        "Interest": rng.choice(([look], [("search", "", "")], [("search", "", ""), look, ("view_item", other, "")])),
        "Desire": [look] * rng.randint(3, 5) if rng.random() < 0.2 else [look, ("add_to_wishlist", seen, "")],
        "Abandoned cart": [look, ("add_to_cart", seen, ""), *rng.choice(([], [("begin_checkout", "", "")]))],
        "Advocacy": [rng.choice((("review", seen, ""), ("share", seen, "")))],
    }
    return first + deeper[journey]


def _visit(rng: Random, person: Person, day: date, steps: list[Step]) -> Visit:
    return person.email, at(day, rng.choice(EVERYDAY_HOURS) + rng.random() / 2, rng), steps


def _passers_by(rng: Random) -> Iterator[Visit]:
    """Yield visits of people nobody knows."""
    for _ in range(60):
        moment = at(ago(rng.randint(1, 180)), rng.choice(EVERYDAY_HOURS), rng)
        yield "", moment, [("session_start", "", ""), ("view_item", rng.choice(BY_KIND[""]).name, "")]


def answers_of(rng: Random, people: list[Person]) -> list[dict[str, str]]:
    """Return the survey answers, sent out one to three weeks after an order."""
    rows = [row for person in people for row in _answers(rng, person)]
    rows += [_row(rng, "", rng.randint(3, 10), "", ago(rng.randint(3, 400))) for _ in range(8)]
    return sorted(rows, key=lambda row: (row["Submitted at"], row["Email"]))


def _answers(rng: Random, person: Person) -> Iterator[dict[str, str]]:
    asked = _asked(person)
    if not asked or not (person.fan or rng.random() < (0.34 if len(person.days) > 1 else 0.16)):
        return
    day = asked[-1] if person.journey == "Advocacy" else rng.choice(asked)
    if person.fan and rng.random() < 0.12:
        yield _row(rng, person.email, rng.randint(5, 8), person.motive, day - timedelta(days=rng.randint(200, 300)))
    yield _row(rng, person.email, _score(rng, person, day), person.motive, day)


def _asked(person: Person) -> list[date]:
    """Return the days on which this person could answer, one per order that is old enough."""
    return [day + timedelta(days=7 + person.number % 12) for day in person.days if (END - day).days > 19]


def _answers_now(person: Person) -> bool:
    """Return whether a fan answers the survey inside the last 90 days; the others review or share instead."""
    asked = _asked(person)
    return bool(asked) and (END - asked[-1]).days < WINDOW


def _score(rng: Random, person: Person, day: date) -> int:
    if person.fan:
        return 8 if rng.random() < SLIP else rng.choice((9, 9, 10))
    pleased = len(person.days) == 1 and (END - day).days > 100
    return rng.choice((9, 10)) if rng.random() < (0.3 if pleased else SLIP) else rng.choice((2, 4, 6, 7, 7, 7, 8, 8, 8))


def _row(rng: Random, email: str, score: int, motive: str, day: date) -> dict[str, str]:
    said = motive if motive in PHRASES and rng.random() < 0.85 else ""
    words = rng.choice(PHRASES[said]) if said else "" if rng.random() < 0.2 else rng.choice(VAGUE)
    moment = at(day, 8 + rng.random() * 13, rng)
    return dict(zip(SURVEY_HEADINGS, (email, str(score), words, f"{moment:%Y-%m-%d %H:%M:%S}"), strict=True))
