"""What a finding is: one thing about the data that is good to know, with its numbers, its reason and what can be done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from segkit.engine import dicts, rows
from segkit.ingest.report import LoadReport
from segkit.last_day import Reach
from segkit.tables import OF_ORDERS
from segkit.words import CURRENCY_SIGNS, WITHOUT_CENTS

NEEDS_YOU, WORTH_KNOWING, IN_ORDER = SEVERITIES = ("needs you", "worth knowing", "in order")


@dataclass(frozen=True)
class Fix:
    """What can be done: leave rows out by a rule and take that back any time, or a pointer to what only people can change.

    `kind` is leave_out (`rule` names the rule), columns (another column of the file `source_id`), or file (a further export).
    """

    kind: str
    words: str
    rule: str = ""
    source_id: int = 0

    @property
    def is_switch(self) -> bool:
        return self.kind == "leave_out"


@dataclass(frozen=True)
class Finding:
    """One thing found in the data; `rows` is how many rows it is about."""

    key: str
    title: str
    says: str
    severity: str = IN_ORDER
    rows: int = 0
    why: str = ""
    fixes: tuple[Fix, ...] = ()
    details: tuple[str, ...] = ()
    left_out: bool = False  # whether its fix is in force

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(f"{self.key}: '{self.severity}' is no severity")

    @property
    def switch(self) -> Fix | None:
        """The fix that can be switched on and off, where there is one."""
        return next((fix for fix in self.fixes if fix.is_switch), None)

    def with_rules(self, chosen: Sequence[str]) -> "Finding":
        """Return the finding as it stands with these rules in force: what is left out needs nobody any more."""
        if self.switch is None or self.switch.rule not in chosen:
            return self
        return replace(self, left_out=True, severity=WORTH_KNOWING if self.severity == NEEDS_YOU else self.severity)


def to_text(findings: Sequence[Finding]) -> str:
    """Return the findings as text that `from_text` reads back."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False)


def from_text(text: str) -> list[Finding]:
    """Return what `to_text` wrote."""
    known = {item.name for item in fields(Finding)}
    return [
        Finding(**{**{name: value for name, value in one.items() if name in known},
                   "fixes": tuple(Fix(**fix) for fix in one["fixes"]), "details": tuple(one["details"])})
        for one in json.loads(text)
    ]  # fmt: skip


@dataclass(frozen=True)
class Data:
    """What the checks look at: the tables, the reports of the files, how far the data reach, and what was measured once for all."""

    con: duckdb.DuckDBPyConnection
    reports: Sequence[LoadReport]
    reach: Reach = field(default_factory=lambda: Reach(None))
    first_day: date | None = None  # with an order, days long before all others not counted
    currency: str = ""
    staff_domains: Sequence[str] = ()
    unanswered: Mapping[str, Sequence[str]] = field(default_factory=dict)  # dimension's title → sentences what it needs

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple]:
        """Return the rows of one query."""
        return rows(self.con, sql, values)

    def one(self, sql: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the only row of one query by column."""
        return dicts(self.con, sql, values)[0]

    def of_orders(self) -> list[LoadReport]:
        """Return the reports of the files that brought orders or their lines."""
        return [report for report in self.reports if report.table in OF_ORDERS]

    def amount(self, value: Decimal | float | None) -> str:
        """Return an amount to the cent, with the project's currency."""
        return exact(value, self.currency)


def exact(value: Decimal | float | None, currency: str = "") -> str:
    """Return an amount to the cent: what is compared with a file is never rounded."""
    number = Decimal(str(value or 0))
    sign = CURRENCY_SIGNS.get(currency, f"{currency} " if currency else "")
    digits = 0 if currency in WITHOUT_CENTS and number == number.to_integral() else 2
    return f"{'-' if number < 0 else ''}{sign}{abs(number):,.{digits}f}"


def long_day(day: date) -> str:
    """Return a day as people write it: 3 January 2026."""
    return f"{day:%d %B %Y}".lstrip("0")
