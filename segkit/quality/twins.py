"""Was an order sent twice? Same customer, same amount, same minute, another number."""

from segkit.features.left_out import SOLD
from segkit.quality.base import NEEDS_YOU, WORTH_KNOWING, Data, Finding, Fix
from segkit.words import plural, share

_MUCH = 0.02
# By a hash first, which needs far less memory than the texts; equal hashes are compared in full.
_SQL = f"""
    with timed as (
        select customer_id, total, date_trunc('minute', ordered_at) as minute, order_id from orders
        where {SOLD} and total > 0 and ordered_at <> ordered_on::timestamp),
    alike as (select hash(customer_id, total, minute) as mark from timed group by mark having count(*) > 1),
    found as (
        select count(*) - 1 as more, (count(*) - 1) * total as amount from timed
        where hash(customer_id, total, minute) in (select mark from alike)
        group by customer_id, total, minute having count(*) > 1)
    select (select count(*) from timed) as orders, coalesce(sum(more), 0) as more, sum(amount) as amount from found"""


def twins(data: Data) -> list[Finding]:
    """Return whether orders were sent twice; nothing where no order has a time of day."""
    found = data.one(_SQL)
    if not found["orders"]:
        return []
    title, number = "Orders sent twice", int(found["more"])
    if not number:
        return [Finding("twins", title, "No customer has two orders of the same amount in one minute.")]
    part = number / found["orders"]
    have = "has" if number == 1 else "have"
    says = (f"{plural(number, 'order')} ({share(part)}), {data.amount(found['amount'])} together, {have} the customer, amount and minute "
            "of another order under another number.")  # fmt: skip
    why = ("A form sent twice, or two exports that number the same order differently, count one purchase as two. "
           "Some are real: tickets or vouchers bought one by one.")  # fmt: skip
    fix = Fix("leave_out", "Count only the first of each", "twins")
    return [Finding("twins", title, says, NEEDS_YOU if part >= _MUCH else WORTH_KNOWING, number, why, (fix,))]
