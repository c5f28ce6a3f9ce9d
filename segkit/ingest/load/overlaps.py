"""Which orders has another file brought already? Each counts once, and a note says which file it stands in."""

from dataclasses import dataclass
from datetime import date, datetime

from segkit.ingest.load.people import keep_same_person
from segkit.ingest.load.put_by import UNNUMBERED, put_by
from segkit.ingest.load.recount import recount
from segkit.ingest.load.work import Work
from segkit.ingest.recognise.systems import systems
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
    _meet_lines(work, "true" if new.ends_before(other) else "unchanged")
    put_by(work, "order_lines", _lines_of("new_order", "$source_id", "drop_new", "$other"))
    older_lines = put_by(work, "order_lines", _lines_of("old_order", "$other", "not drop_new", "$source_id"))
    taken = put_by(work, "orders", "select distinct new_row as row, $other as replaced_by from met where drop_new")
    older = put_by(work, "orders", "select distinct old_row as row, $source_id as replaced_by from met where not drop_new")
    _note_merged(work, new, other, taken, older)
    if older or older_lines:
        recount(work.cursor, other.source_id)
    return taken


def _lines_of(order: str, source: str, chosen: str, stays: str) -> str:
    return f"""select distinct order_lines.rowid as row, {stays} as replaced_by
        from order_lines join lines_met on order_id = {order} and source_id = {source} where {chosen}"""


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


def _meet_lines(work: Work, verdict: str) -> None:
    """Pair the orders of which both files have lines, also where the order itself comes from a third file."""
    work.run(f"""
        create or replace temp table lines_met as
        with parcels as (
            select source_id, order_id, any_value(customer_key) as key, any_value(ordered_on) as day,
                (count(*), sum(quantity), sum(line_total)) as content
            from order_lines where source_id in ($source_id, $other) and ordered_on between $new_first and $new_last
            group by source_id, order_id)
        select *, {verdict} as drop_new from (
            select new.order_id as new_order, old.order_id as old_order, new.key as new_key, old.key as old_key,
                new.content is not distinct from old.content as unchanged
            from parcels new join parcels old on old.order_id = new.order_id and old.day = new.day
            where new.source_id = $source_id and old.source_id = $other)
        union all by name select new_order, old_order, new_key, old_key, drop_new from met where not numbered""")
    keep_same_person(work, "lines_met")


def _note_merged(work: Work, new: Brought, other: Brought, taken: int, older: int) -> None:
    name, unnumbered = literal(other.name), work.one("select count(*) from met where not numbered")[0]
    if new.whole != other.whole and taken + older:
        orders, lines = (new, other) if new.whole else (other, new)
        work.notes.append(f"{plural(taken + older, 'order stands', 'orders stand')} in {name} too and "
                          f"{'counts' if taken + older == 1 else 'count'} once: the amounts are those of {literal(orders.name)}, "
                          f"the products those of {literal(lines.name)}.")  # fmt: skip
        return
    if unnumbered:
        work.notes.append(f"{plural(unnumbered, 'order')} without a number {'is' if unnumbered == 1 else 'are'} in {name} too "
                          "(same customer, time and amount): counted once.")  # fmt: skip
    if taken > unnumbered:
        work.notes.append(f"{plural(taken - unnumbered, 'order')} came with {name} already: counted once.")
    if older:
        work.notes.append(f"{plural(older, 'order')} came with {name} already; this newer version counts.")


def _note_same_numbers(work: Work, others: list[Brought]) -> None:
    """Say where most order numbers are those of another file, but not the customers or days."""
    alike = "select old.source_id, count(distinct new.rowid) from orders new join orders old using (order_id)"
    names = _mostly(work, others, alike, "true")
    if names:
        work.notes.append(f"Most of its order numbers stand in {names} too, but for other customers or days: "
                          "they are counted as different orders. If both list the same orders, remove one of the files.")  # fmt: skip


def _note_alike(work: Work, others: list[Brought]) -> None:
    """Say where most orders look like those of another file with overlapping days, but have other numbers or none."""
    alike = """select old.source_id, count(distinct new.rowid) from orders new join orders old using (customer_key, ordered_on, total)"""
    for other in others:
        work.values.update(other_first=other.first, other_last=other.last)
        names = _mostly(work, [other], alike, "new.ordered_on between $other_first and $other_last")
        if names:
            work.notes.append(f"These days overlap with {names}, which has orders of the same customers, days and amounts under other "
                              "numbers: they are counted as different orders. If they are the same, remove one of the files.")  # fmt: skip


def _mostly(work: Work, others: list[Brought], alike: str, within: str) -> str:
    """Return the names of the files that have more than half of the orders that are left of this one."""
    left = work.one(f"select count(*) from orders new where source_id = $source_id and status <> 'refund_only' and {within}")[0]
    if left < _A_FEW or not others:
        return ""
    found = dict(
        work.run(f"""{alike} where new.source_id = $source_id and old.source_id <> $source_id
        and new.status <> 'refund_only' and {within} group by old.source_id""")
    )
    return listed([literal(other.name) for other in others if found.get(other.source_id, 0) > left / 2])
