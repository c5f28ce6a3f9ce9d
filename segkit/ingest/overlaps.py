"""Which orders has another file brought already? Each counts once, and a note says which file it stands in."""

from dataclasses import dataclass
from datetime import date, datetime

from segkit.ingest.people import keep_same_person
from segkit.ingest.put_by import UNNUMBERED, put_by
from segkit.ingest.recount import recount
from segkit.ingest.systems import systems
from segkit.ingest.work import Work
from segkit.words import listed, literal, plural

# Fewer alike than this may be chance.
_A_FEW = 3
_SPANS = """
    select source_id, min(first) as first, max(last) as last, max(latest) as latest, bool_and(by_day) as by_day from (
        select source_id, min(ordered_on) as first, max(ordered_on) as last, max(ordered_at) as latest,
            bool_and(ordered_at = ordered_on) as by_day from orders group by source_id
        union all select source_id, min(ordered_on), max(ordered_on), null, null from order_lines group by source_id)
    group by source_id"""


@dataclass(frozen=True)
class Brought:
    """A file that brought orders: of which system, whether with the orders' own amounts, and over which days."""

    source_id: int
    name: str
    system: str
    whole: bool
    first: date | None = None
    last: date | None = None
    latest: datetime | None = None
    by_day: bool | None = None

    def related(self, other: "Brought") -> bool:
        """Return whether both may list the orders of one shop: anything but two different systems known by name."""
        known = [systems().get(system) for system in (self.system, other.system)]
        named = [system for system, found in zip((self.system, other.system), known, strict=True) if found and not found.generic]
        return len({system.split("_")[0] for system in named}) < 2

    def meets(self, other: "Brought") -> bool:
        """Return whether the days of both overlap."""
        return None not in (self.first, other.first) and self.first <= other.last and other.first <= self.last

    def ends_before(self, other: "Brought") -> bool:
        """Return whether this export was taken earlier, by its last order."""
        if self.by_day or other.by_day:
            return self.last < other.last
        return bool(self.latest and other.latest and self.latest < other.latest)


def merge_with_others(work: Work) -> int:
    """Settle orders that another file brought before; return how many of the new ones that took away.

    An order that comes again unchanged, or from an export that ends earlier, is put by. A changed one (paid, refunded
    since) takes the place of the older version, which is put by instead. Between a file of orders and one of lines, the
    order is taken from the first and its lines from the second.
    """
    listed_before = work.run("select source_id, name, system, main_table <> 'order_lines' from files "
                             "where main_table in ('orders', 'order_lines') order by source_id")  # fmt: skip
    if not listed_before:
        return 0
    spans = {source_id: span for source_id, *span in work.run(_SPANS)}
    system = work.match.system
    new = Brought(work.source_id, work.source.name, system.key, system.table != "order_lines", *spans.get(work.source_id, ()))
    others = [Brought(*known, *spans.get(known[0], ())) for known in listed_before]
    others = [other for other in others if other.related(new)]
    taken = sum(_merge(work, new, other) for other in others if new.meets(other))
    _note_same_numbers(work, others)
    _note_alike(work, [other for other in others if new.meets(other)])
    return taken


def _merge(work: Work, new: Brought, other: Brought) -> int:
    work.values.update(other=other.source_id, new_first=new.first, new_last=new.last)
    verdict = _verdict(new, other)
    _meet_by_number(work, verdict)
    if new.system == other.system:
        _meet_without_number(work, "ordered_on" if new.by_day or other.by_day else "ordered_at", verdict)
    _meet_lines(work, "unchanged" if not new.ends_before(other) else "true")
    lines = "select order_lines.rowid as row, {} as replaced_by from order_lines join lines_met on order_id = {} and source_id = {} where {}"
    gone_lines = put_by(work, "order_lines", "select distinct * from (" + lines.format("$source_id", "old_order", "$other", "not drop_new") + ")")
    put_by(work, "order_lines", "select distinct * from (" + lines.format("$other", "new_order", "$source_id", "drop_new") + ")")
    taken = put_by(work, "orders", "select distinct new_row as row, $other as replaced_by from met where drop_new")
    older = put_by(work, "orders", "select distinct old_row as row, $source_id as replaced_by from met where not drop_new")
    _note_merged(work, new, other, taken, older)
    if older or gone_lines:
        recount(work.cursor, other.source_id)
    return taken


def _verdict(new: Brought, other: Brought) -> str:
    """Return the SQL that says whether the new one of two equal orders is the one to put by."""
    if new.whole != other.whole:
        return "false" if new.whole else "true"
    return "true" if new.ends_before(other) else "unchanged"


def _meet_by_number(work: Work, verdict: str) -> None:
    """Pair orders of one number, day and person; the person may go by an id here and by an e-mail address there."""
    work.run(f"""
        create or replace temp table met as select *, {verdict} as drop_new from (
            select new.rowid as new_row, old.rowid as old_row, new.order_id as new_order, old.order_id as old_order,
                new.customer_key as new_key, old.customer_key as old_key, true as numbered,
                (new.total, new.refunded, new.status) is not distinct from (old.total, old.refunded, old.status) as unchanged
            from orders new join orders old on old.order_id = new.order_id and old.ordered_on = new.ordered_on
            where new.source_id = $source_id and old.source_id = $other)""")
    keep_same_person(work, "met")


def _meet_without_number(work: Work, moment: str, verdict: str) -> None:
    """Pair orders without a number of one customer, time and amount: as many as both files have."""
    # A row that takes money back has no total, its amount is what went back.
    work.run(f"""
        insert into met by name
        with alike as (
            select rowid as row, source_id, order_id, customer_key, {moment} as moment, status = 'refund_only' as back,
                total, refunded, status, case when status = 'refund_only' then refunded else total end as amount,
                row_number() over (partition by source_id, customer_key, {moment}, back, amount order by rowid) as place
            from orders where source_id in ($source_id, $other) and {UNNUMBERED})
        select *, {verdict} as drop_new from (
            select new.row as new_row, old.row as old_row, new.order_id as new_order, old.order_id as old_order,
                new.customer_key as new_key, old.customer_key as old_key, false as numbered,
                (new.total, new.refunded, new.status) is not distinct from (old.total, old.refunded, old.status) as unchanged
            from alike new join alike old using (customer_key, moment, back, amount, place)
            where new.source_id = $source_id and old.source_id = $other)""")


def _meet_lines(work: Work, drop_new: str) -> None:
    """Pair the orders of which both files have lines, also where the order itself comes from a third file."""
    work.run(f"""
        create or replace temp table lines_met as
        with parcels as (
            select source_id, order_id, any_value(customer_key) as key, any_value(ordered_on) as day,
                (count(*), sum(quantity), sum(line_total)) as content
            from order_lines where source_id in ($source_id, $other) and ordered_on between $new_first and $new_last
            group by source_id, order_id),
        here as (from parcels where source_id = $source_id), there as (from parcels where source_id = $other)
        select here.order_id as new_order, there.order_id as old_order, here.key as new_key, there.key as old_key,
            coalesce(met.drop_new and met.same_kind, drop_by_content) as drop_new
        from (
            select *, here.content is not distinct from there.content as unchanged, {drop_new} as drop_by_content
            from here join there on there.order_id = here.order_id and there.day = here.day) pairs""")


def _note_merged(work: Work, new: Brought, other: Brought, taken: int, older: int) -> None:
    pass
