"""Do orders and their product lines tell the same money, once discounts, shipping and tax are taken into account?"""

from itertools import product

from segkit.features.left_out import SOLD
from segkit.quality.base import IN_ORDER, NEEDS_YOU, WORTH_KNOWING, Data, Finding
from segkit.words import count, plural, share

# An order's total less what its lines may or may not hold: shipping, tax and the discount of the whole order, in every combination.
_WAYS = ", ".join(
    f"abs(lines - (total - {shipping} * coalesce(shipping, 0) - {tax} * coalesce(tax, 0) + {discount} * coalesce(discount, 0)))"
    for shipping, tax, discount in product((0, 1), (0, 1), (0, 1))
)
_MOST_DIFFER = 0.05
_SQL = f"""
    with added as (
        select order_id, customer_id, sum(line_total) as lines from order_lines
        where line_total is not null group by order_id, customer_id having count(*) = count(line_total) and sum(line_total) > 0),
    beside as (
        select lines, total, shipping, tax, discount from orders join added using (order_id, customer_id) where {SOLD} and total > 0)
    select count(*) as both_known, count(*) filter (abs(lines - total) < 0.01) as equal,
        count(*) filter (abs(lines - total) >= 0.01 and least({_WAYS}) < 0.02) as explained,
        count(*) filter (least({_WAYS}) >= 0.02) as differ,
        sum(least({_WAYS})) filter (least({_WAYS}) >= 0.02) as amount,
        (select count(*) from orders where {SOLD}) as orders
    from beside"""


def lines_agree(data: Data) -> list[Finding]:
    """Return whether order totals and the sums of their lines agree; nothing where no order has both."""
    found = data.one(_SQL)
    both, differ = found["both_known"], found["differ"]
    if not both:
        return []
    details = (
        f"{count(found['equal'])} agree to the cent",
        f"{count(found['explained'])} agree once shipping, tax or the order's discount is taken into account",
        f"{count(differ)} differ, by {data.amount(found['amount'])} together",
        f"{count(both)} of {plural(found['orders'], 'sold order')} have both a total and lines with amounts",
    )
    if not differ:
        says = f"The totals of all {plural(both, 'order')} with lines agree with their lines."
        return [Finding("lines", "Orders and their lines", says, IN_ORDER, details=details)]
    says = f"In {count(differ)} of {plural(both, 'order')} ({share(differ / both)}) the lines do not add up to the order's total."
    why = ("Spend is counted by orders, categories and products by lines. Edited orders, tips, gift cards and rounding explain a few; "
           "many mean that one of the two files holds other amounts, such as prices before discount.")  # fmt: skip
    severity = NEEDS_YOU if differ / both > _MOST_DIFFER and both >= 20 else WORTH_KNOWING
    return [Finding("lines", "Orders and their lines", says, severity, differ, why, (), details)]
