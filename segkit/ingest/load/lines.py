"""Orders from a file with one row per product: rows are gathered by order, and an order's own amount is taken once."""

from segkit.ingest.load.cancelled import cancelled_sql, note_cancelled
from segkit.ingest.load.columns import reason_case
from segkit.ingest.load.counts import Counts, Tests, reasons_of
from segkit.ingest.load.currency import currency_value
from segkit.ingest.load.levels import LINE, ORDER, Money, money_of
from segkit.ingest.load.movement import set_aside_test
from segkit.ingest.load.nameless import count_nameless
from segkit.ingest.load.orders import (
    AMOUNTS,
    COPIED,
    SAID,
    check_negative,
    copied,
    insert_orders,
    negative_policy,
    note_nobodys,
    test_sql,
)  # fmt: skip
from segkit.ingest.load.own_totals import note_own_totals
from segkit.ingest.load.people import TOLD, add_people
from segkit.ingest.load.rates import converted, in_project_money
from segkit.ingest.load.repeats import merge_with_others
from segkit.ingest.load.row_states import settle_row_states
from segkit.ingest.load.twins import merged_twins, settle_twins
from segkit.ingest.load.wording import state_case
from segkit.ingest.load.work import Work
from segkit.tables import MONEY
from segkit.words import plural

_LINE = {
    "product": "varchar", "sku": "varchar", "category": "varchar", "brand": "varchar", "quantity": "double",
    "unit_price": MONEY, "line_total": MONEY, "line_discount": MONEY, "total": MONEY,
}  # fmt: skip
_CALLED_OFF = "(test or cancelled or state in ('test', 'cancelled'))"
_NEEDED = ("ordered_at", "total", "line_total", "unit_price", "quantity")
_IN_TWO_CURRENCIES = "select order_key from usable group by 1 having count(distinct upper(trim(currency_in_file))) > 1"


def load_lines(work: Work) -> Counts:
    """Write the orders and lines of the file and return where every row went."""
    _stage(work)
    _note_no_quantity(work)
    _tell_orders_apart(work)
    settle_twins(work)
    money = money_of(work)
    settle_row_states(work, money)
    _gather(work, money)
    found = "select * from gathered where reason is null"
    known = {*COPIED, *AMOUNTS, *SAID, "units", "status_in_file", "source_row", "given_back"}
    fields = known & (there := set(work.columns_of("gathered"))) - (set() if "fx_rate" in there else {"currency_in_file"})
    work.run(insert_orders(fields, found), (0.6, 0.7), "Writing the orders")
    # A negative quantity, or an invoice numbered C…, is a return. Any other amount below zero may be a withdrawal or a fee.
    check_negative(work, f"select -amount from gathered where reason is null and amount < 0 and not returned and not {_CALLED_OFF}")
    count_nameless(work)
    _write_lines(work, money)
    merge_with_others(work)
    aside = _set_aside(work)
    if "totals row" in aside:
        note_own_totals(work)
    _note_nobodys(work)
    note_cancelled(work)
    _add_people(work)
    return _counts(work, aside)


def _note_no_quantity(work: Work) -> None:
    """Say that each row counts as one piece, where amounts can only be made of prices."""
    if "unit_price" in work.columns and not any(name in work.columns for name in ("quantity", "line_total", "total")):
        work.notes.append(f"No quantity in the file: '{work.match.mapping['unit_price'][0]}' counts once for each row.")


def _stage(work: Work) -> None:
    """Read the file once, into typed rows with the reason why a row cannot be used."""
    columns, text = work.columns, work.columns.text
    fields = {
        "person": columns.person,
        "stands_for_nobody": f"case when ({columns.person}) is null then {columns.stands_for_nobody} end",
        "order_number": columns.get("order_id"),
        "ordered_at": columns.get("ordered_at", "cast(null as timestamp)"),
        "status_in_file": text.get("status", "cast(null as varchar)"),
        "currency_in_file": text.get("currency", "cast(null as varchar)"),
        "cancelled": cancelled_sql(work),
        "test": test_sql(work),
        "back": columns.get("refunded", f"cast(null as {MONEY})"),
        **{name: columns.get(name) for name in (*AMOUNTS, *TOLD) if name in columns},
        **copied(columns),
        **{name: columns.get(name, f"cast(null as {kind})") for name, kind in _LINE.items()},
    }
    reasons = reason_case(columns.oddities() + set_aside_test(columns) + [columns.unreadable(name) for name in _NEEDED if name in columns])
    listed = ", ".join(f"{sql} as {name}" for name, sql in fields.items())
    work.run(
        f"create or replace temp table staged as select source_row, {reasons} as reason, {listed} from {work.rows}",
        (0.3, 0.5), "Reading the rows",
    )  # fmt: skip


