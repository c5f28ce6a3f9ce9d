"""What did a file bring? Figures to compare with the dashboard of the system that wrote it."""

from collections.abc import Callable
from typing import Any

from segkit.ingest.load.sums import sums_in_file
from segkit.ingest.load.work import Work
from segkit.tables import OF_ORDERS, TOLD_UP_TO

One = Callable[[str], tuple]
# An order's amount as its file has it: a row below zero pays money back.
AS_IN_FILE = "case status when 'refund_only' then -refunded else total end"
# As the default revenue policy counts them: pending orders are sales, cancelled and test orders are not.
_COUNTED = "status not in ('cancelled', 'test')"


def totals_of(work: Work) -> dict[str, Any]:
    """Return the figures of the loaded file, by table: orders, customers, spend, days."""
    figures = figures_of(lambda sql: work.one(sql, (0.95, 1.0), "Adding up"), work.match.system.table, work.match.system.grain)
    return {**figures, **sums_in_file(work)}


def figures_of(one: One, table: str, grain: str) -> dict[str, Any]:
    """Return the figures of a file. `one` returns the only row of a statement, with the file's number bound to it."""
    if table in OF_ORDERS:
        lines = {} if grain == "order" else {"lines": one("select count(*) from order_lines where source_id = $source_id")[0]}
        return {**_orders(one), **lines}
    if table in FIGURES:
        return _listed(one, table)
    day = {"events": "event_on", "surveys": "answered_on", "customers": "cast(null as date)"}[table]
    number, people, first, last = one(
        f"select count(*), count(distinct customer_key), min({day}), max({day}) from {table} where source_id = $source_id"
    )
    name = {"events": "events", "surveys": "answers", "customers": "customers"}[table]
    return {"customers": people, name: number, **_days(first, last)}


def _orders(one: One) -> dict[str, Any]:
    orders, sold, people, spend, gross, first, last, currency, converted = one(f"""
        select count(*) filter (status <> 'refund_only'), count(*) filter ({_COUNTED} and status <> 'refund_only'),
            count(distinct customer_key),
            sum(total - refunded) filter ({_COUNTED}), sum(total) filter ({_COUNTED}),
            min(ordered_on), max(ordered_on), any_value(currency), count(fx_rate)
        from orders where source_id = $source_id""")
    return {"orders": orders, "orders_sold": sold, "customers": people, "spend": _number(spend), "spend_before_refunds": _number(gross),
            "currency": currency or "", **_days(first, last), **({"converted": _converted(one)} if converted else {})}  # fmt: skip


def _converted(one: One) -> list[dict[str, Any]]:
    """Return the spend in each currency of a converted file, beside what it is worth in the project's."""
    (found,) = one(f"""
        select list(found order by found.orders desc, found.currency) from (
            select currency_in_file as currency, any_value(fx_rate) as rate, count(*) filter (status <> 'refund_only') as orders,
                round(sum((total - refunded) / fx_rate)::double, 2) as spend_in_file, sum(total - refunded)::double as spend
            from orders where source_id = $source_id and currency_in_file is not null and {_COUNTED} group by 1) as found""")
    return found or []


# Of each further table: its days, what is counted, and what is added up, by currency.
FIGURES = {
    "subscriptions": (("started_on", TOLD_UP_TO["subscriptions"]),
                      {"subscriptions": "true", "active": "status in ('active', 'past_due')", "trials": "status = 'trialing'"},
                      {"mrr": "mrr"}),
    "invoices": (("issued_on", "issued_on"), {"invoices": "true", "invoices_paid": "status = 'paid'"},
                 {"paid": "amount_paid - coalesce(refunded, 0)",
                  "outstanding": "case when status = 'open' then amount_due - coalesce(amount_paid, 0) end"}),
    "deals": (("created_on", TOLD_UP_TO["deals"]),
              {"deals": "true", "deals_won": "status = 'won'", "deals_lost": "status = 'lost'", "deals_open": "status = 'open'"},
              {"won": "case when status = 'won' then amount end", "open": "case when status = 'open' then amount end"}),
    "contacts": (("contacted_on", "contacted_on"),
                 {name: f"action = '{name}'" for name in ("sent", "opened", "clicked", "bounced", "unsubscribed", "complained")}, {}),
    "referrals": (("referred_on", "referred_on"), {"referrals": "true", "referrals_successful": "status = 'successful'"}, {}),
}  # fmt: skip


def _listed(one: One, table: str) -> dict[str, Any]:
    """Return the figures of a table of records; amounts by currency, as those of several currencies are never added."""
    (first_day, last_day), counts, sums = FIGURES[table]
    here = f"from {table} where source_id = $source_id"
    counted = ", ".join(f"count(*) filter ({test})" for test in counts.values())
    people, first, last, *numbers = one(f"select count(distinct customer_key), min({first_day}), max({last_day}), {counted} {here}")
    amounts = {name: _by_currency(one, sql, here) for name, sql in sums.items()}
    return {"customers": people, **dict(zip(counts, numbers, strict=True)), **amounts, **_days(first, last)}


def _by_currency(one: One, amount: str, here: str) -> dict[str, float]:
    (found,) = one(f"""select map_from_entries(list((currency, amount) order by currency)) from (
        select coalesce(currency, '') as currency, sum({amount}) as amount {here} group by all having sum({amount}) <> 0)""")
    return {currency: float(total) for currency, total in (found or {}).items()}


def _number(amount: Any) -> float:
    return float(amount or 0)


def _days(first: Any, last: Any) -> dict[str, str]:
    return {"first_day": first.isoformat(), "last_day": last.isoformat()} if first and last else {}
