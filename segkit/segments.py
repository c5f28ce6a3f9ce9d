"""Labels customers, summarises segments, crosses dimensions: all from the feature table, one row per customer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from segkit.dimensions.base import Dimension, renamed
from segkit.engine import dicts, rows
from segkit.features.catalogue import find
from segkit.numbers import NUMBERS, SHARES

Facts = Mapping[str, Any]
Settings = Mapping[str, Any]
AT_A_GLANCE = ("segment", "customers", "orders", "spend", "customer_share", "order_share", "spend_share")


@dataclass(frozen=True)
class Labelling:
    """One dimension at one setting, made ready for a query: the label's SQL and the values it binds.

    The values are named after the dimension, so that several labellings fit in one query.
    """

    dimension: Dimension
    measure: str
    values: dict[str, Any]

    @property
    def sql(self) -> str:
        """SQL for the segment's name."""
        return renamed(self.dimension.label_sql(), self.dimension.key)

    @property
    def column(self) -> str:
        return f"{self.dimension.key}_segment"

    @property
    def grouping_sql(self) -> str:
        """SQL to group by: a declared segment's position takes half the time of its name."""
        return renamed(self.dimension.position_sql(), self.dimension.key)

    def name(self, group: int | str) -> str:
        """Return the name of the segment that a group stands for."""
        return self.dimension.segments[group].name if isinstance(group, int) else group

    def named(self, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows with their group as the segment's name."""
        return [{**row, "segment": self.name(row["segment"])} for row in found]


def labelling(dimension: Dimension, settings: Settings, facts: Facts) -> Labelling:
    """Return the dimension at these settings, ready for a query; refuse settings out of bounds."""
    chosen = dimension.settings(settings, facts)
    values = dimension.values(chosen, facts)
    bound = {f"{dimension.key}__{name}": values[name] for name in sorted(dimension.rule_parameters())}
    return Labelling(dimension, dimension.measure(chosen, facts), bound)


def scored(*labels: "Labelling", table: str = "features") -> str:
    """Return the feature table with the scores that the labellings' rules use, as something to select from."""
    scores = [f"{renamed(s.sql, x.dimension.key)} as {s.name}" for x in labels for s in x.dimension.scores]
    return f"(select *, {', '.join(scores)} from {table}) as scored" if scores else table


@dataclass(frozen=True)
class Bins:
    """The bars of a picture of a measure: `count` bars of `width` from `low`; the last takes all above."""

    low: float
    width: float
    count: int

    def sql(self, measure: str) -> str:
        """Return the SQL for the number of the bar a customer is in, empty where the measure is unknown."""
        bar = f"least(greatest(floor(({measure} - {self.low!r}) / {self.width!r}), 0), {self.count - 1})"
        return f"case when {measure} is not null then cast({bar} as utinyint) end"


def bins(con: duckdb.DuckDBPyConnection, measure: str, most: int = 30) -> Bins:
    """Return round bars that cover the measure from its least value to its 98th percentile."""
    if find(measure).unit == "share":
        return Bins(0.0, 0.05, 20)
    sql = f"select min({measure}), quantile_cont({measure}, 0.98), max({measure}), bool_and({measure} = floor({measure})) from features"
    low, high, top, whole = rows(con, sql)[0]
    if low is None:
        return Bins(0.0, 1.0, 1)
    if float(top) - float(low) < most:  # few enough values to show them all
        high = top
    low, high = float(low), max(float(high), float(low))
    width = _round_up((high - low) / most) if high > low else 1.0
    width = max(width, 1.0) if whole else width
    start = math.floor(low / width) * width
    return Bins(start, width, max(1, min(most + 2, math.floor((high - start) / width) + 1)))


def _round_up(size: float) -> float:
    power = 10.0 ** math.floor(math.log10(size))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= size * 0.9999)


def summary_select(label: Labelling, named: bool = False) -> str:
    """Return the SQL with one row per segment that has customers: the segment (its position unless `named`) and every number."""
    segment = label.sql if named else label.grouping_sql
    numbers = ", ".join(f"{n.sql} as {n.name}" for n in NUMBERS)
    shares = ", ".join(f"{s.sql} as {s.name}" for s in SHARES)
    grouped = f"select segment, {numbers} from (select *, {segment} as segment from {scored(label)}) as labelled group by segment"
    return f"select *, {shares} from ({grouped}) as summed"


def summary_in_order(label: Labelling) -> tuple[str, dict[str, Any]]:
    """Return the SQL of the summary, segments by name in the order they are shown, and the values it binds."""
    sql = f"{summary_select(label, named=True)} order by coalesce(list_position($shown, segment), 0), customers desc, segment"
    return sql, {**label.values, "shown": label.dimension.shown_names()}


def summarise(con: duckdb.DuckDBPyConnection, label: Labelling) -> list[dict[str, Any]]:
    """Return one row per segment in the dimension's order, segments without customers included."""
    return in_order(label.dimension, label.named(dicts(con, summary_select(label), label.values)))


def histogram(con: duckdb.DuckDBPyConnection, label: Labelling, bars: Bins) -> list[dict[str, Any]]:
    """Return one row per segment and bar: segment, bar (its number), starts_at, least (value in it), customers."""
    sql = f"""
select segment, bar, {bars.low!r} + bar * {bars.width!r} as starts_at, min(measure) as least, count(*) as customers
from (select {label.measure} as measure, {label.grouping_sql} as segment, {bars.sql(label.measure)} as bar from {scored(label)}) as labelled
where bar is not null group by segment, bar order by bar, segment
"""
    return label.named(dicts(con, sql, label.values))


