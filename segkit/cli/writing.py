"""Files out: where may one be written, and what goes into it?"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from segkit.errors import BadValue
from segkit.ingest.report import LoadReport
from segkit.lists import Column, flavour_of_name, safe_name, write_list
from segkit.project import Project


def must_be_writable(out: Path, files: Sequence[Path]) -> None:
    """Refuse, before any work, a list that cannot be written, or would overwrite an export."""
    if not out.resolve().parent.is_dir():
        raise BadValue("the folder does not exist.", str(out.parent), "Create it first, or choose another place.")
    if out.resolve() in [path.resolve() for path in files]:
        raise BadValue("this is one of the exports, which a list must not overwrite.", str(out), "Choose another name.")
    flavour_of_name(out.name)


def write_customers(project: Project, sql: str, values: dict[str, Any], out: Path) -> int:
    """Write the customers of a query with all of their columns, and return how many there are."""
    flavour = flavour_of_name(out.name)
    columns = [Column(name, name) for name in project.columns(sql, values)]
    inside = project.folder / safe_name(out.stem, suffix=flavour.suffix)
    written = write_list(project.connection, sql, values, columns, flavour, inside)
    shutil.move(inside, out)
    return written


def reports_as_text(reports: Sequence[LoadReport]) -> str:
    """Return the reports as one JSON text."""
    return json.dumps([json.loads(report.to_json()) for report in reports], indent=2, ensure_ascii=False)
