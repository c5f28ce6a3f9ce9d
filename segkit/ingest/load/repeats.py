"""Is it the same order again? Order numbers that repeat in one file; those of other files are in overlaps."""

from decimal import Decimal

from segkit.ingest.load.overlaps import merge_with_others
from segkit.ingest.load.totals import AS_IN_FILE
from segkit.ingest.load.twins import note_twins
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.report import Question
from segkit.words import plural

_HERE = "source_id = $source_id"
_SAME = "order_id, platform_order_id, customer_key, ordered_at, total, refunded, status, status_in_file, currency, units"


def settle_repeats(work: Work, kept: int) -> tuple[int, int]:
    """Return the rows kept and merged once order numbers that repeat in the file, or were loaded before, are settled."""
    merged = 0
    if _repeat_inside(work):
        before = _amount(work)
        merged = _settle_inside(work)
        work.figures["amount_repeated"] = str(before - _amount(work))
    merged += merge_with_others(work)
    return kept - merged, merged


def _amount(work: Work) -> Decimal:
    """Return what the file's orders add up to, as the file has it: money paid back on rows of its own is below zero."""
    return work.one(f"select coalesce(sum({AS_IN_FILE}), 0) from orders where {_HERE}")[0]


def _repeat_inside(work: Work) -> bool:
    """Return whether an order number repeats. Unnumbered orders get a number of their own first."""
    if "order_id" not in work.columns:
        note_twins(work, "orders")
        return False
    number, empty, different = work.one(
        f"select count(*), count(*) - count(order_id), count(distinct order_id) from orders where {_HERE}",
        (0.85, 0.9), "Looking for repeated order numbers",
    )  # fmt: skip
    if empty:
        work.run(
            f"""update orders set order_id = 'file ' || $source_id || ' order ' || place.number
            from (select rowid as row, row_number() over (order by rowid) as number from orders where {_HERE} and order_id is null) place
            where orders.rowid = place.row"""
        )
        work.notes.append(f"{plural(empty, 'order')} without an order number got one.")
    return different < number - empty


def _settle_inside(work: Work) -> int:
    merged = _drop(work, f"partition by {_SAME}")
    repeated, rows, people = work.one(f"""
        select count(*), sum(rows), count(*) filter (people < rows) from (
            select count(*) as rows, greatest(count(distinct customer_key), count(distinct platform_order_id)) as people from orders
            where {_HERE} group by order_id having count(*) > 1)""")
    if not repeated:
        return merged
    answer = work.answer("repeated_orders")
    if not answer and _only_paid_back(work):
        return merged
    answer = answer or ("separate" if not people else "")
    if answer == "once":
        return merged + _drop(work, "partition by order_id", "rowid desc")
    if answer == "add":
        return merged + _add_up(work)
    if answer == "separate":
        _number_apart(work)
        work.notes.append(f"{plural(repeated, 'order number stands', 'order numbers stand')} for several different orders.")
        return merged
    raise Unanswered(_ask(repeated, rows))


def _only_paid_back(work: Work) -> bool:
    """Return whether numbers repeat only for money paid back, on rows of its own with the order's number: those rows stay as they are.

    What the order itself says was paid back is the same money: only what its further rows do not tell is left there.
    """
    sales = f"{_HERE} and status <> 'refund_only'"
    if work.one(f"select count(*) from (select 1 from orders where {sales} group by order_id having count(*) > 1)")[0]:
        return False
    work.run(f"""
        update orders set refunded = greatest(refunded - back.amount, 0) from (
            select order_id as number, customer_key as person, sum(refunded) as amount
            from orders where {_HERE} and status = 'refund_only' group by all) back
        where {sales} and order_id = back.number and customer_key = back.person""")
    return True


def _drop(work: Work, group: str, order: str = "rowid") -> int:
    """Delete all but the first row of each group, in that order, and return how many went."""
    return work.one(f"""
        delete from orders where rowid in (
            select rowid from (select rowid, row_number() over ({group} order by {order}) as place from orders where {_HERE})
            where place > 1)""")[0]


def _add_up(work: Work) -> int:
    amounts = ("total", "refunded", "discount", "shipping", "tax", "units")
    sums = ", ".join(f"{name} = whole.{name}" for name in amounts)
    # The largest part is the sale: its status and day hold, wherever in the file its refund stands.
    work.run(f"""
        update orders set {sums} from (
            select arg_max(rowid, (total, -rowid)) as row, {", ".join(f"sum({name}) as {name}" for name in amounts)}
            from orders where {_HERE} group by order_id having count(*) > 1) whole
        where orders.rowid = whole.row""")
    return _drop(work, "partition by order_id", "total desc, rowid")


def _number_apart(work: Work) -> None:
    work.run(f"""
        update orders set order_id = order_id || ' (' || twin.place || ')' from (
            select rowid as row, row_number() over (partition by order_id order by rowid) as place from orders where {_HERE}) twin
        where orders.rowid = twin.row and twin.place > 1""")


def _ask(repeated: int, rows: int) -> Question:
    return Question(
        "repeated_orders",
        f"{plural(repeated, 'order number repeats', 'order numbers repeat')} on {plural(rows, 'row')} that differ. What are those rows?",
        (("add", "Parts of one order: add the amounts"), ("once", "Newer versions of the order: the last row counts"),
         ("separate", "Different orders with the same number")),
        "Adding a repeated total would count money twice.",
    )  # fmt: skip
