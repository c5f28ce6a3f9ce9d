"""What is this file? Its system, its column map with examples, and what is to be asked before anything is loaded."""

from dataclasses import replace

import duckdb

from segkit.engine import rows
from segkit.errors import MissingData, UnreadableFile
from segkit.ingest.choices import Choices
from segkit.ingest.files.source import Source
from segkit.ingest.files.trouble import translated
from segkit.ingest.load.deciding import decide_columns, in_words, left_open
from segkit.ingest.load.layouts import layout_of, lend
from segkit.ingest.load.work import plain_sql
from segkit.ingest.recognise.by_headings import exact_system, recognise
from segkit.ingest.recognise.derived import with_derived
from segkit.ingest.recognise.match import Match
from segkit.ingest.recognise.overlooked import overlooked_refunds
from segkit.ingest.recognise.samples import examples
from segkit.ingest.recognise.systems import System
from segkit.ingest.report import LoadReport

_SAMPLE_ROWS = 1000


def examine(
    con: duckdb.DuckDBPyConnection, source: Source, choices: Choices, told: System | None = None
) -> tuple[Match, LoadReport]:
    """Return what the file was recognised as, and a report without a load: map, examples, open questions."""
    sample = _sample(con, source)
    match = recognise(source.headings, sample, choices.kind, choices.columns, told)
    if match.system.refused:
        raise MissingData(f"this is a {match.system.title}. {match.system.refused}", source.name)
    return match, LoadReport(
        file=source.name, system=match.system.key, system_title=match.system.title, table=match.system.table,
        grain=match.system.grain, sheet=source.sheet, sheets=source.sheets, encoding=source.encoding,
        delimiter=source.delimiter, header_row=source.header_row, headings=source.headings, questions=match.questions,
        mapping={name: headings[0] for name, headings in match.mapping.items()},
        fallbacks={name: headings[1:] for name, headings in match.mapping.items() if len(headings) > 1},
        examples={heading: examples(values) for heading, values in sample.items()},
        notes=source.notes + match.notes + overlooked_refunds(match, sample),
    )  # fmt: skip


def preview(con: duckdb.DuckDBPyConnection, source: Source, choices: Choices) -> LoadReport:
    """Return the report of a file that is only looked at: its first rows stand for all of them."""
    source, choices, match, report = recognised(con, source, choices)
    if report.blocking:
        return report
    limit = 5 * _SAMPLE_ROWS
    start = replace(source, sql=f"select * from ({source.sql}) limit {limit}", rows=None)
    whole = source.rows is not None and source.rows <= limit
    decisions = decide_columns(con, start, match, choices)
    questions = tuple(replace(question, blocking=question.blocking and whole) for question in left_open(match, source, decisions))
    return replace(report, questions=questions, decisions=in_words(match, source, decisions))


def recognised(
    con: duckdb.DuckDBPyConnection, source: Source, choices: Choices, told: System | None = None
) -> tuple[Source, Choices, Match, LoadReport]:
    """Return what the file was recognised as, with the choices of an earlier file with the same columns where they fit."""
    layout = layout_of(con, source)
    ways = [lend(choices, layout), lend(choices, layout, whole=True), choices] if layout else [choices]
    for way in ways:
        whole = _with_derived(source, way, told)
        match, report = examine(con, whole, way, told)
        if way is not choices and match.system.key == layout["system"] and not report.blocking:
            break
    return whole, way, match, report


def _with_derived(source: Source, choices: Choices, told: System | None = None) -> Source:
    """Return the file with the columns that its system, or the user, makes of others."""
    chosen = [one for wanted in choices.columns.values() for one in ((wanted,) if isinstance(wanted, str) else wanted or ())]
    return with_derived(source, told or exact_system(source.headings, choices.kind), chosen)


def _sample(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, list[str | None]]:
    """Return the first values of each column by its heading; a file without rows is refused."""
    try:
        found = rows(con, f"select {', '.join(source.columns)} from ({plain_sql(source)}) limit {_SAMPLE_ROWS}", source.values)
    except duckdb.Error as error:
        raise translated(error, source) from error
    if not found:
        raise UnreadableFile("the file has headings but no rows.", source.name, "Check the period and the filters of the export.")
    return {heading: list(values) for heading, values in zip(source.headings, zip(*found, strict=True), strict=True)}
