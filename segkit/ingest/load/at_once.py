"""May a large file be read in one go? Its first rows say how its columns are read, and every row is then held to that.

A row that is written otherwise sends the whole file the thorough way: all rows are looked at before any is read. Both
ways give the same orders; this one reads the text once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from segkit.ingest.files.source import Source
from segkit.ingest.load.narrow import is_large, nothing_else_filled
from segkit.ingest.load.unread import note_unreadable
from segkit.ingest.load.work import Work
from segkit.ingest.parse.reading import Decision, is_empty_word, value_of
from segkit.ingest.recognise.match import Match

FIRST_ROWS = 20_000
_GRAINS = ("line", "order_first_row")
_AS_IT_STANDS = ("text", "status", "id")
_NOTED = ("email", "phone", "yes_no")  # cells of these that cannot be read are counted, whatever is in the others


class NotAsItBegan(Exception):
    """Some row is not written like the first ones: the file is to be looked at as a whole before it is read."""


@dataclass(frozen=True)
class Held:
    """What every row of a file is held to: `otherwise` is the SQL of a row that is written otherwise than the first ones."""

    otherwise: str
    decisions: Mapping[str, Decision]

    @property
    def noted(self) -> list[str]:
        """The columns whose cells that cannot be read are only noted."""
        return [column for column, found in self.decisions.items() if found.role in _NOTED]

    @property
    def marks(self) -> str:
        """The SQL of a row's marks in one number: 1 where it is written otherwise, and from 2 on one for each cell that cannot be read."""
        unread = [f"{column} is not null and {value_of(column)} is null and not {is_empty_word(column)}" for column in self.noted]
        return " + ".join(f"if({test}, {1 << place}, 0)" for place, test in enumerate([self.otherwise, *unread]))


def first_rows(source: Source, match: Match) -> Source | None:
    """Return the first rows of a large file of lines; None for any other file."""
    if not is_large(source, match) or match.system.grain not in _GRAINS or "movement" in match.mapping or source.rows is None:
        return None
    return replace(source, sql=f"select * from ({source.sql}) limit {FIRST_ROWS}", rows=min(source.rows, FIRST_ROWS))


def held(source: Source, match: Match, decisions: Mapping[str, Decision]) -> tuple[Source, dict[str, Decision], Held] | None:
    """Return the whole file with the decisions of its first rows, and what its rows are held to; None where all have to be looked at."""
    empty = nothing_else_filled(source, match)
    if not empty or not all(found.holds and not found.question for found in decisions.values()):
        return None
    tests = [f"{column} is not null and not ({found.holds})" for column, found in decisions.items() if found.holds != "true"]
    typed = {column: found for column, found in decisions.items() if found.role not in _AS_IT_STANDS}
    whole = replace(source, sql=_worked_out(source.sql, typed), filled="2", first_filled=source.columns[0])
    read = {
        column: replace(found, expression=value_of(column) if column in typed else found.expression, sum=None, unreadable=0)
        for column, found in decisions.items()
    }
    return whole, read, Held(" or ".join(f"({test})" for test in [empty, *tests]), decisions)


def _worked_out(rows: str, typed: Mapping[str, Decision]) -> str:
    """Return the SELECT of the rows with every column's value beside its text.

    The phone of an address is most often that of the order: the same text has the same value, and costs no second look.
    """
    phones = [column for column, found in typed.items() if found.role == "phone"]
    values = {column: found.expression for column, found in typed.items() if column not in phones[1:]}
    again = {
        column: f"case when {column} = {phones[0]} then {value_of(phones[0])} else {typed[column].expression} end" for column in phones[1:]
    }
    for group in filter(None, (values, again)):
        rows = f"select *{''.join(f', {sql} as {value_of(column)}' for column, sql in group.items())} from ({rows})"
    return rows


def check_held(work: Work, rows: str) -> None:
    """Raise NotAsItBegan where a row of the table is marked as written otherwise; note the cells that cannot be read."""
    kept = work.held
    counts = ", ".join(f"count(*) filter (marks & {1 << place} > 0)" for place in range(len(kept.noted) + 1))
    otherwise, *unread = work.one(f"select {counts} from {rows} where marks > 0")
    if otherwise:
        raise NotAsItBegan
    numbers = zip(kept.noted, unread, strict=True)
    note_unreadable(work, {column: replace(kept.decisions[column], unreadable=number) for column, number in numbers})
