"""Left out: which rows do features not count, by the rules that were chosen? Nothing leaves the data, so every rule can be taken back.

A rule looks at a row and at rows up to the as-of day only, so that a day in the past gives what it gave then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from segkit.errors import BadValue, UnknownName
from segkit.last_day import first_day, reach
from segkit.words import nearest

SOLD = "status not in ('cancelled', 'test', 'refund_only')"
_ANY_ORDER = "order_id, customer_id, source_id"
# Of orders of one customer with one amount in one minute, all but the first; where no time of day is known, nothing can be said.
# Equal hashes first: putting all orders in a row would need far more memory.
TWINS = f"""
    create or replace table orders_sent_twice as
    with timed as (
        select {_ANY_ORDER}, total, ordered_at, hash(customer_id, total, date_trunc('minute', ordered_at)) as mark from orders
        where {SOLD} and total > 0 and ordered_at <> ordered_on::timestamp and ordered_on <= $as_of)
    select {_ANY_ORDER} from timed where mark in (select mark from timed group by mark having count(*) > 1)
    qualify row_number() over (
        partition by customer_id, total, date_trunc('minute', ordered_at) order by ordered_at, source_id, order_id) > 1"""


DRAFT = f"{SOLD} and (channel = 'shopify_draft_order' or regexp_matches(lower(status_in_file), '(^|[^a-z])draft'))"
_GIFT_CARD = (
    "gift ?card|gift ?voucher|gift ?certificate|geschenkgutschein|geschenkkarte|wertgutschein|carte[- ]cadeau|bon cadeau|chèque[- ]cadeau|"
    "tarjetas? (de )?regalo|cheque regalo|cartão[- ]presente|vale[- ]presente|buono regalo|cadeaubon|cadeaukaart|礼品卡|购物卡|禮品卡|禮券|"
    "ギフトカード|商品券|thẻ quà tặng|phiếu quà tặng"
)
_OF_GIFT_CARDS = f"regexp_matches(lower(product), '{_GIFT_CARD}')"
# Orders of nothing else: a card is money for later, and counts again when it is spent.
GIFT_CARDS = f"""
    create or replace table orders_of_gift_cards as
    with named as (select distinct product from order_lines where {_OF_GIFT_CARDS}),
    touched as (select order_id, customer_id from order_lines semi join named using (product))
    select order_id, customer_id from order_lines semi join touched using (order_id, customer_id)
    where ordered_on <= $as_of group by order_id, customer_id having bool_and({_OF_GIFT_CARDS})"""


@dataclass(frozen=True)
class Rule:
    """A rule by its key: per table the SQL that is true for rows to leave out. With `by_day`, the key carries a day: spike:2025-11-28."""

    key: str
    title: str
    where: Mapping[str, str]
    by_day: bool = False


RULES = {
    rule.key: rule
    for rule in (
        Rule("future_dates", "Rows dated after a long gap beyond all others", {
            "orders": "ordered_on > $last_true_day", "events": "event_on > $last_true_day", "surveys": "answered_on > $last_true_day"}),
        Rule("ancient_dates", "Orders dated long before all others", {"orders": "ordered_on < $first_true_day"}),
        Rule("zero_totals", "Orders worth nothing", {"orders": f"{SOLD} and total = 0"}),
        Rule("twins", "Orders sent twice within a minute", {"orders": f"({_ANY_ORDER}) in (select {_ANY_ORDER} from orders_sent_twice)"}),
        Rule("drafts", "Orders that staff wrote (draft orders)", {"orders": DRAFT}),
        Rule("gift_cards", "Orders of gift cards alone", {
            "orders": "(order_id, customer_id) in (select order_id, customer_id from orders_of_gift_cards)"}),
        Rule("spike", "Orders of one day", {"orders": "list_contains($spike_days, ordered_on)"}, by_day=True),
    )
}  # fmt: skip
_DAY_OF = {"orders": "ordered_on", "events": "event_on", "surveys": "answered_on"}


def checked(chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen rules, each once and in order; refuse one that does not exist."""
    for key in chosen:
        name, _, day = key.partition(":")
        if name not in RULES:
            raise UnknownName(f"there is no rule '{key}' for rows to leave out.", "recipe", nearest(name, RULES))
        if RULES[name].by_day != bool(day) or (day and _day(day) is None):
            example = f"{name}:2025-11-28" if RULES[name].by_day else name
            raise BadValue(f"the rule '{key}' for rows to leave out cannot be read.", "recipe", f"Write for example {example}.")
    return tuple(sorted(set(chosen)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def without(chosen: Sequence[str]) -> str:
    """Return the start of a query that hides the rows left out from all that follows it, "" where no rule is chosen.

    The tables go by their own names in it, less those rows; product lines go with their orders.
    """
    names = {key.partition(":")[0] for key in chosen}
    tests: dict[str, list[str]] = {}
    for name in sorted(names):
        for table, test in RULES[name].where.items():
            tests.setdefault(table, []).append(test)
    # What is dated after the as-of day stays in sight: it tells who is not known yet.
    gone = {table: f"{_DAY_OF[table]} <= $as_of and coalesce({' or '.join(found)}, false)" for table, found in sorted(tests.items())}
    parts = [f"{table} as not materialized (select * from main.{table} where not coalesce({test}, false))" for table, test in gone.items()]
    if "orders" in gone:
        parts.append(_lines_without(gone["orders"]))
    return f"with {', '.join(parts)} " if parts else ""


def _lines_without(test: str) -> str:
    """Return the lines without those of orders left out; an order and its lines may come from two files that differ by a day."""
    return f"""order_lines as not materialized (
        select lines.* from main.order_lines lines anti join (
            select order_id, customer_id, cast(ordered_on + unnest([-1, 0, 1]) as date) as day from main.orders
            where {test}) gone
        on gone.order_id = lines.order_id and gone.customer_id = lines.customer_id and gone.day = lines.ordered_on)"""


def values_of(con: duckdb.DuckDBPyConnection, chosen: Sequence[str], as_of: date) -> dict[str, Any]:
    """Return the values that the chosen rules bind; orders sent twice are looked for once, in a small table of their own."""
    names = {key.partition(":")[0] for key in chosen}
    if "twins" in names:
        con.cursor().execute(TWINS, {"as_of": as_of})
    if "gift_cards" in names:
        con.cursor().execute(GIFT_CARDS, {"as_of": as_of})
    values: dict[str, Any] = {"spike_days": [_day(key.partition(":")[2]) for key in chosen if key.startswith("spike:")]}
    if "future_dates" in names:
        values["last_true_day"] = reach(con, as_of).last_day or date.max
    if "ancient_dates" in names:
        values["first_true_day"] = first_day(con, as_of) or date.min
    return values
