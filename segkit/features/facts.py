"""Facts about the whole data set that rules may use as $names: one number each, computed once per build."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One number about all customers."""

    name: str
    sql: str
    meaning: str


_TIE = """
select coalesce(max(customers) / nullif(sum(customers), 0), 0)
from (select order_count, count(*) as customers from features where order_count > 0 group by order_count)
"""

COUNTS = (
    Fact("customers", "count(*)", "Customers known."),
    Fact("buyers", "count(case when order_count > 0 then 1 end)", "Customers with at least one order."),
    Fact("mean_order_value", "cast(sum(total_spend) / nullif(sum(order_count), 0) as double)",
         "Spend divided by orders, over all customers."),
    Fact("has_orders", "coalesce(max(order_count), 0) > 0", "Whether there is any order."),
    Fact("has_events", "coalesce(max(event_count), 0) > 0", "Whether there is any event."),
    Fact("has_units", "coalesce(max(units_for_rank), 0) > 0", "Whether units are known."),
    Fact("has_spend", "coalesce(max(total_spend), 0) > 0", "Whether money is known."),
    # Where the scores of RFM begin and end when customers are compared with each other: the top fifth and the last one.
    Fact("recent_buyers_days", "max(case when recency_rank < 0.2 - 1e-9 then days_since_last_order end)",
         "Days since the last order within which the most recent fifth of the buyers ordered."),
    Fact("oldest_buyers_days", "min(case when recency_rank >= 0.8 - 1e-9 then days_since_last_order end)",
         "Days since the last order from which on the least recent fifth of the buyers begins."),
    Fact("best_buyers_spend", "cast(min(case when spend_rank <= 0.2 + 1e-9 then total_spend end) as double)",
         "Spend from which on the fifth of the buyers with most spend begins."),
    Fact("least_buyers_spend", "cast(max(case when spend_rank > 0.8 + 1e-9 then total_spend end) as double)",
         "Spend up to which the fifth of the buyers with least spend goes."),
    Fact("order_count_of_the_top", "min(case when order_rank <= 0.2 + 1e-9 then order_count end)",
         "Orders from which on the fifth of the buyers with most orders begins, as far as ranks can part them."),
    Fact("largest_order_count_share", f"({_TIE})", "Share of the buyers who have the most common number of orders."),
)  # fmt: skip

CONCLUSIONS = (
    Fact("order_counts_tie", "largest_order_count_share > 0.2", "Whether so many have one number of orders that ranks cannot part them."),
    Fact("best_buyers_orders", "case when largest_order_count_share > 0.2 then 6 else order_count_of_the_top end",
         "Orders from which on buyers have the best frequency score; six where ranks cannot part them."),
)  # fmt: skip

FACTS = (*COUNTS, *CONCLUSIONS)


def facts_select() -> str:
    """Return the SQL whose one row holds every fact."""
    counted, concluded = (", ".join(f"{fact.sql} as {fact.name}" for fact in facts) for facts in (COUNTS, CONCLUSIONS))
    return f"select *, {concluded} from (select {counted} from features) as counted"
