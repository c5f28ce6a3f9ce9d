"""What did a file bring? Figures to compare with the dashboard of the system that wrote it."""

from typing import Any

from segkit.ingest.work import Work

# As the default revenue policy counts them: pending orders are sales, cancelled and test orders are not.
_COUNTED = "status not in ('cancelled', 'test')"


def totals_of(work: Work) -> dict[str, Any]:
    """Return the figures of the loaded file, by table: orders, customers, spend, days."""
    table = work.match.system.table
    if table in ("orders", "order_lines"):
        return {**_orders(work), **_count(work, "lines", "order_lines")}
    day = {"events": "event_on", "surveys": "answered_on", "customers": "cast(null as date)"}[table]
    number, people, first, last = work.one(
        f"select count(*), count(distinct customer_key), min({day}), max({day}) from {table} where source_id = $source_id"
    )
    name = {"events": "events", "surveys": "answers", "customers": "customers"}[table]
    return {"customers": people, name: number, **_days(first, last)}


def _orders(work: Work) -> dict[str, Any]:
    orders, sold, people, spend, gross, first, last, currency = work.one(f"""
        select count(*) filter (status <> 'refund_only'), count(*) filter ({_COUNTED} and status <> 'refund_only'),
            count(distinct customer_key),
            sum(total - refunded) filter ({_COUNTED}), sum(total) filter ({_COUNTED}),
            min(ordered_on), max(ordered_on), any_value(currency)
        from orders where source_id = $source_id""", (0.95, 1.0), "Adding up")  # fmt: skip
    return {"orders": orders, "orders_sold": sold, "customers": people, "spend": _number(spend), "spend_before_refunds": _number(gross),
            "currency": currency or "", **_days(first, last)}  # fmt: skip


def _number(amount: Any) -> float:
    return float(amount or 0)


def _count(work: Work, name: str, table: str) -> dict[str, int]:
    if work.match.system.grain == "order":
        return {}
    return {name: work.one(f"select count(*) from {table} where source_id = $source_id")[0]}


def _days(first: Any, last: Any) -> dict[str, str]:
    return {"first_day": first.isoformat(), "last_day": last.isoformat()} if first and last else {}
