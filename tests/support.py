"""Support for tests: how does a test get a project that holds just the rows it tells of?"""

import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from segkit.engine import transaction
from segkit.ingest.changes import count_change
from segkit.project import Project
from segkit.segments import Labelling, scored
from segkit.tables import TABLES

DAY = date(2025, 6, 30)  # a Monday; the as-of day of the tests
Row = dict[str, Any]
Tables = dict[str, list[Row]]
_TABLE_OF = {"lines": "order_lines"}


def project_of(as_of: date | None = DAY, **tables: Iterable[Row]) -> Project:
    """Return a project in memory with these rows: orders, lines, events, surveys, customers."""
    project = Project()
    fill(project, **tables)
    project.as_of = as_of
    return project


def fill(project: Project, **tables: Iterable[Row]) -> None:
    """Add the rows to the project's tables, as a load would."""
    for name, found in tables.items():
        table = _TABLE_OF.get(name, name)
        _insert(project, table, [_COMPLETE[table](dict(row), i) for i, row in enumerate(found, 1)])
    with transaction(project.connection) as cursor:
        count_change(cursor)
    project.notice_changes()


def _insert(project: Project, table: str, found: list[Row]) -> None:
    names = sorted({name for row in found for name in row})
    if not found:
        return
    columns = ", ".join(f"unnest(cast(${n} as {TABLES[table][n].sql_type}[])) as {n}" for n in names)
    values = {n: [row.get(n) for row in found] for n in names}
    project.connection.cursor().execute(f"insert into {table} by name select {columns}", values)


def _person(row: Row, number: int) -> Row:
    return {"customer_key": row["customer_id"], "source_id": 1, "source_row": number, **row}


def _order(row: Row, number: int) -> Row:
    moment = row.get("ordered_at") or datetime.combine(row["ordered_on"], datetime.min.time())
    return {"order_id": f"order {number}", "ordered_at": moment, "ordered_on": moment.date(), "total": 50, "status": "completed",
            **_person(row, number)}  # fmt: skip


def _event(row: Row, number: int) -> Row:
    moment = row.get("event_at") or datetime.combine(row["event_on"], datetime.min.time())
    return {"event_at": moment, "event_on": moment.date(), **_person(row, number)}


def _answer(row: Row, number: int) -> Row:
    return {"scale": "nps", **_person(row, number)}


_COMPLETE = {"orders": _order, "order_lines": _person, "events": _event, "surveys": _answer, "customers": _person}

# ---- rows in the words of a story


def ago(days: int) -> date:
    """Return the day that many days before the as-of day."""
    return DAY - timedelta(days=days)


def bought(who: str, *days_ago: int, **more: Any) -> list[Row]:
    """Return one order for each of the days."""
    return [{"customer_id": who, "ordered_on": ago(days), **more} for days in days_ago]


def bought_at(who: str, *moments: str, **more: Any) -> list[Row]:
    """Return one order for each moment, written 2025-06-27 18:30."""
    return [{"customer_id": who, "ordered_at": datetime.fromisoformat(moment), **more} for moment in moments]


def line(who: str, product: str, days_ago: int = 10, **more: Any) -> Row:
    """Return one product line."""
    row = {"customer_id": who, "order_id": f"{who} {days_ago}", "ordered_on": ago(days_ago), "product": product}
    return {**row, "quantity": 1, "unit_price": 10, "line_total": 10, **more}


def did(who: str, event: str, *days_ago: int, **more: Any) -> list[Row]:
    """Return one event for each of the days."""
    return [{"customer_id": who, "event_name": event, "event_on": ago(days), **more} for days in days_ago]


def said(who: str, score: float | None = None, days_ago: int | None = 5, answer: str | None = None, scale: str | None = "nps") -> Row:
    """Return one survey answer, to the recommend question unless another scale is told."""
    day = None if days_ago is None else ago(days_ago)
    return {"customer_id": who, "answered_on": day, "score": score, "answer": answer, "scale": scale}


# ---- answers


def labels(project: Project, dimension: str, **settings: Any) -> dict[str, str]:
    """Return the segment of every customer."""
    label = project.labelling(dimension, settings)
    return dict(ask(project, f"select customer_id, {label.sql} from {scored(label)}", label.values))


def scores(project: Project, dimension: str, *names: str, **settings: Any) -> dict[str, tuple]:
    """Return the named scores of every customer."""
    label: Labelling = project.labelling(dimension, settings)
    used = {name: value for name, value in label.values.items() if f"${name}" in scored(label)}
    found = ask(project, f"select customer_id, {', '.join(names)} from {scored(label)}", used)
    return {who: tuple(values) for who, *values in found}


