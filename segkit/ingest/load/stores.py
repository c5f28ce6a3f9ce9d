"""Which shop is a file of orders from? Two shops number their orders alike: ids and days tell them apart, else the user."""

from dataclasses import dataclass, replace

from segkit.ingest.choices import SAME_STORE
from segkit.ingest.load.brought import Brought
from segkit.ingest.load.put_by import UNNUMBERED, tables_put_by
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.report import LoadReport, Question
from segkit.tables import OF_ORDERS
from segkit.words import listed, literal, plural

# Fewer alike than this may be chance.
_A_FEW = 3
_FREE = "Name of the shop, as in: Berlin"
# Money paid back has the number of what was bought, but a day, and often an id, of its own.
_HERE = """select order_id as name, platform_order_id, ordered_on, customer_key, customer_id, status = 'refund_only' as back
    from orders where source_id = $source_id"""
# A named shop stands before the number.
_THERE = """select source_id, case when store is null then order_id else substr(order_id, length(store) + 2) end as name,
    platform_order_id, ordered_on, customer_key, customer_id
    from orders where source_id <> $source_id and status <> 'refund_only'"""
_ONE_ID = "new.platform_order_id = old.platform_order_id"
# Where ids are missing: one order has one day (a time zone moves it by one), and one customer unless their ids are of two kinds.
_ONE_PERSON = "(new.customer_key = old.customer_key or new.customer_id = old.customer_id)"
_ALIKE = f"(back or abs(new.ordered_on - old.ordered_on) <= 1) and {_ONE_PERSON}"
_ANOTHER = """not back and (abs(new.ordered_on - old.ordered_on) > 1
    or (new.customer_key like '%@%' and old.customer_key like '%@%' and new.customer_id <> old.customer_id))"""
_COMPARED = f"""
    select old.source_id, count(*) filter ({_ONE_ID}) as same_ids, count(*) filter (not back and not ({_ONE_ID})) as other_ids,
        count(*) filter (({_ONE_ID}) is null and {_ALIKE}) as alike,
        count(*) filter (({_ONE_ID}) is null and ({_ANOTHER}) and new.ordered_on between span.first and span.last) as apart,
        count(*) filter (({_ONE_ID}) is null) as without_ids
    from ({_HERE}) new join ({_THERE}) old using (name) join spans span on span.source_id = old.source_id group by old.source_id"""


@dataclass(frozen=True)
class Compared:
    """How many order numbers of the new file another one has too, for the same orders and for others."""

    other: Brought
    same_ids: int = 0
    other_ids: int = 0
    alike: int = 0
    apart: int = 0
    without_ids: int = 0

    @property
    def agrees(self) -> bool:
        """Whether both list orders of one shop."""
        return self.same_ids > 0 or self.alike >= _A_FEW or (self.alike > 0 and 2 * self.alike > self.without_ids)

    @property
    def by_ids(self) -> bool:
        """Whether the ids prove that equal numbers are different orders."""
        return not self.agrees and self.other_ids > 0

    @property
    def conflicts(self) -> bool:
        """Whether equal numbers are different orders, as far as days and customers can tell."""
        return not self.agrees and self.apart >= _A_FEW and 2 * self.apart > self.without_ids


def settle_store(work: Work, new: Brought, others: list[Brought]) -> tuple[str, list[Brought]]:
    """Return the shop of the file, "" where none is named, and the other files of it; ask where nobody can know it.

    The shop is written to the rows of the file. Files without a name that list the same orders get it too: they are of that shop.
    """
    known = {other.store.casefold(): other.store for other in others if other.store}
    given = work.store.strip()
    compared = _compare(work, new, others)
    store = known.get(given.casefold(), given) if given else _by_orders(work, new, others, compared)
    work.store = store
    if store:
        _write(work, store, work.source_id)
        others = _named_alike(work, store, others, [one.other for one in compared if one.agrees])
    return store, [other for other in others if other.store == store]


def _named_alike(work: Work, store: str, others: list[Brought], agreeing: list[Brought]) -> list[Brought]:
    """Return the files with the name given to those that have none, where one of them lists the same orders; note what contradicts."""
    elsewhere = [other for other in agreeing if other.store not in ("", store)]
    if elsewhere and not any(other.store == store for other in agreeing):
        work.notes.append(f"Orders of this file stand in {listed(literal(other.name) for other in elsewhere)} too, of the shop "
                          f"{literal(elsewhere[0].store)}: they count in both shops. If it is one, give both files its name.")  # fmt: skip
    if not any(other.store == "" for other in agreeing):
        return others
    unnamed = [other for other in others if not other.store]
    for other in unnamed:
        _write(work, store, other.source_id)
        _name_report(work, store, other.source_id)
    work.notes.append(f"{listed(literal(other.name) for other in unnamed)} {'is' if len(unnamed) == 1 else 'are'} of the shop "
                      f"{literal(store)} too: the same orders stand there.")  # fmt: skip
    return [replace(other, store=other.store or store) for other in others]


