"""The small tables that features join: event stages, benefit words and occasions, made from the editable tables."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from segkit.engine import bound, rows
from segkit.features.left_out import values_of, without
from segkit.features.people import details_select
from segkit.maps import Rows
from segkit.maps.benefits import benefits_of, discount_benefits
from segkit.maps.occasions import occasions_between
from segkit.maps.stages import stages_of

_SHAPES = {
    "event_stages": "event_name varchar, stage varchar, is_cart boolean",
    "benefit_of_product": "product varchar, category varchar, benefit varchar, weight double",
    "benefit_of_service": "service varchar, benefit varchar, weight double",
    "benefit_of_discount": "benefit varchar, weight double",
    "benefit_of_answer": "answer varchar, benefit varchar, weight double",
    "benefit_of_event": "event_name varchar, benefit varchar, weight double",
    "occasions": "position integer, occasion varchar, usual_share double",
    "occasion_days": "day date, position integer",
    "occasion_hours": "weekday integer, day_of_month integer, hour integer, position integer",
    "occasion_of_product": "product varchar, category varchar, position integer",
    "occasion_birthdays": "customer_id varchar, birthday date",
}


def prepare(
    con: duckdb.DuckDBPyConnection, as_of: date, maps: Mapping[str, Rows], country: str, left_out: Sequence[str] = ()
) -> tuple[str, dict[str, Any]]:
    """Fill the small tables; return the start of every query, which hides the rows left out, and the values that queries bind."""
    start, values = without(left_out), {"as_of": as_of, **values_of(con, left_out, as_of)}
    events = [name for (name,) in rows(con, "select distinct event_name from events where event_name is not null")]
    _fill(con, "event_stages", stages_of(events, maps["stages"]))
    products = rows(con, "select distinct product, coalesce(category, '') from order_lines where product is not null")
    _fill_benefits(con, maps["benefits"], products, events)
    return start, {**values, **_fill_occasions(con, start, values, maps["occasions"], products, country)}


def _fill_benefits(con: duckdb.DuckDBPyConnection, table: Rows, products: list[tuple], events: list[str]) -> None:
    by_text = defaultdict(list)
    for product, category in products:
        by_text[f"{product} {category}"].append((product, category))
    found = benefits_of(by_text, "product", table)
    _fill(con, "benefit_of_product", [(*pair, benefit, weight) for text, benefit, weight in found for pair in by_text[text]])
    services = [s for (s,) in rows(con, "select distinct shipping_method from orders where shipping_method is not null")]
    _fill(con, "benefit_of_service", benefits_of(services, "service", table))
    _fill(con, "benefit_of_discount", discount_benefits(table))
    answers = [a for (a,) in rows(con, "select distinct answer from surveys where answer is not null")]
    _fill(con, "benefit_of_answer", benefits_of(answers, "answer", table))
    _fill(con, "benefit_of_event", benefits_of(events, "event", table))


def _fill_occasions(
    con: duckdb.DuckDBPyConnection, start: str, values: Mapping[str, Any], table: Rows, products: list[tuple], country: str
) -> dict[str, int]:
    sql = f"""{start} select min(ordered_on), max(ordered_on), bool_or(ordered_at <> ordered_on::timestamp)
        from orders where ordered_on <= $as_of"""
    first, last, has_hours = rows(con, sql, bound(sql, values))[0]
    first, last = first or date(2000, 1, 1), last or date(2000, 1, 2)
    calendar = occasions_between(table, first, last, country or _usual_country(con, start, values), bool(has_hours))
    _fill(con, "occasions", calendar.names)
    _fill(con, "occasion_days", calendar.days)
    _fill(con, "occasion_hours", calendar.hours)
    _fill(con, "occasion_of_product", calendar.of_product(products))
    _fill(con, "occasion_birthdays", [])
    known = f"select customer_id, birthday from ({details_select()}) as details where birthday is not null"
    con.cursor().execute(f"insert into occasion_birthdays {known}", {"as_of": values["as_of"]})
    return {
        "birthday_days_before": calendar.birthday_days_before,
        "birthday_days_after": calendar.birthday_days_after,
        "birthday_position": calendar.birthday_position,
        "gift_position": calendar.gift_position,
    }


def _usual_country(con: duckdb.DuckDBPyConnection, start: str, values: Mapping[str, Any]) -> str:
    """Return the two letters of the country most orders go to; empty where the files do not say it in that way."""
    sql = f"""{start} select upper(country) from orders where ordered_on <= $as_of and length(country) = 2
        group by upper(country) order by count(*) desc, upper(country) limit 1"""
    found = rows(con, sql, bound(sql, values))
    return found[0][0] if found else ""


def _fill(con: duckdb.DuckDBPyConnection, table: str, content: list[tuple]) -> None:
    columns = [part.split() for part in _SHAPES[table].split(", ")]
    cursor = con.cursor()
    cursor.execute(f"create or replace table {table} ({_SHAPES[table]})")
    if not content:
        return
    lists = {name: [row[i] for row in content] for i, (name, _) in enumerate(columns)}
    unnested = ", ".join(f"unnest(cast(${name} as {kind}[]))" for name, kind in columns)
    cursor.execute(f"insert into {table} select {unnested}", lists)
