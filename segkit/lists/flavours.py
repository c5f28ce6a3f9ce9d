"""Flavours: which kinds of file can a list be, for whom is each, and who writes it?"""

from collections.abc import Callable
from dataclasses import dataclass

from segkit.errors import BadValue, UnknownName
from segkit.lists import files
from segkit.words import listed, nearest


@dataclass(frozen=True)
class Flavour:
    """One kind of file. `harmless` defuses formulas in text; `for_people` heads columns with titles, not field names."""

    key: str
    title: str
    suffix: str
    mime: str
    help: str
    write: Callable[..., int]
    harmless: bool = False
    for_people: bool = False


FLAVOURS = (
    Flavour("csv", "CSV", ".csv", "text/csv",
            "For e-mail, ads and CRM tools: UTF-8, commas, values exactly as in your data, headings like total_spend.",
            files.write_csv),
    Flavour("excel_csv", "CSV for Excel", ".csv", "text/csv",
            "Opens in Excel with the right letters. Text that Excel would run as a formula gets an apostrophe in front.",
            files.write_excel_csv, harmless=True, for_people=True),
    Flavour("xlsx", "Excel workbook", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "To read and share: ids stay text, days and amounts are real days and numbers, headings like Total spend.",
            files.write_xlsx, for_people=True),
    Flavour("parquet", "Parquet", ".parquet", "application/vnd.apache.parquet", "For data tools: small, fast, with exact types.",
            files.write_parquet),
)  # fmt: skip


def find_flavour(key: str) -> Flavour:
    """Return the flavour of that key, or refuse with the keys there are."""
    for flavour in FLAVOURS:
        if flavour.key == key:
            return flavour
    raise UnknownName(f"There is no kind of list '{key}'.", "", nearest(key, [f.key for f in FLAVOURS]))


def flavour_of_name(name: str) -> Flavour:
    """Return the flavour that a file of this name has, or refuse a name that ends like none."""
    for flavour in FLAVOURS:
        if name.lower().endswith(flavour.suffix):
            return flavour
    suffixes = dict.fromkeys(flavour.suffix for flavour in FLAVOURS)
    raise BadValue("this is no kind of list file.", name, f"Let the name end with {listed(suffixes, 'or')}.")
