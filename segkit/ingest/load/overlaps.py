"""Which orders has another file brought already? Each counts once, and a note says which file it stands in."""

from dataclasses import replace

import duckdb

from segkit.ingest.identity.links import link
from segkit.ingest.load.brought import Brought, brought, family_of, spans_of
from segkit.ingest.load.counts import Counts
from segkit.ingest.load.overlap_notes import DIFFERENT, note_alike, note_given_back, note_merged, note_paid_back_twice, note_same_numbers
from segkit.ingest.load.pairs import pair_lines, pair_orders, pair_unnumbered
from segkit.ingest.load.put_by import UNNUMBERED, put_by
from segkit.ingest.load.recount import recount
from segkit.ingest.load.same_sales import ONCE, apart, together
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.stores import settle_store
from segkit.ingest.load.work import Work
from segkit.tables import OF_ORDERS
from segkit.words import literal, plural

_BOTH = ("new_order", "new_key", "new_day", "old_order", "old_key", "old_day")


def merge_with_others(work: Work) -> int:
    """Settle orders that another file brought before; return how many of the new ones that took away.

    An order that comes again unchanged, or no further on from an export that ends earlier, is put by. A changed one (paid, refunded
    since) takes the place of the older version, which is put by instead; of exports that end alike, the version that is
    further on counts. What was paid back or called off in any of them stays so. Between a file of orders and one of lines, the
    order is taken from the first and its lines from the second. Money paid back is no version of the order that it was paid for.
    Orders of two shops are never the same.
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
    taken += sum(_leave_out_back_of_called_off(work, other) for other in others)
    note_same_numbers(work, others, taken)
    note_paid_back_twice(work, others)
    note_alike(work, [other for other in others if new.meets(other) and family_of(other.system) == family_of(new.system)])
    return taken


def merge_linked(work: Work, counts: Counts) -> Counts:
    """Settle orders of two files whose customers turned out to be one person; return the counts of the file that proved it.

    So it makes no difference whether the file that proves it comes first or last. Then sales that two systems list count once.
    """
    system = work.match.system
    joined = work.run("select 1 from just_joined limit 1")
    if joined and system.table not in OF_ORDERS:
        apart(work.cursor)
        link(work.cursor, kept_apart=work.shop.kept_apart)
    if joined:
        _settle_joined(work)
    if joined or system.table in OF_ORDERS:
        together(work.cursor, work)
    if system.table not in OF_ORDERS:
        return counts
    kept = min(counts.kept, work.one(f"select count(*) from {system.table} where source_id = $source_id")[0])
    return replace(counts, kept=kept, merged=counts.merged + counts.kept - kept)


def adds_nothing(work: Work, counts: Counts) -> bool:
    """Return whether every row of the file was in the project already: as a row of its table, as an order, and as a sale elsewhere."""
    if not counts.merged or counts.kept or any(note.startswith(ONCE) for note in work.notes):
        return False
    of_orders = work.match.system.table in OF_ORDERS
    return not (of_orders and work.run("select 1 from orders where source_id = $source_id limit 1"))


def _settle_joined(work: Work) -> None:
    """Settle the orders of each two files that list one person whose records were just joined."""
    pairs = work.run("""
        with kept_by as (
            select distinct source_id, customer_id, customer_key from orders where customer_id in (select person from just_joined))
        select distinct new.source_id, old.source_id from kept_by new join kept_by old using (customer_id)
        where new.source_id > old.source_id and new.customer_key <> old.customer_key order by all""")
    if not pairs:
        return
    system = work.match.system
    this = (work.source_id, work.source.name, system.key, system.table != "order_lines", work.store)
    found = {file.source_id: file for file in brought(work)}
    found[work.source_id] = Brought(*this, *spans_of(work).get(work.source_id, ()))
    for new, other in ((found[new], found[old]) for new, old in pairs):
        if new.related(other) and new.meets(other):
            _merge_again(work, new, other)


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
            if not ({new.source_id, other.source_id} & files and new.related(other) and new.store == other.store):
                continue
            settling = Settling(cursor, new.source_id)
            if new.meets(other):
                _merge(settling, new, other)
                if settling.run(f"select 1 from orders where customer_id <> customer_key and {UNNUMBERED} limit 1"):
                    _merge(settling, new, other, linked=True)
            _leave_out_back_of_called_off(settling, other)


def _merge_again(work: Work, new: Brought, other: Brought) -> None:
    """Settle two files once more, now that customers of theirs are known to be one person."""
    again = replace(work, source_id=new.source_id, values={}, notes=[])
    settled = sum(_merge(again, new, other, linked=True))
    if settled:
        work.notes[:] = [note for note in work.notes if not (DIFFERENT in note and literal(other.name) in note)]
        recount(work.cursor, new.source_id, without=other.source_id)
        work.notes.append(f"{plural(settled, 'order')} of customers who turned out to be one person "
                          f"{'stands' if settled == 1 else 'stand'} in {literal(new.name)} and in {literal(other.name)}: "
                          "counted once.")  # fmt: skip


def _merge(work: Work | Settling, new: Brought, other: Brought, linked: bool = False) -> tuple[int, int]:
    """Put by every order that both files brought in one of them; return how many of the new ones and how many of the others."""
    work.values.update(other=other.source_id, new_first=new.first, new_last=new.last)
    # An export that ends earlier may have been taken later, of fewer days: then its orders have come further. Nothing in an export
    # proves that it was taken later, but a shop does not take back what it has paid back or called off.
    ends_later = "unchanged or old_gives_back" if other.ends_before(new) else "unchanged or old_is_further"
    newer = "not new_is_further" if new.ends_before(other) else ends_later
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
    note_merged(work, new, other, taken, older)
    note_given_back(work, new, other)
    if older or older_lines:
        recount(work.cursor, other.source_id)
    return taken, older


def _leave_out_back_of_called_off(work: Work | Settling, other: Brought) -> int:
    """Put by the rows that pay back orders which the other of two files calls off: neither counts. Return how many rows are new."""
    work.values.update(other=other.source_id)
    rows = """select back.rowid as row, off.source_id as replaced_by from orders back
        join orders off on off.order_id = back.order_id and (off.customer_key = back.customer_key or off.customer_id = back.customer_id)
        where back.status = 'refund_only' and off.status = 'cancelled' and off.total > 0
            and back.source_id = {} and off.source_id = {} group by all"""
    mine, theirs = (put_by(work, "orders", rows.format(*way)) for way in (("$source_id", "$other"), ("$other", "$source_id")))
    if theirs:
        recount(work.cursor, other.source_id)
    if mine + theirs:
        work.notes.append(f"{plural(mine + theirs, 'row')} here or in {literal(other.name)} {'pays' if mine + theirs == 1 else 'pay'} back "
                          "cancelled orders: those do not count, so neither does the money.")  # fmt: skip
    return mine


def _lines_of(whose: str, source: str, chosen: str, stays: str) -> str:
    return f"""select distinct order_lines.rowid as row, {stays} as replaced_by from order_lines join lines_met
        on order_id = {whose}_order and customer_key = {whose}_key and ordered_on = {whose}_day and source_id = {source} where {chosen}"""
