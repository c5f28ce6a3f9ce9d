"""Files: how is the answer of one query written as CSV, Excel workbook or Parquet? Each returns the rows it wrote."""

import csv
import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from segkit.words import literal

Cursor = duckdb.DuckDBPyConnection
Values = Mapping[str, Any]

BOM = "\ufeff"
SHEET_ROWS = 1_048_575  # a sheet holds 1,048,576 rows, one of them the headings
CELL_LETTERS = 32_767
ROWS_AT_ONCE = 5_000
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


def write_csv(cursor: Cursor, select: str, values: Values, headings: Sequence[str], path: Path) -> int:
    """Write UTF-8 with commas, every value exactly as it is."""
    return _copy(cursor, select, values, path, "format csv, header true")


def write_excel_csv(cursor: Cursor, select: str, values: Values, headings: Sequence[str], path: Path) -> int:
    """Write UTF-8 that Excel recognises: a byte order mark before quoted headings, Windows line ends."""
    first_line = BOM + _csv_line(headings)
    # DuckDB puts the suffix after the last row without a line end, so the line end is the suffix.
    options = f"format csv, header false, new_line '\\r\\n', prefix {literal(first_line)}, suffix {literal(chr(13) + chr(10))}"
    written = _copy(cursor, select, values, path, options)
    if written == 0:
        path.write_text(first_line, encoding="utf-8", newline="")
    return written


def write_parquet(cursor: Cursor, select: str, values: Values, headings: Sequence[str], path: Path) -> int:
    """Write Parquet with the exact types."""
    return _copy(cursor, select, values, path, "format parquet, compression zstd")


def write_xlsx(cursor: Cursor, select: str, values: Values, headings: Sequence[str], path: Path) -> int:
    """Write a workbook: text as text, days and numbers as such; what does not fit on one sheet goes to the next."""
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": True, "default_date_format": _DAY}  # fmt: skip
    written = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        writer = _Sheets(book, headings)
        for row in _rows(cursor.execute(select, dict(values) or None)):
            writer.add(row)
            written += 1
        writer.finish()
    return written


class _Sheets:
    """Rows on sheets of one workbook, the headings on top of each."""

    def __init__(self, book: xlsxwriter.Workbook, headings: Sequence[str]):
        self.book, self.headings, self.sheet, self.next_row = book, headings, None, 0
        # As a text cell, "=1+1" stays text even when somebody edits the cell or saves the sheet as CSV and opens that.
        self.text = book.add_format({"num_format": "@", "quote_prefix": True})
        self.moment = book.add_format({"num_format": _MOMENT})
        self.bold = book.add_format({"bold": True, "bottom": 1})

    def add(self, row: Sequence[Any]) -> None:
        """Write one row below the others."""
        if self.sheet is None or self.next_row > SHEET_ROWS:
            self._open_sheet()
        for position, value in enumerate(row):
            self._put(position, value)
        self.next_row += 1

    def finish(self) -> None:
        """Leave a workbook with headings even where there was no row."""
        if self.sheet is None:
            self._open_sheet()

    def _open_sheet(self) -> None:
        self.sheet = self.book.add_worksheet()
        self.sheet.freeze_panes(1, 0)
        for position, heading in enumerate(self.headings):
            self.sheet.set_column(position, position, min(max(len(heading) + 2, 12), 40))
            self.sheet.write_string(0, position, heading, self.bold)
        self.next_row = 1

    def _put(self, position: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(self.next_row, position, value)
        elif isinstance(value, (int, float, Decimal)):
            self.sheet.write_number(self.next_row, position, float(value))
        elif isinstance(value, datetime.datetime):
            self._put_moment(position, value)
        elif isinstance(value, datetime.date) and value.year >= 1900:
            self.sheet.write_datetime(self.next_row, position, value)
        else:
            self.sheet.write_string(self.next_row, position, str(value)[:CELL_LETTERS], self.text)

    def _put_moment(self, position: int, value: datetime.datetime) -> None:
        if value.year >= 1900:
            self.sheet.write_datetime(self.next_row, position, value.replace(tzinfo=None), self.moment)
        else:
            self.sheet.write_string(self.next_row, position, str(value), self.text)


def _copy(cursor: Cursor, select: str, values: Values, path: Path, options: str) -> int:
    copied = cursor.execute(f"copy ({select}) to {literal(str(path))} ({options})", dict(values) or None).fetchone()
    return int(copied[0])


def _rows(cursor: Cursor) -> Iterator[tuple]:
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from rows


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()

