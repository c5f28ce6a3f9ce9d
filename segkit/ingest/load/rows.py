"""Customers and events: files in which one row is one thing, and every column nobody asked for is kept beside it."""

from segkit.consent import CONSENTS
from segkit.ingest.load.columns import Columns, reason_words
from segkit.ingest.load.counts import Counts, Tests, set_rows_aside, where_usable
from segkit.ingest.load.own_totals import note_own_totals
from segkit.ingest.load.put_by import known_already
from segkit.ingest.load.signed_in import with_people_before_login
from segkit.ingest.load.twins import note_twins
from segkit.ingest.load.work import Work
from segkit.words import literal, plural

_PEOPLE = (
    "email", "phone", "first_name", "last_name", "full_name", "country", "region", "city", "postcode", "birthday",
    "signed_up_on", "channel", "accepts_email", "accepts_sms", "tags",
)  # fmt: skip
_EVENT = ("event_name", "event_at", "session_id", "product", "category", "value")


def other_columns(work: Work) -> dict[str, str]:
    """Return the SQL column of every heading that became no field."""
    used = work.match.used
    return {heading: work.source.column(heading) for heading in work.source.headings if heading not in used}


def by_heading(others: dict[str, str]) -> str:
    """Return the SQL that puts those columns into one, by their headings."""
    return f"map([{', '.join(literal(heading) for heading in others)}], [{', '.join(others.values())}])"


def _base_tests(work: Work, *needed: str) -> Tests:
    problem = [("row_problem is not null", "row_problem")] if work.source.has_problems else []
    missing = [work.columns.missing(name, reason_words(name)) for name in needed if name not in work.columns.complete]
    return [*problem, *missing, work.columns.of_nobody()]


def _footer_test(work: Work) -> Tests:
    """Return the test for the lines of words below the rows: an id is all that a customer needs, and they may look like one."""
    rows, footers = work.source.rows, work.source.footers
    return [(f"source_row > {rows - footers}", "'footer'")] if rows is not None and 0 < footers <= rows else []


def load_customers(work: Work) -> Counts:
    """Write one customers row per person of the file; rows of one person are merged: the first filled value, a no before a yes."""
    columns, tests = work.columns, [work.columns.heading_repeated(), *_base_tests(work), *_footer_test(work)]
    others = other_columns(work)
    told = {name: columns.get(name) for name in _PEOPLE if name in columns}
    if "tags" in told:  # some write "VIP","Blog" into the one cell
        told["tags"] = f"""trim(regexp_replace({told['tags']}, '" *, *"', ', ', 'g'), '"')"""
    if others:
        told["extra"] = by_heading(others)
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
    kept -= known_already(work, "customers")
    return Counts(kept, rows - kept, aside)


def load_events(work: Work) -> Counts:
    """Write one event per usable row; events that stand in the file twice, or that another file brought already, are merged."""
    tests = _base_tests(work, "event_name", "event_at")
    columns, rows = with_people_before_login(work)
    others = other_columns(work)
    fields = {name: columns.get(name) for name in _EVENT if name in columns}
    fields["event_on"] = f"cast({columns.value['event_at']} as date)"
    if others:
        # A struct would not tell Plan from plan.
        fields["properties"] = f"cast(to_json({by_heading(others)}) as varchar)"
    listed = ", ".join(f"{sql} as {name}" for name, sql in fields.items())
    found = f"""select {columns.person} as customer_id, {columns.person} as customer_key, {listed}, $source_id as source_id
        from {rows} {where_usable(tests)}{_once(columns)}"""
    kept = work.one(f"insert into events by name {found}", (0.35, 0.8), "Reading the events")[0]
    doubles = _doubles(work, tests, kept)
    aside = set_rows_aside(work, tests, kept + doubles)
    if "totals row" in aside:
        note_own_totals(work)
    note_twins(work, "events")
    merged = known_already(work, "events")
    return Counts(kept - merged, merged + doubles, aside)


def _once(columns: Columns) -> str:
    """Return the SQL that takes an event once whose own id stands in the file again: some systems send events twice."""
    if "event_id" not in columns:
        return ""
    same = ", ".join([columns.person, columns.value["event_name"], columns.value["event_at"], columns.value["event_id"]])
    return f" qualify ({columns.value['event_id']}) is null or row_number() over (partition by {same}) = 1"


def _doubles(work: Work, tests: Tests, kept: int) -> int:
    """Return how many usable rows were an event again, and note it."""
    if "event_id" not in work.columns:
        return 0
    doubles = work.one(f"select count(*) from {work.plain_rows} {where_usable(tests)}")[0] - kept
    if doubles:
        heading = work.match.mapping["event_id"][0]
        work.notes.append(f"{plural(doubles, 'event')} came again with the same '{heading}': counted once.")
    return doubles
