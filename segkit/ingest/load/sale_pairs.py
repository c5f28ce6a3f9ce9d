"""Which sales stand in files of two systems, as of a shop and of what takes its payments? Paired one to one; one of each two counts."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from segkit.ingest.load.put_by import put_by, tables_put_by
from segkit.ingest.load.settling import Settling
from segkit.tables import OF_ORDERS

# What waits for the same sale in a file of another system names that file below zero, so that it is not taken for a version.
_ELSEWHERE = "replaced_by < 0"
_SOLD = "status not in ('refund_only', 'cancelled', 'test') and total > 0"
_OFF, _PAID_BACK = "status = 'cancelled'", f"{_SOLD} and refunded >= total"
# A clock in another time zone moves a sale to the next day. What a shop called off was paid back where it was paid.
_ROUNDS = [(days, *tests) for tests in ((_SOLD, _SOLD), (_OFF, _PAID_BACK), (_PAID_BACK, _OFF)) for days in (0, 1, -1)]
_DAYS = 3
_TELLS = ("discount", "shipping", "tax", "coupon", "channel", "payment_method", "shipping_method", "country", "city", "units")
_ONE_ORDER = ("source_id", "order_id", "customer_key", "ordered_at", "total")


@dataclass(frozen=True)
class Overlap:
    """How many sales two groups of files share, what they are worth, and how many sales each has on the days that both cover."""

    number: int
    worth: Decimal
    currency: str
    of_one: int
    of_other: int

    @property
    def share(self) -> float:
        """How much of the smaller group the other one has too."""
        return self.number / max(min(self.of_one, self.of_other), 1)


@dataclass(frozen=True)
class Settled:
    """What became of the sales of one file that stand in another one: how many, their worth, and what was paid back of them."""

    goes_from: int
    stays_in: int
    number: int
    worth: Decimal
    currency: str
    told: int
    told_worth: Decimal


def pair_sales(cursor: duckdb.DuckDBPyConnection, files: Collection[tuple[int, int]]) -> Overlap:
    """Pair the sales of these pairs of files, one to one, in the table `same_sale`: same customer, same amount, at most a day apart."""
    values = {"one": [one for one, _ in files], "other": [other for _, other in files]}
    pairs = "select unnest($one::bigint[]) as one, unnest($other::bigint[]) as other"
    cursor.execute(f"create or replace temp table file_pairs as {pairs}", values)
    cursor.execute("create or replace temp table sides as select distinct one as source_id, 1 as side from file_pairs "
                   "union select distinct other, 2 from file_pairs")  # fmt: skip
    cursor.execute("create or replace temp table same_sale (one bigint, other bigint)")
    found = 0
    for place, round_of in enumerate(_ROUNDS):
        if found or place < _DAYS:  # where no sale is in both, nothing else is
            found += cursor.execute(f"insert into same_sale {_round(*round_of)}").fetchone()[0]
    number, worth, currency = cursor.execute(f"""
        select count(*), coalesce(sum(total), 0), coalesce(any_value(currency), '') from orders
        where {_SOLD} and rowid in (select one from same_sale)""").fetchone()
    sizes = dict(cursor.execute(f"""
        with sold as (select side, ordered_on from orders join sides using (source_id) where {_SOLD}),
        spans as (select min(ordered_on) as first, max(ordered_on) as last from sold group by side)
        select side, count(*) from sold
        where ordered_on between (select max(first) - 1 from spans) and (select min(last) + 1 from spans) group by side""").fetchall())
    return Overlap(number, worth, currency, sizes.get(1, 0), sizes.get(2, 0))


def _round(days: int, one: str, other: str) -> str:
    """Return the SQL of the pairs among what is not paired yet, where the other day is so many days later."""
    return f"""
        with free as (
            select orders.rowid as row, source_id, side, customer_id, total, ordered_on, row_number() over (
                partition by side, customer_id, total, ordered_on order by ordered_at, orders.rowid) as place
            from orders join sides using (source_id)
            where ((side = 1 and {one}) or (side = 2 and {other}))
                and orders.rowid not in (select one from same_sale) and orders.rowid not in (select other from same_sale))
        select one.row, other.row from free one join free other
            on one.customer_id = other.customer_id and one.total = other.total and one.place = other.place
                and other.ordered_on = one.ordered_on + {days}
        where one.side = 1 and other.side = 2 and (one.source_id, other.source_id) in (select one, other from file_pairs)"""


def side_that_stays(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return which side's orders stay, 1 or 2: those with products, else those that tell more, else those of the earlier file."""
    told = " + ".join(f"(count({name}) > 0)::int" for name in _TELLS)
    ranks = cursor.execute(f"""
        select side, side in (select side from order_lines join sides using (source_id)) as products, {told} as told, -min(source_id)
        from orders join sides using (source_id) group by side""").fetchall()
    return max(ranks, key=lambda rank: rank[1:])[0]


