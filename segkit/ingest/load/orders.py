"""Orders from a file with one row per order: short looks at single columns first, then one INSERT over the file."""

from decimal import Decimal

from segkit.ingest.files.source import EMPTY_WORDS
from segkit.ingest.load.cancelled import cancelled_sql, note_cancelled
from segkit.ingest.load.columns import Columns, reason_words
from segkit.ingest.load.counts import Counts, set_rows_aside, where_usable
from segkit.ingest.load.currency import currency_value
from segkit.ingest.load.inside import write_products_inside
from segkit.ingest.load.movement import plain_sale, set_aside_test
from segkit.ingest.load.own_totals import note_own_totals
from segkit.ingest.load.people import TOLD, add_people
from segkit.ingest.load.rates import converted
from segkit.ingest.load.repeats import settle_repeats
from segkit.ingest.load.wording import state_case
from segkit.ingest.load.work import IN_ANY_ORDER, Unanswered, Work
from segkit.ingest.parse.yes_no import NO
from segkit.ingest.report import Question
from segkit.tables import MONEY
from segkit.words import literal, money, plural

COPIED = ("platform_order_id", "coupon", "channel", "payment_method", "shipping_method", "country", "city", "is_gift")
AMOUNTS = ("discount", "shipping", "tax")
SAID = ("currency", "currency_in_file", "fx_rate")
_BELOW_ZERO = "select refunded from orders where source_id = $source_id and status = 'refund_only'"


def load_orders(work: Work) -> Counts:
    """Write one order per usable row and return where every row went.

    The file is read again for the rows that were left out, for what the rows tell of their customers, and for
    cancellations that are no plain dates.
    """
    columns = work.columns
    rows = work.plain_rows if "order_id" in columns else work.rows
    state = state_case(work, rows, columns.text.get("status"))
    money_in = currency_value(work, rows, columns.text.get("currency"), work.decisions.get("currency_sign", ""), _brings_money(work, state))
    tests = row_tests(work, money_in.another)
    fields = {**row_fields(work, state), **money_in.fields}
    listed = ", ".join(f"{sql} as {name}" for name, sql in fields.items())
    found = converted(f"select {listed} from {rows} {where_usable(tests)}", money_in, fields)
    kept = work.one(insert_orders(fields, found), (0.35, 0.8), "Reading the orders")[0]
    # Testing for a customer afterwards is cheaper: most files have one on every row.
    note_nobodys(work, *work.one("select count(*), sum(total) from orders where source_id = $source_id and customer_id is null"))
    kept -= work.one("delete from orders where source_id = $source_id and customer_id is null")[0]
    tests.append(columns.of_nobody())
    aside = set_rows_aside(work, tests, kept)
    if "totals row" in aside:
        note_own_totals(work)
    check_negative(work, _below_zero(work))
    write_products_inside(work, work.products, tests)
    kept, merged = settle_repeats(work, kept)
    note_cancelled(work)
    told = "".join(f", {columns.value[name]} as {name}" for name in TOLD if name in columns)
    if told:
        newest = f"{columns.person} as person, {columns.value['ordered_at']} as newest"
        add_people(work, f"select {newest}{told} from {work.plain_rows} {where_usable(tests)}")
    return Counts(kept, merged, aside)


def _brings_money(work: Work, state: str) -> str:
    """Return the SQL condition that a row is neither called off nor a test, a fee or a withdrawal."""
    tests = [test for test, _ in set_aside_test(work.columns)] + [cancelled_sql(work.columns), f"({state}) in ('cancelled', 'test')"]
    return " and ".join(f"not coalesce({test}, false)" for test in tests)


def note_nobodys(work: Work, orders: int, amount: Decimal | None) -> None:
    """Note how many orders name no customer and what they are worth: the platform's own dashboard counts them."""
    if orders:
        work.figures.update(orders_without_customer=orders, spend_without_customer=float(amount or 0))
        work.notes.append(
            f"{plural(orders, 'order')} (worth {money(amount or 0)} before refunds) without a customer, as from guests and walk-ins, "
            f"{'is' if orders == 1 else 'are'} set aside: your platform counts {'it' if orders == 1 else 'them'}, segments cannot."
        )


def row_tests(work: Work, another_currency: str = "") -> list[tuple[str, str]]:
    """Return the tests that make a row unusable as an order, each with its reason as SQL, without that for a customer."""
    columns = work.columns
    tests = [("row_problem is not null", "row_problem")] if work.source.has_problems else []
    tests += set_aside_test(columns)
    needed = [name for name in ("ordered_at", "total") if name not in columns.complete]
    tests += [columns.missing(name, reason_words(name)) for name in needed]
    if another_currency:
        tests.append((another_currency, f"'another currency: ''' || upper({columns.text['currency']}) || ''''"))
    if negative_policy(work) == "set_aside":
        tests.append((f"{columns.value['total']} < 0 and {plain_sale(columns)}", "'amount below zero'"))
    return tests


