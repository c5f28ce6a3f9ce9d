"""Which orders has another file brought already? Each counts once, and a note says which file it stands in."""

from dataclasses import replace

import duckdb

from segkit.ingest.load.brought import Brought, brought, spans_of
from segkit.ingest.load.counts import Counts
from segkit.ingest.load.pairs import pair_lines, pair_orders, pair_unnumbered
from segkit.ingest.load.put_by import UNNUMBERED, put_by
from segkit.ingest.load.recount import recount
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.stores import settle_store
from segkit.ingest.load.work import Work
from segkit.words import listed, literal, plural

# Fewer alike than this may be chance.
_A_FEW = 3
_DIFFERENT = "they are counted as different orders"
_BOTH = ("new_order", "new_key", "new_day", "old_order", "old_key", "old_day")


def merge_with_others(work: Work) -> int:
    """Settle orders that another file brought before; return how many of the new ones that took away.

    An order that comes again unchanged, or no further on from an export that ends earlier, is put by. A changed one (paid, refunded
    since) takes the place of the older version, which is put by instead; of exports that end alike, the version that is
    further on counts. Between a file of orders and one of lines, the order is taken from the first and its lines from the
    second. Money paid back is no version of the order that it was paid for. Orders of two shops are never the same.
    """
    listed_before = brought(work)
    if not (listed_before or work.store):
        return 0
    system = work.match.system
    spans = spans_of(work) if listed_before else {}
    new = Brought(work.source_id, work.source.name, system.key, system.table != "order_lines", "", *spans.get(work.source_id, ()))
    others = [other for other in listed_before if other.related(new)]
    store, others = settle_store(work, new, others)
    new = replace(new, store=store)
    if not others:
        return 0
    taken = sum(_merge(work, new, other)[0] for other in others if new.meets(other))
    _note_same_numbers(work, others, taken)
    _note_paid_back_twice(work, others)
    _note_alike(work, [other for other in others if new.meets(other)])
    return taken


def merge_linked(work: Work, counts: Counts) -> Counts:
    """Settle orders of two files whose customers turned out to be one person; return the counts of the file that proved it.

    So it makes no difference whether the file that proves it comes first or last.
    """
    _note_other_systems(work)
    pairs = work.run("""
        with kept_by as (
            select distinct source_id, customer_id, customer_key from orders where customer_id in (select person from just_joined))
        select distinct new.source_id, old.source_id from kept_by new join kept_by old using (customer_id)
        where new.source_id > old.source_id and new.customer_key <> old.customer_key order by all""")
    if not pairs:
        return counts
    system = work.match.system
    this = (work.source_id, work.source.name, system.key, system.table != "order_lines", work.store)
    found = {file.source_id: file for file in brought(work)}
    found[work.source_id] = Brought(*this, *spans_of(work).get(work.source_id, ()))
    for new, other in ((found[new], found[old]) for new, old in pairs):
        if new.related(other) and new.meets(other):
            _merge_again(work, new, other)
    if system.table not in ("orders", "order_lines"):
        return counts
    kept = min(counts.kept, work.one(f"select count(*) from {system.table} where source_id = $source_id")[0])
    return replace(counts, kept=kept, merged=counts.merged + counts.kept - kept)


def settle_again(cursor: duckdb.DuckDBPyConnection, files: set[int]) -> None:
    """Settle the orders of loaded files, some of which came back, with those of all others: in the order of loading."""
    if not files:
        return
    cursor.execute("create or replace temp table linked_before as select customer_key, customer_id from customers limit 0")
    joined = "select distinct customer_id as person from orders where customer_id <> customer_key"
    cursor.execute(f"create or replace temp table just_joined as {joined}")
    found = brought(Settling(cursor, 0))
    for place, new in enumerate(found):
        for other in found[:place]:
            if {new.source_id, other.source_id} & files and new.related(other) and new.meets(other):
                settling = Settling(cursor, new.source_id)
                _merge(settling, new, other)
                if settling.run(f"select 1 from orders where customer_id <> customer_key and {UNNUMBERED} limit 1"):
                    _merge(settling, new, other, linked=True)


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


def _merge(work: Work | Settling, new: Brought, other: Brought, linked: bool = False) -> tuple[int, int]:
    """Put by every order that both files brought in one of them; return how many of the new ones and how many of the others."""
    work.values.update(other=other.source_id, new_first=new.first, new_last=new.last)
    # An export that ends earlier may have been taken later, of fewer days: then its orders have come further.
    newer = "not new_is_further" if new.ends_before(other) else "unchanged" if other.ends_before(new) else "unchanged or old_is_further"
    verdict = newer if new.whole == other.whole else "false" if new.whole else "true"
    pair_orders(work, verdict)
    if new.system == other.system:
        pair_unnumbered(work, "ordered_on" if new.by_day or other.by_day else "ordered_at", verdict, linked)
    pair_lines(work, newer)
    if not (new.whole or other.whole):
        # An order that is the sum of its lines goes with them, but not one of which the same sum was paid back since.
        work.run(f"""update met set drop_new = true from lines_met lines
            where not lines.unchanged and lines.drop_new and not (met.as_much and met.new_is_further)
                and {" and ".join(f"lines.{name} = met.{name}" for name in _BOTH)}""")
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


def _note_merged(work: Work | Settling, new: Brought, other: Brought, taken: int, older: int) -> None:
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


def _note_other_systems(work: Work) -> None:
    """Say where most orders are those of a file of another system too, as of a shop and of what takes its payments."""
    new = Brought(work.source_id, work.source.name, work.match.system.key, True)
    others = [other for other in brought(work) if not new.related(other)] if work.match.system.table in ("orders", "order_lines") else []
    if not others:
        return
    new = replace(new, **dict(zip(("first", "last"), spans_of(work).get(work.source_id, ()), strict=False)))
    alike = """select old.source_id, count(distinct new.rowid) from orders new
        join orders old on old.customer_id = new.customer_id and old.total = new.total and abs(old.ordered_on - new.ordered_on) <= 1"""
    for other in (other for other in others if new.meets(replace(other, store=""))):
        work.values.update(other_first=other.first, other_last=other.last)
        names = _mostly(work, [other], alike, "new.ordered_on between $other_first - 1 and $other_last + 1")
        if names:
            work.notes.append(f"Most of its orders stand in {names} too, by customer, day and amount: a shop and what takes its payments "
                              "list the same sales, and both count. If they are the same, remove one of the files.")  # fmt: skip


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
