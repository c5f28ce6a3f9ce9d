"""Which records are one customer? Records keyed by an e-mail address or phone get the platform id that shares it."""

import duckdb

from segkit.tables import DATA_TABLES

# An address that more ids share belongs to a shop or a till, not to a person.
MOST_IDS = 10
_FEWEST_DIGITS = 7


def link(cursor: duckdb.DuckDBPyConnection, after_removal: bool = False) -> int:
    """Give every record the id of its person, as far as exact keys prove it, and return how many ids changed.

    Tables in which nothing changes are not written. The key a file gave stays in customer_key, so links can be undone.
    """
    if not _pairs(cursor):
        return _unlink(cursor) if after_removal else 0
    _spread(cursor)
    cursor.execute("create or replace temp table links as select key, person from persons where key <> person")
    return _apply(cursor)


def _pairs(cursor: duckdb.DuckDBPyConnection) -> int:
    """Collect who shares an address: the id a customers row has, and the e-mail or phone beside it."""
    digits = "regexp_replace(phone, '[^0-9]', '', 'g')"
    cursor.execute(f"""
        create or replace temp table pairs as
        with beside as (
            select distinct customer_key as id, email as address, false as by_phone from customers
                where email is not null and email <> '' and customer_key <> email
            union all
            select distinct customer_key, phone, true from customers
                where phone is not null and length({digits}) >= {_FEWEST_DIGITS} and customer_key <> phone),
        sizes as (select address, count(distinct id) as ids, bool_or(by_phone) as by_phone from beside group by address)
        select id, address from beside semi join sizes
            on sizes.address = beside.address and sizes.ids <= case when sizes.by_phone then 1 else {MOST_IDS} end""")
    return cursor.execute("select count(*) from pairs").fetchone()[0]


def _spread(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give ids and addresses that hang together one person: the id that was seen first, in the earliest file."""
    cursor.execute("""
        create or replace temp table ranks as
        select customer_key as key, row_number() over (order by min(source_id), min(source_row) nulls last, customer_key) as rank
        from customers group by customer_key""")
    cursor.execute("""
        create or replace temp table reached as
        select id as key, coalesce(rank, 0) as rank from (select distinct id from pairs) left join ranks on ranks.key = id""")
    changed = 1
    while changed:
        cursor.execute("""
            create or replace temp table addresses as
            select address, min(rank) as rank from pairs join reached on reached.key = pairs.id group by address""")
        changed = cursor.execute("""
            update reached set rank = lower.rank from (
                select pairs.id, min(addresses.rank) as rank from pairs join addresses using (address) group by pairs.id) lower
            where lower.id = reached.key and lower.rank < reached.rank""").fetchone()[0]
    cursor.execute("""
        create or replace temp table persons as
        select reached.key, ranks.key as person from reached join ranks using (rank)
        union all
        select addresses.address, ranks.key from addresses join ranks using (rank)""")


def _apply(cursor: duckdb.DuckDBPyConnection) -> int:
    changed = 0
    for table in DATA_TABLES:
        name = table.name
        wanted = f"select 1 from {name} join links on links.key = customer_key where customer_id <> links.person limit 1"
        if cursor.execute(wanted).fetchall():
            changed += cursor.execute(f"""
                update {name} set customer_id = links.person from links
                where links.key = {name}.customer_key and {name}.customer_id <> links.person""").fetchone()[0]
    return changed + _unlink(cursor, "and not exists (select 1 from links where links.key = customer_key)")


def _unlink(cursor: duckdb.DuckDBPyConnection, but: str = "") -> int:
    """Give records their own key back where nothing links them any more (a file was removed)."""
    changed = 0
    for table in DATA_TABLES:
        stale = f"customer_id <> customer_key {but}"
        if cursor.execute(f"select 1 from {table.name} where {stale} limit 1").fetchall():
            changed += cursor.execute(f"update {table.name} set customer_id = customer_key where {stale}").fetchone()[0]
    return changed
