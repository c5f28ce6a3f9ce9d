"""Do the orders add up to their file? Every part of a file's amounts is named, and nothing may be left between them."""

from decimal import Decimal
from typing import Any

from segkit.ingest.load.totals import AS_IN_FILE
from segkit.ingest.report import LoadReport
from segkit.quality.base import IN_ORDER, NEEDS_YOU, WORTH_KNOWING, Data, Finding, exact
from segkit.words import plural

# What an order is by its state, in the words of the sum; refunds of orders stay beside it, they change no amount of the file.
_KINDS = (
    ("sold", "status not in ('cancelled', 'test', 'refund_only')", "orders sold"),
    ("cancelled", "status = 'cancelled'", "cancelled orders"),
    ("test", "status = 'test'", "test orders"),
    ("back", "status = 'refund_only'", "money paid back on rows of its own"),
)
_PARTS = ", ".join(
    f"sum({AS_IN_FILE}) filter ({test}) as {name}, count(*) filter ({test}) as {name}_rows" for name, test, _ in _KINDS
)
_WHY = "Every amount of the file must be found again, so that figures here and in your platform are about the same money."


def sums_agree(data: Data) -> list[Finding]:
    """Return a finding per file of orders: its amounts, where they went, and whether that reconciles to the cent."""
    reports = [report for report in data.of_orders() if "amount_in_file" in report.totals]
    converted = [_of_converted(report, data) for report in data.of_orders() if "rates" in report.read_with]
    if not reports:
        return converted
    here, elsewhere = _by_file(data, "orders"), _by_file(data, "put_by_orders")
    found = [_of_file(report, here.get(report.source_id, {}), elsewhere.get(report.source_id, {}), data) for report in reports]
    return [*found, *converted]


def _by_file(data: Data, table: str) -> dict[int, dict[str, Any]]:
    if not data.rows("select 1 from duckdb_tables() where table_name = $table", {"table": table}):
        return {}
    found = data.rows(f"select source_id, {_PARTS}, sum({AS_IN_FILE}), count(*) from {table} group by source_id")
    names = [name for kind, _, _ in _KINDS for name in (kind, f"{kind}_rows")]
    return {number: dict(zip([*names, "all", "all_rows"], values, strict=True)) for number, *values in found}


def _of_file(report: LoadReport, here: dict[str, Any], elsewhere: dict[str, Any], data: Data) -> Finding:
    currency = report.totals.get("currency") or data.currency
    said = {name: Decimal(report.totals.get(f"amount_{name}") or 0) for name in ("in_file", "repeated", "returned")}
    parts = [(here.get(name), words, here.get(f"{name}_rows")) for name, _, words in _KINDS]
    parts.append((-said["returned"], "lines that came back inside orders", None))
    parts.append((elsewhere.get("all"), "orders that another file brings too", elsewhere.get("all_rows")))
    parts.append((said["repeated"], "rows that repeat others of this file", None))
    aside = report.totals.get("amount_set_aside") or {}
    parts += [(Decimal(amount), f"set aside: {reason}", report.set_aside.get(reason)) for reason, amount in aside.items()]
    left = said["in_file"] - sum((Decimal(amount) for amount, _, _ in parts if amount), Decimal(0))
    details = tuple(_part(amount, words, rows, currency) for amount, words, rows in parts if amount)
    whole, title = exact(said["in_file"], currency), f"Sum of {report.file}"
    if left:
        says = f"The amounts in the file add up to {whole}; {exact(left, currency)} of that is in none of the parts below."
        return Finding(f"sums:{report.source_id}", title, says, NEEDS_YOU, 0, _WHY, (), details)
    says = f"The amounts in the file add up to {whole}, and every cent of it is found again: it reconciles."
    return Finding(f"sums:{report.source_id}", title, says, IN_ORDER, 0, _WHY, (), details)


def _of_converted(report: LoadReport, data: Data) -> Finding:
    """Return what became of a file whose amounts were converted, by currency; rounded rates give no sum to the cent."""
    into = report.totals.get("currency") or data.currency
    found = data.rows(
        f"""select coalesce(currency_in_file, currency, ''), count(*), sum({AS_IN_FILE}), any_value(fx_rate) from orders
        where source_id = $source_id group by 1 order by 2 desc, 1""", {"source_id": report.source_id})  # fmt: skip
    details = tuple(
        f"{exact(amount, into)} from {plural(rows, 'order')} in {name or into}{f', at {rate:g}' if rate not in (None, 1) else ''}"
        for name, rows, amount, rate in found
    )
    says = f"The amounts of {report.file} were converted to {into}, so they do not add up to those in the file."
    why = "Compare the number of orders with your platform, and amounts currency by currency."
    return Finding(f"sums:{report.source_id}", f"Sum of {report.file}", says, WORTH_KNOWING, 0, why, (), details)


def _part(amount: Decimal, words: str, rows: int | None, currency: str) -> str:
    number = f" ({plural(rows, 'row')})" if rows else ""
    return f"{exact(amount, currency)} {words}{number}"
