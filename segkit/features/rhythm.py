"""Features of the days with an order: since when, how recently, in what rhythm?"""

from segkit.features.base import Feature, Source
from segkit.features.orders import SALES

# Apart from the sums of orders.py: two lean passes over the orders need less memory and time than one wide pass.
RHYTHM = Source(
    name="rhythm",
    table="orders",
    brought_by="an orders export",
    rows=f"{SALES} and status <> 'refund_only'",
    gathered=(("ordered_days", "list_sort(list_distinct(list(ordered_on)))"),),
    features=(
        Feature("first_ordered_on", "ordered_days[1]", "First order", "day", "Day of the first order.", after=True),
        Feature("last_ordered_on", "ordered_days[-1]", "Last order", "day", "Day of the last order.", after=True),
        Feature("days_since_first_order", "$as_of - ordered_days[1]", "Days since first order", "days",
                "From the first order to the as-of day.", after=True),
        Feature("days_since_last_order", "$as_of - ordered_days[-1]", "Days since last order", "days",
                "From the last order to the as-of day.", after=True),
        Feature("repeat_span_days", "ordered_days[-1] - ordered_days[1]", "Length of the relationship", "days",
                "From the first to the last order.", after=True),
        Feature("order_days", "cast(len(ordered_days) as integer)", "Days with an order", "days",
                "Different days on which the customer ordered.", after=True, empty="0"),
        Feature("active_months", "cast(len(list_distinct(list_transform(ordered_days, lambda d: date_trunc('month', d)))) as integer)",
                "Months with an order", "months", "Different calendar months with an order.", after=True, empty="0"),
        Feature("usual_gap_days", "round(repeat_span_days / nullif(order_days - 1, 0), 1)", "Usual days between orders", "days",
                "Span of the orders divided by the gaps; empty for one-day buyers.", after=True),
        Feature("gaps_since_last_order", "round(days_since_last_order / nullif(usual_gap_days, 0), 2)", "Silence in own gaps", "gaps",
                "Days since the last order divided by the customer's own usual gap.", after=True),
        Feature("days_to_second_order", "ordered_days[2] - ordered_days[1]", "Days to the second order", "days",
                "From the first to the second day with an order.", after=True),
        Feature("last_gap_days", "ordered_days[-1] - ordered_days[-2]", "Gap before the last order", "days",
                "Silence that the last order ended.", after=True),
        Feature("longest_gap_days", "list_max(list_transform(list_zip(ordered_days[2:], ordered_days[:-2]), lambda p: p[1] - p[2]))",
                "Longest gap", "days", "Longest silence between two orders.", after=True),
    ),
)  # fmt: skip
