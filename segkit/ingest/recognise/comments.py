"""Is it a survey, or a list of sales or customers with a column for comments beside the rest?"""

from collections.abc import Mapping, Sequence

from segkit.ingest.recognise.match import Columns
from segkit.ingest.recognise.samples import Look
from segkit.ingest.recognise.systems import System
from segkit.tables import OF_ORDERS

Try = tuple[float, int, System, Columns]  # its weight, how many needs are open, the generic system, the columns found
_AMOUNTS = ("total", "line_total", "unit_price")
_CLEARLY, _SOME = 0.9, 0.5


def without_comments(tries: Sequence[Try], looks: Mapping[str, Look]) -> list[Try]:
    """Return the tries without that of a survey, where it is one of comments only and another one finds all that it needs.

    Comments stand beside orders as often as beside scores, and an empty column for scores proves nothing. Amounts from 0 to 10
    without an order number may be marks, as under "Price" and "Service", so there the weights decide.
    """
    answered = next((columns for _, missing, system, columns in tries if system.table == "surveys" and not missing), None)
    others = [one for one in tries if one[2].table != "surveys"]
    if answered is None or all(missing for _, missing, _, _ in others):
        return list(tries)
    found = [columns for _, missing, system, columns in others if not missing and _sells(system, columns, looks)]
    score, answer = (_share(name, answered, looks) for name in ("score", "answer"))
    numbered = any("order_id" in columns for columns in found)
    clear = numbered or any(not _like_marks(columns, looks) for columns in found)
    if score + answer == 0 or (clear and score == 0) or (numbered and score < _SOME):
        return others
    return list(tries)


def has_numbered_sales(tries: Sequence[Try], looks: Mapping[str, Look]) -> bool:
    """Return whether one of the tries finds orders with their numbers, days and amounts, whatever else the file holds."""
    return any(not missing and "order_id" in columns and _sells(system, columns, looks) for _, missing, system, columns in tries)


def _sells(system: System, columns: Columns, looks: Mapping[str, Look]) -> bool:
    """Return whether it is a list of orders whose days and amounts can be read as such."""
    if system.table not in OF_ORDERS:
        return False
    day, amounts = looks[columns["ordered_at"][0]], _amounts(columns, looks)
    return day.filled > 0 and day.fit("time") >= _CLEARLY and any(seen.fit("money") >= _CLEARLY for seen in amounts)


def _like_marks(columns: Columns, looks: Mapping[str, Look]) -> bool:
    return all(seen.scale >= _CLEARLY for seen in _amounts(columns, looks))


def _amounts(columns: Columns, looks: Mapping[str, Look]) -> list[Look]:
    return [seen for name in _AMOUNTS if name in columns and (seen := looks[columns[name][0]]).filled]


def _share(name: str, columns: Columns, looks: Mapping[str, Look]) -> float:
    """Return the share of the first rows that have something in the field's column; 1 where there are no rows to see."""
    if name not in columns:
        return 0.0
    seen = looks[columns[name][0]]
    return seen.filled / seen.rows if seen.rows else 1.0