def negative_policy(work: Work) -> str:
    """Return what an amount below zero means in this file: ask, refund or set_aside."""
    return work.answer("negative", work.match.system.negative)


def row_fields(work: Work, state: str) -> dict[str, str]:
    """Return what an order is made of, as SQL over one row of the file."""
    columns = work.columns
    made = f"{literal(f'file {work.source_id} row ')} || source_row"
    fields = {
        "order_number": columns.get("order_id", made),
        "person": columns.person,
        "ordered_at": columns.value["ordered_at"],
        "amount": columns.value["total"],
        "back": _paid_back(columns),
        "state": state,
        "status_in_file": columns.text.get("status", "cast(null as varchar)"),
        "cancelled": cancelled_sql(work.columns),
        "test": test_sql(work),
        "units": columns.get("units", columns.get("quantity", "cast(null as double)")),
        **{name: f"abs({columns.get(name)})" for name in AMOUNTS if name in columns},
        **copied(columns),
    }
    return fields if "order_id" in columns else {**fields, "source_row": "source_row"}


def _paid_back(columns: Columns) -> str:
    """Return the SQL of what was paid back: as it stands, or the difference to the total after refunds, where 0 says: none."""
    told = columns.get("refunded", "null")
    if "after_refunds" in columns:
        after, total = columns.value["after_refunds"], columns.value["total"]
        told = f"coalesce({told}, case when {after} > 0 and {after} < {total} then {total} - {after} end)"
    return f"abs(coalesce({told}, 0))"


def copied(columns: Columns) -> dict[str, str]:
    """Return the columns that an order takes over as they stand; a coupon that says none, no or 0 is none."""
    found = {name: columns.get(name) for name in COPIED if name in columns}
    if "coupon" in found:
        nothing = ", ".join(literal(word) for word in (*EMPTY_WORDS, *NO))
        coupon = found["coupon"]  # no word for none is as long as this and has a digit; most codes are and have
        is_code = f"strlen({coupon}) > 5 and {coupon} glob '*[0-9]*'"
        found["coupon"] = f"case when {is_code} then {coupon} when lower(trim({coupon})) not in ('', {nothing}) then {coupon} end"
    return found


def test_sql(work: Work) -> str:
    """Return the SQL that says whether a row is a test order, by the words the system gives for it."""
    tests = [
        f"lower({work.columns.text[name]}) in ({', '.join(literal(word) for word in words)})"
        for name, words in work.match.system.test.items()
        if name in work.columns
    ]
    return f"coalesce({' or '.join(tests)}, false)" if tests else "false"


def insert_orders(fields: dict[str, str] | set[str], found: str) -> str:
    """Return the INSERT that turns found orders (order_number, person, amount, back, state …) into canonical ones.

    An amount below zero takes money back and is no order (status refund_only, total 0), but a cancelled or test one takes
    nothing back. `given_back`, where it is found, is what the amount lost already by lines that came back.
    """
    lost = "case when amount >= 0 then given_back else 0 end" if "given_back" in fields else "0"
    back = f"back + {lost}"
    same = [name for name in (*COPIED, *AMOUNTS, *SAID, "units", "status_in_file", "source_row") if name in fields]
    return f"""insert into orders by name
        select order_number as order_id, person as customer_id, person as customer_key,
            ordered_at, cast(ordered_at as date) as ordered_on,
            cast(greatest(amount, 0) + {lost} as {MONEY}) as total,
            cast(case when amount < 0 then -amount when state = 'refunded' and back = 0 then amount else back end + {lost} as {MONEY})
                as refunded,
            case when test or state = 'test' then 'test' when cancelled or state = 'cancelled' then 'cancelled'
                when amount < 0 then 'refund_only' when state = 'completed' and {back} > 0
                then case when back >= amount then 'refunded' else 'partially_refunded' end else state end as status,
            $source_id as source_id, {", ".join(same)}
        from ({found}) as found where {IN_ANY_ORDER}"""


def _below_zero(work: Work) -> str:
    """Return the SELECT of the amounts below zero of which nothing says that they were paid back."""
    total = work.columns.value["total"]
    known = "movement" in work.columns
    return f"select -({total}) from {work.plain_rows} where ({total}) < 0 and {plain_sale(work.columns)}" if known else _BELOW_ZERO


def check_negative(work: Work, below_zero: str) -> None:
    """Ask what amounts below zero mean, where the system does not say it and the user has not yet."""
    if negative_policy(work) != "ask":
        return
    number, amount = work.one(f"select count(*), sum(amount) from ({below_zero}) as found(amount)")
    if number:
        raise Unanswered(ask_negative(number, amount))


def ask_negative(number: int, amount: float) -> Question:
    """Return the question what the rows with an amount below zero are."""
    return Question(
        "negative",
        f"{plural(number, 'amount is', 'amounts are')} below zero ({money(-amount)} together). What are they?",
        (("refund", "Money paid back to the customer: subtract it"), ("set_aside", "No sales (withdrawals, fees): set them aside")),
        "Payment exports list money in both directions; adding them up would give wrong sums.",
    )  # fmt: skip
