"""What does one load carry along? The file, its columns, the answers, and the cursor all its statements run on."""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from segkit.engine import bound, written_out
from segkit.ingest.choices import Answers
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Stop
from segkit.ingest.load.columns import Columns
from segkit.ingest.recognise.match import Match
from segkit.ingest.report import Question
from segkit.ingest.shop import ANY_SHOP, Shop
from segkit.words import literal

Say = Callable[[float, str], None]
# Rows a slow machine reads in a second. DuckDB tells no progress here, so the bar follows the clock and never arrives early.
_ROWS_PER_SECOND = 1_000_000
_LOOK_EVERY = 0.05
_WORTH_IT = 500_000
MOST_WORDS = 300  # a column with more different words says no state and no kind of row
# A look-up that every row passes. Behind it rows need no order, so that each thread writes what it has read, in pieces that are full;
# in order, pieces of any size are written, and once more when they are put together.
IN_ANY_ORDER = "true in (select true)"
_COUNTED = "row_number() over () as source_row"


def plain_sql(source: Source) -> str:
    """Return the SELECT of a file's rows in their order, without numbers where that is possible.

    Numbering rows is done by one thread, and everything after it too: it doubles the time of a load.
    """
    return source.sql.replace(_COUNTED, "cast(null as bigint) as source_row", 1)


def sampled_sql(source: Source) -> str:
    """Return the SELECT of a large file's rows with a number that spreads like row numbers, but needs no counting."""
    if _COUNTED not in source.sql or (source.rows is not None and source.rows < _WORTH_IT):
        return source.sql
    spread = f"cast(hash({', '.join(source.columns[:4])}) >> 8 as bigint)"
    return f"select {spread} as source_row, * exclude (source_row) from ({plain_sql(source)})"


class Unanswered(Exception):
    """A question came up while loading that only the user can answer; everything done so far is undone."""

    def __init__(self, *questions: Question):
        self.questions = questions


@dataclass
class Work:
    """One file on its way into the project, inside one transaction."""

    cursor: duckdb.DuckDBPyConnection
    source: Source
    source_id: int
    match: Match
    columns: Columns
    answers: Mapping[str, str]
    say: Say | None = None
    cancelled: threading.Event | None = None
    shop: Shop = ANY_SHOP
    held: Any = None  # what its rows are held to, where only the first ones were looked at
    store: str = ""  # its name, where one was given or found
    notes: list[str] = field(default_factory=list)
    decisions: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    products: str = ""  # SQL of the list of products inside a row of the file
    figures: dict[str, Any] = field(default_factory=dict)  # what only the load knows, for the report's totals
    read_with: dict[str, Any] = field(default_factory=dict)  # the project's choices that mattered to the file

    @property
    def rows(self) -> str:
        """The file's rows, with source_row and row_problem, for a FROM clause."""
        return f"({self.source.sql})"

    @property
    def plain_rows(self) -> str:
        """The same rows in the same order; source_row may be empty."""
        return f"({plain_sql(self.source)})"

    @property
    def whole_rows(self) -> str:
        """The same rows with every column of the file, for the text of a row."""
        return f"({self.source.whole or self.source.sql})"

    def answer(self, key: str, otherwise: str = "") -> str:
        """Return the user's answer to a question, or the default."""
        return str(self.answers.get(key) or otherwise)

    def earlier(self, key: str) -> str:
        """Return the answer given for an earlier file with the same columns, for where the rows of this one do not tell."""
        return self.answers.earlier(key) if isinstance(self.answers, Answers) else ""

    def one(self, sql: str, share: tuple[float, float] | None = None, words: str = "") -> tuple:
        """Return the only row of one statement."""
        return self.run(sql, share, words)[0]

    def columns_of(self, table: str) -> list[str]:
        """Return the columns of a table of this load, in their order."""
        return [name for (name,) in self.run(f"select column_name from duckdb_columns() where table_name = {literal(table)}")]

    def words_in(self, text: str, rows: str, share: tuple[float, float] | None = None, words: str = "") -> dict[str, int]:
        """Return the different texts of a column with their rows, the most frequent first; one more than MOST_WORDS stands for too many."""
        found = f"select {text} as word, count(*) from {rows} where {text} is not null group by all order by 2 desc, 1"
        return dict(self.run(f"{found} limit {MOST_WORDS + 1}", share, words))

    def run(self, sql: str, share: tuple[float, float] | None = None, words: str = "") -> list[tuple]:
        """Return the rows of one statement; `share` is the part of the whole load that it stands for."""
        used = bound(sql, self._all_values)
        if self.say is None and self.cancelled is None:
            return self.cursor.execute(sql, used).fetchall()
        return self._watched(sql, used, share, words)

    def view(self, name: str, sql: str) -> None:
        """Make a view of this load. A view has no parameters: their values are written out in it."""
        self.cursor.execute(f"create or replace temp view {name} as {written_out(sql, self._all_values)}")

    @property
    def _all_values(self) -> dict[str, Any]:
        return {"source_id": self.source_id, **self.source.values, **self.source.whole_values, **self.values}

    def _watched(self, sql: str, values: dict[str, Any] | None, share: tuple[float, float] | None, words: str) -> list[tuple]:
        answer: dict[str, Any] = {}

        def execute() -> None:
            try:
                answer["rows"] = self.cursor.execute(sql, values).fetchall()
            except duckdb.Error as error:
                answer["error"] = error

        self._stop_if_cancelled()
        thread = threading.Thread(target=execute, daemon=True)
        began = time.monotonic()
        thread.start()
        while thread.is_alive():
            self._tell(share, words, time.monotonic() - began)
            thread.join(_LOOK_EVERY)
            if self.cancelled is not None and self.cancelled.is_set():
                self.cursor.interrupt()
        self._stop_if_cancelled()
        if "error" in answer:
            raise answer["error"]
        return answer["rows"]

    def _stop_if_cancelled(self) -> None:
        Stop(self.cancelled).check()

    def _tell(self, share: tuple[float, float] | None, words: str, seconds: float) -> None:
        if self.say is not None and share is not None:
            expected = (self.source.rows or _ROWS_PER_SECOND) / _ROWS_PER_SECOND + 0.1
            low, high = share
            self.say(low + (high - low) * (1 - math.exp(-2 * seconds / expected)), words)


def as_table(work: Work, view: str) -> None:
    """Make a view of this load a table of its own, so that its rows can be changed, or are not worked out anew each time."""
    if work.one(f"select count(*) from duckdb_views() where view_name = {literal(view)}")[0]:
        work.run(f"create temp table {view}_rows as select * from {view}")
        work.run(f"drop view {view}")
        work.run(f"alter table {view}_rows rename to {view}")
