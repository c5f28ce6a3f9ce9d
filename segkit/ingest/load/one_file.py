"""A file on its way into the project: read, recognised, every column decided, written in one transaction, reported."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import duckdb

from segkit.engine import rows, transaction
from segkit.errors import MissingData, UnreadableFile
from segkit.ingest.changes import count_change
from segkit.ingest.choices import Choices
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Stop, Watched
from segkit.ingest.files.trouble import translated
from segkit.ingest.identity import linked_notes
from segkit.ingest.load.columns import Columns, country_text, roles
from segkit.ingest.load.contacts import load_contacts
from segkit.ingest.load.counts import Counts
from segkit.ingest.load.crowds import SharedKeys, say_who_is_nobody
from segkit.ingest.load.currency import sign_beside_amounts
from segkit.ingest.load.inside import products_inside
from segkit.ingest.load.layouts import hinted, layout_of, lend, note_of, remember, worded
from segkit.ingest.load.lines import load_lines
from segkit.ingest.load.movement import told_by_movement
from segkit.ingest.load.narrow import narrowed
from segkit.ingest.load.orders import load_orders
from segkit.ingest.load.overlaps import merge_linked
from segkit.ingest.load.records import load_records
from segkit.ingest.load.recount import ADDS_NOTHING
from segkit.ingest.load.removal import settled_in_order, take_out
from segkit.ingest.load.rows import load_customers, load_events
from segkit.ingest.load.surveys import load_surveys
from segkit.ingest.load.totals import totals_of
from segkit.ingest.load.units import currencies_at_start, currency_in_headings, in_whole_units
from segkit.ingest.load.work import Say, Unanswered, Work, plain_sql, sampled_sql
from segkit.ingest.load.zones import ask_for_zones, in_shop_time
from segkit.ingest.parse.by_column import Decision, Hints, decide
from segkit.ingest.recognise.asking import ask_for, ask_to_confirm
from segkit.ingest.recognise.by_headings import exact_system, recognise
from segkit.ingest.recognise.derived import with_derived
from segkit.ingest.recognise.fields import title
from segkit.ingest.recognise.match import Match
from segkit.ingest.recognise.overlooked import overlooked_refunds
from segkit.ingest.recognise.samples import examples
from segkit.ingest.recognise.systems import System
from segkit.ingest.report import LoadReport, Question
from segkit.tables import RECORDS
from segkit.words import count, listed, plural, quote

LOADERS: Mapping[str, Callable[[Work], Counts]] = {
    "order": load_orders, "line": load_lines, "order_first_row": load_lines, "customer": load_customers,
    "event": load_events, "answer": load_surveys, "subscription": load_records, "invoice": load_records, "deal": load_records,
    "referral": load_records, "contact": load_contacts,
}  # fmt: skip
_SAMPLE_ROWS = 1000
_MUST_BE_READ = {
    "orders": ("ordered_at", "total"), "order_lines": ("ordered_at",), "events": ("event_at",),
    "contacts": ("contacted_at",),
}  # fmt: skip


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


def _recognised(
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
    chosen = [one for wanted in choices.columns.values() for one in ((wanted,) if isinstance(wanted, str) else wanted or ())]
    return with_derived(source, told or exact_system(source.headings, choices.kind), chosen)


def _sample(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, list[str | None]]:
    try:
        found = rows(con, f"select {', '.join(source.columns)} from ({plain_sql(source)}) limit {_SAMPLE_ROWS}", source.values)
    except duckdb.Error as error:
        raise translated(error, source) from error
    if not found:
        raise UnreadableFile("the file has headings but no rows.", source.name, "Check the period and the filters of the export.")
    return {heading: list(values) for heading, values in zip(source.headings, zip(*found, strict=True), strict=True)}


def preview(con: duckdb.DuckDBPyConnection, source: Source, choices: Choices) -> LoadReport:
    """Return the report of a file that is only looked at: its first rows stand for all of them."""
    source, choices, match, report = _recognised(con, source, choices)
    if report.blocking:
        return report
    limit = 5 * _SAMPLE_ROWS
    start = replace(source, sql=f"select * from ({source.sql}) limit {limit}", rows=None)
    whole = source.rows is not None and source.rows <= limit
    decisions = _decide(con, start, match, choices)
    questions = tuple(replace(question, blocking=question.blocking and whole) for question in _open(match, source, decisions))
    return replace(report, questions=questions, decisions=_in_words(match, source, decisions))


def load(
    con: duckdb.DuckDBPyConnection, source: Source, choices: Choices,
    say: Say | None = None, cancelled: threading.Event | None = None, told: System | None = None,
) -> LoadReport:  # fmt: skip
    """Load the file and return its report; with a blocking question open, nothing is loaded and the report asks it.

    `told` is the system that wrote the file, where that is known; else it is recognised.
    """
    source, choices, match, report = _recognised(con, source, choices, told)
    if report.blocking:
        return report
    again = _loaded_before(con, source, report)
    if again and again.source_id != choices.replaces:
        return again
    if say:
        say(0.1, "Reading dates and amounts")
    stop = Stop(cancelled)
    try:
        with narrowed(Watched(con, stop), source, match) as rows_needed:
            return _decided_and_read(con, rows_needed, match, report, choices, say, stop)
    except duckdb.Error as error:
        raise translated(error, source) from error


def _decided_and_read(
    con: duckdb.DuckDBPyConnection, source: Source, match: Match, report: LoadReport, choices: Choices, say: Say | None, stop: Stop
) -> LoadReport:
    """Return the report of a file that was read, or that asks what its values leave open."""
    decisions = _decide(Watched(con, stop), source, match, choices)
    open_questions = _open(match, source, decisions)
    if any(question.blocking for question in open_questions):
        return replace(report, questions=open_questions, decisions=_in_words(match, source, decisions))
    try:
        return _read_in(con, source, match, decisions, report, choices, say, stop)
    except Unanswered as asked:
        return replace(report, questions=asked.questions, decisions=_in_words(match, source, decisions))


def _read_in(
    con: duckdb.DuckDBPyConnection, source: Source, match: Match, decisions: Mapping[str, Decision], report: LoadReport,
    choices: Choices, say: Say | None, stop: Stop, crowds: Mapping[str, str] = MappingProxyType({}),
) -> LoadReport:  # fmt: skip
    """Write the file's rows and return its report; keys that turn out to be shared by many are no customer in a second attempt."""
    try:
        with transaction(con) as cursor:
            if choices.replaces is not None:
                with stop.watching(cursor):
                    take_out(cursor, choices.replaces, choices.shop.kept_apart)
            work = _work(cursor, source, match, decisions, choices, say, stop.cancelled)
            work.columns = work.columns.as_answered(choices.said, crowds)
            done = _write(work, replace(report, choices=_chosen(choices, source)), choices)
            remember(work, choices)
            return settled_in_order(cursor, done, choices.shop.kept_apart) if choices.replaces is not None else done
    except SharedKeys as found:
        return _read_in(con, source, match, decisions, report, choices, say, stop, {**crowds, **found.keys})


