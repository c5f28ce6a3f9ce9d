"""Which records are one customer? Records keyed by an e-mail address or phone get the platform id that shares it."""

from collections.abc import Collection

import duckdb

from segkit.ingest.recognise.fields import title
from segkit.tables import PEOPLE_IN
from segkit.words import count, literal, plural

# Up to so many ids with one e-mail address are one person, whatever their names. An address of more ids is a firm's, a family's or
# a till's: those ids are one person only where the name or phone agrees too.
MOST_IDS = 2
# More ids than this belong to a till, whatever they are named.
_MOST_AGREEING = 10
_FEWEST_DIGITS = 7
_OTHERWISE = "select distinct customer_key, customer_id from {} where customer_id <> customer_key"
# Some people change their address between two exports; this many of the shared ids do not.
_A_FEW = 3
_TOO_MANY = 0.2
_LINKS = "(ids > 1 or address in (select key from keys_known))"
_TOGETHER = "not list_contains(cast($apart as varchar[]), id) and not list_contains(cast($apart as varchar[]), address)"
_NAMED_IN = [(table, person, key) for table, pairs in PEOPLE_IN.items() for person, key in pairs]


def link(cursor: duckdb.DuckDBPyConnection, after_removal: bool = False, kept_apart: Collection[str] = ()) -> int:
    """Give every record the id of its person, as far as exact keys prove it, and return how many ids changed.

    Records with a key in `kept_apart` are customers of their own. Tables in which nothing changes are not written. The key a
    file gave stays in customer_key, so links can be undone.
    """
    if not find_links(cursor, kept_apart):
        return _unlink(cursor) if after_removal or kept_apart else 0
    cursor.execute("create or replace temp table links as select key, person from persons where key <> person")
    return _apply(cursor)


def find_links(cursor: duckdb.DuckDBPyConnection, kept_apart: Collection[str] = ()) -> int:
    """Return how many links there are: who shares an address in the table `pairs`, who everybody is then in `persons`.

    E-mail addresses come first. A phone number is one person's where all who have it are one by then, or go by one name.
    """
    _keys_that_are_addresses(cursor)
    _pairs_by_email(cursor, kept_apart)
    _spread(cursor)
    if _pairs_by_phone(cursor, kept_apart):
        _spread(cursor)
    return cursor.execute("select count(*) from pairs").fetchall()[0][0]


def linked_notes(cursor: duckdb.DuckDBPyConnection, source_id: int, kept_apart: Collection[str] = ()) -> list[str]:
    """Link everybody after file number `source_id` came in; return what the user should know about it.

    The table just_joined then has everybody whose records were not those of one person before, as linked_before tells.
    """
    before = _linked(cursor)
    linked = _linked_sql(cursor)
    cursor.execute(f"create or replace temp table linked_before as {linked}")
    link(cursor, kept_apart=kept_apart)
    cursor.execute(f"""create or replace temp table just_joined as
        select distinct customer_id as person from ({linked} except select * from linked_before)""")
    joined = _linked(cursor) - before
    notes = _contradictions(cursor, source_id)
    if joined > 0:
        notes.append(f"{plural(joined, 'customer record')} joined with that of another id: the e-mail address or phone is the same.")
    return notes


def _linked_sql(cursor: duckdb.DuckDBPyConnection) -> str:
    """Return the SQL of the keys that stand for a person of another id; orders of earlier files may name people no customers row does."""
    several = cursor.execute("select 1 from files limit 1").fetchall()
    return " union ".join(_OTHERWISE.format(table) for table in (["customers", "orders"] if several else ["customers"]))


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


_NAME = "max(nullif(lower(trim(coalesce(full_name, concat_ws(' ', first_name, last_name)))), ''))"
_DIGITS = "regexp_replace(phone, '[^0-9]', '', 'g')"
_HAS_PHONE = f"phone is not null and length({_DIGITS}) >= {_FEWEST_DIGITS}"


def _keys_that_are_addresses(cursor: duckdb.DuckDBPyConnection) -> None:
    """Collect the addresses by which records go; what only one record has beside it, and none goes by, links nobody.

    Most are found among the customers. The other tables, which have many times as many rows, are asked for the rest alone.
    """
    waiting = cursor.execute("select table_name from duckdb_tables() where starts_with(table_name, 'put_by_')").fetchall()
    elsewhere = [(name, key) for name, _, key in _NAMED_IN if name != "customers"] + [(name, "customer_key") for (name,) in waiting]
    addresses = "select key from (select email as key from customers union select phone from customers)"
    cursor.execute(f"create or replace temp table keys_known as {addresses} where key in (select customer_key from customers)")
    cursor.execute(f"""
        create or replace temp table keys_open as
        {addresses} where key is not null and key not in (select key from keys_known)""")
    for name, key in elsewhere:
        cursor.execute(f"insert into keys_known select distinct {key} from {name} where {key} in (select key from keys_open)")


