"""What is known about a file once it is recognised: its system, and the column each field comes from."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from segkit.errors import BadValue
from segkit.ingest.recognise.fields import fields
from segkit.ingest.recognise.samples import Look
from segkit.ingest.recognise.systems import System
from segkit.ingest.report import Question
from segkit.words import fold, nearest

PERSON = ("customer_id", "email", "phone")
_SOMEBODY = "|".join(PERSON)
_NEEDS = {
    "orders": ("ordered_at", "total"), "order_lines": ("ordered_at", "product|sku"), "events": ("event_name", "event_at"),
    "surveys": ("score|answer",), "subscriptions": ("plan|subscription_id|mrr|amount",), "invoices": ("amount_due|amount_paid",),
    "deals": ("deal_name|deal_id", "stage|status"), "contacts": ("action|sent_at|opened_at|clicked_at|opens|clicks",),
}  # fmt: skip
# Who a row is about, where more than the usual columns can say it.
_WHO = {"deals": f"{_SOMEBODY}|company", "referrals": f"{_SOMEBODY}|referrer_id|referrer_email"}

Columns = Mapping[str, tuple[str, ...]]
Sample = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Match:
    """What a file was recognised as. `mapping` gives each field its headings: the first filled one wins."""

    system: System
    mapping: Columns
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)

    def beside(self, headings: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """Return fields with further headings that are read for them: on rows that pay money back, and of products set sideways."""
        alike = {fold(heading): heading for heading in reversed(headings)}
        wanted = [*self.system.on_refunds.items(), *(pair for group in sideways(self.system, headings) for pair in group.items())]
        return [(name, tuple(alike[fold(one)] for one in found if fold(one) in alike)) for name, found in wanted]

    @property
    def used(self) -> frozenset[str]:
        """The headings that became a field."""
        return frozenset(heading for headings in self.mapping.values() for heading in headings)


def sideways(system: System, headings: Sequence[str]) -> list[dict[str, tuple[str, ...]]]:
    """Return for each numbered group of product columns in the file its field and heading: "Product Item 1 Name" and so on."""
    alike = {fold(heading): heading for heading in reversed(headings)}
    groups = []
    for number in itertools.count(1):
        found = {name: alike.get(fold(heading.replace("{n}", str(number)))) for name, heading in system.sideways.items()}
        if not any(found.values()):
            return groups
        groups.append({name: (heading,) for name, heading in found.items() if heading})
    return groups


def chosen_columns(headings: Sequence[str], mapping: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return the user's own choices; an empty choice means: no column."""
    known = [name for name, entry in fields().items() if entry.title]
    chosen = {}
    for name, wanted in mapping.items():
        if name not in known:
            raise BadValue(f"there is no field '{name}'.", "Column map", nearest(name, known))
        wanted = (wanted,) if isinstance(wanted, str) else tuple(wanted or ())
        chosen[name] = tuple(_heading(one, headings) for one in wanted if one)
    return chosen


def _heading(wanted: str, headings: Sequence[str]) -> str:
    if wanted in headings:
        return wanted
    alike = [heading for heading in headings if fold(heading) == fold(wanted)]
    if len(alike) == 1:
        return alike[0]
    raise BadValue(f"the file has no column '{wanted}'.", "Column map", nearest(wanted, headings))


def needs_of(system: System) -> tuple[str, ...]:
    """Return the fields a file of this system must bring; "a|b" = one of them."""
    who = () if system.nameless else (_WHO.get(system.table, _SOMEBODY),)
    return system.needs or (*who, *_NEEDS.get(system.table, ()))


def is_filled(need: str, columns: Columns) -> bool:
    """Return whether a column was found for the need."""
    return any(name in columns for name in need.split("|"))
