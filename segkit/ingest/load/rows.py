"""Customers and events: files in which one row is one thing, and every column nobody asked for is kept beside it."""

from segkit.consent import CONSENTS
from segkit.ingest.load.columns import reason_words
from segkit.ingest.load.counts import Counts, Tests, set_rows_aside, where_usable
from segkit.ingest.load.put_by import SAME, put_by
from segkit.ingest.load.work import Work
from segkit.words import literal

_PEOPLE = (
    "email", "phone", "first_name", "last_name", "full_name", "country", "region", "city", "postcode", "birthday",
    "signed_up_on", "channel", "accepts_email", "accepts_sms", "tags",
)  # fmt: skip
_EVENT = ("event_name", "event_at", "session_id", "product", "category", "value")


def other_columns(work: Work) -> dict[str, str]:
    """Return the SQL column of every heading that became no field."""
    used = work.match.used
    return {heading: work.source.column(heading) for heading in work.source.headings if heading not in used}


def _by_heading(others: dict[str, str]) -> str:
    return f"map([{', '.join(literal(heading) for heading in others)}], [{', '.join(others.values())}])"


def _base_tests(work: Work, *needed: str) -> Tests:
    problem = [("row_problem is not null", "row_problem")] if work.source.has_problems else []
    missing = [work.columns.missing(name, reason_words(name)) for name in needed if name not in work.columns.complete]
    return [*problem, *missing, (f"({work.columns.person}) is null", "'no customer on the row'")]


def load_customers(work: Work) -> Counts:
    """Write one customers row per person of the file; rows of one person are merged: the first filled value, a no before a yes."""
    columns, tests = work.columns, _base_tests(work)
    others = other_columns(work)
    told = {name: columns.get(name) for name in _PEOPLE if name in columns}
    if others:
        told["extra"] = _by_heading(others)
    listed = "".join(f", {sql} as {name}" for name, sql in told.items())
    work.run(
        f"""create or replace temp table people as
        select source_row, {columns.person} as person{listed} from {work.rows} {where_usable(tests)}""",
        (0.3, 0.6), "Reading the customers",
    )  # fmt: skip
    rows = work.one("select count(*) from people")[0]
    values = "".join(f", {f'bool_and({name})' if name in CONSENTS else f'arg_min({name}, source_row)'} as {name}" for name in told)
    kept = work.one(
        f"""insert into customers by name
        select person as customer_id, person as customer_key{values}, $source_id as source_id, min(source_row) as source_row
        from people group by person""",
        (0.6, 0.8), "Writing the customers",
    )[0]  # fmt: skip
    aside = set_rows_aside(work, tests, rows)
    return Counts(kept, rows - kept, aside)


def load_events(work: Work) -> Counts:
    """Write one event per usable row; events another file brought already are merged."""
    columns, tests = work.columns, _base_tests(work, "event_name", "event_at")
    others = other_columns(work)
    fields = {name: columns.get(name) for name in _EVENT if name in columns}
    fields["event_on"] = f"cast({columns.value['event_at']} as date)"
    if others:
        # A struct would not tell Plan from plan.
        fields["properties"] = f"cast(to_json({_by_heading(others)}) as varchar)"
    listed = ", ".join(f"{sql} as {name}" for name, sql in fields.items())
    found = f"""select {columns.person} as customer_id, {columns.person} as customer_key, {listed}, $source_id as source_id
        from {work.plain_rows} {where_usable(tests)}"""
    kept = work.one(f"insert into events by name {found}", (0.35, 0.8), "Reading the events")[0]
    aside = set_rows_aside(work, tests, kept)
    merged = known_already(work, "events")
    return Counts(kept - merged, merged, aside)


def known_already(work: Work, table: str) -> int:
    """Put by the rows that another file brought exactly so, and return how many they were."""
    if not work.one(f"select count(*) from files where main_table = {literal(table)}")[0]:
        return 0
    equal = " and ".join(f"new.{name} is not distinct from old.{name}" for name in SAME[table] if name != "customer_key")
    return put_by(
        work,
        table,
        f"""
        select new.rowid as row, min(old.source_id) as replaced_by from {table} new join {table} old
        on new.customer_key = old.customer_key and {equal}
        where new.source_id = $source_id and old.source_id <> $source_id group by all""",
    )
