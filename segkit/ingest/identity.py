"""Which records are one customer? Records keyed by an e-mail address or phone get the platform id that shares it."""

import duckdb

from segkit.ingest.recognise.fields import title
from segkit.tables import DATA_TABLES
from segkit.words import count, literal, plural

# Up to so many ids with one e-mail address are one person, whatever their names. An address of more ids is a firm's, a family's or
# a till's: those ids are one person only where the name or phone agrees too.
MOST_IDS = 2
# More ids than this belong to a till, whatever they are named.
_MOST_AGREEING = 10
_FEWEST_DIGITS = 7
_LINKED = "select distinct customer_key, customer_id from customers where customer_id <> customer_key"
# Some people change their address between two exports; this many of the shared ids do not.
_A_FEW = 3
_TOO_MANY = 0.2


def link(cursor: duckdb.DuckDBPyConnection, after_removal: bool = False) -> int:
    """Give every record the id of its person, as far as exact keys prove it, and return how many ids changed.

    Tables in which nothing changes are not written. The key a file gave stays in customer_key, so links can be undone.
    """
    if not _pairs(cursor):
        return _unlink(cursor) if after_removal else 0
    _spread(cursor)
    cursor.execute("create or replace temp table links as select key, person from persons where key <> person")
    return _apply(cursor)


def linked_notes(cursor: duckdb.DuckDBPyConnection, source_id: int) -> list[str]:
    """Link everybody after file number `source_id` came in; return what the user should know about it.

    The table just_joined then has everybody whose records were not those of one person before, as linked_before tells.
    """
    before = _linked(cursor)
    cursor.execute(f"create or replace temp table linked_before as {_LINKED}")
    link(cursor)
    cursor.execute(f"""create or replace temp table just_joined as
        select distinct customer_id as person from ({_LINKED} except select * from linked_before)""")
    joined = _linked(cursor) - before
    notes = _contradictions(cursor, source_id)
    if joined > 0:
        notes.append(f"{plural(joined, 'customer record')} joined with that of another id: the e-mail address or phone is the same.")
    return notes


def _linked(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return how many customer ids stand for a person who goes by another one."""
    return cursor.execute("select count(distinct customer_key) from customers where customer_id <> customer_key").fetchone()[0]


def _contradictions(cursor: duckdb.DuckDBPyConnection, source_id: int) -> list[str]:
    """Say which file has the same ids with other e-mail addresses: two systems that count their customers from 1."""
    found = cursor.execute(
        """select files.name, count(*) filter (not same) as others, count(*) as shared,
            min_by((customer_key, here, there), (length(customer_key), customer_key)) filter (not same) as example from (
            select old.source_id, customer_key, bool_or(lower(new.email) = lower(old.email)) as same,
                min(new.email) as here, min(old.email) as there
            from customers new join customers old using (customer_key)
            where new.source_id = $source_id and old.source_id <> $source_id
                and nullif(new.email, customer_key) <> '' and nullif(old.email, customer_key) <> '' group by all)
        join files using (source_id) group by files.source_id, files.name order by files.source_id""",
        {"source_id": source_id},
    ).fetchall()  # fmt: skip
    return [
        _contradiction(literal(name), others, shared, *example)
        for name, others, shared, example in found
        if others > _A_FEW and others >= _TOO_MANY * shared
    ]


def _contradiction(file: str, others: int, shared: int, key: str, here: str, there: str) -> str:
    return (
        f"{plural(others, 'customer id')} of this file stand in {file} with another e-mail address, of {count(shared)} that both "
        f"have: {literal(key)} is {here} in this file and {there} in the other. They are counted as the same people. If the two files "
        "number their customers separately, correct that in one of the files: choose the column with the e-mail address as "
        f"“{title('customer_id')}” and read the file again."
    )


def _pairs(cursor: duckdb.DuckDBPyConnection) -> int:
    """Collect who shares an address: the id a customers row has, and the e-mail or phone beside it.

    An address that too many ids share for one person is parted by name and by phone, and stands for nobody by itself.
    """
    digits = "regexp_replace(phone, '[^0-9]', '', 'g')"
    cursor.execute(f"""
        create or replace temp table beside as
        select customer_key as id, email as address, false as by_phone,
            max(nullif(lower(trim(coalesce(full_name, concat_ws(' ', first_name, last_name)))), '')) as name,
            max(case when length({digits}) >= {_FEWEST_DIGITS} then {digits} end) as phone
        from customers where email is not null and email <> '' and customer_key <> email group by id, address
        union all
        select distinct customer_key, phone, true, cast(null as varchar), cast(null as varchar) from customers
        where phone is not null and length({digits}) >= {_FEWEST_DIGITS} and customer_key <> phone""")
    cursor.execute(f"""
        create or replace temp table pairs as
        with sizes as (
            select address, by_phone, count(*) as ids, greatest(
                    case when count(name) = count(*) and count(distinct name) = 1 then {_MOST_AGREEING} else 0 end,
                    case when count(phone) = count(*) and count(distinct phone) = 1 then {_MOST_AGREEING} else 0 end,
                    {MOST_IDS}) as most
            from beside group by address, by_phone),
        shared as (
            select id, address, beside.by_phone, name, phone, ids <= case when by_phone then 1 else most end as one_person
            from beside join sizes using (address, by_phone))
        select id, address from shared where one_person
        {_agreeing("name")}{_agreeing("phone")}""")
    return cursor.execute("select count(*) from pairs").fetchone()[0]


def _agreeing(by: str) -> str:
    """Return the SQL that adds the ids of a much shared address which agree in name or phone, under an address of their own."""
    return f"""
        union all select id, concat_ws(chr(10), address, '{by}', {by}) from shared
        where not one_person and not by_phone and {by} is not null
        qualify count(*) over (partition by address, {by}) between 2 and {_MOST_AGREEING}"""


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