def ask(project: Project, sql: str, values: Mapping[str, Any] | None = None) -> list[tuple]:
    """Return the rows of a query on the project's tables."""
    return project.connection.cursor().execute(sql, dict(values) if values else None).fetchall()


def features(project: Project) -> dict[str, Row]:
    """Return every customer's features by name."""
    relation = project.features()
    found = (dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall())
    return {row["customer_id"]: row for row in found}


# ---- a shop with everything that real exports hold

_PRODUCTS = (("Oak table", "Furniture"), ("Gift hamper", "Gifts"), ("Kids puzzle", "Toys"), ("Organic tea", "Food"),
             ("Wedding candle", "Decoration"), ("Value bundle soap", None), ("Plain mug", "Kitchen"))  # fmt: skip
_EVENTS = ("page view", "view item", "add to cart", "wishlist", "purchase", "review", "unsubscribe", "Coupon used", "custom thing")
_STATUSES = ("completed",) * 14 + ("pending", "cancelled", "refunded", "partially_refunded", "refund_only", "test")
_ANSWERS = (None, "Great quality", "cheap and fast", "My kids love it", "meh")


def messy_shop(seed: int = 1, people: int = 90, days: int = 900) -> Tables:
    """Return the tables of a shop with refunds, tests, returns, guests, silent prospects and rows after the as-of day."""
    rng = random.Random(seed)
    tables: Tables = {"orders": [], "lines": [], "events": [], "surveys": [], "customers": []}
    for number in range(people):
        _one_person(rng, f"c{number:03}", days, tables)
    return tables


def _one_person(rng: random.Random, who: str, days: int, tables: Tables) -> None:
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3, 5, 9, 25))):
        _one_order(rng, who, days, tables)
    for _ in range(rng.choice((0, 0, 1, 4, 15))):
        moment = _moment(rng, days)
        tables["events"].append({"customer_id": who, "event_name": rng.choice(_EVENTS), "event_at": moment,
                                 "product": rng.choice((None, "Mug", "Mug", "Oak table")),
                                 "session_id": rng.choice((None, f"{who} {moment.date()}"))})  # fmt: skip
    for _ in range(rng.choice((0, 0, 1, 2))):
        score = rng.choice((None, 0, 6, 7, 8, 9, 10, 42))
        day, words, scale = rng.choice((None, -3, 5, 50, 500)), rng.choice(_ANSWERS), rng.choice(("nps", "nps", "nps", None))
        tables["surveys"].append(said(who, score, day, words, scale))
    if rng.random() < 0.6:
        birthday = rng.choice((None, date(1990, 12, 28), date(1988, 2, 29), date(1975, 6, 30), date(1999, 8, 31)))
        tables["customers"].append({"customer_id": who, "birthday": birthday, "email": f"{who}@example.com",
                                    "signed_up_on": rng.choice((None, ago(rng.randint(-40, days))))})  # fmt: skip


def _one_order(rng: random.Random, who: str, days: int, tables: Tables) -> None:
    status, cents = rng.choice(_STATUSES), rng.choice((0, 999, 2500, 4995, 19999))
    back = cents if status in ("refunded", "refund_only") else cents // 3 if status == "partially_refunded" else None
    moment, order_id = _moment(rng, days), f"o{len(tables['orders'])}"
    tables["orders"].append({
        "customer_id": who, "order_id": order_id, "ordered_at": moment, "status": status, "source_id": rng.choice((1, 2)),
        "total": 0 if status == "refund_only" else cents / 100, "refunded": back and back / 100, "units": rng.choice((None, 1, 3)),
        "discount": rng.choice((None, 0, 5)), "coupon": rng.choice((None, None, "SUMMER")), "is_gift": rng.choice((None, False, True)),
        "shipping_method": rng.choice((None, "Standard", "Express courier")),
    })  # fmt: skip
    for _ in range(rng.choice((0, 1, 3))):
        product, category = rng.choice(_PRODUCTS)
        quantity, price = rng.choice((1, 2, -1)), rng.choice((999, 2500)) / 100
        tables["lines"].append({
            "customer_id": who, "order_id": order_id, "source_id": tables["orders"][-1]["source_id"], "ordered_on": moment.date(),
            "product": product, "category": category, "quantity": quantity, "unit_price": price, "line_total": round(quantity * price, 2),
        })  # fmt: skip


def _moment(rng: random.Random, days: int) -> datetime:
    return datetime.combine(ago(rng.randint(-60, days)), datetime.min.time()) + timedelta(minutes=rng.randint(0, 1439))
