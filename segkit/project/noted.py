"""Noted: what do the data say of themselves? Asked once after every change, so that no later question has to read them for it."""

import duckdb

from segkit.engine import rows
from segkit.last_day import reach
from segkit.tables import DATA_TABLES

_FILLED = ", ".join(f"(select '{table.name}' from {table.name} limit 1)" for table in DATA_TABLES)
_NOTED = {
    "currency": """select max_by(currency, orders)
        from (select currency, count(*) as orders from orders where currency is not null group by all)""",
    "filled": f"select concat_ws(' ', {_FILLED})",
}


def noted(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return by name the currency of most orders, the tables that have rows, and how far the data reach."""
    return {name: str(rows(con, sql)[0][0] or "") for name, sql in _NOTED.items()} | {"reach": reach(con).to_text()}
