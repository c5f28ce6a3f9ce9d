"""The oracle of the labels: does every dimension put everyone where plain if-sentences put them, at any setting?"""

import random
from collections.abc import Callable, Iterator

import pytest

from segkit.dimensions import DIMENSIONS
from segkit.dimensions.base import Choice
from segkit.project import Project
from tests.support import Row, features, labels, messy_shop, project_of


def within(value: float | None, limit: float) -> bool:
    """Return whether a known number is at most the limit."""
    return value is not None and value <= limit


def share_above(value: float | None, everyone: list) -> float | None:
    return None if value is None else sum(other >= value for other in everyone) / len(everyone)


def rfm(c: Row, s: Row, people: list[Row]) -> str:
    if c["order_count"] == 0:
        return "Prospects"
    r, fm = recency(c, s, people), frequency(c, s, people) + spend(c, s, people)
    strong, some = fm >= 8, fm >= 5
    if r >= 4:
        return ("Champions" if r == 5 else "Loyal") if strong else "Active" if some else "New" if r == 5 else "Promising"
    if r == 3:
        return "Loyal" if strong else "Needs attention" if some else "Almost lost"
    return "Previously loyal" if strong else "At risk" if some else "Almost lost" if r == 2 else "Dormant"


def recency(c: Row, s: Row, people: list[Row]) -> int:
    if s["scoring"] == "hand_set":
        return in_steps(c["days_since_last_order"], s["recent_days"], s["old_days"], way=-1)
    days = [p["days_since_last_order"] for p in people if p["order_count"]]
    better = 100 * sum(day < c["days_since_last_order"] for day in days) / len(days)
    return 5 if better < s["recent_top"] else 4 - int(round((better - s["recent_top"]) / (100 - s["recent_top"]) * 4, 6))


def frequency(c: Row, s: Row, people: list[Row]) -> int:
    counts = [p["order_count"] for p in people if p["order_count"]]
    if s["scoring"] == "hand_set":
        return in_steps(c["order_count"], s["many_orders"], 1)
    if max(counts.count(n) for n in counts) / len(counts) > 0.2:
        return {1: 1, 2: 2, 3: 3, 4: 4, 5: 4}.get(c["order_count"], 5)
    return in_parts(100 * share_above(c["order_count"], counts), s["best_top"])


def spend(c: Row, s: Row, people: list[Row]) -> int:
    if s["scoring"] == "hand_set":
        return in_steps(float(c["total_spend"]), s["much_spend"], s["little_spend"])
    return in_parts(100 * share_above(c["total_spend"], [p["total_spend"] for p in people if p["order_count"]]), s["best_top"])


def in_parts(share: float, top: float) -> int:
    parts = round((share - top) / ((100 - top) / 4), 6)
    return 5 if parts <= 0 else max(5 - (int(parts) + (parts > int(parts))), 1)


def in_steps(value: float, best: float, worst: float, way: int = 1) -> int:
    if value * way >= best * way:
        return 5
    return 1 if value * way <= worst * way else max(4 - int(3 * (value - best) / (worst - best)), 2)


def usage(c: Row, s: Row, people: list[Row]) -> str:
    feature = {"orders": "order_count", "units": "units_for_rank", "spend": "total_spend", "active_days": "active_days"}[s["volume"]]
    among = "active_days" if feature == "active_days" else "order_count"
    if c[among] == 0:
        return "Non-user"
    share = share_above(c[feature], [p[feature] for p in people if p[among] > 0])
    top, next_ = s["heavy_top"] / 100, (s["heavy_top"] + s["medium_top"]) / 100
    return "Heavy" if share <= top + 1e-12 else "Medium" if share <= next_ + 1e-12 else "Light"


def loyalty(c: Row, s: Row, people: list[Row]) -> str:
    if c["order_count"] == 0:
        return "Prospect"
    own = c["usual_gap_days"]
    patience = s["patience_gaps"] * max(own, 7) if own else s["one_time_days"]
    if c["days_since_last_order"] > patience:
        return "Lapsing"
    if c["order_count"] >= 2 and c["last_nps_score"] is not None and c["last_nps_score"] >= s["advocate_score"]:
        return "Advocate"
    return "Loyal" if c["order_days"] >= s["loyal_orders"] else "Repeat" if c["order_count"] >= 2 else "First-time"


