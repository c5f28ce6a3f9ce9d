"""The command line: the public API, one command per verb. Exit code 2 and one sentence for bad input."""

import sys

import click
import duckdb

from segkit.cli import data, recipes, segments, systems
from segkit.errors import SegkitError

COMMANDS = [
    segments.dimensions, data.load, segments.summary, segments.members, segments.features, data.quality, recipes.run, systems.check_system,
    recipes.recipe,
]  # fmt: skip


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Behavioural customer segments from the exports you already have."""


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
