"""Features of occasion: which occasion a customer's orders are made for."""

from segkit.features.base import Feature, Source
from segkit.features.lines import DAYS_AROUND
from segkit.features.orders import SALES


def _near_birthday(years: int) -> str:
    """Return SQL for whether the order lies in the window around the birthday of its own year, or of one beside it."""
    birthday = f"cast(b.birthday + to_years(cast(year(o.ordered_on) - year(b.birthday) + {years} as integer)) as date)"
    return f"o.ordered_on - {birthday} between -$birthday_days_before and $birthday_days_after"


# Each order belongs to the first occasion that fits, in the order of the occasion calendar; the rest is routine.
# occasion_days: day → position.  occasion_of_product: product, category → position.
# occasion_hours: weekday, day of the month and hour (-1 where none is known) → position.
LABELLED_ORDERS = f"""
with sales as ({SALES}),
bought_for as (
    select order_id, customer_id, cast(ordered_on + around as date) as day, min(position) as position from (
        select l.order_id, l.customer_id, l.ordered_on, p.position, {DAYS_AROUND} as around from order_lines l
        join occasion_of_product p on p.product = l.product and p.category = coalesce(l.category, '')
        where l.ordered_on <= $as_of)
    group by all
),
candidates as (
    select o.customer_id, least(
        coalesce(d.position, 999), coalesce(p.position, 999),
        case when b.birthday is not null and ({" or ".join(_near_birthday(years) for years in (-1, 0, 1))})
            then $birthday_position else 999 end,
        case when o.is_gift = 1 then $gift_position else 999 end,
        coalesce(h.position, 999)
    ) as position
    from sales o
    left join occasion_days d on d.day = o.ordered_on
    left join bought_for p on p.order_id = o.order_id and p.customer_id = o.customer_id and p.day = o.ordered_on
    left join occasion_birthdays b on b.customer_id = o.customer_id
    left join occasion_hours h on h.weekday = extract(isodow from o.ordered_on) and h.day_of_month = day(o.ordered_on)
        and h.hour = case when o.ordered_at <> o.ordered_on::timestamp then hour(o.ordered_at) else -1 end
    where o.is_order = 1
)
select customer_id, position, count(*) as orders from candidates group by customer_id, position
"""

# How likely that many of the orders, or more, fall on the occasion by chance, when each does so with its usual share.
# Exact for up to 200 orders; beyond, Chernoff's upper bound, which never calls something rarer than it is.
_LOG_CHANCE_OF = """lgamma(orders_with_a_day + 1) - lgamma(i + 1) - lgamma(orders_with_a_day - i + 1)
    + i * ln(usual_share_of_it) + (orders_with_a_day - i) * ln(1 - usual_share_of_it)"""
_SHARE = "leading_occasion_orders::double / orders_with_a_day"
_BOUND = f"""exp(-(leading_occasion_orders * ln({_SHARE} / usual_share_of_it)
    + (orders_with_a_day - leading_occasion_orders) * ln(greatest(1 - {_SHARE}, 1e-300) / (1 - usual_share_of_it))))"""
_CHANCE = f"""case
    when usual_share_of_it is null or usual_share_of_it = 0 then null
    when usual_share_of_it >= 1 or leading_occasion_orders <= orders_with_a_day * usual_share_of_it then 1
    when orders_with_a_day > 200 then round({_BOUND}, 6)
    else round(least(list_sum(list_transform(
        range(leading_occasion_orders, orders_with_a_day + 1), lambda i: exp({_LOG_CHANCE_OF}))), 1), 6)
end"""

# Most orders lead; among equals, the occasion that comes first in the calendar. One number is compared faster than several.
# arg_max_null: gifts have no usual share, and arg_max would take that of the runner-up.
_LEAD = "orders * 1000 - position"

OCCASIONS = Source(
    name="occasions",
    table="orders",
    brought_by="an orders export",
    rows=f"""
select c.customer_id, o.occasion, c.orders, c.position, o.usual_share
from ({LABELLED_ORDERS}) as c left join occasions o on o.position = c.position
""",
    gathered=(
        ("leader", f"max({_LEAD}) filter (position < 999)"),
        ("name_of_it", f"arg_max(occasion, {_LEAD}) filter (position < 999)"),
        ("usual_share_of_it", f"arg_max_null(usual_share, {_LEAD}) filter (position < 999)"),
    ),
    features=(
        Feature("occasion_orders", "cast(coalesce(sum(orders) filter (position < 999), 0) as integer)", "Orders for an occasion",
                "orders", "Orders that fit an occasion of the calendar.", empty="0"),
        Feature("leading_occasion", "name_of_it", "Leading occasion", "name", "The occasion with most orders.", after=True),
        Feature("leading_occasion_orders", "cast(coalesce((leader + 999) // 1000, 0) as integer)", "Orders for the leading occasion",
                "orders", "Orders for the leading occasion.", after=True, empty="0"),
        Feature("orders_with_a_day", "cast(sum(orders) as integer)", "Orders looked at", "orders", "Orders with a day.", empty="0"),
        Feature("leading_occasion_share", "round(leading_occasion_orders / nullif(orders_with_a_day, 0), 4)",
                "Share of the leading occasion", "share", "Orders for the leading occasion divided by orders.", after=True),
        Feature("leading_occasion_lift", "round(leading_occasion_share / nullif(usual_share_of_it, 0), 2)", "Lift over the calendar",
                "times",
                "Share of the leading occasion divided by its share of the calendar; empty where the calendar has none (gifts, products).",
                after=True),
        Feature("leading_occasion_chance", _CHANCE, "Chance of the leading occasion", "share",
                "How likely at least that many of the orders fall on the occasion by chance; "
                "1 where it is no more frequent than its share of the calendar, empty where the calendar has no share.", after=True),
    ),
)  # fmt: skip