def lifecycle(c: Row, s: Row, people: list[Row]) -> str:
    silent, own = c["days_since_last_order"], c["usual_gap_days"]
    if silent is None:
        return "Prospect"
    if c["days_since_first_order"] <= s["new_days"]:
        return "New"
    paced = s["pace"] == "own" and bool(own)
    active, slipping, dormant = (
        s[f"{stage}_gaps"] * max(own, 7) if paced else s[days]
        for stage, days in (("active", "active_within_days"), ("slipping", "slipping_days"), ("dormant", "dormant_days"))
    )
    if silent <= active:
        return "Won back" if c["last_gap_days"] is not None and c["last_gap_days"] >= s["won_back_gap"] else "Active"
    return "Slipping" if silent <= slipping else "Dormant" if silent <= dormant else "Lost"


def aida(c: Row, s: Row, people: list[Row]) -> str:
    window, cart, bought = s["window_days"], c["last_cart_at"], c["last_purchase_event_at"]
    is_open = cart and not (bought and bought >= cart) and not (c["last_ordered_on"] and cart.date() <= c["last_ordered_on"])
    if is_open and s["cart_days"] <= c["days_since_cart"] <= window:
        return "Abandoned cart"
    acted = within(c["days_since_last_order"], window) or within(c["days_since_purchase_event"], window)
    purchases = max(c["order_count"], c["purchase_events"])
    praised = c["last_nps_score"] is not None and c["last_nps_score"] >= s["advocate_score"]
    if (acted and praised) or (within(c["days_since_advocacy"], window) and purchases):
        return "Advocacy"
    if acted:
        return "Loyalty" if purchases >= s["loyal_orders"] else "Action"
    if within(c["days_since_desire"], window) or within(c["days_since_repeated_view"], window):
        return "Desire"
    if within(c["days_since_interest"], window):
        return "Interest"
    return "Attention" if within(c["days_since_attention"], window) else "No contact"


def benefit(c: Row, s: Row, people: list[Row]) -> str:
    if c["benefit_evidence"] < s["least_evidence"]:
        return "Unknown"
    return c["leading_benefit"] if c["leading_benefit_share"] >= s["lead_share"] / 100 else "Mixed"


def occasion(c: Row, s: Row, people: list[Row]) -> str:
    if c["order_count"] == 0:
        return "Non-buyer"
    if c["order_count"] < s["least_orders"]:
        return "Too few orders"
    lift, chance = c["leading_occasion_lift"], c["leading_occasion_chance"]
    led = c["leading_occasion_orders"] >= s["least_orders"] and c["leading_occasion_share"] >= s["least_share"] / 100
    likely = (lift is not None and lift < s["least_lift"]) or (chance is not None and chance > s["most_chance"] / 100)
    return c["leading_occasion"] if led and not likely else "Routine"


ORACLES: dict[str, Callable[[Row, Row, list[Row]], str]] = {
    "rfm": rfm, "benefit": benefit, "occasion": occasion, "loyalty": loyalty, "usage": usage, "aida": aida, "lifecycle": lifecycle,
}  # fmt: skip


@pytest.fixture(scope="module")
def large() -> Iterator[Project]:
    """A shop with enough people for every segment."""
    with project_of(**messy_shop(seed=5, people=260)) as project:
        yield project


def drawn(project: Project, key: str, rng: random.Random) -> Row:
    """Return a value on a step of every control."""
    return {c.key: rng.choice(c.options)[0] if isinstance(c, Choice) else c.low + c.step * rng.randint(0, int((c.high - c.low) / c.step))
            for c in project.controls(key)}  # fmt: skip


@pytest.mark.parametrize("key", [d.key for d in DIMENSIONS])
def test_labels_equal_the_plain_sentences_at_any_setting(key: str, large: Project):
    assert key in ORACLES, f"write {key}'s rules down a second time, in plain sentences, and add them to ORACLES"
    people, rng = features(large), random.Random(11)
    settings = [large.settings(key), *(drawn(large, key, rng) for _ in range(12))]
    for chosen in settings:
        expected = {who: ORACLES[key](row, chosen, list(people.values())) for who, row in people.items()}
        assert labels(large, key, **chosen) == expected, chosen


@pytest.mark.parametrize("key", [d.key for d in DIMENSIONS])
def test_the_shop_has_people_in_most_segments(key: str, large: Project):
    dimension = next(d for d in DIMENSIONS if d.key == key)
    found = set(labels(large, key).values())
    assert len(found & {s.name for s in dimension.segments}) >= min(len(dimension.segments), 6) - (1 if dimension.label else 0)
