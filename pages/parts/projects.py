"""Projects: where do they lie, which are there, and how is one made, found, renamed, copied and deleted?"""
import json
import os
import re
import secrets
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from segkit.errors import ProjectProblem

PROJECT_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")
NAME_LENGTH = 80


@dataclass(frozen=True)
class Info:
    """One project on disk: its unguessable id, what its owner calls it, and when it was last opened."""

    id: str
    name: str
    folder: Path
    sample: str = ""

    @property
    def database(self) -> Path:
        """Return the file with everything in it."""
        return self.folder / "project.segkit"

    @property
    def uploads(self) -> Path:
        """Return the folder with the files as they came, made when missing."""
        (self.folder / "uploads").mkdir(exist_ok=True)
        return self.folder / "uploads"

    @property
    def opened_at(self) -> datetime:
        """Return when the project was last opened."""
        return datetime.fromtimestamp(_label(self.folder).stat().st_mtime)


def home() -> Path:
    """Return the folder of all projects: SEGKIT_HOME, or the user's data folder; made when missing."""
    folder = Path(os.environ.get("SEGKIT_HOME") or _data_folder()) / "projects"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ProjectProblem("projects cannot be kept here.", str(folder),
                             "Set SEGKIT_HOME to a folder you may write to, and start Segkit again.") from error
    return folder


def create(name: str, sample: str = "") -> Info:
    """Return a new, empty project behind an id nobody can guess."""
    folder = home() / secrets.token_urlsafe(24)
    folder.mkdir(mode=0o700)
    _write(folder, name, sample)
    return find(folder.name)


def find(project_id: str) -> Info | None:
    """Return the project of that id, or None; an id that is no id never becomes a path."""
    folder = home() / project_id if PROJECT_ID.fullmatch(project_id) else None
    if folder is None or not _label(folder).is_file():
        return None
    try:
        kept = json.loads(_label(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}  # a label lost in a power cut costs the name, never the project
    return Info(project_id, str(kept.get("name") or "Untitled project"), folder, str(kept.get("sample") or ""))


def everything() -> list[Info]:
    """Return all projects of this home, the last opened first."""
    return newest_first(folder.name for folder in home().iterdir() if folder.is_dir())


def newest_first(ids) -> list[Info]:
    """Return the projects among those ids that still exist, the last opened first."""
    found = [info for info in map(find, ids) if info]
    return sorted(found, key=lambda info: info.opened_at, reverse=True)


def rename(info: Info, name: str) -> Info:
    """Return the project under its new name; an empty name changes nothing."""
    if name.strip():
        _write(info.folder, name, info.sample)
    return find(info.id)


def touch(info: Info) -> None:
    """Note that the project was opened now, so that it stands first in the list."""
    os.utime(_label(info.folder))


def copy(info: Info) -> Info:
    """Return a new project with the same content; the caller makes sure nobody writes to the old one meanwhile."""
    folder = home() / secrets.token_urlsafe(24)
    shutil.copytree(info.folder, folder, ignore=shutil.ignore_patterns("temp", "project.json"))
    _write(folder, f"{info.name} (copy)", "")
    return find(folder.name)


def delete(info: Info) -> None:
    """Remove the project and its files for good."""
    _label(info.folder).unlink(missing_ok=True)  # first, so that a half-deleted project is in no list
    shutil.rmtree(info.folder, ignore_errors=True)


def _write(folder: Path, name: str, sample: str) -> None:
    text = json.dumps({"name": " ".join(name.split())[:NAME_LENGTH], "sample": sample}, ensure_ascii=False)
    fresh = folder / "project.json.new"
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(_label(folder))


def _label(folder: Path) -> Path:
    return folder / "project.json"


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Segkit"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Segkit"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "segkit"
