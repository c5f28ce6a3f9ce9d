"""Commands about dimensions: which are there, and who is in their segments?"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from segkit.cli.loading import loaded, must_work
from segkit.cli.options import answers, as_of, files, mapping, of_the_shop, pairs, settings
from segkit.cli.writing import must_be_writable, write_customers
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Control, Dimension, Slider
from segkit.tabulate import as_csv, as_json, as_table

FORMATS = {"table": as_table, "csv": as_csv, "json": as_json}


@click.command()
def dimensions() -> None:
    """Print every dimension with its controls and segments as JSON."""
    click.echo(json.dumps([_described(dimension) for dimension in DIMENSIONS], indent=2, ensure_ascii=False))


@click.command()
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
    with loaded(files, **how) as project:
        must_work(project, dimension)
        found = project.summary(dimension, **chosen)
        click.echo(FORMATS[form](found.columns, found.fetchall()))


@click.command()
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
    must_be_writable(out, files)
    with loaded(files, **how) as project:
        must_work(project, dimension)
        sql, values = project.members_sql(dimension, segment, **chosen)
        click.echo(f"{write_customers(project, sql, values, out):,} customers written to {out}")


@click.command()
@files
@as_of
@answers
@mapping
@of_the_shop
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write: .parquet, .csv or .xlsx.")
def features(files: Sequence[Path], out: Path, **how: Any) -> None:
    """Write the feature table, one row per customer, to a file."""
    must_be_writable(out, files)
    with loaded(files, **how) as project:
        project.facts()
        click.echo(f"{write_customers(project, 'select * from features', {}, out):,} customers written to {out}")


def _settings(dimension: str, texts: Sequence[str]) -> dict[str, Any]:
    found = find_dimension(dimension)
    return {key: value for key, value in pairs(texts).items() if found.control(key)}


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
