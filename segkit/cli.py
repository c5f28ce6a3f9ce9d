"""The command line: the public API, one command per verb. Exit code 2 and one sentence for bad input."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
import duckdb

from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Control, Dimension, Slider
from segkit.errors import BadValue, SegkitError, UnknownName
from segkit.ingest.check import check_system
from segkit.ingest.choices import CONVERT, check_question
from segkit.ingest.report import LoadReport
from segkit.ingest.shop import check_rates
from segkit.lists import Column, columns_kept, find_flavour, flavour_of_name, of_named, safe_name, save, write_list
from segkit.project import Project
from segkit.recipe import Recipe, read_recipe
from segkit.tabulate import as_csv, as_json, as_table
from segkit.words import fold, listed, nearest, plural

FORMATS = {"table": as_table, "csv": as_csv, "json": as_json}
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)

files = click.argument("files", nargs=-1, required=True, type=_EXISTING)
answers = click.option("--answer", "answers", multiple=True, metavar="QUESTION=ANSWER", help="Answer a question that loading asked.")
mapping = click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Say which column holds a field.")
stores = click.option("--store", "stores", multiple=True, metavar="[FILE=]SHOP",
                      help="The shop that the files, or one of them, are from; for projects with several shops.")  # fmt: skip
rates = click.option("--rate", "rates", multiple=True, metavar="CURRENCY=WORTH",
                     help="Convert amounts in this currency: what one of it is worth, as in EUR=1.08.")  # fmt: skip
currency = click.option("--currency", metavar="CURRENCY", help="The currency that the project counts in, where no file settles it.")
time_zone = click.option("--time-zone", metavar="ZONE", help="Where the shop is, as in Europe/Berlin: its days and hours count.")
settings = click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Move a control of the dimension.")
as_of = click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to compute for; default: the last day with data.")


def of_the_shop(command: Callable) -> Callable:
    """Return the command with the options that say which shop the files are from, where it is and how its money counts."""
    return stores(rates(currency(time_zone(command))))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Behavioural customer segments from the exports you already have."""


@cli.command()
def dimensions() -> None:
    """Print every dimension with its controls and segments as JSON."""
    click.echo(json.dumps([_described(dimension) for dimension in DIMENSIONS], indent=2, ensure_ascii=False))


@cli.command()
@files
@click.option("--project", "project_file", type=click.Path(path_type=Path), help="Keep the data in this project file.")
@answers
@mapping
@of_the_shop
def load(files: Sequence[Path], project_file: Path | None, **how: Any) -> None:
    """Load exports and print what happened to every row."""
    with Project(project_file) as project:
        reports = _load(project, files, **how)
    click.echo(_as_json(reports))
    _refuse_open_questions(reports)


@cli.command()
@click.argument("dimension")
@files
@settings
@as_of
@answers
@mapping
@of_the_shop
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True)
def summary(dimension: str, files: Sequence[Path], settings: Sequence[str], form: str, **how: Any) -> None:
    """Print one row per segment of DIMENSION."""
    chosen = _settings(dimension, settings)
    with _loaded(files, **how) as project:
        _must_work(project, dimension)
        found = project.summary(dimension, **chosen)
        click.echo(FORMATS[form](found.columns, found.fetchall()))


@cli.command()
@click.argument("dimension")
@click.argument("segment")
@files
@settings
@as_of
@answers
@mapping
@of_the_shop
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write: .csv, .xlsx or .parquet.")
def members(dimension: str, segment: str, files: Sequence[Path], settings: Sequence[str], out: Path, **how: Any) -> None:
    """Write the customers of one SEGMENT of DIMENSION to a file."""
    chosen = _settings(dimension, settings)
    _must_be_writable(out, files)
    with _loaded(files, **how) as project:
        _must_work(project, dimension)
        sql, values = project.members_sql(dimension, segment, **chosen)
        click.echo(f"{_write(project, sql, values, out):,} customers written to {out}")


@cli.command()
@files
@as_of
@answers
@mapping
@of_the_shop
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write: .parquet, .csv or .xlsx.")
def features(files: Sequence[Path], out: Path, **how: Any) -> None:
    """Write the feature table, one row per customer, to a file."""
    _must_be_writable(out, files)
    with _loaded(files, **how) as project:
        project.facts()
        click.echo(f"{_write(project, 'select * from features', {}, out):,} customers written to {out}")


