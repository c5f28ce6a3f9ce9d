"""Lifecycle: who is new, active, slipping, dormant, lost or won back?"""

from segkit.dimensions.base import Choice, Cut, Dimension, Measure, Phrase, Score, Segment, Slider

_FIXED, _OWN = ("pace", "fixed"), ("pace", "own")


def _limit(fixed: str, gaps: str) -> str:
    """Return SQL for a limit in days: fixed, or a multiple of the customer's own gap where there is one."""
    return f"case when $pace = 'own' and own_gap_days > 0 then {gaps} * greatest(own_gap_days, 7) else {fixed} end"


LIFECYCLE = Dimension(
    key="lifecycle",
    family="Journey",
    title="Lifecycle",
    question="Who is new, active, slipping away, lost, or back again?",
    measures=(Measure("days_since_last_seen", without_orders=True), Measure("days_since_last_order")),
    needs_one_of=("order_count", "active_days"),
    controls=(
        Choice("pace", "Measured against", (("fixed", "Fixed days"), ("own", "Each customer's own pace")), default="fixed",
               help="Own pace compares the silence with the customer's usual gap; customers without one use the fixed days."),
        Slider("new_days", "New: first order within", default=30, low=1, high=180, step=1, unit="days",
               help="Customers whose first order (or visit, where there are no orders) is this recent."),
        Slider("active_within_days", "Active: last order within", default=90, low=7, high=365, step=1, unit="days",
               help="Silent for longer is slipping. Also used for customers without a pace of their own."),
        Slider("slipping_days", "Slipping: up to", default=180, low=14, high=730, step=1, unit="days",
               help="Silent for longer is dormant."),
        Slider("dormant_days", "Dormant: up to", default=365, low=30, high=1460, step=5, unit="days", help="Silent for longer is lost."),
        Slider("active_gaps", "Active: silent for up to", default=1.5, low=0.5, high=5, step=0.1, unit="× own gap", only_if=_OWN,
               help="In the customer's own usual gaps, each at least 7 days."),
        Slider("slipping_gaps", "Slipping: up to", default=2.5, low=1, high=8, step=0.1, unit="× own gap", only_if=_OWN,
               help="Silent for longer is dormant."),
        Slider("dormant_gaps", "Dormant: up to", default=5, low=1.5, high=20, step=0.5, unit="× own gap", only_if=_OWN,
               help="Silent for longer is lost."),
        Slider("won_back_gap", "Won back: active again after a silence of", default=180, low=30, high=730, step=5, unit="days",
               help="The gap that the last order ended."),
    ),
    facts=("has_orders",),
    scores=(
        Score("days_silent", "case when $has_orders then days_since_last_order else days_since_last_seen end", "Days silent", "days"),
        Score("days_since_start", "case when $has_orders then days_since_first_order else days_since_first_seen end",
              "Days since start", "days"),
        Score("own_gap_days", "case when $has_orders then usual_gap_days else usual_visit_gap_days end", "Own usual gap", "days"),
        Score("gap_ended_days", "case when $has_orders then last_gap_days else last_visit_gap_days end", "Gap ended by the last order",
              "days"),
    ),
    segments=(
        Segment("Prospect", "days_silent is null", "Known to us, no order yet.", "Win the first order; a welcome series.",
                "no {order} yet."),
        Segment("New", "days_since_start <= $new_days", "Started only just now.", "Onboard: how to get the best of it, what comes next.",
                "first {order} within {new_days}."),
        Segment("Won back", f"gap_ended_days >= $won_back_gap and days_silent <= {_limit('$active_within_days', '$active_gaps')}",
                "Came back after a long silence.", "Welcome back; find out what brought them, repeat it with the lost.",
                "last {order} within {active_limit}, and it ended a silence of at least {won_back_gap}."),
        Segment("Active", f"days_silent <= {_limit('$active_within_days', '$active_gaps')}",
                "Buying as usual.", "Widen: the next category, a higher tier; no discount needed.",
                "last {order} within {active_limit}."),
        Segment("Slipping", f"days_silent <= {_limit('$slipping_days', '$slipping_gaps')}",
                "Quieter than usual.", "Act now: a reminder with a reason; the cheapest moment to keep them.",
                "last {order} within {slipping_limit}."),
        Segment("Dormant", f"days_silent <= {_limit('$dormant_days', '$dormant_gaps')}",
                "Silent for long.", "A win-back series; after it, fewer contacts.", "last {order} within {dormant_limit}."),
        Segment("Lost", "true", "Silent so long that a return is unlikely.", "Stop paying for contact; ask a small sample why.",
                "everyone else: silent for longer."),
    ),
    phrases=(
        Phrase("order", "visit", (("has_orders", False),)), Phrase("order", "order"),
        Phrase("each", "(a gap counts as at least 7 days; without one,"),
        Phrase("active_limit", "{active_gaps} {each} {active_within_days})", (_OWN,)), Phrase("active_limit", "{active_within_days}"),
        Phrase("slipping_limit", "{slipping_gaps} {each} {slipping_days})", (_OWN,)), Phrase("slipping_limit", "{slipping_days}"),
        Phrase("dormant_limit", "{dormant_gaps} {each} {dormant_days})", (_OWN,)), Phrase("dormant_limit", "{dormant_days}"),
    ),
    cuts=(Cut("$active_within_days", "active up to", _FIXED), Cut("$slipping_days", "slipping up to", _FIXED),
          Cut("$dormant_days", "dormant up to", _FIXED)),
    shown=("Prospect", "New", "Active", "Won back", "Slipping", "Dormant", "Lost"),
)  # fmt: skip
