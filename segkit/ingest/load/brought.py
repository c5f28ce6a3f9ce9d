"""Which files brought orders? Of which system and shop, with whose amounts, and over which days."""

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from segkit.ingest.load.put_by import tables_put_by
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.work import Work
from segkit.ingest.recognise.systems import systems
from segkit.tables import OF_ORDERS

GENERIC = "generic"  # the family of a file whose system is not known by name


def family_of(system: str) -> str:
    """Return what exports of one system have in common: woo for woo_analytics and woo_webtoffee."""
    found = systems().get(system)
    return system.split("_")[0] if found and not found.generic else GENERIC


@dataclass(frozen=True)
class Brought:
    """A file that brought orders: of which system and shop, whether with the orders' own amounts, and over which days."""

    source_id: int
    name: str
    system: str
    whole: bool
    store: str = ""
    first: date | None = None
    last: date | None = None
    latest: datetime | None = None
    by_day: bool | None = None

    def related(self, other: "Brought") -> bool:
        """Return whether both may list the orders of one shop: anything but two different systems known by name."""
        return len({family_of(self.system), family_of(other.system)} - {GENERIC}) < 2

    def meets(self, other: "Brought") -> bool:
        """Return whether the days of both overlap, in one shop."""
        if self.store != other.store or None in (self.first, other.first):
            return False
        return self.first <= other.last and other.first <= self.last

    def ends_before(self, other: "Brought") -> bool:
        """Return whether this export was taken earlier, by its last order."""
        if self.by_day or other.by_day:
            return self.last < other.last
        return bool(self.latest and other.latest and self.latest < other.latest)


def brought(work: Work | Settling) -> list[Brought]:
    """Return the loaded files with orders or products, in the order of loading."""
    spans = spans_of(work)
    return [Brought(*known, *spans.get(known[0], ())) for known in work.run(_LISTED)]


def spans_of(work: Work | Settling) -> dict[int, list]:
    """Return the days of each file with orders, those it brought but that count with another file included."""
    aside = {table: f" union all by name select * exclude (replaced_by) from put_by_{table}" for table in _put_by(work.cursor)}
    every = {table: f"(select * from {table}{aside.get(table, '')})" for table in OF_ORDERS}
    return {source_id: span for source_id, *span in work.run(_SPANS.format(**every))}


def _put_by(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return [table for table in tables_put_by(cursor) if table in OF_ORDERS]


_LISTED = """
    select source_id, name, system, main_table <> 'order_lines', coalesce(report ->> '$.store', '') from files
    where main_table in ('orders', 'order_lines') order by source_id"""
_SPANS = """
    select source_id, min(first) as first, max(last) as last, max(latest) as latest, bool_and(by_day) as by_day from (
        select source_id, min(ordered_on) as first, max(ordered_on) as last, max(ordered_at) as latest,
            bool_and(ordered_at = ordered_on) as by_day from {orders} group by source_id
        union all select source_id, min(ordered_on), max(ordered_on), null, null from {order_lines} group by source_id)
    group by source_id"""