@cli.command()
@files
@answers
@mapping
@of_the_shop
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def quality(files: Sequence[Path], form: str, **how: Any) -> None:
    """Print what is good to know of the data: what needs you first, and what is in order last."""
    with _loaded(files, **how) as project:
        found = project.quality()
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        click.echo(as_table(("severity", "rows", "title", "finding"), [(one.severity, one.rows, one.title, one.says) for one in found]))


@cli.command()
@click.argument("recipe", type=_EXISTING)
@files
@answers
@of_the_shop
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.")
def run(recipe: Path, files: Sequence[Path], out: Path, **how: Any) -> None:
    """Do everything the RECIPE says with these exports: summaries, named segments' lists, the load report."""
    chosen = _recipe(recipe)
    with Project() as project:
        project.recipe = chosen
        out.mkdir(parents=True, exist_ok=True)
        reports = _load(project, files, **how)
        _refuse_open_questions(reports)
        for segment in project.named_segments():
            for part in segment.parts:
                _must_work(project, part.dimension)
        (out / "load-report.json").write_text(_as_json(reports), "utf-8")
        written = ["load-report.json", *_write_summaries(project, out), *_write_named(project, out)]
    click.echo(f"{listed(sorted(written))} written to {out}")


@cli.command("check-system")
@click.argument("toml_file", metavar="FILE.toml", type=_EXISTING)
@click.argument("sample", type=_EXISTING)
def system_check(toml_file: Path, sample: Path) -> None:
    """Say what the FILE.toml of a system lacks, tried on a SAMPLE of its export."""
    with Project() as project:
        remarks = check_system(project.connection, project.folder, toml_file, sample)
    for remark in remarks:
        click.echo(f"{remark.kind:8} {remark.text}")
    lacking = [remark for remark in remarks if remark.kind == "missing"]
    if lacking:
        raise BadValue(f"{plural(len(lacking), 'point')} to mend before this system can be used.", toml_file.name, "See the lines above.")
    click.echo(f"{'good':8} Put {toml_file.name} into segkit/ingest/systems, and the sample into tests/ingest/systems/samples.")


@cli.command()
@click.argument("project_file", metavar="PROJECT", type=_EXISTING)
def recipe(project_file: Path) -> None:
    """Print the recipe of a project file: every choice made in it, ready for `segkit run`."""
    with Project(project_file) as project:
        click.echo(project.recipe.to_toml(), nl=False)


def main() -> None:
    """Run the command line; a problem the user can solve ends in one sentence and exit code 2."""
    try:
        cli(standalone_mode=False)
    except SegkitError as error:
        _stop(str(error))
    except duckdb.OutOfMemoryException:
        _stop("The memory or the disk space is not enough for these files. Free some disk space, or load a shorter period.")
    except (duckdb.Error, OSError) as error:
        _stop(f"This could not be done: {' '.join(str(error).split())[:300]}")
    except click.exceptions.Abort:
        _stop("Stopped.")
    except click.ClickException as error:
        _stop(error.format_message())


def _stop(sentence: str) -> None:
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(2)


def _described(dimension: Dimension) -> dict[str, Any]:
    return {
        "key": dimension.key,
        "family": dimension.family,
        "title": dimension.title,
        "question": dimension.question,
        "controls": [_described_control(control) for control in dimension.controls],
        "segments": [{"name": s.name, "meaning": s.meaning, "action": s.action} for s in dimension.in_shown_order()],
        "segments_from_data": dimension.label_source,
    }


def _described_control(control: Control) -> dict[str, Any]:
    common = {"key": control.key, "label": control.label, "default": control.default, "unit": control.unit, "help": control.help}
    if isinstance(control, Slider):
        return {**common, **{name: getattr(control, name) for name in ("low", "high", "step", "scaled_by", "default_from")}}
    return {**common, "options": [value for value, _ in control.options]}


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    for text in texts:
        if "=" not in text:
            raise BadValue(f"'{text}' has no equals sign.", "", "Write NAME=VALUE.")
    return dict(text.split("=", 1) for text in texts)


