"""Fuzz, the judge: what became of a file, and may it? Loaded with the right sum, asked, refused in words, or a failure."""
import re
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.fuzz_files import Document

FAILURES = ("crash", "hang", "row unaccounted for", "wrong sum", "silently less")
_EXPLAINED = re.compile(
    r"cannot be read|could not be read|set aside|left out|not read|fewer cells|repeat|quotation|differs|several|shared by|no headings|"
    r"without a|no quantity|tell customers apart|stay empty|one order per", re.I,
)  # fmt: skip
_SUMS = {
    "events": "select coalesce(sum(value), 0) from events", "customers": "select count(*) from customers",
    "surveys": "select coalesce(sum(score), 0) from surveys",
}  # fmt: skip
_SPEND = "select coalesce(sum(total - refunded) filter (status not in ('cancelled', 'test')), 0) from orders"


@dataclass
class Outcome:
    """What became of one file, as plain values that travel between processes."""

    end: str  # loaded, asked, refused, crash
    words: str = ""
    table: str = ""
    read: int = 0
    accounted: int = 0
    aside: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sums: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def tried(path: Path, answers: Mapping[str, str] | None = None) -> Outcome:
    """Load a file into a project of its own and return what became of it."""
    from segkit import engine, tables
    from segkit.errors import SegkitError
    from segkit.ingest import load_file

    with tempfile.TemporaryDirectory() as folder:
        con = engine.connect(":memory:", Path(folder))
        try:
            for statement in tables.create_statements():
                con.execute(statement)
            (report, *_) = load_file(con, Path(folder), path, answers=answers)
            listed = engine.rows(con, "select count(*) from set_aside")[0][0]
            sums = {name: str(engine.rows(con, sql)[0][0]) for name, sql in {**_SUMS, "orders": _SPEND}.items()}
        except SegkitError as refusal:
            plain = bool(refusal.what) and bool(refusal.fix or refusal.where)
            return Outcome("refused" if plain else "crash", str(refusal))
        except Exception:
            return Outcome("crash", traceback.format_exc())
        finally:
            con.close()
    questions = tuple(question.key for question in report.questions)
    if not report.loaded:
        first = {question.key: question.options[0][0] for question in report.blocking if question.options}
        return Outcome("asked", f"{report.blocking[0].key}: {report.blocking[0].text}", report.table, asked=questions, figures=first)
    accounted = report.rows_kept + report.rows_merged + min(listed, report.rows_set_aside)
    return Outcome(
        "loaded", "", report.table, report.rows_read, accounted, dict(report.set_aside), report.notes, sums,
        {name: report.totals.get(name) for name in ("orders", "customers")}, questions,
    )  # fmt: skip


def verdict(doc: Document, outcome: Outcome, plain: Outcome) -> str:
    """Return what the outcome is called: one of FAILURES, or what it was. `plain` is what became of the unchanged file."""
    if outcome.end != "loaded":
        return outcome.end
    if outcome.read != outcome.accounted or _rows_lost(doc, outcome):
        return "row unaccounted for"
    return _known_sum(doc, outcome, plain) if doc.known else _sample_sum(doc, outcome, plain)


def _rows_lost(doc: Document, outcome: Outcome) -> bool:
    there = sum(1 for row in doc.rows if any(cell.strip(" \ufeff") for cell in row.cells))
    cut = "cut_in_a_row" in doc.done  # the row that is cut may be gone
    return outcome.read < there - cut and not any(re.search("left out|not read|quotation", note) for note in outcome.notes)


def _family(table: str) -> str:
    return "orders" if table == "order_lines" else table


def _known_sum(doc: Document, outcome: Outcome, plain: Outcome) -> str:
    if _family(outcome.table) != _family(doc.kind):
        return "loaded as another kind"
    found = Decimal(outcome.sums[_family(doc.kind)])
    low, high = sum(row.low for row in doc.rows), sum(row.high for row in doc.rows)
    once = _once(doc)
    cent = Decimal("0.01")
    if not low - cent < found < high + cent:
        return "wrong sum"
    if found > once + cent and not _explained(outcome, plain):
        return "wrong sum"
    if found < once - cent:
        known = _explained(outcome, plain) or _cannot_be_known(doc, found)
        return "loaded, less, said why" if known else "silently less"
    return "loaded"


def _once(doc: Document) -> Decimal:
    """Return the most that the rows add up to when none counts twice; of two that are alike the first may have been cut off."""
    first = {tuple(row.cells) for row in doc.rows if not row.twin}
    alone = {tuple(row.cells): row.high for row in doc.rows if row.twin and tuple(row.cells) not in first}
    return sum((row.high for row in doc.rows if not row.twin), Decimal(0)) + sum(alone.values(), Decimal(0))


def _cannot_be_known(doc: Document, found: Decimal) -> bool:
    """Say whether the file itself has lost what is missing: figures at its very end, or the name of a column nobody must have."""
    unnamed = {"heading_renamed", "heading_blanked", "heading_doubled", "column_dropped"} & set(doc.done)
    return "cut_in_a_row" in doc.done or bool(doc.kind == "events" and unnamed and not found)


def _sample_sum(doc: Document, outcome: Outcome, plain: Outcome) -> str:
    if not doc.same:
        return "loaded, sum not known"
    if plain.end != "loaded" or outcome.table != plain.table:
        return "loaded as another kind"
    if (outcome.sums, outcome.figures) == (plain.sums, plain.figures):
        return "loaded"
    return "wrong sum"


def _explained(outcome: Outcome, plain: Outcome) -> bool:
    more = sum(outcome.aside.values()) > sum(plain.aside.values())
    return more or any(_EXPLAINED.search(note) for note in outcome.notes if note not in plain.notes)
