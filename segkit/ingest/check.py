"""Is the TOML file of a system good? Checked against a sample of its export: what is missing, what it brings, what it would ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segkit.errors import SegkitError, UnreadableFile
from segkit.ingest.choices import Choices
from segkit.ingest.files.opening import open_file
from segkit.ingest.files.source import Source
from segkit.ingest.load import one_file
from segkit.ingest.recognise.by_headings import exact_system
from segkit.ingest.recognise.derived import with_derived
from segkit.ingest.recognise.fields import known, title
from segkit.ingest.recognise.systems import System, read_system
from segkit.ingest.report import LoadReport
from segkit.words import count, fold, listed, plural


@dataclass(frozen=True)
class Remark:
    """One line of a check: good, missing (must be mended before the system can be used) or worth a look."""

    kind: str  # good | missing | look
    text: str


def check_system(con: duckdb.DuckDBPyConnection, folder: Path, toml: Path, sample: Path) -> list[Remark]:
    """Return what a system's TOML file lacks and what it makes of a sample; `con` is an empty project, and is filled."""
    try:
        system = read_system(toml.stem, toml.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFile("this file is not written in UTF-8.", toml.name, "Save it as UTF-8 text.") from error
    source = open_file(sample, folder, known)[0]
    remarks = [*_headings(system, source), *_others(system, source)]
    if any(remark.kind == "missing" for remark in remarks):
        return remarks
    try:
        report = one_file.load(con, source, Choices(), told=system)
    except SegkitError as error:
        return [*remarks, Remark("missing", str(error))]
    return [*remarks, *_unused(system, source), *_loaded(report)]


def _headings(system: System, source: Source) -> Iterator[Remark]:
    there = {fold(heading) for heading in with_derived(source, system).headings}
    lacking = [heading for heading in system.identify if fold(heading) not in there]
    if lacking:
        yield Remark("missing", f"identify: the sample has no heading {_quoted(lacking)}. It has: {_quoted(list(source.headings[:60]))}.")
    else:
        yield Remark("good", f"All {plural(len(system.identify), 'identifying heading')} are there.")
    for section in ("columns", "on_refunds"):
        for name, headings in getattr(system, section).items():
            if not any(fold(heading) in there for heading in headings):
                yield Remark("missing", f"[{section}] {name}: the sample has no heading {_quoted(list(headings))}.")
            elif gone := [heading for heading in headings if fold(heading) not in there]:
                yield Remark("look", f"[{section}] {name}: {_quoted(gone)} not in this sample; another one serves.")
    if system.packed and fold(system.packed.get("heading", "")) not in there:
        yield Remark("missing", f"[packed]: the sample has no heading {_quoted([system.packed.get('heading', '')])}.")


def _others(system: System, source: Source) -> Iterator[Remark]:
    other = exact_system(source.headings)
    if other and other.key != system.key and len(other.identify) >= len(system.identify):
        yield Remark("missing", f"identify: the sample is taken for “{other.title}” (systems/{other.key}.toml). Add a heading that only "
                                "your export has.")  # fmt: skip
    if system.unsure:
        yield Remark("look", f"confidence is “{system.confidence}”: users are asked to confirm the columns.")
    if not system.source:
        yield Remark("look", "source is empty: say in a few words where the headings come from.")


def _unused(system: System, source: Source) -> Iterator[Remark]:
    sections = (system.columns, system.on_refunds, system.differs)
    named = {fold(heading) for section in sections for headings in section.values() for heading in headings}
    parts = {fold(part) for heading in named for part in heading.split(" + ")}
    left = [heading for heading in source.headings if fold(heading) not in named | parts]
    if left:
        yield Remark("look", f"Columns not used: {_quoted(left[:40])}{' and more' if len(left) > 40 else ''}.")


def _loaded(report: LoadReport) -> Iterator[Remark]:
    for question in report.questions:
        yield Remark("missing" if question.blocking else "look", f"Users would be asked: {question.text} {question.why}")
    if not report.loaded:
        return
    used, merged, aside = (count(rows) for rows in (report.rows_kept, report.rows_merged, report.rows_set_aside))
    read = plural(report.rows_read, "row")
    yield Remark("good", f"{read} read = {used} used + {merged} that continue or repeat one + {aside} set aside.")
    for reason, rows in report.set_aside.items():
        yield Remark("look", f"Set aside: {plural(rows, 'row')}: {reason}.")
    figures = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in report.totals.items() if value not in ("", None))
    yield Remark("good", f"Compare with the system's own figures: {figures}.")
    yield Remark("good", f"Fields found: {listed([title(name) for name in report.mapping])}.")
    yield from (Remark("look", note) for note in report.notes)


def _quoted(headings: list[str]) -> str:
    return listed([f"'{heading}'" for heading in headings])
