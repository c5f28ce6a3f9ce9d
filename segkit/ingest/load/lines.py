"""Orders from a file with one row per product: rows are gathered by order, and an order's own amount is taken once."""

from segkit.ingest.load.cancelled import note_cancelled
from segkit.ingest.load.counts import Counts, reasons_of
from segkit.ingest.load.gathering import gather
from segkit.ingest.load.levels import Money, money_of
from segkit.ingest.load.nameless import count_nameless
from segkit.ingest.load.orders import AMOUNTS, COPIED, SAID, check_negative, insert_orders, note_nobodys
from segkit.ingest.load.own_totals import note_own_totals
from segkit.ingest.load.people import TOLD, add_people
from segkit.ingest.load.rates import in_project_money
from segkit.ingest.load.repeats import merge_with_others
from segkit.ingest.load.row_states import settle_row_states
from segkit.ingest.load.staging import stage, tell_orders_apart
from segkit.ingest.load.twins import merged_twins, settle_twins
from segkit.ingest.load.work import Work

_CALLED_OFF = "(test or cancelled or state in ('test', 'cancelled'))"


def load_lines(work: Work) -> Counts:
    """Write the orders and lines of the file and return where every row went."""
    stage(work)
    _add_people(work)  # first: what the rows tell of people takes memory, and is not looked at again
    _note_no_quantity(work)
    tell_orders_apart(work)
    settle_twins(work)
    money = money_of(work)
    settle_row_states(work, money)
    gather(work, money)
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
    return _counts(work, aside)


def _note_no_quantity(work: Work) -> None:
    """Say that each row counts as one piece, where amounts can only be made of prices."""
    if "unit_price" in work.columns and not any(name in work.columns for name in ("quantity", "line_total", "total")):
        work.notes.append(f"No quantity in the file: '{work.match.mapping['unit_price'][0]}' counts once for each row.")


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
    rows = f"select source_row, person, ordered_at as newest{''.join(', ' + name for name in told)} from staged where {known}"
    add_people(work, rows, read_twice=True)


def _counts(work: Work, aside: dict[str, int]) -> Counts:
    """Rows of the main table are kept; the other rows of orders that were written, or known already, are merged."""
    main = work.match.system.table
    kept = work.one(f"select count(*) from {main} where source_id = $source_id")[0]
    good = work.one("select coalesce(sum(rows), 0)::bigint from gathered where reason is null")[0]
    return Counts(kept, good - kept + merged_twins(work), aside)
