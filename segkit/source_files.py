"""Source files: where do the files of a project lie, and what was chosen when each was loaded?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from segkit.engine import rows
from segkit.errors import UnknownName
from segkit.ingest.report import LoadReport

UPLOADS = "uploads"  # the folder, inside the project's own, of the copies that belong to the project


def reports(con: duckdb.DuckDBPyConnection) -> list[LoadReport]:
    """Return the report of every loaded file, in the order of loading."""
    return [LoadReport.from_json(text) for (text,) in rows(con, "select report from files order by source_id")]


def find(con: duckdb.DuckDBPyConnection, folder: Path, source_id: int) -> tuple[Path, str]:
    """Return where a file lies and its name, or refuse a number that no file has."""
    found = rows(con, "select path, name from files where source_id = $id", {"id": source_id})
    if not found:
        raise UnknownName(f"There is no file number {source_id} in this project.")
    return _placed(folder, found[0][0]), found[0][1]


def remove_if_unused(con: duckdb.DuckDBPyConnection, folder: Path, path: Path) -> None:
    """Remove a copy that belongs to the project when no loaded file needs it; a file of the user's own stays."""
    needed = {_placed(folder, kept) for (kept,) in rows(con, "select path from files")}
    if path.parent == folder / UPLOADS and path not in needed:
        path.unlink(missing_ok=True)


def choices_again(before: LoadReport, choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return the choices of an earlier load changed by further ones; column map and answers key by key."""
    mapping, answers = before.choices.get("mapping") or {}, before.answers
    if any(choices.get(name) not in (None, getattr(before, name)) for name in ("table", "sheet")):
        mapping, answers = {}, {}  # of another kind of row, or of other columns
    mapped = choices.get("mapping") or {}
    said_anew = {*mapped, *(name for name in ("store",) if choices.get(name) is not None)}
    answers = {key: said for key, said in answers.items() if key.removeprefix("map:") not in said_anew}
    merged = {**before.choices, **{name: value for name, value in choices.items() if value is not None}}
    merged["answers"] = {**answers, **(choices.get("answers") or {})}
    merged["mapping"] = {**mapping, **mapped}
    if "table" in (choices.get("answers") or {}):
        merged["table"] = choices.get("table")
    return merged


def was_read_otherwise(report: LoadReport, now: Mapping[str, Any]) -> bool:
    """Return whether the file was read with another zone, country or other rates than those chosen now, where they mattered to it."""
    then = report.read_with
    other_place = any(name in then and then[name] != now[name] for name in ("time_zone", "country"))
    return other_place or any(now["rates"].get(code) != rate for code, rate in then.get("rates", {}).items())


def _placed(folder: Path, kept: str) -> Path:
    """Return where a file lies; a copied project has its own copy and never reads, or removes, the other project's."""
    path = Path(kept)
    inside = folder / UPLOADS / path.name
    is_upload = path.parent.name == UPLOADS and (inside.exists() or any(path.parent.parent.glob("*.segkit")))
    return inside if is_upload else path
