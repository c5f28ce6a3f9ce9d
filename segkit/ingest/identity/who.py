"""Who counts as one customer? The figures, the records that were joined and why, and who may be staff."""

import re
from collections.abc import Collection, Iterable
from typing import Any

import duckdb

from segkit.engine import dicts, rows
from segkit.errors import BadValue
from segkit.ingest.identity.links import find_links
from segkit.ingest.parse.emails import is_alias
from segkit.tables import PEOPLE_IN
from segkit.words import literal

_KEYED = [(table, person, key) for table, pairs in PEOPLE_IN.items() for person, key in pairs]
_EVERYBODY = " union ".join(f"select {person} as person from {table} where {person} is not null" for table, person, _ in _KEYED)
_OF_JOINED = "in (select person from joined)"
_RECORDS = " union ".join(
    f"select {person} as person, {key} as key, source_id from {table} where {person} {_OF_JOINED}" for table, person, key in _KEYED
)
_JOINED = " union ".join(f"select {person} as person from {table} where {person} <> {key}" for table, person, key in _KEYED)
_NOBODY = "reason like 'no customer on the %' or reason like 'no person on the %'"
# Mail services of everybody; a shop's staff have addresses of the shop's own domain.
_FREE_MAIL = (
    "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "icloud.com", "me.com", "aol.com", "gmx.de",
    "gmx.net", "web.de", "t-online.de", "qq.com", "163.com", "126.com", "mail.ru", "yandex.ru", "orange.fr", "free.fr", "libero.it",
)  # fmt: skip
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
_FEWEST_ODD, _ODD_SHARE = 3, 0.3


def checked_domains(domains: Iterable[str]) -> tuple[str, ...]:
    """Return the domains as addresses have them, each once and in order; refuse what is none, and mail services of everybody."""
    plain = [domain.strip().lower().rpartition("@")[2] for domain in domains]
    for domain in plain:
        if not _DOMAIN.fullmatch(domain):
            raise BadValue(f"'{domain}' is no domain.", "Staff", "Write what is behind the @ of your staff's addresses: shop.com.")
        if domain in _FREE_MAIL:
            raise BadValue(f"customers have addresses at {domain} too.", "Staff", "Use the domain of the shop itself.")
    return tuple(sorted(set(plain)))


def domain_of(address: str) -> str:
    """Return the SQL of the part of an address that its owner's colleagues share."""
    return f"split_part({address}, '@', 2)"


def is_staff(person: str = "customer_id") -> str:
    """Return the SQL that says whether a person has an address of one of $staff_domains."""
    of_domain = "list_contains(cast($staff_domains as varchar[]), {})"
    return f"""({of_domain.format(domain_of(person))} or {person} in (
        select customer_id from customers where {of_domain.format(domain_of('email'))}))"""


def counted(con: duckdb.DuckDBPyConnection, staff_domains: Collection[str] = ()) -> dict[str, int]:
    """Return how many customers there are: by what they can be reached, staff, those joined from several records, and rows of nobody."""
    found = dicts(
        con,
        f"""
        with details as (
            select customer_id as person, bool_or(not {is_alias('email')}) as own, bool_or({is_alias('email')}) as alias,
                bool_or(phone is not null) as phone
            from customers group by customer_id),
        everybody as (
            select person, coalesce(own, false) or (contains(person, '@') and not {is_alias('person')}) as email,
                coalesce(alias, false) or {is_alias('person')} as alias, coalesce(phone, false) as phone, {is_staff('person')} as staff
            from ({_EVERYBODY}) left join details using (person))
        select count(*) filter (not staff) as customers, count(*) filter (not staff and email) as with_email,
            count(*) filter (not staff and not email and alias) as only_alias,
            count(*) filter (not staff and not email and not alias and phone) as only_phone,
            count(*) filter (not staff and not email and not alias and not phone) as only_id,
            count(*) filter (staff) as staff from everybody""",
        {"staff_domains": list(staff_domains)},
    )[0]
    joined = rows(con, f"select count(*) from ({_JOINED})")[0][0]
    nobody = rows(con, f"select count(*) from set_aside where {_NOBODY}")[0][0]
    return {**found, "joined": joined, "of_nobody": nobody}


def nobodies(con: duckdb.DuckDBPyConnection, most: int = 20) -> list[tuple[str, int]]:
    """Return what stands on rows of nobody in place of a customer, and on how many: guest, noreply@shop.com, "" for nothing at all."""
    text = "trim(regexp_extract(reason, ': ''(.*)''$', 1))"
    return rows(con, f"select {text} as stands, count(*) from set_aside where {_NOBODY} group by 1 order by 2 desc, 1 limit {most}")


def merges(con: duckdb.DuckDBPyConnection, kept_apart: Collection[str] = ()) -> duckdb.DuckDBPyRelation:
    """Return one row per customer joined from several records: person, name, keys, rule, shared (what they share), files.

    Those of several ids come first: an id and the e-mail address it has on record are no surprise.
    """
    cursor = con.cursor()  # of its own, as the tables that find_links makes are
    find_links(cursor, kept_apart)
    found = cursor.sql(f"""
        with joined as ({_JOINED}),
        records as ({_RECORDS}),
        by_person as (
            select person, list_sort(list(distinct key)) as keys,
                list_sort(list(distinct files.name) filter (files.name is not null)) as files,
                count(distinct key) filter (not contains(key, '@') and not prefix(key, '+')) as ids
            from records left join files using (source_id) group by person),
        why as (
            select persons.person, list_sort(list(distinct rule)) as rules, list_sort(list(distinct shared)) as shared
            from (select *, count(*) over (partition by address) as ids from pairs where rule <> '') pairs
            join persons on persons.key = pairs.id
            where ids > 1 or address in (select key from records) group by persons.person),
        named as (
            select customer_id as person, max(nullif(trim(coalesce(full_name, concat_ws(' ', first_name, last_name))), '')) as name
            from customers where customer_id in (select person from joined) group by customer_id)
        select by_person.person, name, keys, array_to_string(rules, ', ') as rule, shared, files
        from by_person left join why using (person) left join named using (person)
        where length(keys) > 1 order by ids desc, length(keys) desc, person""").to_arrow_table()
    cursor.close()
    return con.cursor().from_arrow(found)


def staff_proposals(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the domains whose mailboxes place many test orders and orders worth nothing: domain, mailboxes, orders, odd."""
    free = ", ".join(map(literal, _FREE_MAIL))
    return dicts(
        con,
        f"""
        with mailboxes as (
            select distinct customer_id, {domain_of('email')} as domain from customers where email like '%_@_%' and not {is_alias('email')})
        select domain, count(distinct customer_id) as mailboxes, count(*) as orders,
            count(*) filter (status = 'test' or (total = 0 and status not in ('refund_only', 'cancelled'))) as odd
        from orders join mailboxes using (customer_id) where domain not in ({free}) group by domain
        having odd >= {_FEWEST_ODD} and odd >= {_ODD_SHARE} * count(*) order by odd desc, domain limit 5""",
    )


def keys_of(con: duckdb.DuckDBPyConnection, person: str, kept_apart: Collection[str] = ()) -> list[str]:
    """Return the keys of the records that were joined to this person; none where it is no joined one."""
    return next((list(keys) for who, _, keys, *_ in merges(con, kept_apart).fetchall() if who == person), [])
