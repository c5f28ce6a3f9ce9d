"""gzip and zip → plain files, counted byte by byte while they are unpacked, so that a bomb never goes off."""

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from segkit.ingest.files.source import Limits, refuse
from segkit.ingest.files.staging import Staging
from segkit.ingest.files.stopping import NEVER, Stop

CHUNK = 1 << 20
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, RuntimeError)
_FIX = "Unpack it yourself and load the files in it."


def unpack_gzip(path: Path, name: str, staging: Staging, limits: Limits) -> Path:
    """Return the unpacked file, or refuse it when it is damaged or far larger than it looks."""
    target = staging.new(".csv")
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, name, path.stat().st_size, limits, limits.max_unpacked, staging.stop)
    except _BROKEN as error:
        raise refuse("the gzip file is damaged.", name, "Download or export it again.") from error
    return target


def unpack_zip(path: Path, name: str, staging: Staging, limits: Limits) -> Iterator[tuple[str, Path]]:
    """Yield the name and the unpacked file of each member that could be data."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [member for member in packed.infolist() if _is_data(member.filename)]
            check_members(packed, name, limits)
            left = limits.max_unpacked
            for member in members:
                target = staging.new(".csv")
                with packed.open(member) as file:
                    left -= _copy(file, target, name, max(1, member.compress_size), limits, left, staging.stop)
                yield member.filename, target
    except _BROKEN as error:
        raise refuse("the zip file is damaged.", name, "Download or export it again.") from error


def check_members(packed: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Refuse an archive by its own list of contents: protected, too many members, or too large once unpacked."""
    members = packed.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise refuse("the zip file is protected with a password.", name, _FIX)
    if len(members) > limits.max_members:
        raise refuse(f"the archive holds {len(members):,} files, more than {limits.max_members:,}.", name, _FIX)
    if not any(_is_data(member.filename) for member in members):
        raise refuse("the archive holds no file.", name, "Check that the export is complete.")
    size, packed_size = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    _check(size, packed_size, name, limits, limits.max_unpacked)


def check_workbook(path: Path, name: str, limits: Limits, stop: Stop = NEVER) -> None:
    """Refuse a workbook (a zip file inside) that unpacks to far more than it looks, or lies about its size."""
    try:
        with zipfile.ZipFile(path) as packed:
            check_members(packed, name, limits)
            for member in packed.infolist():
                with packed.open(member) as file:
                    while file.read(CHUNK):
                        stop.check()
    except _BROKEN as error:
        raise refuse("the workbook is damaged.", name, "Open it, save it again as XLSX, and load that.") from error


def _is_data(member: str) -> bool:
    parts = member.split("/")
    return bool(parts[-1]) and "__MACOSX" not in parts and not parts[-1].startswith(".")


def _copy(packed: IO[bytes], target: Path, name: str, packed_size: int, limits: Limits, most: int, stop: Stop) -> int:
    size = 0
    with target.open("wb") as plain:
        while chunk := packed.read(CHUNK):
            stop.check()
            size += len(chunk)
            _check(size, packed_size, name, limits, most)
            plain.write(chunk)
    return size


def _check(size: int, packed_size: int, name: str, limits: Limits, most: int) -> None:
    if size > most or (size > limits.free_ratio_below and size > packed_size * limits.max_ratio):
        raise refuse("the archive unpacks to far more than it should.", name, _FIX)
