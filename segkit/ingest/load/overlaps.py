"""Which orders has another file brought already? Each counts once, and a note says which file it stands in."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from segkit.ingest.load.counts import Counts
from segkit.ingest.load.pairs import pair_lines, pair_orders, pair_unnumbered
from segkit.ingest.load.put_by import put_by
from segkit.ingest.load.recount import recount
from segkit.ingest.load.work import Work
from segkit.ingest.recognise.systems import systems
from segkit.words import listed, literal, plural

# Fewer alike than this may be chance.
_A_FEW = 3
_DIFFERENT = "they are counted as different orders"
_BOTH = ("new_order", "new_key", "new_day", "old_order", "old_key", "old_day")
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
    since) takes the place of the older version, which is put by instead; of exports that end alike, the version that is
    further on counts. Between a file of orders and one of lines, the order is taken from the first and its lines from the
    second. Money paid back is no version of the order that it was paid for.
    """
    if not (listed_before := _listed(work)):
        return 0
    spans, system = _spans(work), work.match.system
    new = Brought(work.source_id, work.source.name, system.key, system.table != "order_lines", *spans.get(work.source_id, ()))
    others = [Brought(*known, *spans.get(known[0], ())) for known in listed_before]
    others = [other for other in others if other.related(new)]
    taken = sum(_merge(work, new, other)[0] for other in others if new.meets(other))
    _note_same_numbers(work, others, taken)
    _note_paid_back_twice(work, others)
    _note_alike(work, [other for other in others if new.meets(other)])
    return taken


def merge_linked(work: Work, counts: Counts) -> Counts:
    """Settle orders of two files whose customers turned out to be one person; return the counts of the file that proved it.

    So it makes no difference whether the file that proves it comes first or last.
    """
    pairs = work.run("""
        with kept_by as (
            select distinct source_id, customer_id, customer_key from orders where customer_id in (select person from just_joined))
        select distinct new.source_id, old.source_id from kept_by new join kept_by old using (customer_id)
        where new.source_id > old.source_id and new.customer_key <> old.customer_key order by all""")
    if not pairs:
        return counts
    spans, system = _spans(work), work.match.system
    files = [*_listed(work), (work.source_id, work.source.name, system.key, system.table != "order_lines")]
    brought = {file[0]: Brought(*file, *spans.get(file[0], ())) for file in files}
    for new, other in ((brought[new], brought[old]) for new, old in pairs):
        if new.related(other) and new.meets(other):
            _merge_again(work, new, other)
    if system.table not in ("orders", "order_lines"):
        return counts
    kept = min(counts.kept, work.one(f"select count(*) from {system.table} where source_id = $source_id")[0])
    return replace(counts, kept=kept, merged=counts.merged + counts.kept - kept)


def _merge_again(work: Work, new: Brought, other: Brought) -> None:
    """Settle two files once more, now that customers of theirs are known to be one person."""
    again = replace(work, source_id=new.source_id, values={}, notes=[])
    settled = sum(_merge(again, new, other, linked=True))
    if settled:
        work.notes[:] = [note for note in work.notes if not (_DIFFERENT in note and literal(other.name) in note)]
        recount(work.cursor, new.source_id, without=other.source_id)
        work.notes.append(f"{plural(settled, 'order')} of customers who turned out to be one person "
                          f"{'stands' if settled == 1 else 'stand'} in {literal(new.name)} and in {literal(other.name)}: "
                          "counted once.")  # fmt: skip


def _listed(work: Work) -> list[tuple]:
    return work.run("select source_id, name, system, main_table <> 'order_lines' from files "
                    "where main_table in ('orders', 'order_lines') order by source_id")  # fmt: skip


def _spans(work: Work) -> dict[int, list]:
    return {source_id: span for source_id, *span in work.run(_SPANS)}


