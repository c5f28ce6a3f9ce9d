"""Features of the events: how often people come, what they do, how far on their journey they got."""

from segkit.features.base import Feature, Source

STAGED_EVENTS = """
select e.customer_id, e.event_name, e.event_at, e.event_on, e.session_id, e.product, s.stage, s.is_cart
from events e left join event_stages s on s.event_name = e.event_name
where e.event_on <= $as_of
"""


def _days_since(condition: str) -> str:
    return f"$as_of - max(case when {condition} then event_on end)"


EVENTS = Source(
    name="events",
    table="events",
    brought_by="a web, app or e-mail events export",
    rows=STAGED_EVENTS,
    gathered=(("seen_days", "list_sort(list_distinct(list(event_on)))"),),
    features=(
        Feature("event_count", "cast(count(*) as integer)", "Events", "events", "Things the person did.", empty="0"),
        Feature("session_count", "cast(count(distinct session_id) as integer)", "Visits", "visits", "Different visits (sessions).",
                empty="0"),
        Feature("first_seen_on", "seen_days[1]", "First seen", "day", "Day of the first event.", after=True),
        Feature("last_seen_on", "seen_days[-1]", "Last seen", "day", "Day of the last event.", after=True),
        Feature("days_since_first_seen", "$as_of - seen_days[1]", "Days since first seen", "days",
                "From the first event to the as-of day.", after=True),
        Feature("days_since_last_seen", "$as_of - seen_days[-1]", "Days since last seen", "days",
                "From the last event to the as-of day.", after=True),
        Feature("active_days", "cast(len(seen_days) as integer)", "Active days", "days", "Different days with an event.",
                after=True, empty="0"),
        Feature("active_days_last_30_days", "cast(len(list_filter(seen_days, lambda d: d > $as_of - 30)) as integer)",
                "Active days, last 30 days", "days", "Days with an event in the last 30 days (the L30 of the power-user curve).",
                after=True, empty="0"),
        Feature("usual_visit_gap_days", "round((seen_days[-1] - seen_days[1]) / nullif(active_days - 1, 0), 1)",
                "Usual days between visits", "days", "Span of the visits divided by the gaps.", after=True),
        Feature("last_visit_gap_days", "seen_days[-1] - seen_days[-2]", "Gap before the last visit", "days",
                "Silence that the last visit ended.", after=True),
        Feature("days_since_attention", _days_since("stage is not null"), "Days since any sign of attention", "days",
                "Days since the last event of any stage."),
        Feature("days_since_interest", _days_since("stage in ('Interest', 'Desire', 'Action', 'Advocacy')"), "Days since interest", "days",
                "Days since something was viewed or searched, or a deeper step."),
        Feature("days_since_desire", _days_since("stage in ('Desire', 'Action')"), "Days since desire", "days",
                "Days since cart, wish list or checkout, or a purchase."),
        Feature("days_since_cart", "date_diff('day', max(case when is_cart then event_on end), $as_of)", "Days since cart", "days",
                "Days since something was last put in the cart or checkout was begun."),
        Feature("last_cart_at", "max(case when is_cart then event_at end)", "Last cart", "time",
                "When something was last put in the cart."),
        Feature("last_purchase_event_at", "max(case when stage = 'Action' then event_at end)", "Last purchase event", "time",
                "When a purchase event was last recorded."),
        Feature("days_since_purchase_event", _days_since("stage = 'Action'"), "Days since purchase event", "days",
                "Days since a purchase event was recorded."),
        Feature("purchase_events", "cast(count(case when stage = 'Action' then 1 end) as integer)", "Purchase events", "events",
                "Purchase events recorded.", empty="0"),
        Feature("days_since_advocacy", _days_since("stage = 'Advocacy'"), "Days since advocacy", "days",
                "Days since a review, a share or a referral."),
    ),
)  # fmt: skip

VIEWS = Source(
    name="views",
    table="events",
    brought_by="a web events export with products",
    rows=f"""
select customer_id, product, count(*) as views, max(event_on) as last_viewed_on
from ({STAGED_EVENTS}) as staged where stage = 'Interest' and product is not null group by customer_id, product
""",
    features=(
        Feature("products_viewed", "cast(count(*) as integer)", "Products viewed", "products", "Different products viewed.", empty="0"),
        Feature("days_since_repeated_view", "$as_of - max(case when views >= 3 then last_viewed_on end)", "Days since a repeated view",
                "days",
                "Days since a product was last viewed that the person viewed at least three times."),
    ),
)  # fmt: skip
