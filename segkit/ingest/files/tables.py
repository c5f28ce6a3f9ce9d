"""Does another table follow the first one in the same file, as in reports that are saved card by card? Where does it begin?"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from segkit.ingest.files.cells import clean, is_value
from segkit.ingest.files.stopping import NEVER, Stop

Known = Callable[[str], bool]


@dataclass(frozen=True)
class Another:
    """A second table: the byte at which the gap before it begins, and its headings as one text."""

    gap: int
    shown: str


def another_table(
    path: Path, offset: int, delimiter: str, headings: Sequence[str], known: Known, stop: Stop = NEVER
) -> Another | None:
    """Return the second table of a UTF-8 file, looked for from the record on that begins at `offset`.

    It begins below a blank line or lines that start with #, with words that are no row of the first table.
    """
    gap, remarks, inside = -1, False, False
    with path.open("rb") as file:
        file.seek(offset)
        place = offset
        for text in file:
            stop.check()
            if not inside and not text.strip(b" \t\r\n" + delimiter.encode()):
                gap = place if gap < 0 else gap
            elif not inside and text.startswith(b"#"):
                gap, remarks = place if gap < 0 else gap, True
            else:
                if gap >= 0 and not inside and (cells := _headings(text, delimiter, headings, known, remarks)):
                    return Another(gap, " | ".join(cells)[:120])
                gap, remarks = -1, False
                inside ^= text.count(b'"') % 2 == 1
            place += len(text)
    return None


def _headings(text: bytes, delimiter: str, headings: Sequence[str], known: Known, remarks: bool) -> list[str]:
    """Return the words of a line that names the columns of another table; none where it does not."""
    row = next(csv.reader([text.decode("utf-8", "replace")], delimiter=delimiter), [])
    cells = [clean(cell) for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(map(is_value, filled)) or cells[:3] == list(headings[: len(cells)][:3]):
        return []
    hits = sum(map(known, filled))
    return filled if remarks or (hits >= 2 and hits * 2 >= len(filled)) else []
