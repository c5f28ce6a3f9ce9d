"""Where does the table begin? The delimiter, the header row, what stands above it, and header rows that follow it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from segkit.ingest.files.cells import clean, is_value
from segkit.ingest.files.subheads import more_header_rows, with_subheads

Known = Callable[[str], bool]
Rows = Sequence[tuple[int, int, list[str]]]  # first line, last line (counted from 1), cells

csv.field_size_limit(1 << 25)  # the module's own limit of 128 KB is below what notes and descriptions reach

DELIMITERS = (",", ";", "\t", "|")
TITLES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "blanks"}
SEARCHED = 30


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out. `data_line` is the line (from 1) on which the first data row begins."""

    delimiter: str
    headings: tuple[str, ...]
    header_row: int
    data_line: int
    preamble: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    one_cell_lines: bool = False  # every line is one quoted cell that holds a whole record
    head_has_long_cells: bool = False


def find_layout(text: str, known: Known, delimiter: str = "") -> Layout:
    """Return the layout under the delimiter that gives the most known headings, then the most even table."""
    lines = text.split("\n", 1)
    told = re.fullmatch(r"sep=(.)\r?", lines[0].lstrip("\ufeff").strip("\"' "), re.I)
    skipped = 1 if told else 0
    body = lines[1] if told and len(lines) > 1 else text
    choices = (told.group(1),) if told else (delimiter,) if delimiter else DELIMITERS
    scored = [(*_evenness(rows, known), rows, choice) for choice in choices if (rows := parsed(body, choice))]
    best = max(scored, key=lambda item: item[:2], default=None)
    if best is None:
        return Layout(choices[0], (), 1, 1)
    layout = _laid_out(best[2], best[3], known)
    if len(layout.headings) == 1 and not told and not delimiter:
        layout = _one_column(layout, body, best[2], known)
    return replace(layout, header_row=layout.header_row + skipped, data_line=layout.data_line + skipped)


def parsed(text: str, delimiter: str, most: int = 80) -> Rows:
    """Return the first records of the text with the lines they span."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 0
    try:
        for cells in reader:
            rows.append((line + 1, reader.line_num, cells))
            line = reader.line_num
            if len(rows) >= most:
                break
    except csv.Error:  # a cell beyond that limit: the rows before it are enough to see the layout
        pass
    return rows


def _evenness(rows: Rows, known: Known) -> tuple[int, float]:
    best = max((_hits(cells, known) for _, _, cells in rows[:SEARCHED]), default=0)
    widths = Counter(len(cells) for _, _, cells in rows if len(cells) > 1)
    if not widths:
        return best, 0.0
    width, often = widths.most_common(1)[0]
    return best, often / len(rows) + min(width, 50) / 1000


def _hits(cells: Sequence[str], known: Known) -> int:
    return sum(1 for cell in cells if cell.strip() and not is_value(cell) and known(clean(cell)))


def _laid_out(rows: Rows, delimiter: str, known: Known) -> Layout:
    at = _header_index(rows, known)
    if at is None:
        width = Counter(len(cells) for _, _, cells in rows if any(map(str.strip, cells))).most_common(1)
        names = tuple(f"Column {number + 1}" for number in range(width[0][0] if width else 0))
        note = "The file has no headings: its columns are called Column 1, Column 2 and so on."
        return Layout(delimiter, names, 0, 1, notes=(note,))
    first, last, cells = rows[at]
    extra = more_header_rows(cells, [row for _, _, row in rows[at + 1 :]])
    headings, notes = [clean(cell) for cell in cells], ()
    if extra:
        headings = with_subheads(headings, [row for _, _, row in rows[at + 1 : at + 1 + extra]])
        last = rows[at + extra][1]
        notes = (f"{extra} more header row{'s' if extra > 1 else ''} below the headings left out: {_shown(rows[at + 1][2])}",)
    if _rows_are_numbered([row for _, _, row in rows[at + 1 + extra :]], len(headings)):
        headings = ["", *headings]
    preamble = tuple(_shown(row) for _, _, row in rows[:at] if any(map(str.strip, row)))
    if preamble:
        notes += (_left_out_above(preamble),)
    long_cells = any(end > begin for begin, end, _ in rows[: at + 1 + extra])
    return Layout(delimiter, unique(headings), first, last + 1, preamble, notes, head_has_long_cells=long_cells)


def _left_out_above(preamble: Sequence[str]) -> str:
    shown = "; ".join(line[:60] for line in preamble if any(map(str.isalnum, line)))[:300]
    return f"{len(preamble)} line{'s' if len(preamble) > 1 else ''} above the headings left out{shown and ': ' + shown}."


def _shown(cells: Sequence[str]) -> str:
    return " | ".join(filter(None, map(clean, cells)))[:200]


def _header_index(rows: Rows, known: Known) -> int | None:
    """Return which row holds the headings: the first that looks like headings, or a later one with more known headings.

    A later row needs two known headings: one "email" in a row of data must not push the rows above it out of the table.
    """
    first = _first_wordy(rows)
    hits = [0 if _is_data(cells, rows) else _hits(cells, known) for _, _, cells in rows[:SEARCHED]]
    best = hits.index(max(hits)) if hits else 0
    if hits and hits[best] > (1 if first is not None and best > first else 0):
        return best
    return first


def _is_data(cells: Sequence[str], rows: Rows) -> bool:
    """Say whether a row holds values: numbers and dates, or words that its columns hold again in other rows."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if sum(is_value(cells[place]) for place in filled) * 5 > len(filled):
        return True
    others = [row for _, _, row in rows if row != cells and len(row) == len(cells)]
    return sum(any(row[place] == cells[place] for row in others) for place in filled) * 4 > len(filled)


