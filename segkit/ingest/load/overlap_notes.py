"""What is said of orders that another file has too: which of them counts, and what may count twice?"""

from segkit.ingest.load.brought import Brought
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.work import Work
from segkit.words import listed, literal, plural

# Fewer alike than this may be chance.
_A_FEW = 3
DIFFERENT = "they are counted as different orders"


def note_merged(work: Work | Settling, new: Brought, other: Brought, taken: int, older: int) -> None:
    """Say how many orders both files have, and in which of them they count; `taken` of the new ones are put by, `older` of the others."""
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


def note_given_back(work: Work | Settling, new: Brought, other: Brought) -> None:
    """Say what was paid back or called off in one file only, where it holds all the same, or where the other's amounts count."""
    if new.whole == other.whole:
        orders = 0 if new.ends_before(other) else work.one("select count(*) from met where drop_new and old_gives_back")[0]
        if orders:
            work.notes.append(f"{plural(orders, 'order')} of this file {'is' if orders == 1 else 'are'} paid back or cancelled in "
                              f"{literal(other.name)}, but not here: that holds.")  # fmt: skip
        return
    gives_back = "old_gives_back" if new.whole else "new_gives_back"
    orders = work.one(f"select count(*) from met where as_much and {gives_back}")[0]
    whole, lines = (new, other) if new.whole else (other, new)
    if orders:
        work.notes.append(f"{plural(orders, 'order')} {'is' if orders == 1 else 'are'} paid back or cancelled in {literal(lines.name)}, "
                          f"but not in {literal(whole.name)}, whose amounts count: export it again if it is the older one.")  # fmt: skip


def note_same_numbers(work: Work, others: list[Brought], taken: int) -> None:
    """Say where most order numbers that are left are those of another file, but not the customers or days."""
    alike = """select old.source_id, count(distinct new.rowid)
        from orders new join orders old on old.order_id = new.order_id and old.status <> 'refund_only'"""
    names = _mostly(work, others, alike, "true")
    if names:
        which = "Most of its other order numbers" if taken else "Most of its order numbers"
        work.notes.append(f"{which} stand in {names} too, but for other customers or days: {DIFFERENT}. "
                          "If both list the same orders, remove one of the files.")  # fmt: skip


def note_paid_back_twice(work: Work, others: list[Brought]) -> None:
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


def note_alike(work: Work, others: list[Brought]) -> None:
    """Say where most orders look like those of another file of this system, on the same days, but have other numbers or none."""
    alike = """select old.source_id, count(distinct new.rowid) from orders new join orders old using (customer_key, ordered_on, total)"""
    for other in others:
        work.values.update(other_first=other.first, other_last=other.last)
        names = _mostly(work, [other], alike, "new.ordered_on between $other_first and $other_last")
        if names:
            work.notes.append(f"These days overlap with {names}, which has orders of the same customers, days and amounts under other "
                              f"numbers: {DIFFERENT}. If they are the same, remove one of the files.")  # fmt: skip


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
