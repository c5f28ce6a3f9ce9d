"""Builds the feature table: one row per customer as of a day, ranks and shares on top."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from segkit.engine import bound, dicts, rows
from segkit.features.base import Source
from segkit.features.catalogue import COMBINED, SOURCES
from segkit.features.facts import facts_select
from segkit.features.left_out import RULES, TWINS
from segkit.features.people import DETAILS, PEOPLE, details_select
from segkit.features.prepare import prepare
from segkit.features.ranks import ranked_select
from segkit.maps import MAPS, Rows
from segkit.tables import DATA_TABLES


def build(
    con: duckdb.DuckDBPyConnection, as_of: date, revenue_policy: str, maps: Mapping[str, Rows], country: str = "",
    left_out: Sequence[str] = (), staff_domains: Sequence[str] = (),
) -> dict[str, Any]:
    """Create the table `features` and return the facts about the whole data set."""
    start, prepared = prepare(con, as_of, maps, country, left_out)
    values = {"revenue_policy": revenue_policy, "staff_domains": list(staff_domains), **prepared}
    filled = _filled_tables(con)
    for source in SOURCES:
        _create(con, f"features_of_{source.name}", f"{start}{_source_select(source, filled)}", values)
    _create(con, "people", f"{start}{PEOPLE}", values)
    _create(con, "customer_features", _joined(), values)
    kept = ", ".join(f"f.{name}" for name in _columns())
    _create(con, "features", ranked_select(kept), {})
    for name in (*(f"features_of_{source.name}" for source in SOURCES), "people", "customer_features"):
        con.cursor().execute(f"drop table {name}")
    return dicts(con, facts_select())[0]


def _filled_tables(con: duckdb.DuckDBPyConnection) -> set[str]:
    found = {table.name for table in DATA_TABLES if rows(con, f"select 1 from {table.name} limit 1")}
    return found | ({"benefit_evidence"} if found & {"order_lines", "surveys", "events", "orders"} else set())


def _source_select(source: Source, filled: set[str]) -> str:
    """Return the source's SELECT; where its table is empty, no row is looked at."""
    return source.select() if source.table in filled else f"{source.select()} limit 0"


def _create(con: duckdb.DuckDBPyConnection, name: str, select: str, values: Mapping[str, Any]) -> None:
    con.cursor().execute(f"create or replace table {name} as {select}", bound(select, values))


def _joined() -> str:
    columns = [
        f"coalesce({source.name}.{f.name}, {f.empty}) as {f.name}" if f.empty else f"{source.name}.{f.name}"
        for source in SOURCES
        for f in source.features
    ]
    joins = " ".join(f"left join features_of_{s.name} as {s.name} using (customer_id)" for s in SOURCES)
    combined = ", ".join(f"{feature.sql} as {feature.name}" for feature in COMBINED)
    details = ", ".join(f"details.{d.name}" for d in DETAILS)
    return f"""
select *, {combined} from (
    select people.customer_id, {details}, {', '.join(columns)}
    from people left join ({details_select()}) as details using (customer_id) {joins}
)
"""


def _columns() -> list[str]:
    own = [feature.name for source in SOURCES for feature in source.features]
    return ["customer_id", *own, *(f.name for f in COMBINED), *(d.name for d in DETAILS)]


def _fingerprint() -> str:
    """Return a word that changes when the features or the starter tables do, so that older results are built again."""
    parts = [*(source.select() for source in SOURCES), PEOPLE, _joined(), ranked_select("*"), facts_select(), str(RULES), TWINS]
    return hashlib.sha256("".join([*parts, *(str(editable.starter()) for editable in MAPS)]).encode()).hexdigest()[:12]


BUILT_BY = _fingerprint()
