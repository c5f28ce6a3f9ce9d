"""Facts about the whole data set that rules may use as $names: one number each, computed once per build."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One number about all customers."""

    name: str
    sql: str
    meaning: str


FACTS = (
    Fact("customers", "count(*)", "Customers known."),
    Fact("buyers", "count(case when order_count > 0 then 1 end)", "Customers with at least one order."),
    Fact("mean_order_value", "cast(sum(total_spend) / nullif(sum(order_count), 0) as double)",
         "Spend divided by orders, over all customers."),
    Fact("mean_customer_spend", "cast(sum(total_spend) / nullif(count(case when order_count > 0 then 1 end), 0) as double)",
         "Spend divided by buyers."),
    Fact("has_orders", "coalesce(max(order_count), 0) > 0", "Whether there is any order."),
    Fact("has_events", "coalesce(max(event_count), 0) > 0", "Whether there is any event."),
    Fact("has_units", "coalesce(max(units_for_rank), 0) > 0", "Whether units are known."),
    Fact("has_spend", "coalesce(max(total_spend), 0) > 0", "Whether money is known."),
)  # fmt: skip

TIE_FACT = Fact("largest_order_count_share", "", "Share of the buyers who have the most common number of orders.")

_TIE = """
select coalesce(max(customers) / nullif(sum(customers), 0), 0)
from (select order_count, count(*) as customers from features where order_count > 0 group by order_count)
"""


def facts_select() -> str:
    """Return the SQL whose one row holds every fact."""
    return f"select {', '.join(f'{fact.sql} as {fact.name}' for fact in FACTS)}, ({_TIE}) as {TIE_FACT.name} from features"