def _first_wordy(rows: Rows) -> int | None:
    """Return the first row of full width if it holds words only, none of them twice."""
    widths = Counter(len(cells) for _, _, cells in rows if any(map(str.strip, cells)))
    width = widths.most_common(1)[0][0] if widths else 0
    for number, (_, _, cells) in enumerate(rows[:SEARCHED]):
        filled = [cell for cell in cells if cell.strip()]
        if len(cells) == width and filled:
            wordy = not any(map(is_value, filled)) and len(filled) * 2 > width
            return number if wordy and len(set(filled)) == len(filled) else None
    return None


def _rows_are_numbered(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Say whether every row has one cell more than there are headings: row names without a heading, as R writes them."""
    return len(rows) > 1 and all(len(row) == width + 1 and row[-1].strip() and row[0].strip() for row in rows)


def unique(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings with no two alike: a second "Email" becomes "Email (2)", an empty one "Column 7"."""
    seen: set[str] = set()
    named = []
    for number, heading in enumerate(headings, 1):
        name = base = heading or f"Column {number}"
        again = 2
        while name in seen:
            name, again = f"{base} ({again})", again + 1
        seen.add(name)
        named.append(name)
    return tuple(named)


def _one_column(layout: Layout, text: str, rows: Rows, known: Known) -> Layout:
    """Return a better layout for what looks like one column: records quoted as a whole, or columns set apart by blanks."""
    cells = [row[0] for _, _, row in rows if row and row[0].strip()]
    for choice in DELIMITERS:
        if len(cells) > 1 and all(choice in cell for cell in cells):
            inner = _laid_out(parsed("\n".join(cells), choice), choice, known)
            return replace(inner, one_cell_lines=True)
    lines = [line.split() for line in text.splitlines() if line.strip()]
    widths = {len(line) for line in lines[:200]}
    if len(widths) == 1 and len(lines) > 1 and widths != {1} and any(map(is_value, lines[-1])):
        return _laid_out([(number, number, line) for number, line in enumerate(lines, 1)], " ", known)
    return layout