def count_once(cursor: duckdb.DuckDBPyConnection) -> list[Settled]:
    """Leave one of each two sales in `same_sale` in the data; what only the other knows to be paid back is told to it."""
    stays, goes = ("one", "other") if side_that_stays(cursor) == 1 else ("other", "one")
    cursor.execute(f"""
        create or replace temp table settled as
        select stays.rowid as stays, goes.rowid as goes, stays.source_id as stays_in, goes.source_id as goes_from, goes.total as worth,
            goes.currency, goes.refunded as back, coalesce(goes.refunded, 0) - coalesce(stays.refunded, 0) as more,
            stays.status <> 'cancelled' and more > 0 and (stays.source_id, stays.customer_id, goes.refunded) not in (
                select source_id, customer_id, refunded from orders where status = 'refund_only') as told
        from same_sale join orders stays on stays.rowid = same_sale.{stays} join orders goes on goes.rowid = same_sale.{goes}""")
    found = cursor.execute("""
        select goes_from, stays_in, count(*), sum(worth), coalesce(any_value(currency), ''), count(*) filter (told),
            coalesce(sum(more) filter (told), 0)
        from settled group by goes_from, stays_in order by 1, 2""").fetchall()
    settling = Settling(cursor, 0)
    _put_by_money_back(settling)
    _tell_money_back(cursor)
    put_by(settling, "order_lines", """
        select lines.rowid as row, -any_value(stays_in) as replaced_by from settled join orders on orders.rowid = settled.goes
        join order_lines lines using (source_id, order_id, customer_key, ordered_on) group by all""")  # fmt: skip
    put_by(settling, "orders", "select goes as row, -stays_in as replaced_by from settled")
    return [Settled(*row) for row in found]


def _put_by_money_back(settling: Settling) -> None:
    """Put by the rows that pay back what the orders that stay, or rows of their files, say themselves: the same amount, or sum."""
    settling.run("""
        create or replace temp table told_there as
        select orders.customer_id, orders.refunded from settled join orders on orders.rowid = settled.stays where orders.refunded > 0
        union all select customer_id, refunded from orders
        where status = 'refund_only' and source_id in (select stays_in from settled)""")
    put_by(settling, "orders", """
        with back as (
            select rowid as row, customer_id, refunded, sum(refunded) over (partition by customer_id) as whole,
                row_number() over (partition by customer_id, refunded order by ordered_at, rowid) as place
            from orders where status = 'refund_only' and source_id in (select goes_from from settled)),
        there as (
            select customer_id, refunded, row_number() over (partition by customer_id, refunded) as place from told_there),
        wholes as (select customer_id, sum(refunded) as whole from told_there group by customer_id)
        select distinct back.row, -(select min(stays_in) from settled) as replaced_by from back
        left join there using (customer_id, refunded, place) left join wholes using (customer_id, whole)
        where there.place is not null or wholes.whole is not null""")  # fmt: skip


def _tell_money_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Write what was paid back to the orders that stay, and keep aside how they were before."""
    kept = f"select {', '.join(_ONE_ORDER)}, refunded, status from orders"
    cursor.execute(f"create table if not exists orders_before as {kept} limit 0")
    cursor.execute(f"""
        insert into orders_before {kept} where rowid in (select stays from settled where told)
            and ({', '.join(_ONE_ORDER)}) not in (select {', '.join(_ONE_ORDER)} from orders_before)""")
    cursor.execute("""
        update orders set refunded = settled.back,
            status = case when settled.back >= total then 'refunded' else 'partially_refunded' end
        from settled where settled.stays = orders.rowid and settled.told""")


def part_again(cursor: duckdb.DuckDBPyConnection) -> set[int]:
    """Put everything back as it was before any sale counted once; return the files whose rows changed."""
    changed: set[int] = set()
    for table in (name for name in OF_ORDERS if name in tables_put_by(cursor)):
        found = cursor.execute(f"select distinct source_id from put_by_{table} where {_ELSEWHERE}").fetchall()
        if found:
            cursor.execute(f"insert into {table} select * exclude (replaced_by) from put_by_{table} where {_ELSEWHERE}")
            cursor.execute(f"delete from put_by_{table} where {_ELSEWHERE}")
            changed |= {file for (file,) in found}
    if not cursor.execute("select 1 from duckdb_tables() where table_name = 'orders_before'").fetchall():
        return changed
    same = " and ".join(f"orders.{name} = was.{name}" for name in _ONE_ORDER)
    cursor.execute(f"update orders set refunded = was.refunded, status = was.status from orders_before was where {same} "
                   "and orders.status <> 'refund_only'")  # fmt: skip
    changed |= {file for (file,) in cursor.execute("select distinct source_id from orders_before").fetchall()}
    cursor.execute("drop table orders_before")
    return changed
