"""The editable tables: which words speak for which benefit, when occasions are, what stage an event belongs to."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files

from segkit.errors import BadValue, UnknownName
from segkit.words import nearest

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class MapColumn:
    """One column of an editable table; `options` are the only words it takes, where given."""

    name: str
    title: str
    help: str
    options: tuple[str, ...] = ()
    is_number: bool = False
    is_whole: bool = False
    is_needed: bool = False


@dataclass(frozen=True)
class EditableMap:
    """One editable table: its columns and the file with its starter content."""

    key: str
    title: str
    help: str
    columns: tuple[MapColumn, ...]

    def starter(self) -> list[dict[str, str]]:
        """Return the starter rows."""
        text = files("segkit.maps").joinpath(f"{self.key}.csv").read_text("utf-8")
        return list(csv.DictReader(text.splitlines()))

    def checked(self, rows: Rows) -> list[dict[str, str]]:
        """Return the rows with every column as text, empty rows left out; refuse a word that is no option."""
        clean = [{c.name: str(row.get(c.name) or "").strip() for c in self.columns} for row in rows]
        clean = [row for row in clean if any(row.values())]
        for number, row in enumerate(clean, 1):
            for column in self.columns:
                self._check_cell(column, row[column.name], number)
        if self.key == "occasions":
            import_module("segkit.maps.occasions").check(clean)
        return clean

    def _check_cell(self, column: MapColumn, text: str, number: int) -> None:
        place = f"{self.title}, row {number}, column {column.title}"
        if column.is_needed and not text:
            raise BadValue("the cell is empty.", place, "Fill it in, or take the row away.")
        if column.options and text not in column.options:
            raise BadValue(f"'{text}' is not possible here.", place, nearest(text, column.options))
        if column.is_number and not _NUMBER.fullmatch(text):
            raise BadValue(f"'{text}' is not a number.", place, "Give a number, for example 1.")
        if column.is_whole and not (_NUMBER.fullmatch(text) and len(text) <= 3 and "." not in text):
            raise BadValue(f"'{text}' is not a whole number of days.", place, "Give a whole number, for example 14.")


STAGES = ("Attention", "Interest", "Desire", "Action", "Advocacy", "none")

MAPS = (
    EditableMap("benefits", "Benefit map", "Which words speak for which benefit.", (
        MapColumn("where", "Where", "Where to look for the words.", ("product", "service", "discount", "answer", "event")),
        MapColumn("words", "Words", "Separated by semicolons; matches from the start of a word.", is_needed=True),
        MapColumn("benefit", "Benefit", "The benefit they speak for.", is_needed=True),
        MapColumn("weight", "Weight", "How much one match counts.", is_number=True),
    )),
    EditableMap("occasions", "Occasion calendar", "What an order can be made for; the first that fits wins.", (
        MapColumn("occasion", "Occasion", "Its name.", is_needed=True),
        MapColumn("kind", "Kind", "How it is recognised.", (
            "date", "holiday", "weekday of month", "country holidays", "birthday", "words", "gift", "hours", "weekday hours", "weekdays",
            "days of month")),
        MapColumn("what", "What", "The date (12-24), words, hours (11-14), days or country (DE) it means."),
        MapColumn("days_before", "Days before", "The window opens this many days before.", is_number=True, is_whole=True),
        MapColumn("days_after", "Days after", "The window closes this many days after.", is_number=True, is_whole=True),
        MapColumn("use", "Use", "Look for this occasion.", ("yes", "no")),
    )),
    EditableMap("stages", "Event stages", "How far on the journey an event shows a person to be.", (
        MapColumn("words", "Event names or words", "Separated by semicolons; the first row that matches wins.", is_needed=True),
        MapColumn("stage", "Stage", "The stage; 'none' ignores the event.", STAGES),
        MapColumn("cart", "Cart", "Whether it means something lies in the cart.", ("yes", "no")),
    )),
)  # fmt: skip


def find_map(key: str) -> EditableMap:
    """Return the editable table of that name, or refuse with the names there are."""
    for editable in MAPS:
        if editable.key == key:
            return editable
    raise UnknownName(f"There is no table '{key}' to edit.", "", nearest(key, [m.key for m in MAPS]))
