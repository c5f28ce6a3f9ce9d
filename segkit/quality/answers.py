"""What can each dimension answer with this data, and what can it not?"""

from segkit.quality.base import WORTH_KNOWING, Data, Finding, Fix
from segkit.words import count, plural

_YEAR = 365


def answers(data: Data) -> list[Finding]:
    """Return which dimensions can answer, and what of their answers rests on little."""
    if not data.reports:
        return []
    lacking = {title: sentences for title, sentences in data.unanswered.items() if sentences}
    number, of = len(data.unanswered) - len(lacking), len(data.unanswered)
    details = tuple(sentence for sentences in lacking.values() for sentence in sentences)
    title, says = "What the data can answer", f"{count(number)} of {of} dimensions can be answered with these files."
    if not lacking:
        return [Finding("answers", title, says), *_limits(data)]
    fix = Fix("file", "Add one of the files named above; the other dimensions do not wait for it.")
    why = "A dimension without its data would put everybody into “not enough data”, so it is not offered."
    return [Finding("answers", title, says, WORTH_KNOWING, 0, why, (fix,), details), *_limits(data)]


def _limits(data: Data) -> list[Finding]:
    """Return what rests on little although a dimension answers: a short history, few repeat buyers, orders without a time or a method."""
    found = data.one("""
        select max(ordered_on) - min(ordered_on) as days, count(distinct customer_id) as buyers, count(*) as orders,
            count(*) filter (ordered_at <> ordered_on::timestamp) as timed, count(shipping_method) as sent, count(discount) as discounts,
            count(coupon) as coupons
        from orders where status not in ('cancelled', 'test', 'refund_only') and ordered_on <= coalesce($last, date '9999-12-31')
            and ordered_on >= coalesce($first, date '0001-01-01')""", {"last": data.reach.last_day, "first": data.first_day})  # fmt: skip
    if not found["orders"]:
        return []
    repeat = data.rows("""
        select count(*) from (select customer_id from orders where status not in ('cancelled', 'test', 'refund_only')
            group by customer_id having min(ordered_on) < max(ordered_on))""")[0][0]
    says = [f"{count(repeat)} of {plural(found['buyers'], 'buyer')} came back on another day: usual gaps and loyalty are known for these."]
    if found["days"] < _YEAR:
        span = plural(found["days"] + 1, "day")
        says.append(f"The orders span {span}, less than a year: seasons, birthdays and “last 365 days” are not whole.")
    if not found["timed"]:
        says.append("No order has a time of day: lunch, evening and night cannot be told apart as occasions.")
    if not found["sent"]:
        says.append("No order names how it was sent: fast delivery cannot be seen as a benefit sought.")
    if not found["discounts"] and not found["coupons"]:
        says.append("No order names a discount or code: who buys at a discount cannot be seen.")
    return [Finding("limits", "What the answers rest on", says[0], WORTH_KNOWING if says[1:] else "in order", 0,
                    "A dimension answers with what it has; these parts of its answer rest on little." if says[1:] else "",
                    details=tuple(says[1:]))]  # fmt: skip
