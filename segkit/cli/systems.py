"""The command for who teaches Segkit another system."""

from pathlib import Path

import click

from segkit.cli.options import EXISTING
from segkit.errors import BadValue
from segkit.ingest import check
from segkit.project import Project
from segkit.words import plural


@click.command("check-system")
@click.argument("toml_file", metavar="FILE.toml", type=EXISTING)
@click.argument("sample", type=EXISTING)
def check_system(toml_file: Path, sample: Path) -> None:
    """Say what the FILE.toml of a system lacks, tried on a SAMPLE of its export."""
    with Project() as project:
        remarks = check.check_system(project.connection, project.folder, toml_file, sample)
    for remark in remarks:
        click.echo(f"{remark.kind:8} {remark.text}")
    lacking = [remark for remark in remarks if remark.kind == "missing"]
    if lacking:
        raise BadValue(f"{plural(len(lacking), 'point')} to mend before this system can be used.", toml_file.name, "See the lines above.")
    click.echo(f"{'good':8} Put {toml_file.name} into segkit/ingest/systems, and the sample into tests/ingest/systems/samples.")