def _tell_orders_apart(work: Work) -> None:
    """Decide which rows make one order: those of one number, or of one customer at one moment where there is none.

    A row without number that lacks the customer or the moment stands alone: nothing says which others it belongs to.
    A number that several customers share (tills start again every day) stands for an order per customer and day.
    """
    shared = "select order_number from staged where reason is null group by 1 having count(distinct person) > 1"
    number = work.one(f"select count(order_number) from ({shared})", (0.5, 0.52), "Gathering the orders")[0]
    key = "coalesce(order_number, person || ' ' || ordered_at, 'row ' || source_row)"
    if number:
        apart = "concat_ws(' ', order_number, person, cast(ordered_at as date))"
        key = f"case when order_number in ({shared}) then {apart} else {key} end"
        work.notes.append(
            f"{plural(number, 'order number is', 'order numbers are')} shared by several customers: one order per customer and day."
        )
    if "order_id" not in work.columns:
        work.decisions["order"] = "No order number in the file: rows of one customer at one moment are one order."
    of_people = [name for name in TOLD if name in work.columns and name not in COPIED]  # read again for the customers, so not held twice
    spare = f" exclude ({', '.join(of_people)})" if of_people else ""
    work.run(f"create or replace temp table usable as select *{spare}, {key} as order_key from staged where reason is null")


def _gather(work: Work, money: Money) -> None:
    first = {name: f"arg_min({name}, source_row)" for name in COPIED if name in work.columns}
    first |= {name: f"arg_min(abs({name}), source_row)" for name in AMOUNTS if name in work.columns}
    given = [name for name in ("discount", "line_discount") if name in work.columns]
    if money.discount != ORDER and given and (money.level == LINE or "discount" not in given):
        first["discount"] = " + ".join(f"coalesce(sum({money.taken_off(name)}), 0)" for name in given)
    if money.level == LINE:
        # What came back; a line below zero with goods on it is a voucher, which nobody was charged.
        first["given_back"] = f"coalesce(-sum({money.line()}) filter ({money.line()} < 0{_sent_back(work)}), 0)"
    taken = ", ".join(f"{sql} as {name}" for name, sql in first.items())
    work.run(
        f"""create or replace temp table orders_found as select order_key, count(*) as rows, min(source_row) as source_row,
        case when any_value(order_number) is null then 'file ' || $source_id || ' row ' || min(source_row) else order_key end
            as order_number,
        arg_min(person, source_row) as person, arg_min(stands_for_nobody, source_row) as stands_for_nobody,
        arg_min(ordered_at, source_row) as ordered_at,
        {money.of_order} as amount,
        abs(coalesce({_refund(work, money)}, 0)) as back, arg_min(status_in_file, source_row) as status_in_file,
        arg_min(currency_in_file, source_row) as currency_in_file, bool_or(cancelled) as cancelled, bool_or(test) as test,
        coalesce(bool_or(quantity < 0), false) as sent_back,
        sum(quantity) filter (quantity > 0) as units{', ' + taken if taken else ''}
        from usable group by order_key""",
        (0.52, 0.6), "Gathering the orders",
    )  # fmt: skip
    state = state_case(work, "orders_found", "status_in_file" if "status" in work.columns else None)
    found_text = "currency_in_file" if "currency" in work.columns else None
    going_on = f"not cancelled and not test and ({state}) not in ('cancelled', 'test')"
    money_in = currency_value(work, "orders_found", found_text, work.decisions.get("currency_sign", ""), going_on)
    tests = [
        *_without_customer(work),
        ("ordered_at is null", "'no date on the order'"),
        ("amount is null", "'no amount on the order'"),
    ]
    if money_in.another:
        tests.append((money_in.another, "'another currency: ''' || upper(currency_in_file) || ''''"))
    if negative_policy(work) == "set_aside":
        tests.append(("amount < 0 and not returned", "'amount below zero'"))
    if money_in.another or money_in.rate:
        tests.insert(0, (f"order_key in ({_IN_TWO_CURRENCIES})", "'an order in several currencies'"))
    told = ", ".join(f"{sql} as {name}" for name, sql in money_in.fields.items())
    own = " exclude (currency_in_file)" if money_in.rate else ""
    found = f"""select *{own}, sent_back or {_cancels(work)} as returned,
        {state} as state, {told}, {reason_case(tests)} as reason from orders_found"""
    work.run(f"create or replace temp table gathered as {converted(found, money_in, work.columns_of('orders_found'))}")


def _without_customer(work: Work) -> Tests:
    """Return the test for orders of nobody; those of an export that names no buyers are counted first."""
    called = work.columns.called("no customer on the order", "stands_for_nobody")
    return [] if work.match.system.nameless else [("person is null", called)]


