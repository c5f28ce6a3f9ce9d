"""Commands about recipes: do what one says, and print that of a project."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from segkit.cli.loading import load_files, must_work, refuse_open_questions
from segkit.cli.options import EXISTING, answers, files, of_the_shop
from segkit.cli.writing import reports_as_text
from segkit.dimensions import DIMENSIONS
from segkit.errors import BadValue
from segkit.lists import columns_kept, find_flavour, of_named, safe_name, save
from segkit.project import Project
from segkit.recipe import Recipe, read_recipe
from segkit.tabulate import as_csv
from segkit.words import listed


@click.command()
@click.argument("recipe", type=EXISTING)
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
        reports = load_files(project, files, **how)
        refuse_open_questions(reports)
        for segment in project.named_segments():
            for part in segment.parts:
                must_work(project, part.dimension)
        (out / "load-report.json").write_text(reports_as_text(reports), "utf-8")
        written = ["load-report.json", *_write_summaries(project, out), *_write_named(project, out)]
    click.echo(f"{listed(sorted(written))} written to {out}")


@click.command()
@click.argument("project_file", metavar="PROJECT", type=EXISTING)
def recipe(project_file: Path) -> None:
    """Print the recipe of a project file: every choice made in it, ready for `segkit run`."""
    with Project(project_file) as project:
        click.echo(project.recipe.to_toml(), nl=False)


def _recipe(path: Path) -> Recipe:
    try:
        return read_recipe(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadValue("this recipe is not written in UTF-8.", path.name, "Save it as UTF-8 text.") from error


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
