"""Is an amount in a file of lines the amount of the line, or of the whole order repeated on each of its rows?"""

from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.recognise.fields import names_order_total
from segkit.ingest.report import Question

ORDER, LINE = "order", "line"
_ENOUGH_ORDERS = 20  # so many orders whose rows all carry one amount are no coincidence


def line_amount(level: str, row: str = "") -> str:
    """Return the SQL of a line's own amount: given, or quantity times price less its discount."""
    given = f"{row}line_total" if level == ORDER else f"{row}line_total, {row}total"
    computed = f"coalesce({row}quantity, 1) * {row}unit_price - coalesce(abs({row}line_discount), 0)"
    return f"coalesce({given}, cast({computed} as decimal(18,4)))"


def amount_level(work: Work) -> str:
    """Return "order" where the total column is to be taken once per order, "line" where amounts are to be added."""
    if work.match.system.grain == "order_first_row":
        return ORDER
    if "total" not in work.columns:
        return LINE
    heading = work.match.mapping["total"][0]
    level = work.answer("amount_level") or _seen_in_rows(work, heading)
    if not level:
        raise Unanswered(_ask(heading))
    once = "is the amount of the whole order: taken once" if level == ORDER else "is the amount of each row: added up"
    work.decisions["amount"] = f"'{heading}' {once}."
    return level


def _seen_in_rows(work: Work, heading: str) -> str:
    orders, once, constant = work.one("""
        select count(*), count(*) filter (filled = 1), count(*) filter (filled = rows and low = high) from (
            select count(*) as rows, count(total) as filled, min(total) as low, max(total) as high
            from usable group by order_key having count(*) > 1)""")
    if not orders:
        return ORDER
    if _is_quantity_times_price(work):
        return LINE
    repeated = (once + constant) / orders
    if once == orders or (repeated == 1 and names_order_total(heading)):
        return ORDER
    if "line_total" in work.columns and repeated == 1:
        return ORDER
    if repeated > 0.98 and orders >= _ENOUGH_ORDERS:
        return ORDER
    return LINE if repeated < 0.7 else ""


def _is_quantity_times_price(work: Work) -> bool:
    if not ("quantity" in work.columns and "unit_price" in work.columns):
        return False
    rows, equal, several = work.one("""
        select count(*), count(*) filter (abs(total - quantity * unit_price) <= 0.01 * abs(total) + 0.005),
            count(*) filter (quantity <> 1)
        from usable where total is not null and quantity is not null and unit_price is not null""")
    return several > 0 and equal >= 0.95 * rows


def _ask(heading: str) -> Question:
    return Question(
        "amount_level", f"Is '{heading}' the amount of the row or of the whole order?",
        (("line", "Of the row: add the rows of an order up"), ("order", "Of the whole order: take it once")),
        "Most orders carry the same amount on all of their rows, but not all of them do.",
    )  # fmt: skip
