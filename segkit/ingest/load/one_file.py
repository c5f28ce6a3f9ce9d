"""A file on its way into the project: looked at, every column decided, written in one transaction, reported."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import duckdb

from segkit.engine import rows, transaction
from segkit.errors import UnreadableFile
from segkit.ingest.choices import Choices
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Stop, Watched
from segkit.ingest.files.trouble import translated
from segkit.ingest.load.at_once import Held, NotAsItBegan, first_rows, held
from segkit.ingest.load.crowds import SharedKeys
from segkit.ingest.load.deciding import decide_columns, in_words, left_open
from segkit.ingest.load.layouts import remember
from segkit.ingest.load.looking import recognised
from segkit.ingest.load.narrow import narrowed
from segkit.ingest.load.removal import settled_in_order, take_out
from segkit.ingest.load.work import Say, Unanswered
from segkit.ingest.load.writing import begin, write
from segkit.ingest.parse.by_column import Decision
from segkit.ingest.recognise.match import Match
from segkit.ingest.recognise.systems import System
from segkit.ingest.report import LoadReport
from segkit.words import quote


def load(
    con: duckdb.DuckDBPyConnection, source: Source, choices: Choices,
    say: Say | None = None, cancelled: threading.Event | None = None, told: System | None = None,
) -> LoadReport:  # fmt: skip
    """Load the file and return its report; with a blocking question open, nothing is loaded and the report asks it.

    `told` is the system that wrote the file, where that is known; else it is recognised.
    """
    source, choices, match, report = recognised(con, source, choices, told)
    if report.blocking:
        return report
    again = _loaded_before(con, source, report)
    if again and again.source_id != choices.replaces:
        return again
    if say:
        say(0.1, "Reading dates and amounts")
    stop = Stop(cancelled)
    try:
        if done := _read_at_once(con, source, match, report, choices, say, stop):
            return done
        with narrowed(Watched(con, stop), source, match) as rows_needed:
            return _decided_and_read(con, rows_needed, match, report, choices, say, stop)
    except duckdb.Error as error:
        raise translated(error, source) from error


def _read_at_once(
    con: duckdb.DuckDBPyConnection, source: Source, match: Match, report: LoadReport, choices: Choices, say: Say | None, stop: Stop
) -> LoadReport | None:
    """Return the report of a large file whose rows all are as its first ones; None where it has to be looked at as a whole."""
    start = first_rows(source, match)
    if start is None:
        return None
    try:
        decisions = decide_columns(Watched(con, stop), start, match, choices)
    except UnreadableFile:  # what is too much for the first rows may be little among all of them
        return None
    found = held(source, match, decisions)
    if found is None or left_open(match, start, decisions):
        return None
    whole, read, tests = found
    try:
        return _read_in(con, whole, match, read, report, choices, say, stop, tests)
    except NotAsItBegan:
        return None


def _decided_and_read(
    con: duckdb.DuckDBPyConnection, source: Source, match: Match, report: LoadReport, choices: Choices, say: Say | None, stop: Stop
) -> LoadReport:
    """Return the report of a file that was read, or that asks what its values leave open."""
    decisions = decide_columns(Watched(con, stop), source, match, choices)
    questions = left_open(match, source, decisions)
    if any(question.blocking for question in questions):
        return replace(report, questions=questions, decisions=in_words(match, source, decisions))
    return _read_in(con, source, match, decisions, report, choices, say, stop)


def _read_in(
    con: duckdb.DuckDBPyConnection, source: Source, match: Match, decisions: Mapping[str, Decision], report: LoadReport,
    choices: Choices, say: Say | None, stop: Stop, tests: Held | None = None, crowds: Mapping[str, str] = MappingProxyType({}),
) -> LoadReport:  # fmt: skip
    """Write the file's rows and return its report, or the one that asks what its rows leave open.

    Keys that turn out to be shared by many are no customer in a second attempt.
    """
    try:
        with transaction(con) as cursor:
            if choices.replaces is not None:
                with stop.watching(cursor):
                    take_out(cursor, choices.replaces, choices.shop.kept_apart)
            work = begin(cursor, source, match, decisions, choices, say, stop.cancelled)
            work.columns, work.held = work.columns.as_answered(choices.said, crowds), tests
            done = write(work, replace(report, choices=_chosen(choices, source)), choices)
            remember(work, choices)
            return settled_in_order(cursor, done, choices.shop.kept_apart) if choices.replaces is not None else done
    except Unanswered as asked:
        return replace(report, questions=asked.questions, decisions=in_words(match, source, decisions))
    except SharedKeys as found:
        return _read_in(con, source, match, decisions, report, choices, say, stop, tests, {**crowds, **found.keys})


def _chosen(choices: Choices, source: Source) -> dict[str, object]:
    """Return what the user chose beside the answers, for the day the file is loaded again."""
    chosen = {"store": choices.store, "table": choices.table, "mapping": dict(choices.mapping or {}), "sheet": source.sheet}
    return {name: value for name, value in chosen.items() if value}


def _loaded_before(con: duckdb.DuckDBPyConnection, source: Source, report: LoadReport) -> LoadReport | None:
    """Return the report for a file whose every byte is in the project already."""
    for (text,) in rows(con, "select report from files where sha256 = $sha256", {"sha256": source.sha256}):
        before = LoadReport.from_json(text)
        if (before.sheet, before.table) == (report.sheet, report.table):
            return replace(
                before, rows_kept=0, rows_merged=before.rows_read, set_aside={}, questions=(),
                notes=(f"This file is in the project already, as {quote(before.file)}: nothing was added.",),
            )  # fmt: skip
    return None
