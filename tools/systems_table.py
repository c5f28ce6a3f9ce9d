"""Which exports does Segkit know? docs/systems.md, written from the files in segkit/ingest/systems: python -m tools.systems_table"""

from collections.abc import Iterable
from pathlib import Path

from segkit.ingest.recognise.fields import title
from segkit.ingest.recognise.systems import CONFIDENCE, System, systems

PAGE = Path(__file__).resolve().parents[1] / "docs" / "systems.md"
_HEAD = """# Exports that Segkit knows

Written by `python -m tools.systems_table` from the files in `segkit/ingest/systems`; do not edit it by hand.
An export that is not listed is read by its headings, in nine languages: Segkit asks where it cannot tell.
How to add one: CONTRIBUTING.md, “A new system”.

How sure we are: {sure}.
Where no real export was seen, Segkit asks you to confirm the columns.
"""
_ROW = {
    "order": "order", "line": "product of an order", "order_first_row": "product of an order, order amounts on its first row only",
    "customer": "customer", "event": "event", "answer": "answer", "subscription": "subscription", "invoice": "invoice", "deal": "deal",
    "contact": "message and person", "referral": "referral",
}  # fmt: skip
_TABLES = {
    "orders": "Orders and payments", "order_lines": "Orders with their products", "customers": "Customers and contacts",
    "events": "Web, app and support events", "surveys": "Surveys", "subscriptions": "Subscriptions", "invoices": "Invoices",
    "deals": "Deals", "contacts": "Messages sent, opened, clicked", "referrals": "Referrals",
}  # fmt: skip


def page() -> str:
    """Return the page as Markdown: one table per kind of export, one row per system."""
    known = [system for system in systems().values() if not system.generic]
    sure = "; ".join(f"**{name}** ({meaning})" for name, meaning in CONFIDENCE.items() if name != "generic")
    parts = [_HEAD.format(sure=sure)]
    for table, heading in _TABLES.items():
        found = sorted((system for system in known if system.table == table), key=lambda system: system.title.casefold())
        if found:
            rows = "\n".join(_row(system) for system in found)
            parts.append(f"## {heading}\n\n| export | one row per | brings | how sure | good to know |\n|---|---|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _row(system: System) -> str:
    brings = ", ".join(_brings(system))
    known = f"{system.confidence}{f': {system.source}' if system.source else ''}"
    return f"| {_cell(system.title)} | {_ROW[system.grain]} | {_cell(brings)} | {_cell(known)} | {_cell(' '.join(system.notes))} |"


def _brings(system: System) -> Iterable[str]:
    inside = list(system.sideways) or (["product"] if system.packed else [])
    return dict.fromkeys(title(name).lower() for name in (*system.columns, *system.fixed, *system.differs, *inside))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name}: {sum(not system.generic for system in systems().values())} systems")