def _sent_back(work: Work) -> str:
    return " and quantity < 0" if "quantity" in work.columns else ""


def _refund(work: Work, money: Money) -> str:
    """Return the SQL of an order's refund: the rows' own refunds together, or one value where every row repeats it.

    In the files of named systems, equal refunds of rows that are together what the rows cost are the rows' own.
    """
    first = "arg_min(back, source_row)"
    if work.match.system.grain == "order_first_row":
        return first
    if "refunded" not in work.columns:
        return "sum(back)"  # of rows whose status says that they came back
    of_rows = money.level == LINE and not work.match.system.generic
    whole = f"abs(sum(back)) = sum({money.line()})" if of_rows else "false"
    orders, repeated = work.one(f"""
        select count(*), count(*) filter (filled = rows and low = high and not coalesce(whole, false)) from (
            select count(*) as rows, count(back) as filled, min(back) as low, max(back) as high, {whole} as whole
            from usable group by order_key having count(*) > 1 and bool_or(back <> 0))""")
    if repeated >= 0.98 * orders:
        return first
    work.decisions["refund"] = f"'{work.match.mapping['refunded'][0]}' is the refund of each row: added up."
    return "sum(back)"


def _cancels(work: Work) -> str:
    """Return the SQL that says whether an order takes another one back: number C536379 where the others are plain digits."""
    if "order_id" not in work.columns:
        return "false"
    cancelling = r"regexp_matches(order_number, '^C\d+( |$)')"
    others, plain = work.one(
        rf"""select count(*), count(*) filter (regexp_matches(order_number, '^\d+( |$)'))
        from orders_found where not {cancelling}"""
    )
    return cancelling if 2 * plain > others else "false"


def _write_lines(work: Work, money: Money) -> None:
    """Write one line per row that names a product, with its order's customer and day."""
    platform_id = ", found.platform_order_id" if "platform_order_id" in work.columns else ""
    at_rate = (lambda sql: in_project_money(sql, "found.fx_rate")) if "fx_rate" in work.columns_of("gathered") else (lambda sql: sql)
    work.run(
        f"""insert into order_lines by name
        select found.order_number as order_id, found.person as customer_id, found.person as customer_key,
            cast(found.ordered_at as date) as ordered_on, row.source_row - found.source_row + 1 as line_number,
            coalesce(row.product, row.sku, row.category) as product, row.sku, row.category, row.brand,
            coalesce(row.quantity, 1) as quantity, {at_rate('row.unit_price')} as unit_price,
            coalesce({at_rate(money.line('row.'))}, case when found.rows = 1 then found.amount end) as line_total,
            {at_rate(money.line_discount('row.'))} as line_discount, $source_id as source_id, row.source_row{platform_id}
        from usable as row join gathered as found using (order_key)
        where found.reason is null and coalesce(row.product, row.sku, row.category) is not null""",
        (0.7, 0.85), "Writing the lines",
    )  # fmt: skip


def _set_aside(work: Work) -> dict[str, int]:
    work.run("""create or replace temp table unusable as
        select source_row, reason from staged where reason is not null
        union all select row.source_row, found.reason from usable as row join gathered as found using (order_key)
        where found.reason is not null""")
    if work.one("select count(*) from unusable")[0]:
        work.run(
            f"""insert into set_aside by name
            select $source_id as source_id, source_row, unusable.reason, {work.source.row_text} as row_text
            from {work.whole_rows} join unusable using (source_row)""",
            (0.85, 0.9), "Listing the rows that cannot be used",
        )  # fmt: skip
    return reasons_of(work)


def _note_nobodys(work: Work) -> None:
    """Say how much the orders of nobody are worth: the platform's own dashboard counts them."""
    nobodys = f"starts_with(reason, 'no customer on the order') and not {_CALLED_OFF}"
    orders, amount = work.one(f"select count(*), sum(amount) from gathered where {nobodys}")
    note_nobodys(work, orders, amount)


def _add_people(work: Work) -> None:
    told = [name for name in TOLD if name in work.columns]
    known = "reason is null and person is not null"
    add_people(work, f"select person, ordered_at as newest{''.join(', ' + name for name in told)} from staged where {known}")


def _counts(work: Work, aside: dict[str, int]) -> Counts:
    """Rows of the main table are kept; the other rows of orders that were written, or known already, are merged."""
    main = work.match.system.table
    kept = work.one(f"select count(*) from {main} where source_id = $source_id")[0]
    good = work.one("select coalesce(sum(rows), 0)::bigint from gathered where reason is null")[0]
    return Counts(kept, good - kept + merged_twins(work), aside)
