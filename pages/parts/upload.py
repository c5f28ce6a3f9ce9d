"""Upload: how do dropped files get into the project's folder, once, and out of the server's memory?"""
import json
import re
import shutil
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from segkit.errors import ProjectProblem
from segkit.ingest.report import LoadReport

CHUNK = 1 << 20
SPARE = 200 << 20  # what must stay free on the disk beside the files
KNOWN = re.compile(r"\.(csv|tsv|tab|txt|xlsx|xlsm|xls|xlsb|ods|parquet|json|jsonl|ndjson|zip)(\.gz)?$|\.gz$", re.I)
OWN_NAME = re.compile(r"\b[0-9a-f]{32}(\.\w+)+")  # the name a file has here, which means nothing to its owner
WELCOME = "Drop your exports here: orders, customers, website events, surveys – just as the system wrote them"
KINDS = "CSV, Excel, Parquet, JSON, or a zip of them. Several files at once is fine."


@dataclass(frozen=True)
class Upload:
    """A file in the project's folder that is not loaded yet: its name, the choices made for it, what stopped it."""

    path: Path
    name: str
    choices: dict = field(default_factory=dict)
    problem: dict = field(default_factory=dict)
    report: LoadReport | None = None


def drop_zone(key: str, label: str = WELCOME) -> list:
    """Return the files dropped since the last look, [] mostly; call `receive` with them, then run the script anew."""
    turn = st.session_state.get(f"{key}_turn", 0)
    files = st.file_uploader(label, accept_multiple_files=True, key=f"{key}_{turn}")
    st.caption(KINDS)
    return files


def receive(files: list, folder: Path, key: str) -> list[Upload]:
    """Return the files as they now lie in the folder, and free what Streamlit kept of them in memory."""
    try:
        return [_copy(file, folder) for file in files]
    finally:
        _release(files)
        st.session_state[f"{key}_turn"] = st.session_state.get(f"{key}_turn", 0) + 1


def bring(paths, folder: Path) -> list[Upload]:
    """Return copies of files of this machine, such as the sample businesses, in the folder."""
    return [_store(path.open("rb"), path.name, path.stat().st_size, folder) for path in paths]


def waiting(folder: Path) -> list[Upload]:
    """Return the files in the folder that are not loaded: stopped, refused, with an open question, or cut off."""
    return [_read(note) for note in sorted(folder.glob("*.waiting"), key=lambda note: note.stat().st_mtime)]


def note(upload: Upload) -> None:
    """Keep the upload's state beside its file until it is loaded, so that a killed server forgets nothing."""
    text = json.dumps({"name": upload.name, "choices": upload.choices, "problem": upload.problem,
                       "report": upload.report.to_json() if upload.report else ""}, ensure_ascii=False)
    fresh = upload.path.with_name(upload.path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(_note(upload.path))


def settle(upload: Upload) -> None:
    """Note that the file is loaded."""
    _note(upload.path).unlink(missing_ok=True)


def discard(upload: Upload) -> None:
    """Remove a file that will not be loaded."""
    _note(upload.path).unlink(missing_ok=True)
    upload.path.unlink(missing_ok=True)


def _copy(file, folder: Path) -> Upload:
    file.seek(0)
    return _store(file, file.name, file.size, folder)


def _store(stream, name: str, size: int, folder: Path) -> Upload:
    if shutil.disk_usage(folder).free < size + SPARE:
        raise ProjectProblem("the disk of this computer is nearly full; nothing was changed.", name,
                             "Free some space and drop the file again.")
    # A name from outside never becomes a path: only its ending is kept, and only a known one.
    ending = KNOWN.search(name)
    path = folder / (uuid.uuid4().hex + (ending.group(0).lower() if ending else ".txt"))
    try:
        with stream, path.open("wb") as out:
            shutil.copyfileobj(stream, out, CHUNK)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ProjectProblem("the file could not be kept; nothing was changed.", name,
                             "Look whether the disk is full or write-protected, and drop it again.") from error
    upload = Upload(path, _last_part(name))
    note(upload)
    return upload


def _last_part(name: str) -> str:
    return re.split(r"[/\\]", name)[-1][:200] or "file"


def _release(files: list) -> None:
    # Streamlit keeps an upload in memory until the session ends, even when the widget is gone.
    context = get_script_run_ctx()
    if context is not None:
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".waiting")


def _read(note_path: Path) -> Upload:
    path = note_path.with_name(note_path.name.removesuffix(".waiting"))
    try:
        kept = json.loads(note_path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    report = LoadReport.from_json(kept["report"]) if kept.get("report") else None
    return Upload(path, kept.get("name") or path.name, kept.get("choices") or {}, kept.get("problem") or {}, report)
