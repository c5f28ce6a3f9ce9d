"""Bytes → rows of text: what kind of file is this, whatever its name says, and which tables are in it?"""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from segkit.errors import UnreadableFile
from segkit.ingest.files import archive, records, sheets
from segkit.ingest.files.scan import fingerprint
from segkit.ingest.files.source import EMPTY_WORDS, LIMITS, TOTAL_WORDS, Limits, Source, refuse
from segkit.ingest.files.staging import Staging
from segkit.ingest.files.stopping import NEVER, Stop
from segkit.ingest.files.text import read_text
from segkit.words import listed

__all__ = ["EMPTY_WORDS", "LIMITS", "TOTAL_WORDS", "Limits", "Source", "open_file"]

Known = Callable[[str], bool]

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
    (b"%PDF", "PDF document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf", "7-Zip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "Zstandard archive"),
    (b"SQLite format 3", "database"),
    (b"{\\rtf", "RTF document"),
)


def open_file(
    path: Path, folder: Path, known: Known, sheet: str | None = None, limits: Limits = LIMITS, stop: Stop = NEVER
) -> list[Source]:
    """Return the tables in a file (several for a zip file), staged in `folder`, or refuse it with an UnreadableFile.

    `known(heading)` says whether a heading means something to Segkit: encoding, delimiter, header row and sheet are
    chosen so that as many as possible do.
    """
    original = Path(path)
    if not original.is_file():
        raise refuse("there is no such file.", original.name, "Check its name and folder.")
    size = original.stat().st_size
    if size > limits.max_bytes:
        raise refuse(f"the file is larger than {_size(limits.max_bytes)}.", original.name, "Export a shorter period, or split it.")
    folder = Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    staging = Staging(folder, stop)
    sources: list[Source] = []
    try:
        taken = staging.take(original, ".csv")
        sources = _read(taken, original, original.name, staging, known, sheet, limits)
    finally:  # what is not behind a Source goes, also when the file was refused
        staging.drop_all_but({source.staged for source in sources})
    return sources


def _size(number: int) -> str:
    return f"{number / (1 << 30):.3g} GB" if number >= 1 << 30 else f"{number / (1 << 20):.3g} MB"


def _read(
    path: Path, original: Path, name: str, staging: Staging, known: Known, sheet: str | None, limits: Limits, inside: str = ""
) -> list[Source]:
    kind = kind_of(path)
    if kind == "zip":
        if inside:
            raise refuse("an archive inside an archive is not opened.", name, "Unpack it and load the files in it.")
        return _read_zip(path, original, name, staging, known, sheet, limits)
    if kind == "gzip":
        if inside == "gzip":
            raise refuse("an archive inside an archive is not opened.", name, "Unpack it and load the files in it.")
        plain = archive.unpack_gzip(path, name, staging, limits)
        return _read(plain, original, name, staging, known, sheet, limits, inside="gzip")
    if kind in ("workbook", "compound"):
        return [_read_workbook(path, original, name, staging, known, sheet, limits)]
    if kind == "parquet":
        return [records.read_parquet(path, original, name, fingerprint(path, staging.stop), staging.stop)]
    if kind == "json":
        return [records.read_json(path, original, name, fingerprint(path, staging.stop), limits, staging.stop)]
    if kind == "html":
        raise refuse(
            "this is a web page, not a table, whatever its name says.", name, "Open it in a spreadsheet program and save it as XLSX or CSV."
        )
    if kind != "text":
        raise refuse(f"this is a {kind}, not a table.", name, "Export the data as CSV or XLSX and choose that file.")
    return [read_text(path, original, name, staging, known, limits)]


def kind_of(path: Path) -> str:
    """Return what the bytes say the file is; its extension may be wrong and is not looked at."""
    with path.open("rb") as file:
        head = file.read(2048)
    kind = next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), "text")
    if kind == "zip" and _is_workbook(path):
        return "workbook"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:300].lower()
    if kind == "text" and start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<style")):
        return "html"
    return "json" if kind == "text" and _is_json(start) else kind


def _is_json(start: bytes) -> bool:
    return start.startswith((b'{"', b"{}")) or (start[:1] in b"[{" and start[1:].lstrip()[:1] in (b'"', b"{", b"["))


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _read_zip(
    path: Path, original: Path, name: str, staging: Staging, known: Known, sheet: str | None, limits: Limits
) -> list[Source]:
    sources: list[Source] = []
    refused: list[UnreadableFile] = []
    for member, plain in archive.unpack_zip(path, name, staging, limits):
        left = limits.max_unpacked - sum(source.bytes for source in sources)  # gzip files inside unpack once more
        try:
            sources += _read(
                plain, original, f"{name}/{member}", staging, known, sheet, replace(limits, max_unpacked=max(1, left)), inside="zip"
            )
        except UnreadableFile as refusal:  # a manual or a picture beside the tables
            refused.append(refusal)
    if not sources:
        raise refused[0]
    notes = tuple(f"Left out: {refusal.where}: {refusal.what}" for refusal in refused)
    return [replace(sources[0], notes=(*sources[0].notes, *notes)), *sources[1:]]


def _read_workbook(
    path: Path, original: Path, name: str, staging: Staging, known: Known, sheet: str | None, limits: Limits
) -> Source:
    with path.open("rb") as file:
        if "EncryptedPackage".encode("utf-16-le") in file.read(1 << 20):
            raise sheets.protected(name)
    if zipfile.is_zipfile(path):
        archive.check_workbook(path, name, limits, staging.stop)
    target = staging.new(".csv")
    chosen, visible = sheets.stage_sheet(path, target, name, sheet, known, limits, staging.stop)
    table = read_text(target, original, name, staging, known, limits, told=",")
    return replace(
        table, kind="workbook", sheet=chosen, sheets=visible, sha256=fingerprint(path, staging.stop), bytes=path.stat().st_size,
        encoding="", delimiter="", notes=(*table.notes, *_other_sheets(chosen, visible)),
    )  # fmt: skip


def _other_sheets(chosen: str, visible: Sequence[str]) -> tuple[str, ...]:
    others = [f"“{sheet}”" for sheet in visible if sheet != chosen]
    if not others:
        return ()
    shown = listed(others[:5]) if len(others) <= 5 else f"{', '.join(others[:5])} and {len(others) - 5} more"
    return (f"Only the sheet “{chosen}” was read; {shown} can be loaded as well, one at a time.",)
