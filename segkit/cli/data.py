"""Commands about the data: what became of every row, and what is odd?"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from segkit.cli.loading import load_files, loaded, refuse_open_questions
from segkit.cli.options import answers, files, mapping, of_the_shop
from segkit.cli.writing import reports_as_text
from segkit.project import Project
from segkit.tabulate import as_table


@click.command()
@files
@click.option("--project", "project_file", type=click.Path(path_type=Path), help="Keep the data in this project file.")
@answers
@mapping
@of_the_shop
def load(files: Sequence[Path], project_file: Path | None, **how: Any) -> None:
    """Load exports and print what happened to every row."""
    with Project(project_file) as project:
        reports = load_files(project, files, **how)
    click.echo(reports_as_text(reports))
    refuse_open_questions(reports)


@click.command()
@files
@answers
@mapping
@of_the_shop
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def quality(files: Sequence[Path], form: str, **how: Any) -> None:
    """Print what is good to know of the data: what needs you first, and what is in order last."""
    with loaded(files, **how) as project:
        found = project.quality()
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        click.echo(as_table(("severity", "rows", "title", "finding"), [(one.severity, one.rows, one.title, one.says) for one in found]))
