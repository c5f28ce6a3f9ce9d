"""Which figures tell whether orders, lines, events and customers are sound? Declared check by check, measured in one pass per table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from segkit.features.left_out import DRAFT, SOLD
from segkit.quality.base import IN_ORDER, NEEDS_YOU, WORTH_KNOWING, Data, Finding, Fix
from segkit.words import count, plural, share

Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One question to a table: `rows` counts what is odd, `of` what it is a share of; further numbers are words of the sentence.

    `says` is the sentence when something is odd, `fine` when nothing is; both may name the numbers. From the share
    `needs_you_from` on it is more than worth knowing.
    """

    key: str
    title: str
    table: str
    rows: str
    says: str
    fine: str
    why: str
    of: str = "count(*)"
    more: Mapping[str, str] = field(default_factory=dict)
    needs_you_from: float = 2.0
    fix: Fix | None = None

    def aggregates(self) -> dict[str, str]:
        """Return the aggregates to measure, by the name they are told apart with."""
        return {f"{self.key}_{name}": sql for name, sql in {"rows": self.rows, "of": self.of, **self.more}.items()}

    def finding(self, measured: Numbers, amount: Callable[[Any], str]) -> Finding:
        """Return what was measured as a finding."""
        number, of = measured[f"{self.key}_rows"] or 0, measured[f"{self.key}_of"] or 0
        words = {name: _worded(name, measured[f"{self.key}_{name}"], amount) for name in self.more}
        words |= {"rows": count(number), "of": count(of), "share": share(number / of if of else 0)}
        if not number:
            return Finding(self.key, self.title, self.fine.format(**words), IN_ORDER)
        severity = NEEDS_YOU if of and number / of >= self.needs_you_from else WORTH_KNOWING
        said = self.says.format(**words, orders=plural(number, "order"), lines=plural(number, "line"), **_verbs(number))
        return Finding(self.key, self.title, said, severity, number, self.why, (self.fix,) if self.fix else ())


def _worded(name: str, value: Any, amount: Callable[[Any], str]) -> str:
    return amount(value) if name.startswith("amount") else count(value or 0)


def _verbs(number: int) -> dict[str, str]:
    one = number == 1
    return {"are": "is" if one else "are", "have": "has" if one else "have", "cost": "costs" if one else "cost",
            "repeat": "repeats" if one else "repeat"}  # fmt: skip


CHECKS = (
    Check(
        "zero_totals", "Orders worth nothing", "orders",
        rows=f"count(*) filter ({SOLD} and total = 0)", of=f"count(*) filter ({SOLD})",
        says="{orders} of {of} ({share}) {cost} nothing.", fine="No sold order is worth zero.",
        why="Replacements, samples and gifts count as orders: they make customers look more loyal and the mean order smaller. "
            "Where every amount is zero, the wrong column was read.",
        needs_you_from=0.2, fix=Fix("leave_out", "Leave orders worth nothing out of all counts", "zero_totals"),
    ),
    Check(
        "drafts", "Orders that staff wrote", "orders",
        rows=f"count(*) filter ({DRAFT})", of=f"count(*) filter ({SOLD})", more={"amount_sold": f"sum(total) filter ({DRAFT})"},
        says="{orders} of {of} ({share}), {amount_sold} together, began as drafts that staff wrote, and count as sales.",
        fine="No order began as a draft of your staff.",
        why="Wholesale, phone orders and samples are often entered that way: such customers buy otherwise than those of the shop.",
        fix=Fix("leave_out", "Leave orders that staff wrote out of all counts", "drafts"),
    ),
    Check(
        "below_zero", "Amounts below zero", "orders",
        rows="count(*) filter (status = 'refund_only')",
        more={"amount_back": "sum(refunded) filter (status = 'refund_only')"},
        says="{rows} of {of} rows were below zero, {amount_back} together, and count as money paid back, not as orders.",
        fine="No row is below zero.",
        why="Money paid back lowers spend on the day of its own row. If these were withdrawals or fees, the answer to the question "
            "about amounts below zero was the other one.",
        needs_you_from=0.3,
    ),
    Check(
        "over_refunded", "Refunds above the price", "orders",
        rows=f"count(*) filter ({SOLD} and refunded > total)", of=f"count(*) filter ({SOLD} and refunded > 0)",
        more={"amount_over": f"sum(refunded - total) filter ({SOLD} and refunded > total)"},
        says="{orders} paid back more than the order cost, {amount_over} too much in all.", fine="No order paid back more than it cost.",
        why="Spend of such a customer is below zero. Often the refund column holds something else, such as all refunds of the customer.",
        needs_you_from=0.5,
    ),
    Check(
        "no_number", "Orders without a number", "orders",
        rows="count(*) filter (starts_with(order_id, 'file ' || source_id || ' '))",
        says="{orders} of {of} ({share}) {have} no order number in the file and got one.", fine="Every order has its number.",
        why="Without numbers the same order in two exports is recognised by customer, day and amount only, and repeats inside one file "
            "cannot be told from second orders.",
        needs_you_from=2.0,
    ),
    Check(
        "no_currency", "Amounts without a currency", "orders",
        rows="case when count(currency) > 0 then count(*) filter (currency is null) else 0 end",
        says="{orders} of {of} {have} no currency beside the others; they are counted as if in the same one.",
        fine="All amounts are in one currency, or no file names any.",
        why="Amounts in two currencies must not be added.",
    ),
    Check(
        "same_lines", "Identical product lines", "order_lines",
        rows="count(*) - count(distinct hash(source_id, order_id, customer_id, product, sku, quantity, line_total))",
        says="{lines} of {of} ({share}) {repeat} another line of the same order: same product, quantity and amount.",
        fine="No order lists the same line twice.",
        why="Tills write one line per piece, which is right. Where an export was put together from two tables, every line "
            "stands there twice and units and amounts are too high: compare a few orders with your platform.",
        needs_you_from=0.3,
    ),
)  # fmt: skip


def measured(data: Data) -> list[Finding]:
    """Return a finding per declared check, of the tables that hold anything; each table is read once for all of its checks."""
    findings = []
    for table in dict.fromkeys(check.table for check in CHECKS):
        asked = [check for check in CHECKS if check.table == table]
        aggregates = {name: sql for check in asked for name, sql in check.aggregates().items()}
        found = data.one(f"select count(*) as all_rows, {', '.join(f'{sql} as {name}' for name, sql in aggregates.items())} from {table}")
        findings += [check.finding(found, data.amount) for check in asked if found["all_rows"]]
    return findings
