"""How do the rows of a file get into the tables? By the loader of their kind, with a report in which every row is accounted for."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

import duckdb

from segkit.errors import MissingData, UnreadableFile
from segkit.ingest.changes import count_change
from segkit.ingest.choices import Choices
from segkit.ingest.files.source import Source
from segkit.ingest.files.stopping import Stop
from segkit.ingest.identity import linked_notes
from segkit.ingest.load.columns import Columns
from segkit.ingest.load.contacts import load_contacts
from segkit.ingest.load.counts import Counts
from segkit.ingest.load.crowds import say_who_is_nobody
from segkit.ingest.load.currency import sign_beside_amounts
from segkit.ingest.load.deciding import in_words
from segkit.ingest.load.inside import products_inside
from segkit.ingest.load.layouts import note_of
from segkit.ingest.load.lines import load_lines
from segkit.ingest.load.movement import told_by_movement
from segkit.ingest.load.orders import load_orders
from segkit.ingest.load.overlaps import adds_nothing, merge_linked
from segkit.ingest.load.records import load_records
from segkit.ingest.load.recount import ADDS_NOTHING
from segkit.ingest.load.rows import load_customers, load_events
from segkit.ingest.load.same_sales import apart
from segkit.ingest.load.surveys import load_surveys
from segkit.ingest.load.totals import totals_of
from segkit.ingest.load.unread import note_unreadable
from segkit.ingest.load.work import Say, Work
from segkit.ingest.load.zones import ask_for_zones, in_shop_time
from segkit.ingest.parse.by_column import Decision
from segkit.ingest.recognise.asking import ask_to_confirm
from segkit.ingest.recognise.match import Match
from segkit.ingest.report import LoadReport
from segkit.tables import OF_ORDERS, RECORDS
from segkit.words import count, listed, plural

LOADERS: Mapping[str, Callable[[Work], Counts]] = {
    "order": load_orders, "line": load_lines, "order_first_row": load_lines, "customer": load_customers,
    "event": load_events, "answer": load_surveys, "subscription": load_records, "invoice": load_records, "deal": load_records,
    "referral": load_records, "contact": load_contacts,
}  # fmt: skip


def begin(
    cursor: duckdb.DuckDBPyConnection, source: Source, match: Match, decisions: Mapping[str, Decision], choices: Choices,
    say: Say | None, cancelled: threading.Event | None,
) -> Work:  # fmt: skip
    """Return the load of the file with its columns as they are read, and what is to be said and asked of them."""
    source_id = choices.replaces or cursor.execute("select coalesce(max(source_id), 0) + 1 from files").fetchone()[0]
    decisions = in_shop_time(decisions, match, source, choices.shop, choices.said)
    work = Work(cursor, source, source_id, match, Columns.of(match, source, decisions), choices.said, say, cancelled, choices.shop)
    work.store = choices.store or ""
    work.columns = told_by_movement(work, decisions)
    work.products = products_inside(work, decisions)
    work.decisions.update(in_words(match, source, decisions))
    if match.system.table not in RECORDS and (sign := sign_beside_amounts(work, decisions)):  # records have a currency each
        work.decisions["currency_sign"] = sign
    for decision in decisions.values():
        work.notes.extend(decision.notes)
    if any(decision.by_country for decision in decisions.values()):
        work.read_with["country"] = choices.shop.country
    note_unreadable(work, decisions)
    ask_for_zones(work, decisions)
    return work


def write(work: Work, report: LoadReport, choices: Choices) -> LoadReport:
    """Write the rows of the file and return its report; a file none of whose rows can be used is refused."""
    if work.match.system.table in OF_ORDERS:
        apart(work.cursor)  # together again in merge_linked
    counts = LOADERS[work.match.system.grain](work)
    read = _checked_sum(work, counts)
    say_who_is_nobody(work, counts)
    _refuse_if_useless(work, counts)
    with Stop(work.cancelled).watching(work.cursor):
        work.notes += linked_notes(work.cursor, work.source_id, work.shop.kept_apart)
    counts = merge_linked(work, counts)
    work.notes += note_of(work, choices.lent)
    if adds_nothing(work, counts):
        work.notes.append(ADDS_NOTHING)
    work.questions += ask_to_confirm(work.match, work.answers)
    done = replace(
        report, source_id=work.source_id, rows_read=read, rows_kept=counts.kept, rows_merged=counts.merged,
        set_aside=counts.aside, totals={**totals_of(work), **work.figures}, decisions=work.decisions, answers=choices.said.used(),
        questions=tuple(work.questions), notes=report.notes + tuple(dict.fromkeys(work.notes)), store=work.store, loaded=True,
        read_with=work.read_with,
    )  # fmt: skip
    _list_file(work, done)
    count_change(work.cursor)
    return done


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


def _refuse_if_useless(work: Work, counts: Counts) -> None:
    if not counts.kept and not counts.merged and not work.match.system.nameless:
        why = listed([f"{plural(number, 'row')}: {reason}" for reason, number in counts.aside.items()])
        fix = "Check the column map, or choose another file."
        raise MissingData(f"none of its rows can be used ({why}).", work.source.name, fix)


def _list_file(work: Work, done: LoadReport) -> None:
    """Write the file with its report into the list of loaded files."""
    work.cursor.execute(
        """insert into files by name select $source_id as source_id, $name as name, $path as path, $sha256 as sha256,
        $system as system, $table as main_table, $report as report""",
        {"source_id": work.source_id, "name": work.source.name, "path": str(work.source.original), "sha256": work.source.sha256,
         "system": done.system, "table": done.table, "report": done.to_json()},
    )  # fmt: skip
