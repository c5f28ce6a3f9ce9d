"""A closer look at one column: which readings do its texts allow, and which of them do all of its rows prove?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from segkit import engine
from segkit.ingest.files.source import Source
from segkit.ingest.parse.reading import Reading, Verdict, count_readings, is_empty_word, verdict

SAMPLES = 1_000  # texts that none of these is like join them, see ROUNDS
ROUNDS = 4

# Samples → the SQL that makes the text plain, the readings of it, and anything the caller wants to keep.
Finder = Callable[[str, Sequence[str]], tuple[str, list[Reading], object]]


@dataclass(frozen=True)
class Look:
    """What a closer look found: the text made plain, its readings, how they fit, and which texts fit none."""

    cleaned: str
    readings: tuple[Reading, ...]
    verdict: Verdict
    filled: int
    unread: tuple[str, ...]
    samples: tuple[str, ...]
    found: object = None

    def expression(self, name: str) -> str:
        """Return the SQL over the column that gives the values under one reading."""
        reading = next(reading for reading in self.readings if reading.name == name)
        return f"list_transform([{self.cleaned}], lambda t: {reading.expression})[1]"

    def unreadable(self, name: str) -> int:
        return self.filled - self.verdict.fits[name]


def look(con: duckdb.DuckDBPyConnection, source: Source, column: str, finder: Finder, also_empty: str = "false") -> Look:
    """Return the readings of a column. Texts that fit none join the samples and are looked at again, a few times."""
    text = f"case when {is_empty_word(column)} or {also_empty} then null else {column} end"
    rows = f"select {text} as {column} from ({source.sql})"  # cleaned is SQL over the same text, so both agree
    samples = _texts(con, source, f"select {column} from ({rows}) where {column} is not null limit {SAMPLES}")
    best: Look | None = None
    for _ in range(ROUNDS):
        cleaned, readings, found = finder(text, samples)
        if not readings:
            filled = engine.rows(con, f"select count({column}) from ({rows})", source.values)[0][0]
            return Look(text, (), Verdict(), filled, tuple(samples[:5]), tuple(samples))
        names = ", ".join(f"{reading.expression} as {reading.name}" for reading in readings)
        read = f"select {column}, {names} from (select {text} as {column}, {cleaned} as t from ({source.sql}))"
        counts = engine.rows(con, f"select count({column}), {', '.join(count_readings(readings))} from ({read})", source.values)[0]
        seen = verdict(readings, counts[1:])
        none = " and ".join(f"{reading.name} is null" for reading in readings)
        unread = [] if max(seen.fits.values()) == counts[0] else _texts(
            con, source, f"select distinct {column} from ({read}) where {column} is not null and {none} limit 500"
        )  # fmt: skip
        fresh = Look(cleaned, tuple(readings), seen, counts[0], tuple(unread[:5]), tuple(samples), found)
        if best is not None and max(seen.fits.values()) <= max(best.verdict.fits.values()):
            return best
        best = fresh
        if not unread:
            break
        samples = [*samples, *unread]
    return best


def _texts(con: duckdb.DuckDBPyConnection, source: Source, sql: str) -> list[str]:
    return [text for (text,) in engine.rows(con, sql, source.values)]