def _decide(con: duckdb.DuckDBPyConnection | Watched, source: Source, match: Match, choices: Choices) -> dict[str, Decision]:
    system = match.system
    hints = Hints(date_order=system.date_order, decimal_mark=system.decimal_mark,
                  currency=system.currency or currency_in_headings(match) or choices.shop.currency,
                  currencies=currencies_at_start(con, source, match),
                  country=(system.country or choices.shop.country).upper(), row_country=country_text(match, source))  # fmt: skip
    hints = hinted(hints, match, choices.lent)
    try:
        decisions = decide(con, replace(source, sql=sampled_sql(source)), roles(match, source), hints, choices.said)
        return worded(in_whole_units(decisions, match, source, hints), match, choices.lent)
    except duckdb.Error as error:
        raise translated(error, source) from error


def _open(match: Match, source: Source, decisions: Mapping[str, Decision]) -> tuple[Question, ...]:
    """Return the questions that the values leave open; one question each, however many columns raise it."""
    asked = {decision.question.key: decision.question for decision in decisions.values() if decision.question}
    return _hopeless(match, source, decisions) or tuple(asked.values())


def _hopeless(match: Match, source: Source, decisions: Mapping[str, Decision]) -> tuple[Question, ...]:
    """Ask for another column where none of a needed column's values can be read."""
    questions = []
    for name in _MUST_BE_READ.get(match.system.table, ()):
        headings = match.mapping.get(name, ())
        found = [decisions[source.column(heading)] for heading in headings]
        if found and not any(decision.filled > decision.unreadable for decision in found):
            seen = listed([f"'{text}'" for text in found[0].examples[:3]]) or "look at its values"
            why = f"No value of '{headings[0]}' can be read as {title(name).lower()}: {seen}."
            questions.append(ask_for(name, match, source.headings, why))
    return tuple(questions)


def _in_words(match: Match, source: Source, decisions: Mapping[str, Decision]) -> dict[str, str]:
    return {
        name: decisions[source.column(headings[0])].words
        for name, headings in match.mapping.items()
        if decisions[source.column(headings[0])].words
    }


