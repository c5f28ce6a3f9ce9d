"""The numbers every segment shows: name, SQL over the feature table, title, unit and meaning."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """One number about a segment. `sql` aggregates the customers' features; a number nobody has is left out of the table.

    `empty` is its value where a segment has no customers.
    """

    name: str
    sql: str
    title: str
    unit: str
    meaning: str
    empty: float | None = None


_NPS = "count(case when last_nps_score >= 9 then 1 end) - count(case when last_nps_score <= 6 then 1 end)"

NUMBERS = (
    Number("customers", "count(*)", "Customers", "customers", "Customers in the segment.", empty=0),
    Number("orders", "cast(sum(order_count) as bigint)", "Orders", "orders", "All their orders.", empty=0),
    Number("spend", "sum(total_spend)", "Spend", "money", "All they paid, by the revenue policy.", empty=0),
    Number("mean_order_value", "cast(sum(total_spend) as double) / nullif(sum(order_count), 0)", "Mean order value", "money",
           "Spend divided by orders."),
    Number("orders_per_customer", "sum(order_count) / count(*)", "Orders per customer", "orders", "Orders divided by customers."),
    Number("spend_per_customer", "cast(sum(total_spend) as double) / count(*)", "Spend per customer", "money",
           "Spend divided by customers."),
    Number("units_per_order", "sum(units_for_rank) / nullif(sum(order_count), 0)", "Basket size", "units", "Units divided by orders."),
    Number("basket_trend",
           "cast(sum(spend_last_365_days) as double) / nullif(sum(orders_last_365_days), 0)"
           " / nullif(cast(sum(spend_year_before) as double) / nullif(sum(orders_year_before), 0), 0) - 1",
           "Basket trend", "change", "Mean order value of the last 365 days against the 365 days before."),
    Number("repeat_rate", "count(case when order_count >= 2 then 1 end) / nullif(count(case when order_count >= 1 then 1 end), 0)",
           "Repeat rate", "share", "Buyers with two or more orders, divided by buyers."),
    Number("returned_within_90_days",
           "count(case when days_to_second_order <= 90 and days_since_first_order >= 90 then 1 end)"
           " / nullif(count(case when days_since_first_order >= 90 then 1 end), 0)",
           "Came back within 90 days", "share",
           "Of buyers whose first order is at least 90 days old, those who ordered again on another day within 90 days."),
    Number("mean_days_since_last_order", "avg(days_since_last_order)", "Days since last order", "days", "Mean over the buyers."),
    Number("mean_relationship_days", "avg(repeat_span_days)", "Length of the relationship", "days",
           "Mean days from first to last order, one-time buyers count 0."),
    Number("mean_usual_gap_days", "avg(usual_gap_days)", "Usual gap", "days", "Mean of the repeat buyers' usual days between orders."),
    Number("mean_active_days", "avg(active_days)", "Active days", "days", "Mean different days with an event."),
    Number("nps", f"100.0 * ({_NPS}) / nullif(count(last_nps_score), 0)", "NPS", "points",
           "Promoters (9-10) minus detractors (0-6), in points."),
    Number("nps_margin",
           f"196 * sqrt((count(case when last_nps_score >= 9 or last_nps_score <= 6 then 1 end) / nullif(count(last_nps_score), 0)"
           f" - pow(({_NPS}) / nullif(count(last_nps_score), 0), 2)) / nullif(count(last_nps_score), 0))",
           "NPS margin", "points", "Half-width of the 95 % interval: 1.96 · √(variance / answers)."),
    Number("nps_answers", "count(last_nps_score)", "NPS answers", "answers", "Customers with a recommend score.", empty=0),
)  # fmt: skip

SHARES = (
    Number("customer_share", "customers / nullif(sum(customers) over (), 0)", "Share of customers", "share",
           "Customers divided by all customers.", empty=0.0),
    Number("spend_share", "cast(spend as double) / nullif(sum(spend) over (), 0)", "Share of spend", "share",
           "Spend divided by all spend.", empty=0.0),
    Number("order_share", "orders / nullif(sum(orders) over (), 0)", "Share of orders", "share",
           "Orders divided by all orders.", empty=0.0),
)  # fmt: skip

TITLES = {number.name: number for number in (*NUMBERS, *SHARES)}
