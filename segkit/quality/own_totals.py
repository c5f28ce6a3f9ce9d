"""Does a customers export agree with the orders? Some systems write into it what each customer spent and how often they ordered."""

from segkit.ingest.report import LoadReport
from segkit.quality.base import IN_ORDER, NEEDS_YOU, WORTH_KNOWING, Data, Finding
from segkit.words import count, fold, plural, share

_SPENT = ("total spent", "total spend", "lifetime spend", "amount spent", "money spent", "total revenue", "total sales", "gesamtausgaben",
          "lifetime revenue", "ltv", "historic customer lifetime value")  # fmt: skip
_ORDERS = ("total orders", "orders count", "order count", "number of orders", "orders", "bestellungen", "anzahl bestellungen")
_FEW = 20
_AGREEING = 0.9
_TEXT = "regexp_replace(element_at(extra, $heading)[1], '[^0-9.,-]', '', 'g')"
_AMOUNT = f"""try_cast(case when regexp_matches({_TEXT}, ',[0-9]{{1,2}}$') then replace(replace({_TEXT}, '.', ''), ',', '.')
    else replace({_TEXT}, ',', '') end as decimal(18, 4))"""
_SQL = f"""
    with told as (
        select customer_id, max({_AMOUNT}) as theirs from customers
        where source_id = $source_id and {_AMOUNT} is not null group by customer_id),
    ours as (
        select customer_id, sum(total - coalesce(refunded, 0)) as spent,
            count(*) filter (status <> 'refund_only') as number
        from orders where status not in ('cancelled', 'test') group by customer_id),
    beside as (select theirs, cast(coalesce(%s, 0) as decimal(38, 4)) as ours from told left join ours using (customer_id))
    select count(*) as customers, count(*) filter (abs(theirs - ours) < 0.005) as agree,
        count(*) filter (theirs > ours) as more, count(*) filter (theirs < ours) as less, sum(theirs) as theirs, sum(ours) as ours
    from beside where theirs > 0 or ours > 0"""


def own_totals_agree(data: Data) -> list[Finding]:
    """Return, per customers export that says what customers spent or how often they ordered, how many of them our sums agree with."""
    if not data.of_orders():
        return []
    return [
        finding
        for report in data.reports if report.table == "customers"
        for name, words, headings in (("spent", "spend", _SPENT), ("number", "orders", _ORDERS))
        if (heading := _heading(report, headings)) and (finding := _compared(data, report, heading, name, words))
    ]  # fmt: skip


def _heading(report: LoadReport, wanted: tuple[str, ...]) -> str:
    """Return the heading with the totals, where no field of ours took it."""
    used = set(report.mapping.values())
    return next((heading for heading in report.headings if heading not in used and fold(heading) in wanted), "")


def _compared(data: Data, report: LoadReport, heading: str, name: str, words: str) -> Finding | None:
    found = data.one(_SQL % name, {"heading": heading, "source_id": report.source_id})
    if not found["customers"]:
        return None
    agree, customers = found["agree"], found["customers"]
    written = data.amount if name == "spent" else count
    details = (
        f"{written(found['theirs'])} in the customers export, {written(found['ours'])} from the orders of the same customers",
        f"{count(found['more'])} have more in the customers export, {count(found['less'])} have less",
    )
    says = f"“{heading}” of {count(agree)} of {plural(customers, 'customer')} ({share(agree / customers)}) agrees with our {words}."
    key, title = f"own_{name}:{report.source_id}", f"“{heading}” in {report.file}"
    if agree == customers:
        return Finding(key, title, says, IN_ORDER, details=details)
    why = ("The system counts over a customer's whole life. More there than here means that older orders are missing from your export; "
           "less means that the orders hold something the system does not count, such as cancelled ones.")  # fmt: skip
    severity = NEEDS_YOU if agree < _AGREEING * customers and customers >= _FEW else WORTH_KNOWING
    return Finding(key, title, says, severity, customers - agree, why, (), details)
