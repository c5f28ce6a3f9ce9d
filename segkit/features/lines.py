"""Features of the order lines: what is bought, how broadly, at what price."""

from segkit.features.base import Feature, Source

# An order and its lines may come from two files, of which one writes the day in another time zone: the same number of the same
# person, a day apart at most, is the same order. Lines of cancelled and test orders are left out; the few of those make an anti join
# cheaper than a join to all orders.
DAYS_AROUND = "unnest([-1, 0, 1])"
SOLD_LINES = f"""
select l.customer_id, l.order_id, l.ordered_on, l.product, l.category, l.brand, l.quantity, l.unit_price, l.line_total
from order_lines l
anti join (
    select order_id, customer_id, cast(ordered_on + {DAYS_AROUND} as date) as day from orders
    where status in ('cancelled', 'test') or ($revenue_policy = 'paid' and status = 'pending')
) as unsold on unsold.order_id = l.order_id and unsold.customer_id = l.customer_id and unsold.day = l.ordered_on
where l.ordered_on <= $as_of
"""

LINES = Source(
    name="lines",
    table="order_lines",
    brought_by="an export with a row per product",
    rows=SOLD_LINES,
    features=(
        Feature("line_count", "cast(count(*) as integer)", "Order lines", "lines", "Product lines bought.", empty="0"),
        Feature("units_bought", "sum(case when quantity > 0 then quantity else 0 end)", "Units bought", "units",
                "Units over all lines, returns not subtracted.", empty="0"),
        Feature("units_returned", "sum(case when quantity < 0 then -quantity else 0 end)", "Units returned", "units",
                "Units on lines with a negative quantity.", empty="0"),
        Feature("product_count", "cast(count(distinct product) as integer)", "Different products", "products",
                "Different product names bought.", empty="0"),
        Feature("mean_unit_price", "cast(sum(line_total) / nullif(sum(quantity), 0) as decimal(18,2))", "Mean price paid per unit", "money",
                "Money for the lines divided by units."),
        Feature("dearest_unit_price", "cast(max(unit_price) as decimal(18,2))", "Dearest product", "money", "Highest price of one unit."),
    ),
)  # fmt: skip

CATEGORIES = Source(
    name="categories",
    table="order_lines",
    brought_by="an export with a category per product",
    rows=f"""
select customer_id, category, sum(line_total) as spend, count(*) as lines
from ({SOLD_LINES}) as sold where category is not null group by customer_id, category
""",
    features=(
        Feature("category_count", "cast(count(*) as integer)", "Different categories", "categories", "Different categories bought.",
                empty="0"),
        Feature("favourite_category", "arg_max(category, (spend, category))", "Favourite category", "name",
                "The category with most spend."),
        Feature("favourite_category_share", "round(max(spend) / nullif(sum(spend), 0), 4)", "Share of the favourite category", "share",
                "Spend in the favourite category divided by spend in all."),
    ),
)  # fmt: skip
