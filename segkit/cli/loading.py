"""The files of a command: how are they loaded as its options say, and when is there nothing to go on with?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from segkit.cli.options import pairs
from segkit.errors import BadValue, UnknownName
from segkit.ingest.choices import CONVERT, check_question
from segkit.ingest.report import LoadReport
from segkit.ingest.shop import check_rates
from segkit.project import Project
from segkit.words import fold, nearest


def loaded(files: Sequence[Path], as_of: Any = None, **how: Any) -> Project:
    """Return a project of its own with the files in it, as of that day; refuse files that leave a question open."""
    project = Project()
    refuse_open_questions(load_files(project, files, **how))
    if as_of:
        project.as_of = date(as_of.year, as_of.month, as_of.day)
    return project


def load_files(
    project: Project, files: Sequence[Path], answers: Sequence[str] = (), mapping: Sequence[str] = (), stores: Sequence[str] = (),
    rates: Sequence[str] = (), currency: str | None = None, time_zone: str | None = None,
) -> list[LoadReport]:  # fmt: skip
    """Return the reports of all files; each takes the columns of the map, and the answers, that mean something to it."""
    said, mapped, shops = pairs(answers), pairs(mapping), _shops(files, stores)
    for question in said:
        check_question(question)
    _choose(project, _numbers(rates), currency, time_zone)
    said = {"currency": CONVERT, **said} if project.rates else said
    wanted = {f"map:{name}": heading for name, heading in mapped.items()} | {k: v for k, v in said.items() if k.startswith("map:")}
    headings = {path: _headings(project, path) for path in files} if wanted and len(files) > 1 else {}
    _refuse_columns_of_no_file(wanted, headings)
    reports = []
    for path in files:
        lacks = {key for key, heading in wanted.items() if heading and headings and fold(heading) not in headings[path]}
        fitting = {name: heading for name, heading in mapped.items() if f"map:{name}" not in lacks}
        reports += project.load_all(path, answers={k: v for k, v in said.items() if k not in lacks}, mapping=fitting or None,
                                    store=shops[path])  # fmt: skip
    return reports


def _choose(project: Project, rates: dict[str, float], currency: str | None, time_zone: str | None) -> None:
    """Keep where the shop is, its currency and its rates with the project; files that it read with others are read again."""
    if currency:
        project.set_currency(currency.upper())
    if rates:
        project.set_rates({**project.rates, **rates})
    if time_zone:
        project.set_time_zone(time_zone)
    for report in project.outdated():
        project.reload(report.source_id)


def _numbers(texts: Sequence[str]) -> dict[str, float]:
    """Return the rates by currency, or refuse one that is no number above zero."""
    found: dict[str, Any] = {}
    for code, text in pairs(texts).items():
        try:
            found[code.strip().upper()] = float(text)
        except ValueError:
            found[code.strip().upper()] = text
    check_rates(found, "--rate")
    return found


def _shops(files: Sequence[Path], stores: Sequence[str]) -> dict[Path, str | None]:
    """Return the shop that was named for each file: FILE=SHOP is meant for one of them, SHOP for all others."""
    shops: dict[Path, str | None] = dict.fromkeys(files, next((text for text in stores if "=" not in text), None))
    for name, shop in pairs([text for text in stores if "=" in text]).items():
        named = [path for path in files if name in (str(path), path.name)]
        if not named:
            raise BadValue(f"none of the files is '{name}'.", "Shop", nearest(name, [path.name for path in files]))
        shops |= dict.fromkeys(named, shop)
    return shops


def _headings(project: Project, path: Path) -> set[str]:
    return {fold(heading) for report in project.inspect(path) for heading in report.headings}


def _refuse_columns_of_no_file(wanted: dict[str, str], headings: dict[Path, set[str]]) -> None:
    known = set().union(*headings.values())
    for key, heading in wanted.items():
        if headings and heading and fold(heading) not in known:
            field = key.removeprefix("map:")
            raise BadValue(f"none of the files has a column '{heading}' for {field}.", "Column map", nearest(fold(heading), sorted(known)))


def refuse_open_questions(reports: Sequence[LoadReport]) -> None:
    """Refuse a file that was not loaded because it leaves a question open, and say how to answer it."""
    for report in reports:
        for question in report.blocking if not report.loaded else ():
            values = [value for value, _ in question.options[:6]] + (["NAME"] if question.free else [])
            options = " or ".join(f"--answer {question.key}={value}" for value in values)
            raise BadValue(question.text, report.file, f"Answer with {options}." if options else question.why)


def must_work(project: Project, dimension: str) -> None:
    """Refuse a dimension that these files cannot answer."""
    lacking = project.missing(dimension)
    if lacking:
        raise UnknownName(" ".join(lacking), "", "Add that file to the command.")
