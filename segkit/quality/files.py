"""What do the load reports say: rows without a customer or unreadable, exports cut off at a limit, currencies and time zones mixed?"""

from collections.abc import Mapping
from decimal import Decimal

from segkit.ingest.report import LoadReport
from segkit.quality.base import NEEDS_YOU, WORTH_KNOWING, Data, Finding, Fix, exact
from segkit.words import count, listed, plural, share

_NOBODY = ("no customer", "no person")
_CURRENCY = "another currency"
# Rows that are no data lose nothing, and some are set aside because somebody said so.
_NO_DATA = ("totals row", "blank row", "heading repeated", "second heading row", "not a data row", "preview or test", "no answer",
            "nothing on the row")  # fmt: skip
_MEANT = ("neither sale nor refund", "amount below zero", "called off")
_EXPLAINED = (*_NOBODY, *_NO_DATA, *_MEANT, _CURRENCY)
_MUCH, _FEW = 0.2, 3
_SOME = 0.01
# Where programs stop writing: page sizes of back offices, the limits of spreadsheets (with and without the heading).
_CAPS = {1_000, 2_000, 2_500, 5_000, 10_000, 20_000, 25_000, 30_000, 50_000, 65_535, 65_536, 100_000, 200_000, 250_000, 500_000,
         1_000_000, 1_048_575, 1_048_576}  # fmt: skip


def files(data: Data) -> list[Finding]:
    """Return what the reports of all files say about missing customers, unreadable rows, limits, currencies and zones."""
    return [*_nobody(data), *_unreadable(data), *_capped(data), *_currencies(data), *_zones(data)]


def _nobody(data: Data) -> list[Finding]:
    if not data.reports:
        return []
    found = [finding for report in data.reports if (finding := _of_nobody(report, data))]
    return found or [Finding("nobody", "Rows without a customer", "Every row that could be used names its customer.")]


def _of_nobody(report: LoadReport, data: Data) -> Finding | None:
    rows = sum(number for reason, number in report.set_aside.items() if reason.startswith(_NOBODY))
    if not rows:
        return None
    part = rows / max(report.rows_read, 1)
    amounts = report.totals.get("amount_set_aside") or {}
    worth = sum((Decimal(amount) for reason, amount in amounts.items() if reason.startswith(_NOBODY)), Decimal(0))
    money = f", worth {exact(worth, report.totals.get('currency') or data.currency)}" if worth else ""
    says = f"{plural(rows, 'row')} of {count(report.rows_read)} in {report.file} ({share(part)}){money}, name no customer."
    why = ("Guests and walk-ins buy without a name: your platform counts them, segments cannot. Where many rows "
           "lack a customer, another column may hold who it was: an e-mail address, a phone number, a member number.")  # fmt: skip
    fix = Fix("columns", f"Choose another column for the customer in {report.file}", source_id=report.source_id)
    severity = NEEDS_YOU if part >= _MUCH and rows > _FEW else WORTH_KNOWING
    return Finding(f"nobody:{report.source_id}", "Rows without a customer", says, severity, rows, why, (fix,))


def _unreadable(data: Data) -> list[Finding]:
    findings = []
    for report in data.reports:
        lost = {reason: rows for reason, rows in report.set_aside.items() if not reason.startswith(_EXPLAINED)}
        if rows := sum(lost.values()):
            findings.append(_of_unreadable(report, lost, rows))
    fine = Finding("unreadable", "Rows that cannot be used", "No row was set aside because something in it cannot be read.")
    return findings or ([fine] if data.reports else [])


def _of_unreadable(report: LoadReport, lost: Mapping[str, int], rows: int) -> Finding:
    part = rows / max(report.rows_read, 1)
    says = f"{plural(rows, 'row')} of {count(report.rows_read)} in {report.file} ({share(part)}) cannot be used and are set aside."
    why = "What is set aside is missing in every figure. The file's own cell lists these rows with their reasons."
    fix = Fix("columns", f"Look at how the columns of {report.file} were read", source_id=report.source_id)
    severity = NEEDS_YOU if part >= _SOME and rows > 1 else WORTH_KNOWING
    details = tuple(f"{count(number)} {reason}" for reason, number in lost.items())
    return Finding(f"unreadable:{report.source_id}", "Rows that cannot be used", says, severity, rows, why, (fix,), details)


