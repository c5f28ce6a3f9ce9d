"""Features of the orders: how many, how much, lately and before, at what discount?"""

from segkit.features.base import Feature, Source

SALES = """
select customer_id, order_id, source_id, ordered_at, ordered_on,
    case when status = 'refund_only' then 0 else 1 end as is_order,
    cast(case when $revenue_policy = 'gross' then total else total - coalesce(refunded, 0) end as decimal(18,4)) as spend,
    coalesce(refunded, 0) as refunded,
    coalesce(discount, 0) as discount,
    case when discount > 0 or coupon is not null then 1 else 0 end as is_discounted,
    case when is_gift then 1 else 0 end as is_gift,
    units, shipping_method
from orders
where ordered_on <= $as_of and status not in ('cancelled', 'test')
    and ($revenue_policy <> 'paid' or status <> 'pending')
"""

_LAST_YEAR = "ordered_on > $as_of - 365"
_YEAR_BEFORE = "ordered_on > $as_of - 730 and ordered_on <= $as_of - 365"


def _sum_if(condition: str, amount: str) -> str:
    return f"sum(case when {condition} then {amount} else 0 end)"


def _bigint_sum_if(condition: str, amount: str) -> str:
    return f"cast({_sum_if(condition, amount)} as integer)"


def _money_sum_if(condition: str) -> str:
    return f"cast({_sum_if(condition, 'spend')} as decimal(18,2))"


ORDERS = Source(
    name="orders",
    table="orders",
    brought_by="an orders export",
    rows=SALES,
    features=(
        Feature("order_count", "cast(sum(is_order) as integer)", "Orders", "orders",
                "Orders that count as a sale: not cancelled, not a test.", empty="0"),
        Feature("total_spend", "cast(sum(spend) as decimal(18,2))", "Total spend", "money",
                "All the customer paid, after refunds unless the revenue policy says gross. "
                "Exports do not date refunds: each counts on the day of its order.", empty="0"),
        Feature("refunded_spend", "cast(sum(refunded) as decimal(18,2))", "Refunded", "money",
                "All that was paid back.", empty="0"),
        Feature("largest_order_value", "cast(max(case when is_order = 1 then spend end) as decimal(18,2))", "Largest order", "money",
                "The dearest single order."),
        Feature("mean_order_value", "round(total_spend / nullif(order_count, 0), 2)", "Mean order value", "money",
                "Total spend divided by orders.", after=True),
        Feature("orders_last_30_days", _bigint_sum_if("ordered_on > $as_of - 30", "is_order"), "Orders, last 30 days", "orders",
                "Orders in the 30 days up to the as-of day.", empty="0"),
        Feature("orders_last_90_days", _bigint_sum_if("ordered_on > $as_of - 90", "is_order"), "Orders, last 90 days", "orders",
                "Orders in the 90 days up to the as-of day.", empty="0"),
        Feature("orders_last_365_days", _bigint_sum_if(_LAST_YEAR, "is_order"), "Orders, last 365 days", "orders",
                "Orders in the 365 days up to the as-of day.", empty="0"),
        Feature("orders_year_before", _bigint_sum_if(_YEAR_BEFORE, "is_order"), "Orders, the year before", "orders",
                "Orders 366 to 730 days ago.", empty="0"),
        Feature("spend_last_90_days", _money_sum_if("ordered_on > $as_of - 90"), "Spend, last 90 days", "money",
                "Spend in the 90 days up to the as-of day.", empty="0"),
        Feature("spend_last_365_days", _money_sum_if(_LAST_YEAR), "Spend, last 365 days", "money",
                "Spend in the 365 days up to the as-of day.", empty="0"),
        Feature("spend_year_before", _money_sum_if(_YEAR_BEFORE), "Spend, the year before", "money",
                "Spend 366 to 730 days ago.", empty="0"),
        Feature("discounted_orders", "cast(sum(is_discounted * is_order) as integer)", "Discounted orders", "orders",
                "Orders with a discount or a code.", empty="0"),
        Feature("discounted_share", "round(discounted_orders / nullif(order_count, 0), 4)", "Share of orders discounted", "share",
                "Discounted orders divided by orders.", after=True),
        Feature("discount_total", "cast(sum(discount) as decimal(18,2))", "Discounts given", "money",
                "All discounts on the customer's orders.", empty="0"),
        Feature("refunded_orders", _bigint_sum_if("refunded > 0", "1"), "Orders with a refund", "orders",
                "Orders or credit notes that paid something back.", empty="0"),
        Feature("gift_orders", "cast(sum(is_gift * is_order) as integer)", "Gift orders", "orders",
                "Orders flagged as a gift or sent to somebody else.", empty="0"),
        Feature("weekend_orders", _bigint_sum_if("extract(isodow from ordered_on) >= 6", "is_order"), "Weekend orders", "orders",
                "Orders on a Saturday or Sunday.", empty="0"),
        Feature("weekend_share", "round(weekend_orders / nullif(order_count, 0), 4)", "Share of orders at weekends", "share",
                "Weekend orders divided by orders.", after=True),
        Feature("units_in_orders", "sum(units)", "Units in orders", "units", "Items over all orders.", empty="0"),
        Feature("mean_units_per_order", "round(units_in_orders / nullif(order_count, 0), 2)", "Units per order", "units",
                "Basket size: items divided by orders.", after=True),
    ),
)  # fmt: skip