def _settings(dimension: str, texts: Sequence[str]) -> dict[str, Any]:
    found = find_dimension(dimension)
    return {key: value for key, value in _pairs(texts).items() if found.control(key)}


def _loaded(files: Sequence[Path], as_of: Any = None, **how: Any) -> Project:
    project = Project()
    _refuse_open_questions(_load(project, files, **how))
    if as_of:
        project.as_of = date(as_of.year, as_of.month, as_of.day)
    return project


def _load(
    project: Project, files: Sequence[Path], answers: Sequence[str] = (), mapping: Sequence[str] = (), stores: Sequence[str] = (),
    rates: Sequence[str] = (), currency: str | None = None, time_zone: str | None = None,
) -> list[LoadReport]:  # fmt: skip
    """Return the reports of all files; each takes the columns of the map, and the answers, that mean something to it."""
    said, mapped, shops = _pairs(answers), _pairs(mapping), _shops(files, stores)
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
    for code, text in _pairs(texts).items():
        try:
            found[code.strip().upper()] = float(text)
        except ValueError:
            found[code.strip().upper()] = text
    check_rates(found, "--rate")
    return found


def _shops(files: Sequence[Path], stores: Sequence[str]) -> dict[Path, str | None]:
    """Return the shop that was named for each file: FILE=SHOP is meant for one of them, SHOP for all others."""
    shops: dict[Path, str | None] = dict.fromkeys(files, next((text for text in stores if "=" not in text), None))
    for name, shop in _pairs([text for text in stores if "=" in text]).items():
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


def _refuse_open_questions(reports: Sequence[LoadReport]) -> None:
    for report in reports:
        for question in report.blocking if not report.loaded else ():
            values = [value for value, _ in question.options[:6]] + (["NAME"] if question.free else [])
            options = " or ".join(f"--answer {question.key}={value}" for value in values)
            raise BadValue(question.text, report.file, f"Answer with {options}." if options else question.why)


def _must_work(project: Project, dimension: str) -> None:
    lacking = project.missing(dimension)
    if lacking:
        raise UnknownName(" ".join(lacking), "", "Add that file to the command.")


def _as_json(reports: Sequence[LoadReport]) -> str:
    return json.dumps([json.loads(report.to_json()) for report in reports], indent=2, ensure_ascii=False)


def _recipe(path: Path) -> Recipe:
    try:
        return read_recipe(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadValue("this recipe is not written in UTF-8.", path.name, "Save it as UTF-8 text.") from error


def _must_be_writable(out: Path, files: Sequence[Path]) -> None:
    if not out.resolve().parent.is_dir():
        raise BadValue("the folder does not exist.", str(out.parent), "Create it first, or choose another place.")
    if out.resolve() in [path.resolve() for path in files]:
        raise BadValue("this is one of the exports, which a list must not overwrite.", str(out), "Choose another name.")
    flavour_of_name(out.name)


def _write_summaries(project: Project, out: Path) -> list[str]:
    names = []
    for dimension in DIMENSIONS:
        if not project.missing(dimension.key):
            found = project.summary(dimension.key)
            names.append(f"{dimension.key}.csv")
            (out / names[-1]).write_text(as_csv(found.columns, found.fetchall()), "utf-8")
    return names


def _write_named(project: Project, out: Path) -> list[str]:
    """Write a list per named segment and return their names; names that would be one file name are numbered."""
    names: list[str] = []
    for segment in project.named_segments():
        wanted = [safe_name(segment.name, *number, suffix=".csv") for number in ((), *((str(n),) for n in range(2, len(names) + 3)))]
        name = next(one for one in wanted if f"lists/{one}" not in names)
        (out / "lists").mkdir(exist_ok=True)
        customers = of_named(project, segment.name)
        path, _ = save(project, customers, columns_kept(project, customers), find_flavour("csv"))
        shutil.move(path, out / "lists" / name)
        names.append(f"lists/{name}")
    return names


def _write(project: Project, sql: str, values: dict[str, Any], out: Path) -> int:
    flavour = flavour_of_name(out.name)
    columns = [Column(name, name) for name in project.columns(sql, values)]
    inside = project.folder / safe_name(out.stem, suffix=flavour.suffix)
    written = write_list(project.connection, sql, values, columns, flavour, inside)
    shutil.move(inside, out)
    return written
