"""What does each row of a file of lines hold, and which rows make one order?"""

from collections.abc import Collection, Iterable, Mapping

from segkit.ingest.load.at_once import check_held
from segkit.ingest.load.cancelled import cancelled_sql
from segkit.ingest.load.columns import reason_case
from segkit.ingest.load.movement import set_aside_test
from segkit.ingest.load.orders import AMOUNTS, COPIED, copied, test_sql
from segkit.ingest.load.people import TOLD
from segkit.ingest.load.work import Work, as_table
from segkit.tables import MONEY
from segkit.words import plural

_LINE = {
    "product": "varchar", "sku": "varchar", "category": "varchar", "brand": "varchar", "quantity": "double",
    "unit_price": MONEY, "line_total": MONEY, "line_discount": MONEY, "total": MONEY,
}  # fmt: skip
# What an order has once: which of these a row has is noted while they are at hand, as a number with a bit for each.
ONCE = (
    "order_number", "person", "stands_for_nobody", "ordered_at", "status_in_file", "currency_in_file", *COPIED, *AMOUNTS, "total", "back",
)  # fmt: skip
_NEEDED = ("ordered_at", "total", "line_total", "unit_price", "quantity")


def stage(work: Work) -> None:
    """Read the file once, into typed rows with the reason why a row cannot be used."""
    columns, text = work.columns.named(), work.columns.text
    fields = {
        "person": "person",
        "stands_for_nobody": f"case when person is null then {columns.stands_for_nobody} end",
        "order_number": columns.get("order_id"),
        "ordered_at": columns.get("ordered_at", "cast(null as timestamp)"),
        "status_in_file": text.get("status", "cast(null as varchar)"),
        "currency_in_file": text.get("currency", "cast(null as varchar)"),
        "cancelled": cancelled_sql(columns),
        "test": test_sql(work),
        "back": columns.get("refunded", f"cast(null as {MONEY})"),
        **{name: columns.get(name) for name in (*AMOUNTS, *TOLD) if name in columns},
        **copied(columns),
        **{name: columns.get(name, f"cast(null as {kind})") for name, kind in _LINE.items()},
    }
    reasons = reason_case(columns.oddities() + set_aside_test(columns) + [columns.unreadable(name) for name in _NEEDED if name in columns])
    listed = ", ".join(f"{sql} as {name}" for name, sql in fields.items())
    typed = ", ".join(f"{sql} as {name}" for name, sql in work.columns.value.items())
    # Three steps, so that a value that others are made of is worked out once.
    rows = work.plain_rows if work.held else work.rows
    typed = f"(select *, {columns.person} as person from (select *, {typed} from {rows}))"
    if work.held:
        _stage_held(work, {"reason": reasons, **fields}, typed)
        return
    work.run(
        f"""create or replace temp table staged as
        select *, {filled_bits(fields)} as filled from (select source_row, {reasons} as reason, {listed} from {typed})""",
        (0.3, 0.5), "Reading the rows",
    )  # fmt: skip


def _stage_held(work: Work, fields: Mapping[str, str], rows: str) -> None:
    """Read the file once, while its rows are held to how it began. A row's place in the table is its number: counting would take longer.

    The table has no columns for what the file has not, and an e-mail address that is the customer's key stands in it once: what is
    more than the memory allowed is written to the disk and read again.
    """
    empty = {name: sql for name, sql in fields.items() if sql.startswith("cast(null")}
    kept = {name: sql for name, sql in fields.items() if name not in empty}
    told = dict(empty)
    if "email" in kept:
        email = kept.pop("email")
        kept["email_beside"] = f"case when {email} = person then '' else {email} end"
        told["email"] = "case when email_beside = '' then person else email_beside end"
    values = ", ".join(f"{sql} as {name}" for name, sql in kept.items())
    work.run(
        f"""create temp table staged_rows as
        select *, {filled_bits(kept)} as filled from (select {values}, {work.held.marks} as marks from {rows})""",
        (0.1, 0.5), "Reading the rows",
    )  # fmt: skip
    check_held(work, "staged_rows")
    first = work.one("select coalesce(min(rowid), 0) from staged_rows")[0]
    spare = "marks, email_beside" if "email_beside" in kept else "marks"
    beside = "".join(f", {sql} as {name}" for name, sql in told.items())
    work.run(f"create temp view staged as select rowid - {first} + 1 as source_row, * exclude ({spare}){beside} from staged_rows")


def filled_bits(there: Collection[str]) -> str:
    """Return the SQL of which columns of ONCE a row has, among those that are there."""
    return " + ".join(f"if({name} is null, 0, {1 << place})" for place, name in enumerate(ONCE) if name in there)


def has_filled(names: Iterable[str]) -> str:
    """Return the SQL of which of these columns a row has, by what was noted of it."""
    return f"filled & {sum(1 << ONCE.index(name) for name in names)}"


def tell_orders_apart(work: Work) -> None:
    """Decide which rows make one order: those of one number, or of one customer at one moment where there is none.

    A row without number that lacks the customer or the moment stands alone: nothing says which others it belongs to.
    A number that several customers share (tills start again every day) stands for an order per customer and day.
    """
    shared = "select order_number from staged where reason is null group by 1 having count(distinct person) > 1"
    number = work.one(f"select count(order_number) from ({shared})", (0.51, 0.52), "Gathering the orders")[0]
    key = "coalesce(order_number, person || ' ' || ordered_at, 'row ' || source_row)"
    if number:
        apart = "concat_ws(' ', order_number, person, cast(ordered_at as date))"
        key = f"case when order_number in ({shared}) then {apart} else {key} end"
        work.notes.append(
            f"{plural(number, 'order number is', 'order numbers are')} shared by several customers: one order per customer and day."
        )
    if "order_id" not in work.columns:
        work.decisions["order"] = "No order number in the file: rows of one customer at one moment are one order."
    of_people = [name for name in TOLD if name in work.columns and name not in COPIED]  # read again for the customers
    spare = f" exclude ({', '.join(of_people)})" if of_people else ""
    work.run(f"create temp view usable as select *{spare}, {key} as order_key from staged where reason is null")
    if number:
        as_table(work, "usable")
