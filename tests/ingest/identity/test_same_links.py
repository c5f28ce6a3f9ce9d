"""Does linking make groups that hold together, whatever came first, and are they the same once parted ones are rejoined?"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from segkit import engine, tables
from segkit.ingest.identity import link

KEYS = ("1", "2", "3", "4", "a@x.com", "b@x.com", "+491711111112", "+491722222223")
RECORDS = some.lists(
    some.tuples(
        some.sampled_from(KEYS), some.sampled_from([None, "a@x.com", "b@x.com", "c@x.com"]),
        some.sampled_from([None, "+491711111112", "+491722222223"]), some.sampled_from([None, "Ann", "Bob"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def project(folder, records):
    """Return a connection with these records, each from a file of its own, and an order of each key."""
    con = engine.connect(":memory:", folder)
    for statement in tables.create_statements():
        con.execute(statement)
    for source, (key, email, phone, name) in enumerate(records, 1):
        con.execute("insert into customers (customer_id, customer_key, email, phone, full_name, source_id, source_row) "
                    "values ($key, $key, $email, $phone, $name, $source, 1)",
                    {"key": key, "email": email, "phone": phone, "name": name, "source": source})  # fmt: skip
    for key in KEYS:
        con.execute("insert into orders (order_id, customer_id, customer_key, source_id) values ('1', $key, $key, 99)", {"key": key})
    return con


def groups(con, kept_apart=()):
    """Return who belongs together: sets of keys."""
    link(con.cursor(), after_removal=True, kept_apart=kept_apart)
    found = {}
    both = " union ".join(f"select customer_key, customer_id from {table}" for table in ("orders", "customers"))
    for key, person in con.execute(both).fetchall():
        found.setdefault(person, set()).add(key)
    assert sum(len(keys) for keys in found.values()) == len(set().union(*found.values()))  # nobody is two people
    assert all(person in keys for person, keys in found.items())  # a person goes by one of its own keys
    return {frozenset(keys) for keys in found.values()}


@SLOW
@given(records=RECORDS, shuffled=some.randoms(use_true_random=False))
def test_the_order_of_files_makes_no_difference(tmp_path, records, shuffled):
    other = list(records)
    shuffled.shuffle(other)
    assert groups(project(tmp_path, records)) == groups(project(tmp_path, other))


@SLOW
@given(records=RECORDS)
def test_linking_twice_changes_nothing(tmp_path, records):
    con = project(tmp_path, records)
    once = groups(con)
    assert groups(con) == once and link(con.cursor()) == 0


@SLOW
@given(records=RECORDS, apart=some.sets(some.sampled_from(KEYS), min_size=1, max_size=4))
def test_records_kept_apart_stand_alone_and_are_back_once_they_are_rejoined(tmp_path, records, apart):
    con = project(tmp_path, records)
    before = groups(con)
    parted = groups(con, sorted(apart))
    assert all(frozenset([key]) in parted for key in apart)
    assert all(any(group <= whole for whole in before) for group in parted)  # parting never joins anybody
    assert groups(con) == before
