"""Are some orders gift cards alone? They are money for later, which counts again as an order when it is spent."""

from datetime import date

from segkit.features.left_out import GIFT_CARDS, SOLD
from segkit.quality.base import WORTH_KNOWING, Data, Finding, Fix
from segkit.words import plural, share

_SQL = f"""
    select count(*) filter (gift) as gifts, sum(total) filter (gift) as amount, count(*) as orders from (
        select total, (order_id, customer_id) in (select order_id, customer_id from orders_of_gift_cards) as gift
        from orders where {SOLD})"""


def gift_cards(data: Data) -> list[Finding]:
    """Return how many orders hold nothing but gift cards; nothing where no products are known."""
    if not data.rows("select 1 from order_lines limit 1"):
        return []
    data.con.cursor().execute(GIFT_CARDS, {"as_of": date.max})
    found, title = data.one(_SQL), "Orders of gift cards alone"
    if not found["gifts"]:
        return [Finding("gift_cards", title, "No order is one of gift cards alone.")]
    says = (f"{plural(found['gifts'], 'order')} of {found['orders']:,} ({share(found['gifts'] / found['orders'])}), "
            f"{data.amount(found['amount'])} together, hold gift cards and nothing else, and count as sales.")  # fmt: skip
    why = ("The money counts again when the card is spent, often by another customer. Your platform's own sales figure may leave "
           "gift cards out.")  # fmt: skip
    fix = Fix("leave_out", "Leave orders of gift cards alone out of all counts", "gift_cards")
    return [Finding("gift_cards", title, says, WORTH_KNOWING, found["gifts"], why, (fix,))]
