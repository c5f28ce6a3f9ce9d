"""What do a file's own amounts add up to, and where did they go? Taken from the file, to be compared with its orders to the cent."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from segkit.ingest.load.work import Work
from segkit.tables import OF_ORDERS

_REASON = "split_part(reason, ': ''', 1)"


def sums_in_file(work: Work) -> dict[str, Any]:
    """Return, for a file of orders, the sum of its amounts and of the parts that became no order: set aside, repeated, returned.

    Amounts are texts, so that the report keeps every cent. A file of anything else has none of them.
    """
    if work.match.system.table not in OF_ORDERS or "rates" in work.read_with:
        return {}  # what was converted has another sum in the file
    if work.match.system.grain == "order":
        return _of_orders(work) if "total" in work.columns else {}
    return _of_lines(work)


def _of_orders(work: Work) -> dict[str, Any]:
    amount = work.columns.value["total"]
    aside = _set_aside(work, amount)
    whole = work.columns.sums.get(amount)  # counted when the column was first looked at, apart from the load
    if whole is None:
        whole = work.one(f"select sum({amount}) from {work.plain_rows}")[0]
    return _worded(whole or Decimal(0), aside)


def _set_aside(work: Work, amount: str) -> dict[str, Decimal]:
    """Return the amounts of the rows set aside, by reason; the file is read for it only where there are any."""
    if not work.one("select count(*) from set_aside where source_id = $source_id")[0]:
        return {}
    return dict(
        work.run(f"""
            select {_REASON} as words, sum(amount) from (select source_row, {amount} as amount from {work.rows}) as found
            join set_aside using (source_row) where source_id = $source_id group by words having sum(amount) <> 0""")
    )


def _of_lines(work: Work) -> dict[str, Any]:
    """Return the sums of a file of lines, from the rows and orders that the load has gathered.

    What each row adds is the amount of its order, once, so rows set aside alone have an amount only where the rows' own are added up.
    """
    orders = work.run(f"select {_REASON} as words, sum(amount) from gathered group by words")
    by_row = work.one("select (select sum(total) from usable) is not distinct from (select sum(amount) from gathered)")[0]
    alone = work.run(f"select {_REASON} as words, sum(total) from staged where reason is not null group by words") if by_row else []
    aside: dict[str, Decimal] = {}
    for words, amount in (*orders, *alone):
        if words is not None and amount:
            aside[words] = aside.get(words, Decimal(0)) + amount
    used = sum((amount or 0 for words, amount in orders if words is None), Decimal(0))
    returned = Decimal(0)
    if "given_back" in work.columns_of("gathered"):
        returned = work.one("select coalesce(sum(given_back), 0) from gathered where reason is null and amount >= 0")[0]
    # Rows that were in the file twice, and are not used twice.
    there, used_rows = work.one("select (select sum(total) from staged where reason is null), (select sum(total) from usable)")
    repeated = (there or Decimal(0)) - (used_rows or Decimal(0)) if by_row else Decimal(0)
    whole = work.columns.sums.get(work.columns.value.get("total", "")) if by_row else None
    added = used + sum(aside.values()) + repeated
    return _worded(added if whole is None else whole, aside, returned=returned, repeated=repeated)


def _worded(whole: Decimal, aside: Mapping[str, Decimal], **parts: Decimal) -> dict[str, Any]:
    return {
        "amount_in_file": str(whole),
        "amount_set_aside": {reason: str(amount) for reason, amount in aside.items()},
        **{f"amount_{name}": str(amount) for name, amount in parts.items()},
    }