def _name_report(work: Work, store: str, source_id: int) -> None:
    (text,) = work.cursor.execute("select report from files where source_id = $id", {"id": source_id}).fetchone()
    report = replace(LoadReport.from_json(text), store=store)
    report.choices["store"] = store
    work.cursor.execute("update files set report = $report where source_id = $id", {"id": source_id, "report": report.to_json()})


def _by_orders(work: Work, new: Brought, others: list[Brought], compared: list[Compared]) -> str:
    """Return the shop that the orders themselves tell, or that was answered."""
    known = {other.store.casefold(): other.store for other in others if other.store}
    agreeing = [one for one in compared if one.agrees]
    if agreeing:
        best = max(agreeing, key=lambda one: (one.same_ids, one.alike, bool(one.other.store)))
        return _told(work, best.other.store, best.other)
    in_conflict = [one for one in compared if one.by_ids or (one.conflicts and not _starts_again(work, one.other))]
    in_conflict = [one for one in in_conflict if one.other.system == new.system]
    stores = {other.store: other for other in others}
    if not in_conflict and len(stores) < 2:
        return _told(work, *next(iter(stores.items()))) if stores else ""
    answer = work.answer("store").strip()
    if not answer:
        raise Unanswered(_ask(in_conflict, stores))
    if answer.casefold() == SAME_STORE and SAME_STORE not in known:
        return in_conflict[0].other.store if in_conflict and in_conflict[0].other.store == "" else ""
    return known.get(answer.casefold(), answer)


def _told(work: Work, store: str, other: Brought) -> str:
    if store:
        work.decisions["store"] = f"Orders of the shop {literal(store)}, like those of {literal(other.name)}."
    return store


def _compare(work: Work, new: Brought, others: list[Brought]) -> list[Compared]:
    """Return what the numbers of the file have in common with each other file; [] where nothing could follow from it."""
    if not others:
        return []
    has_ids = work.run("select 1 from orders where source_id = $source_id and platform_order_id is not null limit 1")
    if not (has_ids or work.store) and not any(other.store or _overlap(new, other) for other in others):
        return []
    work.run("create or replace temp table spans (source_id bigint, first date, last date)")
    for other in others:
        work.values.update(span_of=other.source_id, span_first=other.first, span_last=other.last)
        work.run("insert into spans values ($span_of, $span_first, $span_last)")
    found = {source_id: counts for source_id, *counts in work.run(_COMPARED)}
    return [Compared(other, *found[other.source_id]) for other in others if other.source_id in found]


def _overlap(new: Brought, other: Brought) -> bool:
    return None not in (new.first, other.first) and new.first <= other.last and other.first <= new.last


def _starts_again(work: Work, other: Brought) -> bool:
    """Return whether order numbers start again inside one of the files, as those of tills do: then equal ones prove nothing."""
    work.values["other"] = other.source_id
    return bool(work.run("select 1 from orders where source_id in ($source_id, $other) and suffix(order_id, ' (2)') limit 1"))


def _ask(in_conflict: list[Compared], stores: dict[str, Brought]) -> Question:
    apart = {one.other.store for one in in_conflict}
    options = [(store, f"{store}, like {literal(other.name)}") for store, other in sorted(stores.items()) if store and store not in apart]
    if not in_conflict:
        unnamed = [(SAME_STORE, f"The shop of {literal(stores[''].name)}, which has no name yet")] if "" in stores else []
        return Question("store", "Which shop is this file from?", (*options, *unnamed),
                        "The project has several shops, and nothing in the file tells which one it is of.", free=_FREE)  # fmt: skip
    number = max(one.other_ids or one.apart for one in in_conflict)
    names = listed([literal(one.other.name) for one in in_conflict])
    if "" in stores and "" not in apart:
        options.append((SAME_STORE, f"The shop of {literal(stores[''].name)}, which has no name yet"))
    elif not any(one.by_ids for one in in_conflict):
        options.append((SAME_STORE, "The same shop: its numbers start again, or were given anew"))
    their = "their ids differ" if any(one.by_ids for one in in_conflict) else "days or customers differ"
    return Question(
        "store", f"{plural(number, 'order number')} of this file {'stands' if number == 1 else 'stand'} in {names} too, but "
        f"{'it is another order' if number == 1 else 'they are other orders'} ({their}). Which shop is this file from?",
        tuple(options), "Orders of two shops are never taken for one another, whatever their numbers.", free=_FREE,
    )  # fmt: skip


def _write(work: Work, store: str, source_id: int) -> None:
    """Name the shop on every row of a file, and before its order numbers, so that those of two shops stay apart everywhere."""
    work.values.update(store=store, named=source_id)
    aside = [f"put_by_{table}" for table in tables_put_by(work.cursor) if table in OF_ORDERS]
    for table in (*OF_ORDERS, *aside):
        work.run(f"""update {table} set store = $store,
            order_id = case when {UNNUMBERED} then order_id else $store || ' ' || order_id end where source_id = $named""")
