"""Workbook (XLSX, XLS, XLSB, ODS) → text: which sheet, and each cell as the text a person would type for it."""

import csv
import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_calamine as calamine

from segkit.errors import SegkitError
from segkit.ingest.files.header import SEARCHED
from segkit.ingest.files.source import Limits, refuse
from segkit.ingest.files.stopping import NEVER, Stop
from segkit.words import count, listed

Known = Callable[[str], bool]

_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d+)"')


def stage_sheet(
    path: Path, target: Path, name: str, sheet: str | None, known: Known, limits: Limits, stop: Stop = NEVER
) -> tuple[str, tuple[str, ...]]:
    """Write one sheet as CSV; return its name and the names of all visible sheets."""
    _check_size(path, name, limits, stop)
    stop.check()
    book = _opened(path, name)
    visible = tuple(
        meta.name
        for meta in book.sheets_metadata
        if meta.visible == calamine.SheetVisibleEnum.Visible and meta.typ == calamine.SheetTypeEnum.WorkSheet
    ) or tuple(book.sheet_names)
    if sheet is not None and sheet not in book.sheet_names:
        raise refuse(f"there is no sheet “{sheet}”.", name, f"It has {listed(visible)}.")
    if not visible:
        raise refuse("the workbook has no sheet.", name, "Open it and check that it holds rows.")
    chosen = sheet if sheet is not None else _best_sheet(book, visible, known, name)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        blank = True
        for row in _rows(book, chosen, name):
            stop.check()
            cells = [as_text(value) for value in row]
            if any(cells) or not blank:  # one blank row is kept, for what follows it may be another table
                writer.writerow(cells if any(cells) else ())
            blank = not any(cells)
    return chosen, visible


def _opened(path: Path, name: str) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise protected(name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(name) from error


def protected(name: str) -> SegkitError:
    """Return the refusal of a workbook that asks for a password."""
    return refuse(
        "the workbook is protected with a password.", name, "Open it with its password, save a copy without one, and load that."
    )


def _damaged(name: str) -> SegkitError:
    return refuse("the workbook is damaged.", name, "Open it in a spreadsheet program, save it again as XLSX, and load that.")


def _rows(book: calamine.CalamineWorkbook, sheet: str, name: str) -> Any:
    try:
        return book.get_sheet_by_name(sheet).iter_rows()
    except (calamine.CalamineError, ValueError) as error:
        raise _damaged(name) from error


def _best_sheet(book: calamine.CalamineWorkbook, visible: tuple[str, ...], known: Known, name: str) -> str:
    """Return the sheet with the most known headings; the first one with rows where none has any."""
    if len(visible) == 1:
        return visible[0]
    scored = []
    for order, sheet in enumerate(visible[:30]):
        head = [[as_text(value) for value in row] for _, row in zip(range(SEARCHED), _rows(book, sheet, name), strict=False)]
        hits = max((sum(1 for cell in row if cell and known(cell)) for row in head), default=0)
        scored.append((hits, bool(head), -order, sheet))
    return max(scored)[3]


def as_text(value: Any) -> str:
    """Return a cell as text: days as 2026-05-31, whole numbers without ".0", and numbers Excel has rounded as 1.2E+17."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(microseconds=500)
        whole = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
        return whole.date().isoformat() if whole.time() == dt.time() else whole.isoformat(" ").removesuffix(".000000")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _number_text(value: float) -> str:
    if abs(value) >= 1e15:  # a workbook keeps 15 digits: the rest of a longer id is lost, and this spelling gives it away
        return f"{value:.14E}"
    if value.is_integer():
        return str(int(value))
    return format(value, ".15g") if abs(value) >= 1e-4 else f"{value:.12f}".rstrip("0")


def _check_size(path: Path, name: str, limits: Limits, stop: Stop) -> None:
    """Refuse a workbook whose sheets would not fit in memory, however small its file is."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as book:
        for member in book.infolist():
            stop.check()
            if re.match(r"xl/worksheets/[^/]+\.xml$", member.filename):
                columns, rows = _extent(book, member.filename, stop)
                if columns * rows > limits.max_cells:
                    raise _too_many(name, columns * rows)
            elif member.filename == "content.xml" and (cells := _repeats(book, stop)) > limits.max_cells:
                raise _too_many(name, cells)


def _too_many(name: str, cells: int) -> SegkitError:
    return refuse(f"the sheet spans {count(cells)} cells.", name, "Save the sheet as CSV and load that.")


def _extent(book: zipfile.ZipFile, member: str, stop: Stop) -> tuple[int, int]:
    """Return how many columns and rows the cells of a sheet span, from their addresses."""
    columns: set[bytes] = set()
    last_row = 0
    for block in _blocks(book, member):
        stop.check()
        found = _CELL.findall(block)
        columns.update(letters for letters, _ in found)
        last_row = max(last_row, max((int(row) for _, row in found), default=0))
    return max((_column_number(letters) for letters in columns), default=0), last_row


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repeats(book: zipfile.ZipFile, stop: Stop) -> int:
    """Return the most cells that one repeated row of an ODS sheet could stand for, where the row holds values."""
    worst = 0
    for block in _blocks(book, "content.xml"):
        stop.check()
        for row in re.findall(rb"<table:table-row[^>]*>.*?</table:table-row>", block, re.S):
            if b"office:value" in row or b"<text:p" in row:
                repeats = {kind: int(times) for kind, times in _REPEATED.findall(row.split(b">", 1)[0])}
                cells = [int(times) for kind, times in _REPEATED.findall(row) if kind == b"columns"]
                worst = max(worst, repeats.get(b"rows", 1) * max(cells, default=1))
    return worst


def _blocks(book: zipfile.ZipFile, member: str) -> Any:
    """Yield a member in pieces that overlap, so that no address is cut in two."""
    tail = b""
    with book.open(member) as file:
        while piece := file.read(1 << 20):
            yield tail + piece
            tail = piece[-4096:]
