"""Which records become one customer, and which must not?"""

import pytest

from segkit import engine, tables
from segkit.ingest.identity import MOST_IDS, link


@pytest.fixture
def con(tmp_path):
    con = engine.connect(":memory:", tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)
    return con


def customer(con, key, email=None, phone=None, source=1, name=None):
    con.execute(
        """insert into customers (customer_id, customer_key, email, phone, source_id, full_name)
        values ($key, $key, $email, $phone, $source, $name)""",
        {"key": key, "email": email, "phone": phone, "source": source, "name": name},
    )


def order(con, key):
    con.execute("insert into orders (order_id, customer_id, customer_key, source_id) values ('1', $key, $key, 2)", {"key": key})


def people(con):
    return dict(con.execute("select customer_key, customer_id from orders").fetchall())


def test_an_order_keyed_by_email_gets_the_platform_id(con):
    customer(con, "77", "ann@x.com")
    order(con, "ann@x.com")
    order(con, "bob@x.com")
    assert link(con.cursor()) == 1
    assert people(con) == {"ann@x.com": "77", "bob@x.com": "bob@x.com"}


def test_ids_that_share_an_email_are_one_person_also_in_a_chain(con):
    for key, email in (("1", "a@x.com"), ("2", "a@x.com"), ("2", "b@x.com"), ("3", "b@x.com"), ("4", "c@x.com")):
        customer(con, key, email, source=int(key))
    for key in "1234":
        order(con, key)
    link(con.cursor())
    assert people(con) == {"1": "1", "2": "1", "3": "1", "4": "4"}


def test_an_address_of_too_many_ids_links_nobody(con):
    for number in range(MOST_IDS + 1):
        customer(con, f"id{number}", "guest@x.com")
        order(con, f"id{number}")
    assert link(con.cursor()) == 0


def test_of_many_ids_at_one_address_only_those_with_the_same_name_or_phone_are_one_person(con):
    for key, name, phone in (
        ("1", "Ann Lee", None),
        ("2", "Bob Lee", "+49 1234567"),
        ("3", "ann lee ", None),
        ("4", None, "+491234567"),
        ("5", "Cy", None),
    ):
        customer(con, key, "info@firm.com", phone, name=name)
    for key in ("1", "2", "3", "4", "5", "info@firm.com"):
        order(con, key)
    link(con.cursor())
    assert people(con) == {"1": "1", "2": "2", "3": "1", "4": "2", "5": "5", "info@firm.com": "info@firm.com"}


def test_many_ids_at_one_address_that_all_have_one_name_are_one_person(con):
    for key in "1234":
        customer(con, key, "ann@x.com", name="Ann Lee")
        order(con, key)
    order(con, "ann@x.com")
    link(con.cursor())
    assert set(people(con).values()) == {"1"}


def test_a_phone_links_only_records_that_have_nothing_else_and_only_to_one_person(con):
    customer(con, "1", phone="+4912345678")
    customer(con, "2", phone="+4999999999")
    customer(con, "3", phone="+4999999999")
    for key in ("1", "2", "3", "+4912345678", "+4999999999"):
        order(con, key)
    link(con.cursor())
    assert people(con) == {"1": "1", "2": "2", "3": "3", "+4912345678": "1", "+4999999999": "+4999999999"}


def test_empty_addresses_never_link(con):
    customer(con, "1", "")
    customer(con, "2", "")
    order(con, "2")
    assert link(con.cursor()) == 0 and people(con) == {"2": "2"}


def test_what_a_removed_file_had_linked_is_apart_again(con):
    customer(con, "77", "ann@x.com")
    order(con, "ann@x.com")
    link(con.cursor())
    con.execute("delete from customers")
    assert link(con.cursor(), after_removal=True) == 1
    assert people(con) == {"ann@x.com": "ann@x.com"}
