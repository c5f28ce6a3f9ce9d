"""Is an amount in a file of lines the amount of the line, or of the whole order on each of its rows? And whose is the discount?"""

from dataclasses import dataclass

from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.recognise.fields import names_order_total
from segkit.ingest.report import Question
from segkit.words import fold

ORDER, LINE, SHARE, _NONE = "order", "line", "share", "none"
_DISCOUNTS = {
    LINE: "is the discount of each row: taken off its price", ORDER: "is the discount of the whole order: taken off once",
    SHARE: "is a share of each row's price: taken off it",
}  # fmt: skip
_ENOUGH_ORDERS = 20  # so many orders whose rows all carry one amount are no coincidence


@dataclass(frozen=True)
class Money:
    """How the money of a file of lines is read: whose amount `total` is, and whose discount is to be taken off ("none" where none)."""

    level: str
    discount: str = _NONE

    def line(self, row: str = "") -> str:
        """Return the SQL of a line's own amount: given, or quantity times price less its discount."""
        given = f"{row}line_total" if self.level == ORDER else f"{row}line_total, {row}total"
        computed = f"coalesce({row}quantity, 1) * {row}unit_price - coalesce({self.line_discount(row, of_line=True)}, 0)"
        return f"coalesce({given}, cast({computed} as decimal(18,4)))"

    def line_discount(self, row: str = "", of_line: bool = False) -> str:
        """Return the SQL of a line's own discount, as the file has it or in money."""
        if self.discount in (LINE, SHARE):
            return self.taken_off("discount", row)
        return f"abs({row}line_discount)" if of_line else f"{row}line_discount"

    def taken_off(self, name: str, row: str = "") -> str:
        """Return the SQL of what a discount column takes off on a row, in money."""
        share = self.discount == SHARE and name == "discount"
        return f"abs({row}discount * coalesce({row}quantity, 1) * {row}unit_price)" if share else f"abs({row}{name})"

    @property
    def of_order(self) -> str:
        """The SQL of an order's amount over its rows."""
        if self.level != LINE:
            return "arg_min(total, source_row)"
        lines = f"sum({self.line()})"
        once = "coalesce(arg_min(abs(discount), source_row), 0)"
        return f"case when {lines} > 0 then greatest({lines} - {once}, 0) else {lines} end" if self.discount == ORDER else lines


def money_of(work: Work) -> Money:
    """Return how the money of the file is read; ask where the rows do not tell."""
    level = amount_level(work)
    return Money(level, discount_level(work) if level == LINE and _is_computed(work) else _NONE)


def amount_level(work: Work) -> str:
    """Return "order" where the total column is to be taken once per order, "line" where amounts are to be added."""
    if work.match.system.grain == "order_first_row":
        return ORDER
    if "total" not in work.columns:
        return LINE
    heading = work.match.mapping["total"][0]
    declared = ORDER if _is_declared(work, heading) else ""
    level = work.answer("amount_level") or declared or _seen_in_rows(work, heading) or work.earlier("amount_level")
    if not level:
        raise Unanswered(_ask(heading))
    once = "is the amount of the whole order: taken once" if level == ORDER else "is the amount of each row: added up"
    work.decisions["amount"] = f"'{heading}' {once}."
    return level


def _is_declared(work: Work, heading: str) -> bool:
    """Return whether the system's file says that this is the order's amount: in small files most rows would say otherwise."""
    return fold(heading) in map(fold, work.match.system.columns.get("total", ()))


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


def _is_computed(work: Work) -> bool:
    """Return whether amounts are quantity times price, with one discount column that says not whose discount it is."""
    there = {name for name in ("total", "line_total", "line_discount", "unit_price", "discount") if name in work.columns}
    return there == {"unit_price", "discount"}


def discount_level(work: Work) -> str:
    """Return whose discount is to be taken off the prices: "line", "order", or "share" where it is a share of the price."""
    heading = work.match.mapping["discount"][0]
    level = work.answer("discount_level") or _discount_in_rows(work) or work.earlier("discount_level")
    if not level:
        raise Unanswered(_ask_discount(heading))
    if level in _DISCOUNTS:
        work.decisions["discounts"] = f"'{heading}' {_DISCOUNTS[level]}."
    return level


def _discount_in_rows(work: Work) -> str:
    """Return whose discount it is by the rows: what differs inside an order is the rows' own.

    One amount on all rows of an order may be either, unless it differs from order to order. Nothing above 1 may be shares.
    """
    given, most, amounts, orders, repeated, once = work.one("""
        select sum(given), max(most), count(distinct high) filter (given > 0), count(*) filter (rows > 1 and given > 0),
            count(*) filter (rows > 1 and given = rows and low = high), count(*) filter (rows > 1 and filled = 1 and given = 1)
        from (select count(*) as rows, count(discount) as filled, count(*) filter (discount <> 0) as given, max(abs(discount)) as most,
            min(discount) as low, max(discount) as high from usable group by order_key)""")
    if not given:
        return _NONE
    if most <= 1:
        return ""
    if once == orders or repeated < 0.7 * orders:
        return LINE  # on one row of the order it is the same amount, whosesoever it is
    return ORDER if repeated > 0.98 * orders and orders >= _ENOUGH_ORDERS and amounts > 1 else ""


def _ask_discount(heading: str) -> Question:
    return Question(
        "discount_level", f"What does '{heading}' take off?",
        ((LINE, "Money off this row: subtract it from each row"), (ORDER, "Money off the whole order: subtract it once"),
         (SHARE, "A share of the row's price: 0.15 is 15% off"), (_NONE, "Nothing more: the prices are what was paid")),
        "Quantity times price is the amount here, and the rows do not tell whose discount it is.",
    )  # fmt: skip


def _ask(heading: str) -> Question:
    return Question(
        "amount_level", f"Is '{heading}' the amount of the row or of the whole order?",
        (("line", "Of the row: add the rows of an order up"), ("order", "Of the whole order: take it once")),
        "Most orders carry the same amount on all of their rows, but not all of them do.",
    )  # fmt: skip
