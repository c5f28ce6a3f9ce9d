"""What did a file bring? Figures to compare with the dashboard of the system that wrote it."""

from collections.abc import Callable
from typing import Any

from segkit.ingest.load.work import Work

One = Callable[[str], tuple]
# As the default revenue policy counts them: pending orders are sales, cancelled and test orders are not.
_COUNTED = "status not in ('cancelled', 'test')"


def totals_of(work: Work) -> dict[str, Any]:
    """Return the figures of the loaded file, by table: orders, customers, spend, days."""
    return figures_of(lambda sql: work.one(sql, (0.95, 1.0), "Adding up"), work.match.system.table, work.match.system.grain)


def figures_of(one: One, table: str, grain: str) -> dict[str, Any]:
    """Return the figures of a file. `one` returns the only row of a statement, with the file's number bound to it."""
    if table in ("orders", "order_lines"):
        lines = {} if grain == "order" else {"lines": one("select count(*) from order_lines where source_id = $source_id")[0]}
        return {**_orders(one), **lines}
    day = {"events": "event_on", "surveys": "answered_on", "customers": "cast(null as date)"}[table]
    number, people, first, last = one(
        f"select count(*), count(distinct customer_key), min({day}), max({day}) from {table} where source_id = $source_id"
    )
    name = {"events": "events", "surveys": "answers", "customers": "customers"}[table]
    return {"customers": people, name: number, **_days(first, last)}


def _orders(one: One) -> dict[str, Any]:
    orders, sold, people, spend, gross, first, last, currency = one(f"""
        select count(*) filter (status <> 'refund_only'), count(*) filter ({_COUNTED} and status <> 'refund_only'),
            count(distinct customer_key),
            sum(total - refunded) filter ({_COUNTED}), sum(total) filter ({_COUNTED}),
            min(ordered_on), max(ordered_on), any_value(currency)
        from orders where source_id = $source_id""")
    return {"orders": orders, "orders_sold": sold, "customers": people, "spend": _number(spend), "spend_before_refunds": _number(gross),
            "currency": currency or "", **_days(first, last)}  # fmt: skip


def _number(amount: Any) -> float:
    return float(amount or 0)


def _days(first: Any, last: Any) -> dict[str, str]:
    return {"first_day": first.isoformat(), "last_day": last.isoformat()} if first and last else {}