def _capped(data: Data) -> list[Finding]:
    capped = [report for report in data.reports if report.rows_read in _CAPS]
    why = ("Many programs stop there without a word: what comes after is missing, and those customers look lapsed or do not exist. "
           "The last day of the file tells whether it ends too early.")  # fmt: skip
    return [
        Finding(f"capped:{report.source_id}", "Exports cut off at a limit",
                f"{report.file} has exactly {count(report.rows_read)} rows, a usual limit of exports.", NEEDS_YOU, report.rows_read, why,
                (Fix("file", "Export it again in shorter periods, such as year by year, and add all of these files."),))
        for report in capped
    ] or ([Finding("capped", "Exports cut off at a limit", "No file ends at a number of rows at which exports are cut off.")]
          if data.reports else [])  # fmt: skip


def _currencies(data: Data) -> list[Finding]:
    if not data.of_orders():
        return []
    said = {report.file: report.totals.get("currency") or "" for report in data.of_orders()}
    rows = sum(rows for report in data.of_orders() for reason, rows in report.set_aside.items() if reason.startswith(_CURRENCY))
    named = sorted(set(said.values()) - {""})
    silent = [name for name, currency in said.items() if not currency]
    why = "Amounts in two currencies cannot be added: what is in another one is missing from every figure, and so may be its customers."
    fix = Fix("file", "Say what one unit of the other currency is worth, or load that currency into a project of its own.")
    if rows:
        says = f"{plural(rows, 'row')} in another currency are set aside; amounts here are in {listed(named) or 'one currency'}."
        return [Finding("currencies", "Currencies", says, WORTH_KNOWING, rows, why, (fix,))]
    if len(named) > 1:
        says = f"The orders are in {listed(named)}, added up as if they were one currency."
        return [Finding("currencies", "Currencies", says, NEEDS_YOU, 0, why, (fix,))]
    if named and silent:
        names = "names" if len(silent) == 1 else "name"
        says = f"{listed(silent)} {names} no currency; the other files are in {named[0]}, so that is assumed."
        return [Finding("currencies", "Currencies", says, WORTH_KNOWING, 0, why)]
    return [Finding("currencies", "Currencies", f"All amounts are in {named[0]}." if named else "No file names a currency.")]


def _zones(data: Data) -> list[Finding]:
    """Return whether files of orders and events count their days by different clocks, as far as the reports say."""
    told = {report.file: _zone(report) for report in data.reports if report.table in ("orders", "order_lines", "events")}
    if len(told) < 2:
        return []
    kinds = sorted(set(told.values()))
    title = "Time zones"
    if len(kinds) < 2:
        return [Finding("zones", title, "All files count their days by the same clock, as far as they say.")]
    says = "The files follow different clocks: " + "; ".join(f"{name} {_BY[zone]}" for name, zone in told.items()) + "."
    why = ("An order of the evening may stand on the next day in the other file: hours and weekdays are off, and orders at the "
           "border of a day.")  # fmt: skip
    fix = Fix("file", "Choose the shop's time zone for this project: times with a known zone are turned into it.")
    return [Finding("zones", title, says, WORTH_KNOWING, 0, why, (fix,))]


_BY = {
    "UTC": "has times in UTC", "shop": "has the shop's local time", "own": "names the zone beside its times",
    "days": "has days without a time", "": "does not say its zone",
}  # fmt: skip


def _zone(report: LoadReport) -> str:
    if report.read_with.get("own_zone"):
        return "own"
    words = " ".join(report.decisions.get(name, "") for name in ("ordered_at", "event_at"))
    if "turned from" in words:
        return "shop"
    heading = " ".join(report.mapping.get(name, "") for name in ("ordered_at", "event_at")).upper()
    return "UTC" if "UTC" in words or "UTC" in heading else ""