def _work(
    cursor: duckdb.DuckDBPyConnection, source: Source, match: Match, decisions: Mapping[str, Decision], choices: Choices,
    say: Say | None, cancelled: threading.Event | None,
) -> Work:  # fmt: skip
    source_id = choices.replaces or cursor.execute("select coalesce(max(source_id), 0) + 1 from files").fetchone()[0]
    decisions = in_shop_time(decisions, match, source, choices.shop, choices.said)
    work = Work(cursor, source, source_id, match, Columns.of(match, source, decisions), choices.said, say, cancelled, choices.shop)
    work.store = choices.store or ""
    work.columns = told_by_movement(work, decisions)
    work.products = products_inside(work, decisions)
    work.decisions.update(_in_words(match, source, decisions))
    if match.system.table not in RECORDS and (sign := sign_beside_amounts(work, decisions)):  # records have a currency each
        work.decisions["currency_sign"] = sign
    for decision in decisions.values():
        work.notes.extend(decision.notes)
    if any(decision.by_country for decision in decisions.values()):
        work.read_with["country"] = choices.shop.country
    _note_unreadable(work, decisions)
    ask_for_zones(work, decisions)
    return work


def _note_unreadable(work: Work, decisions: Mapping[str, Decision]) -> None:
    needed = {
        column
        for name in ("ordered_at", "total", "event_at", "score", "cancelled_at")  # the last: read by load/cancelled.py, notes included
        for column in map(work.source.column, work.match.mapping.get(name, ()))
    }
    for column, decision in decisions.items():
        if decision.unreadable and column not in needed:
            heading = work.source.headings[work.source.columns.index(column)]
            work.notes.append(f"{plural(decision.unreadable, 'cell')} of '{heading}' cannot be read and stay empty.")


def _write(work: Work, report: LoadReport, choices: Choices) -> LoadReport:
    counts = LOADERS[work.match.system.grain](work)
    read = _checked_sum(work, counts)
    say_who_is_nobody(work, counts)
    if not counts.kept and not counts.merged and not work.match.system.nameless:
        why = listed([f"{plural(number, 'row')}: {reason}" for reason, number in counts.aside.items()])
        fix = "Check the column map, or choose another file."
        raise MissingData(f"none of its rows can be used ({why}).", work.source.name, fix)
    with Stop(work.cancelled).watching(work.cursor):
        work.notes += linked_notes(work.cursor, work.source_id, work.shop.kept_apart)
    counts = merge_linked(work, counts)
    work.notes += note_of(work, choices.lent)
    if counts.merged and not counts.kept:
        work.notes.append(ADDS_NOTHING)
    work.questions += ask_to_confirm(work.match, work.answers)
    done = replace(
        report, source_id=work.source_id, rows_read=read, rows_kept=counts.kept, rows_merged=counts.merged,
        set_aside=counts.aside, totals={**totals_of(work), **work.figures}, decisions=work.decisions, answers=choices.said.used(),
        questions=tuple(work.questions), notes=report.notes + tuple(dict.fromkeys(work.notes)), store=work.store, loaded=True,
        read_with=work.read_with,
    )  # fmt: skip
    work.cursor.execute(
        """insert into files by name select $source_id as source_id, $name as name, $path as path, $sha256 as sha256,
        $system as system, $table as main_table, $report as report""",
        {"source_id": work.source_id, "name": work.source.name, "path": str(work.source.original), "sha256": work.source.sha256,
         "system": done.system, "table": done.table, "report": done.to_json()},
    )  # fmt: skip
    count_change(work.cursor)
    return done


def _chosen(choices: Choices, source: Source) -> dict[str, object]:
    """Return what the user chose beside the answers, for the day the file is loaded again."""
    chosen = {"store": choices.store, "table": choices.table, "mapping": dict(choices.mapping or {}), "sheet": source.sheet}
    return {name: value for name, value in chosen.items() if value}


def _checked_sum(work: Work, counts: Counts) -> int:
    """Return how many rows were read, or refuse the load: a row that is neither kept nor listed would be lost silently."""
    expected = work.source.rows
    if expected is None:
        expected = work.one(f"select count(*) from {work.plain_rows}")[0]
    if counts.read != expected:
        raise UnreadableFile(
            f"{count(expected)} rows were found, {count(counts.read)} could be read.", work.source.name,
            "Export it again, or save it as XLSX; nothing was loaded.",
        )  # fmt: skip
    return expected


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