def _merge(work: Work, new: Brought, other: Brought, linked: bool = False) -> tuple[int, int]:
    """Put by every order that both files brought in one of them; return how many of the new ones and how many of the others."""
    work.values.update(other=other.source_id, new_first=new.first, new_last=new.last)
    newer = "true" if new.ends_before(other) else "unchanged" if other.ends_before(new) else "unchanged or old_is_further"
    verdict = newer if new.whole == other.whole else "false" if new.whole else "true"
    pair_orders(work, verdict)
    if new.system == other.system:
        pair_unnumbered(work, "ordered_on" if new.by_day or other.by_day else "ordered_at", verdict, linked)
    pair_lines(work, newer)
    if not (new.whole or other.whole):
        # An order that is the sum of its lines goes with them.
        work.run(f"""update met set drop_new = true from lines_met lines
            where not lines.unchanged and lines.drop_new and {" and ".join(f"lines.{name} = met.{name}" for name in _BOTH)}""")
    put_by(work, "order_lines", _lines_of("new", "$source_id", "drop_new", "$other"))
    older_lines = put_by(work, "order_lines", _lines_of("old", "$other", "not drop_new", "$source_id"))
    taken = put_by(work, "orders", "select distinct new_row as row, $other as replaced_by from met where drop_new")
    older = put_by(work, "orders", "select distinct old_row as row, $source_id as replaced_by from met where not drop_new")
    _note_merged(work, new, other, taken, older)
    if older or older_lines:
        recount(work.cursor, other.source_id)
    return taken, older


def _lines_of(whose: str, source: str, chosen: str, stays: str) -> str:
    return f"""select distinct order_lines.rowid as row, {stays} as replaced_by from order_lines join lines_met
        on order_id = {whose}_order and customer_key = {whose}_key and ordered_on = {whose}_day and source_id = {source} where {chosen}"""


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


def _note_same_numbers(work: Work, others: list[Brought], taken: int) -> None:
    """Say where most order numbers that are left are those of another file, but not the customers or days."""
    alike = """select old.source_id, count(distinct new.rowid)
        from orders new join orders old on old.order_id = new.order_id and old.status <> 'refund_only'"""
    names = _mostly(work, others, alike, "true")
    if names:
        which = "Most of its other order numbers" if taken else "Most of its order numbers"
        work.notes.append(f"{which} stand in {names} too, but for other customers or days: {_DIFFERENT}. "
                          "If both list the same orders, remove one of the files.")  # fmt: skip


def _note_paid_back_twice(work: Work, others: list[Brought]) -> None:
    """Say where money paid back has the number of an order of another file that says itself what was paid back."""
    found = dict(work.run("""
        select old.source_id, count(distinct new.rowid) from orders new join orders old using (order_id, customer_key)
        where new.source_id = $source_id and old.source_id <> $source_id and new.refunded > 0 and old.refunded > 0
            and (new.status = 'refund_only') <> (old.status = 'refund_only')
        group by old.source_id"""))
    for other in others:
        if number := found.get(other.source_id):
            work.notes.append(f"{plural(number, 'order')} with money paid back, here and in {literal(other.name)}: one file lists it in "
                              "rows of its own, the other as a part of the orders. Both are subtracted. If it is the same money, "
                              "remove one of the files.")  # fmt: skip


def _note_alike(work: Work, others: list[Brought]) -> None:
    """Say where most orders look like those of another file with overlapping days, but have other numbers or none."""
    alike = """select old.source_id, count(distinct new.rowid) from orders new join orders old using (customer_key, ordered_on, total)"""
    for other in others:
        work.values.update(other_first=other.first, other_last=other.last)
        names = _mostly(work, [other], alike, "new.ordered_on between $other_first and $other_last")
        if names:
            work.notes.append(f"These days overlap with {names}, which has orders of the same customers, days and amounts under other "
                              f"numbers: {_DIFFERENT}. If they are the same, remove one of the files.")  # fmt: skip


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
