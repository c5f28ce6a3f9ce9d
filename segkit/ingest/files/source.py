"""What is a file once it has been read: a Source, rows of text behind one SELECT, and the limits a file must keep."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segkit.errors import UnreadableFile

# First words of rows that add up the others. A row that begins so is no customer, no order and no event.
TOTAL_WORDS = frozenset(
    "total|totals|grand total|grand totals|sub total|subtotal|sum|sums|overall total|report total|summe|gesamt|gesamtsumme|gesamtergebnis|"
    "summen|total général|total general|totaux|totales|totaal|totale|totais|total geral|suma|razem|suma końcowa|celkem|součet|итого|всего|"
    "общий итог|toplam|genel toplam|合计|总计|小计|总和|合計|總計|小計|総計|합계|총계|총합계|"
    "tổng|tổng cộng|tổng số|cộng|jumlah|รวม|yhteensä|összesen|i alt|totalt|summa".split("|")
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
    invisible: bool = False  # whether some cells hold no-break spaces or marks that nobody sees
    trimmed: bool = False  # whether no cell has blanks around its text
    derived: int = 0  # so many of the last headings are none of the file's own
    whole: str = ""  # the SELECT of the same rows with every column, where `sql` has only those that are needed
    whole_values: dict[str, Any] = field(default_factory=dict)
    filled: str = ""  # the column that holds how many cells of a row are filled, where it was counted
    first_filled: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The SQL names of the columns, in the order of the headings."""
        return tuple(f"c{number}" for number in range(len(self.headings)))

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns that stand in the file itself."""
        return self.columns[: len(self.headings) - self.derived]

    @property
    def count_of_filled(self) -> str:
        """The SQL of how many cells of a row are filled."""
        return self.filled or " + ".join(f"({column} is not null)::int" for column in self.own_columns)

    @property
    def first_of_filled(self) -> str:
        """The SQL of the first filled cell of a row."""
        return self.first_filled or f"coalesce({', '.join([*self.own_columns, 'null'])})"

    def column(self, heading: str) -> str:
        """Return the SQL name of the column under this heading."""
        return f"c{self.headings.index(heading)}"


def refuse(what: str, where: str, fix: str) -> UnreadableFile:
    """Return the error for a file that cannot be read."""
    return UnreadableFile(what, where, fix)


def joined_cells(columns: int) -> str:
    """Return the SQL that writes a row as one line of text, for the list of rows that were set aside."""
    return " || ' | ' || ".join(f"coalesce(c{number}, '')" for number in range(columns))
