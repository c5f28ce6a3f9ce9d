"""How is a text file with broken quoting made readable? It is written anew, record by record, and nothing is dropped."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from segkit.ingest.files.header import Layout
from segkit.ingest.files.stopping import NEVER, Stop

_TOGETHER = 60  # lines that one broken record may span before its quote is taken for a plain character


def rewrite(staged: Path, target: Path, layout: Layout, only_returns: bool = False, stop: Stop = NEVER) -> None:
    """Write the staged UTF-8 file to `target` as plain tab-separated records, with the same cells.

    Handles quotes inside unquoted cells and quotes that never close, ="…" marks, lone carriage returns, NUL bytes,
    columns set apart by blanks, and records that were quoted as a whole. `only_returns` says that lines end in a
    carriage return alone, as on an old Macintosh; elsewhere a lone one is read as a blank.
    """
    line_end = "\r" if only_returns else "\n"
    with staged.open(encoding="utf-8-sig", newline=line_end) as file, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for cells in _records(_lines(file, line_end), layout):
            stop.check()
            writer.writerow(cells)


def _records(lines: Iterator[str], layout: Layout) -> Iterator[list[str]]:
    if layout.delimiter == " ":
        yield from (line.split() for line in lines)
    elif layout.one_cell_lines:
        for line in lines:
            cell = next(csv.reader([line.strip("\n")]), [""])
            yield next(csv.reader([cell[0]], delimiter=layout.delimiter), [""]) if len(cell) == 1 else cell
    else:
        yield from _tolerant(lines, layout.delimiter, len(layout.headings))


def _lines(file: Iterator[str], line_end: str) -> Iterator[str]:
    for line in file:
        text = line.rstrip("\r\n\x1a").replace("\0", "")
        if text:
            yield text.replace("\r", " ") + "\n"


def _tolerant(lines: Iterator[str], delimiter: str, width: int) -> Iterator[list[str]]:
    comma = re.escape(delimiter)
    bad = re.compile(rf'[^{comma}\n"]"|"[^{comma}\r\n"]')
    mark = re.compile(rf'(^|{comma})="([^"]*)"(?=[{comma}\r\n]|$)')
    waiting: list[str] = []
    while True:
        if not waiting:
            line = next(lines, None)
            if line is None:
                return
            waiting = [line]
        record, taken = _whole_record(waiting, lines, bad, mark, delimiter, width)
        if taken:
            yield next(csv.reader([record], delimiter=delimiter))
        else:
            yield [_unquoted(cell) for cell in waiting[0].rstrip("\r\n").split(delimiter)]
        waiting = waiting[max(1, taken) :]


def _whole_record(
    waiting: list[str], lines: Iterator[str], bad: re.Pattern, mark: re.Pattern, delimiter: str, width: int
) -> tuple[str, int]:
    """Return the first well-quoted record and how many lines it takes; 0 where no number of lines makes one."""
    for taken in range(1, _TOGETHER):
        while len(waiting) < taken:
            line = next(lines, None)
            if line is None:
                return "", 0
            waiting.append(line)
        record = "".join(waiting[:taken])
        for text in (record, mark.sub(r'\1"\2"', record)) if '="' in record else (record,):
            pieces = text.split('"')
            outside = '"'.join(pieces[0::2])
            if len(pieces) % 2 and not bad.search(outside):
                return (text, taken) if taken == 1 or outside.count(delimiter) < width else ("", 0)
        if record.count('"') % 2 == 0 and taken == 1:
            return "", 0
    return "", 0


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