def glance(con: duckdb.DuckDBPyConnection, label: Labelling, bars: Bins) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what the pictures draw, from one scan: AT_A_GLANCE per segment in the dimension's order, and the rows of `histogram`."""
    return glance_from(label, dicts(con, glance_select(label, bars), label.values))


def glance_select(label: Labelling, bars: Bins, table: str = "features", bar: str = "") -> str:
    """Return the SQL with one row per segment and bar, customers outside the picture included; `bar` is its column if there is one."""
    return f"""
select segment, bar, {bars.low!r} + bar * {bars.width!r} as starts_at, min(measure) as least, count(*) as customers,
    cast(sum(order_count) as bigint) as orders, sum(total_spend) as spend
from (
    select order_count, total_spend, {label.measure} as measure, {label.grouping_sql} as segment, {bar or bars.sql(label.measure)} as bar
    from {scored(label, table=table)}
) as labelled group by segment, bar order by bar, segment
"""


def glance_from(label: Labelling, found: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of `glance_select` as the summary and the bars."""
    found = label.named(found)
    drawn = [{name: row[name] for name in row if name not in ("orders", "spend")} for row in found if row["bar"] is not None]
    return [{name: row[name] for name in AT_A_GLANCE} for row in in_order(label.dimension, _summed(found))], drawn


def _summed(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row per segment with the sums of its rows and their shares of the whole."""
    sums: dict[str, dict[str, Any]] = {}
    for row in found:
        held = sums.setdefault(row["segment"], {"segment": row["segment"], "customers": 0, "orders": 0, "spend": 0})
        held.update({name: held[name] + (row[name] or 0) for name in ("customers", "orders", "spend")})
    for share, of in (("customer_share", "customers"), ("order_share", "orders"), ("spend_share", "spend")):
        whole = float(sum(row[of] for row in sums.values()))
        for row in sums.values():
            row[share] = float(row[of]) / whole if whole else None
    return list(sums.values())


def in_order(dimension: Dimension, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows in the order of the declared segments; words from the data come first, biggest first."""
    by_name = {row["segment"]: row for row in found}
    declared = dimension.shown_names()
    own_words = sorted((r for r in found if r["segment"] not in declared), key=lambda r: (-r["customers"], r["segment"]))
    return [*own_words, *(by_name.get(name) or _nobody(name) for name in declared)]


def _nobody(name: str) -> dict[str, Any]:
    return {"segment": name, **{number.name: number.empty for number in (*NUMBERS, *SHARES)}}


def members_select(label: Labelling, columns: str = "*") -> str:
    """Return the SQL with the customers of the segment bound as $segment."""
    return f"select {columns} from {scored(label)} where ({label.sql}) = $segment"


def cells_select(labels: Sequence[Labelling], cells: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    """Return the SQL with the customers of the cells (one segment per labelling each) and the values it binds."""
    values = {name: value for label in labels for name, value in label.values.items()}
    conditions = []
    for i, cell in enumerate(cells):
        names = [f"cell_{i}_{j}" for j in range(len(cell))]
        values |= dict(zip(names, cell, strict=True))
        conditions.append(" and ".join(f"({label.sql}) = ${name}" for label, name in zip(labels, names, strict=True)))
    return f"select * from {scored(*labels)} where {' or '.join(f'({c})' for c in conditions)}", values


def cross(con: duckdb.DuckDBPyConnection, first: Labelling, second: Labelling) -> list[dict[str, Any]]:
    """Return one row per pair of segments: customers, orders, spend and spend per customer."""
    sql = f"""
select first_segment, second_segment, count(*) as customers, cast(sum(order_count) as bigint) as orders, sum(total_spend) as spend,
    cast(sum(total_spend) as double) / count(*) as spend_per_customer
from (
    select order_count, total_spend, {first.sql} as first_segment, {second.sql} as second_segment from {scored(first, second)}
) as labelled
group by first_segment, second_segment
"""
    return dicts(con, sql, {**first.values, **second.values})


def summarise_many(con: duckdb.DuckDBPyConnection, labels: Sequence[Labelling]) -> dict[str, list[dict[str, Any]]]:
    """Return customers, orders and spend per segment for several dimensions, from one scan of the feature table."""
    labelled = ", ".join(f"{label.grouping_sql} as {label.column}" for label in labels)
    sets = ", ".join(f"({label.column})" for label in labels)
    columns = ", ".join(label.column for label in labels)
    which = ", ".join(f"grouping({label.column}) as {label.column}_out" for label in labels)
    sql = f"""
select {columns}, {which}, count(*) as customers, cast(sum(order_count) as bigint) as orders, sum(total_spend) as spend
from (select order_count, total_spend, {labelled} from {scored(*labels)}) as labelled group by grouping sets ({sets})
"""
    values = {name: value for label in labels for name, value in label.values.items()}
    found = dicts(con, sql, values)
    return {
        label.dimension.key: [
            {"segment": label.name(row[label.column]), "customers": row["customers"], "orders": row["orders"], "spend": row["spend"]}
            for row in found
            if row[f"{label.column}_out"] == 0
        ]
        for label in labels
    }
