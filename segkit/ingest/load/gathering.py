"""How do the rows of an order become one? What the order has once is taken from its first row that has it, the rest is added up."""

from segkit.ingest.load.columns import reason_case
from segkit.ingest.load.counts import Tests
from segkit.ingest.load.currency import currency_value
from segkit.ingest.load.levels import LINE, ORDER, Money
from segkit.ingest.load.one_row import Leading, one_row_each
from segkit.ingest.load.orders import AMOUNTS, COPIED, negative_policy
from segkit.ingest.load.rates import InCurrency, converted
from segkit.ingest.load.staging import has_filled
from segkit.ingest.load.wording import state_case
from segkit.ingest.load.work import Work

_FIRST = Leading("min(source_row)", lambda sql: f"arg_min({sql}, source_row)")
_FOUND = """select case when order_number is null then 'file ' || $source_id || ' row ' || source_row else order_key end as order_number,
    abs(coalesce(paid_back, 0)) as back, * exclude (order_number, paid_back) from orders_met"""
_IN_TWO_CURRENCIES = "select order_key from usable group by 1 having count(distinct upper(trim(currency_in_file))) > 1"


def gather(work: Work, money: Money) -> None:
    """Make one row of each order, with its state, and the reason why it cannot be used."""
    first, together = _values(work, money)
    values = {name: f"abs({column})" if name in AMOUNTS else column for name, column in first.items()}
    filled = has_filled(first.values())
    one_row_each(work, "orders_met", "usable", "order_key", _FIRST, values, filled, together, (0.52, 0.6), "Gathering the orders")
    work.view("orders_found", _FOUND)
    state = state_case(work, "orders_found", "status_in_file" if "status" in work.columns else None)
    found_text = "currency_in_file" if "currency" in work.columns else None
    going_on = f"not cancelled and not test and ({state}) not in ('cancelled', 'test')"
    money_in = currency_value(work, "orders_found", found_text, work.decisions.get("currency_sign", ""), going_on)
    reason = reason_case(_tests(work, money_in))
    told = ", ".join(f"{sql} as {name}" for name, sql in money_in.fields.items())
    own = " exclude (currency_in_file)" if money_in.rate else ""
    found = f"""select *{own}, sent_back or {_cancels(work)} as returned,
        {state} as state, {told}, {reason} as reason from orders_found"""
    work.view("gathered", converted(found, money_in, work.columns_of("orders_found")))


def _values(work: Work, money: Money) -> tuple[dict[str, str], dict[str, str]]:
    """Return the column of what an order has once, and the SQL of what is added up over its rows."""
    first = {name: name for name in ("order_number", "person", "stands_for_nobody", "ordered_at", "status_in_file", "currency_in_file")}
    first |= {name: name for name in COPIED if name in work.columns}
    first |= {name: name for name in AMOUNTS if name in work.columns}
    together = {"cancelled": "bool_or(cancelled)", "test": "bool_or(test)", "sent_back": "coalesce(bool_or(quantity < 0), false)",
                "units": "sum(quantity) filter (quantity > 0)"}  # fmt: skip
    if money.level == LINE:
        together["amount"] = money.of_order
        # What came back; a line below zero with goods on it is a voucher, which nobody was charged.
        together["given_back"] = f"coalesce(-sum({money.line()}) filter ({money.line()} < 0{_sent_back(work)}), 0)"
    else:
        first["amount"] = "total"
    if _is_refund_of_order(work, money):
        first["paid_back"] = "back"
    else:
        together["paid_back"] = "sum(back)"
    given = [name for name in ("discount", "line_discount") if name in work.columns]
    if money.discount != ORDER and given and (money.level == LINE or "discount" not in given):
        first.pop("discount", None)
        together["discount"] = " + ".join(f"coalesce(sum({money.taken_off(name)}), 0)" for name in given)
    return first, together


def _tests(work: Work, money_in: InCurrency) -> Tests:
    """Return the tests that make an order unusable, each with its reason as SQL."""
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
    return tests


def _is_refund_of_order(work: Work, money: Money) -> bool:
    """Return whether an order's refund is one value, which its rows may repeat, and not the sum of the rows' own refunds.

    In the files of named systems, equal refunds of rows that are together what the rows cost are the rows' own.
    """
    if work.match.system.grain == "order_first_row":
        return True
    if "refunded" not in work.columns:
        return False  # of rows whose status says that they came back
    of_rows = money.level == LINE and not work.match.system.generic
    whole = f"abs(sum(back)) = sum({money.line()})" if of_rows else "false"
    orders, repeated = work.one(f"""
        select count(*), count(*) filter (filled = rows and low = high and not coalesce(whole, false)) from (
            select count(*) as rows, count(back) as filled, min(back) as low, max(back) as high, {whole} as whole
            from usable group by order_key having count(*) > 1 and bool_or(back <> 0))""")
    if repeated >= 0.98 * orders:
        return True
    work.decisions["refund"] = f"'{work.match.mapping['refunded'][0]}' is the refund of each row: added up."
    return False


def _sent_back(work: Work) -> str:
    return " and quantity < 0" if "quantity" in work.columns else ""


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


def _without_customer(work: Work) -> Tests:
    """Return the test for orders of nobody; those of an export that names no buyers are counted first."""
    called = work.columns.called("no customer on the order", "stands_for_nobody")
    return [] if work.match.system.nameless else [("person is null", called)]
