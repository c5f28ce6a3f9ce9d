"""What is a file once it has been read: a Source, rows of text behind one SELECT, and the limits a file must keep."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segkit.errors import UnreadableFile

# First words of rows that add up the others. A row that begins so is no customer, no order and no event.
TOTAL_WORDS = frozenset(
    "total|totals|grand total|sub total|subtotal|sum|sums|summe|gesamt|gesamtsumme|gesamtergebnis|total général|"
    "total general|totaal|totale|totais|suma|razem|合计|总计|小计|合計|總計|小計|総計|합계|총계|tổng|tổng cộng".split("|")
)

# Words that stand for "no value" in exports; LOADED AS EMPTY in every typed column, left alone in plain text.
EMPTY_WORDS = (
    "na", "n/a", "#n/a", "#na", "null", "nan", "none", "nil", "(null)", "(none)", "(not set)", "(not provided)", "(empty)",
    "not set", "undefined", "unknown", "-", "--", "---", "–", "—", "?", ".", "#null!", "#value!", "#ref!", "\\n",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """How large a file may be before it is refused; the defaults protect the machine, not the user's patience."""

    max_bytes: int = 2 << 30
    max_unpacked: int = 8 << 30
    max_ratio: int = 250
    free_ratio_below: int = 64 << 20  # an archive that unpacks to less than this is harmless at any ratio
    max_members: int = 500
    max_columns: int = 4000
    max_line: int = 16 << 20
    max_cells: int = 40_000_000  # of one sheet: a workbook is held in memory while it is read


LIMITS = Limits()


@dataclass(frozen=True)
class Source:
    """One table of text found in a file. `select * from (sql)` gives source_row, row_problem and c0 … cN."""

    name: str
    original: Path
    staged: Path
    sha256: str
    bytes: int
    sql: str
    values: dict[str, Any]
    headings: tuple[str, ...]
    kind: str = "text"
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    footers: int = 0
    rows: int | None = None
    notes: tuple[str, ...] = ()
    row_text: str = "''"
    has_problems: bool = field(default=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The SQL names of the columns, in the order of the headings."""
        return tuple(f"c{number}" for number in range(len(self.headings)))

    def column(self, heading: str) -> str:
        """Return the SQL name of the column under this heading."""
        return f"c{self.headings.index(heading)}"


def refuse(what: str, where: str, fix: str) -> UnreadableFile:
    """Return the error for a file that cannot be read."""
    return UnreadableFile(what, where, fix)


def joined_cells(columns: int) -> str:
    """Return the SQL that writes a row as one line of text, for the list of rows that were set aside."""
    return " || ' | ' || ".join(f"coalesce(c{number}, '')" for number in range(columns))