def _pairs_by_email(cursor: duckdb.DuckDBPyConnection, kept_apart: Collection[str]) -> None:
    """Collect who shares an address: the id a customers row has, and the e-mail beside it.

    An address that too many ids share for one person is parted by name and by phone, and stands for nobody by itself.
    """
    cursor.execute(f"""
        create or replace temp table beside as
        select customer_key as id, email as address, {_NAME} as name, max(case when {_HAS_PHONE} then {_DIGITS} end) as phone
        from customers where email is not null and email <> '' and customer_key <> email group by id, address""")
    cursor.execute(
        f"""
        create or replace temp table pairs as
        with sizes as (
            select address, count(*) as ids, greatest(
                    case when count(name) = count(*) and count(distinct name) = 1 then {_MOST_AGREEING} else 0 end,
                    case when count(phone) = count(*) and count(distinct phone) = 1 then {_MOST_AGREEING} else 0 end,
                    {MOST_IDS}) as most
            from beside group by address),
        shared as (select id, address, name, phone, ids, ids <= most as one_person from beside join sizes using (address))
        select id, address, 'e-mail' as rule, address as shared from shared where one_person and {_LINKS} and {_TOGETHER}
        {_agreeing("name")}{_agreeing("phone")}""",
        {"apart": list(kept_apart)},
    )


def _agreeing(by: str) -> str:
    """Return the SQL that adds the ids of a much shared address which agree in name or phone, under an address of their own."""
    return f"""
        union all select id, concat_ws(chr(10), address, '{by}', {by}), 'e-mail and {by}', address from (
            select * from shared where not one_person and {by} is not null
            qualify count(*) over (partition by address, {by}) between 2 and {_MOST_AGREEING})
        where {_TOGETHER}"""


def _pairs_by_phone(cursor: duckdb.DuckDBPyConnection, kept_apart: Collection[str]) -> int:
    """Add who shares a phone number with records that have nothing else, and return how many that are.

    Families and colleagues share one: it links nobody who has another address, unless the name is the same too.
    """
    shared = """select phone from customers where phone is not null and customer_key <> phone
        group by phone having min(customer_key) <> max(customer_key) union all select key from keys_known"""
    return cursor.execute(
        f"""
        insert into pairs
        with beside as (
            select customer_key as id, phone as address, {_NAME} as name, coalesce(any_value(persons.person), customer_key) as person
            from customers left join persons on persons.key = customer_key
            where {_HAS_PHONE} and customer_key <> phone and phone in ({shared}) group by customer_key, phone),
        sizes as (
            select address, count(*) as ids, count(distinct person) = 1
                or (count(*) <= {_MOST_AGREEING} and count(name) = count(*) and count(distinct name) = 1) as one_person
            from beside group by address)
        select id, address, 'phone', address from beside join sizes using (address) where one_person and {_LINKS} and {_TOGETHER}""",
        {"apart": list(kept_apart)},
    ).fetchone()[0]


def _spread(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give ids and addresses that hang together one person: the id that was seen first, in the earliest file."""
    # Who goes by an address, and has another one beside it, is the one that others share the first with.
    cursor.execute("""
        insert into pairs select distinct id, id, '', '' from pairs
        where id in (select address from pairs) and (id, id) not in (select id, address from pairs)""")
    cursor.execute("""
        create or replace temp table ranks as
        select customer_key as key, row_number() over (order by min(source_id), min(source_row) nulls last, customer_key) as rank
        from customers where customer_key in (select id from pairs) group by customer_key""")
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
        union
        select addresses.address, ranks.key from addresses join ranks using (rank)""")


def _apply(cursor: duckdb.DuckDBPyConnection) -> int:
    changed = 0
    for name, person, key in _NAMED_IN:
        wanted = f"select 1 from {name} join links on links.key = {key} where {person} <> links.person limit 1"
        if cursor.execute(wanted).fetchall():
            changed += cursor.execute(f"""
                update {name} set {person} = links.person from links
                where links.key = {name}.{key} and {name}.{person} <> links.person""").fetchone()[0]
    return changed + _unlink(cursor, "and not exists (select 1 from links where links.key = {key})")


def _unlink(cursor: duckdb.DuckDBPyConnection, but: str = "") -> int:
    """Give records their own key back where nothing links them any more (a file was removed)."""
    changed = 0
    for name, person, key in _NAMED_IN:
        stale = f"{person} <> {key} {but.format(key=key)}"
        if cursor.execute(f"select 1 from {name} where {stale} limit 1").fetchall():
            changed += cursor.execute(f"update {name} set {person} = {key} where {stale}").fetchone()[0]
    return changed
