"""Subscriptions, invoices, deals and referrals: files in which one row is one record, with amounts in any currency."""

from segkit.ingest.load.counts import Counts, Tests, set_rows_aside, where_usable
from segkit.ingest.load.kinds import KINDS, Kind
from segkit.ingest.load.newest import newest_counts
from segkit.ingest.load.people import TOLD, add_people
from segkit.ingest.load.rows import by_heading, other_columns
from segkit.ingest.load.same_number import settle_numbers
from segkit.ingest.load.work import Work
from segkit.ingest.recognise.fields import fields
from segkit.tables import SQL_TYPES
from segkit.words import currency_named, is_shared, literal, plural

_NEVER_STAGED = ("customer_id", "customer_key", "source_id", "source_row", "extra")
_SIGN = r"[^0-9\s.,''’()+\-−–]+"  # the currency beside an amount, as in EUR 1,200.00


def load_records(work: Work) -> Counts:
    """Write one row per record and return where every row of the file went.

    Of a record that another file brought too, the version of the export that reaches further counts.
    """
    kind = KINDS[work.match.system.table]
    tests = _tests(work, kind)
    rows = _stage(work, kind, tests)
    aside = set_rows_aside(work, tests, rows)
    values = _values(work, kind)
    listed = ", ".join(f"{sql} as {name}" for name, sql in values.items())
    made = _made_number(work, kind, values)
    work.run(f"create or replace temp table records as select *, {made} from (select source_row, person, {listed} from staged)")
    settle_numbers(work, kind)
    _write(work, kind)
    _add_everybody(work, kind)
    newest_counts(work, kind.table.name)
    kept = work.one(f"select count(*) from {kind.table.name} where source_id = $source_id")[0]
    return Counts(kept, rows - kept, aside)


def _tests(work: Work, kind: Kind) -> Tests:
    """Return the tests for rows that cannot be used: nobody on them, or nothing of what such a record is about."""
    problem = [("row_problem is not null", "row_problem")] if work.source.has_problems else []
    somebody = "referrer" if kind.table.name == "referrals" else "customer"
    tests = [*problem, work.columns.heading_repeated(), (f"({kind.person(work)}) is null", f"'no {somebody} on the row'")]
    for names, reason in kind.needs:
        there = [work.columns.value[name] for name in names if name in work.columns]
        if there:
            tests.append((f"coalesce({', '.join(f'cast({sql} as varchar)' for sql in there)}) is null", literal(reason)))
    return tests


def _stage(work: Work, kind: Kind, tests: Tests) -> int:
    """Read every usable row once: each column of the table typed, empty where the file has none; return how many there are."""
    typed = {field.name: field.sql_type for field in kind.table.fields if field.name not in _NEVER_STAGED}
    typed |= {name: SQL_TYPES[fields()[name].role] for name in (*kind.beside, *TOLD, "status")}
    columns = [f"cast({work.columns.get(name)} as {sql_type}) as {name}" for name, sql_type in typed.items()]
    others = other_columns(work)
    columns.append(f"{by_heading(others) if others else 'null'} as extra")
    columns.append(f"{_currency_text(work)} as currency_text")
    work.run(
        f"""create or replace temp table staged as
        select source_row, {kind.person(work)} as person, {', '.join(columns)} from {work.rows} {where_usable(tests)}""",
        (0.3, 0.6), "Reading the rows",
    )  # fmt: skip
    return work.one("select count(*) from staged")[0]


def _currency_text(work: Work) -> str:
    """Return the SQL of what a row says of its currency: in a column of its own, else beside its amount."""
    said = [f"nullif(trim({work.columns.text['currency']}), '')"] if "currency" in work.columns else []
    amounts = [name for name in ("amount", "mrr", "arr", "amount_due", "amount_paid") if name in work.columns]
    said += [f"nullif(regexp_extract({work.columns.text[name]}, '{_SIGN}'), '')" for name in amounts]
    return f"coalesce({', '.join(said)})" if said else "cast(null as varchar)"


def _values(work: Work, kind: Kind) -> dict[str, str]:
    """Return the SQL of every column of the table over the staged rows."""
    names = [field.name for field in kind.table.fields if field.name not in ("customer_id", "customer_key", "source_id", "source_row")]
    values = {**{name: name for name in names}, **kind.follows(work)}
    return {**values, "currency": _currency(work)} if "currency" in names else values


def _currency(work: Work) -> str:
    """Return the SQL of a row's currency as three letters: €, Euro and EUR are one. A sign that several currencies share is none."""
    found = work.run("select distinct currency_text from staged where currency_text is not null order by 1 limit 300")
    known = {word: currency_named(word) or word.upper() for (word,) in found}
    whens = []
    for number, (word, name) in enumerate(known.items()):
        code = work.match.system.currency.upper() if is_shared(name) else name
        if len(code) == 3 and code.isalpha():
            work.values |= {f"currency_word_{number}": word, f"currency_{number}": code}
            whens.append(f"when $currency_word_{number} then $currency_{number}")
    otherwise = literal(work.match.system.currency.upper()) if work.match.system.currency else "null"
    return f"cast(case currency_text {' '.join(whens)} else {otherwise} end as varchar)" if whens else f"cast({otherwise} as varchar)"


def _made_number(work: Work, kind: Kind, values: dict[str, str]) -> str:
    """Return the SQL of the record's number and of whether it was made: of what tells such records apart, the same in every export."""
    given = kind.number if kind.number in work.columns else "null"
    parts = ", ".join(f"cast({name} as varchar)" for name in kind.made_of)
    by_row = "'file ' || $source_id || ' row ' || source_row"
    made = f"coalesce(nullif(concat_ws(' | ', {parts}), ''), {by_row})" if parts else by_row
    return f"coalesce({given}, {made}) as number, {given} is null as made"


def _write(work: Work, kind: Kind) -> None:
    names = [field.name for field in kind.table.fields if field.name not in ("customer_id", "customer_key", "source_id", kind.number)]
    work.run(
        f"""insert into {kind.table.name} by name
        select number as {kind.number}, person as customer_id, person as customer_key, {', '.join(names)}, $source_id as source_id
        from records order by source_row""",
        (0.6, 0.8), f"Writing the {kind.table.name}",
    )  # fmt: skip
    if kind.table.name == "subscriptions":
        _note_endless(work)


def _note_endless(work: Work) -> None:
    number = work.one("select count(*) from subscriptions where source_id = $source_id and status = 'canceled' and ended_on is null")[0]
    if number:
        work.notes.append(f"{plural(number, 'subscription is', 'subscriptions are')} over, but the file does not say since when.")


def _add_everybody(work: Work, kind: Kind) -> None:
    """Note everybody in the records as a customer, with what the file tells of them; of referrals both people."""
    newest = f"cast({kind.day} as timestamp) as newest"
    renamed = {name: f"coalesce({', '.join(there)}) as {name}" for name, there in (kind.told or {}).items()}
    told = [name for name in TOLD if name in work.columns or any(one in work.columns for one in (kind.told or {}).get(name, ()))]
    listed = "".join(f", {renamed.get(name, name)}" for name in told)
    add_people(work, f"select person, {newest}{listed} from staged", told)
    if kind.table.name == "referrals":
        friend = {"email": "referred_email", "full_name": "referred_name"}
        told = [name for name, column in friend.items() if column in work.columns]
        listed = "".join(f", {friend[name]} as {name}" for name in told)
        who = "coalesce(referred_id, referred_email)"
        add_people(work, f"select {who} as person, {newest}{listed} from staged where {who} is not null", told)
