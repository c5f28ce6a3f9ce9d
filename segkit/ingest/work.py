"""What does one load carry along? The file, its columns, the answers, and the cursor all its statements run on."""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from segkit.engine import execute_watched
from segkit.errors import Cancelled
from segkit.ingest.columns import Columns
from segkit.ingest.recognise import Match
from segkit.ingest.report import Question
from segkit.ingest.source import Source

Say = Callable[[float, str], None]


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
    notes: list[str] = field(default_factory=list)
    decisions: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> str:
        """The file's rows, with source_row and row_problem, for a FROM clause."""
        return f"({self.source.sql})"

    @property
    def plain_rows(self) -> str:
        """The same rows, perhaps without their numbers: counting rows costs half of the machine's cores."""
        return f"({getattr(self.source, 'plain_sql', '') or self.source.sql})"

    def run(self, sql: str, share: tuple[float, float] | None = None, words: str = "") -> list[tuple]:
        """Return the rows of one statement; its progress fills the share of the whole that it stands for."""
        values = {"source_id": self.source_id, **self.source.values, **self.values}
        used = {name: value for name, value in values.items() if re.search(rf"\${name}\b", sql)}
        return execute_watched(self.cursor, sql, used, self._progress(share, words), self.cancelled)

    def one(self, sql: str, share: tuple[float, float] | None = None, words: str = "") -> tuple:
        """Return the only row of one statement."""
        return self.run(sql, share, words)[0]

    def _progress(self, share: tuple[float, float] | None, words: str) -> Callable[[float], None] | None:
        if self.cancelled is not None and self.cancelled.is_set():
            raise Cancelled("The load was stopped; nothing was changed.")
        if self.say is None or share is None:
            return None
        low, high = share
        self.say(low, words)
        return lambda done: self.say(low + (high - low) * done, words)

    def answer(self, key: str, otherwise: str = "") -> str:
        """Return the user's answer to a question, or the default."""
        return str(self.answers.get(key) or otherwise)
