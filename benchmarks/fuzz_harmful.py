"""Fuzz, mutations that may change a sum: rows, cells, headings and columns that are broken, doubled or gone.

Each keeps the rows' `low` and `high` true: what a row must and may still add. One that a document has no room for returns False.
"""
import random
from decimal import Decimal

from benchmarks.fuzz_files import Document, Row

_UNREADABLE = ("abc", "#REF!", "12.5.7x", "see note", "--", "??", "#N/A")
_NOBODY = ("", "N/A", "-", "(not set)")


# --- what may: rows

def rows_doubled(doc: Document, chance: random.Random) -> None:
    """Some rows, or all of them, twice."""
    some = doc.rows if chance.random() < 0.4 else chance.sample(doc.rows, min(3, len(doc.rows)))
    twins = [Row(list(row.cells), Decimal(0), row.high, twin=True) for row in some]
    for twin in twins:
        doc.rows.insert(chance.choice((len(doc.rows), chance.randint(0, len(doc.rows)))), twin)


def amounts_broken(doc: Document, chance: random.Random) -> bool:
    """Words where amounts should be."""
    return _broken(doc, chance, "amount", _UNREADABLE, high=False)


def pieces_broken(doc: Document, chance: random.Random) -> bool:
    """Words where a number of pieces should be."""
    return _broken(doc, chance, "pieces", _UNREADABLE)


def dates_broken(doc: Document, chance: random.Random) -> bool:
    """No dates where dates should be."""
    return _broken(doc, chance, "date", ("yesterday", "2026-13-45", "0000-00-00", "#VALUE!", "", "31.02.2026"))


def people_broken(doc: Document, chance: random.Random) -> bool:
    """Nobody where a customer should be."""
    return _broken(doc, chance, "person", _NOBODY)


def orders_broken(doc: Document, chance: random.Random) -> bool:
    """No number where an order's number should be."""
    return _broken(doc, chance, "order", ("", "N/A", "#REF!"))


def _broken(doc: Document, chance: random.Random, key: str, words: tuple[str, ...], high: bool = True) -> bool:
    place = doc.place(key)
    rows = [row for row in doc.rows if len(row.cells) > place]
    if place < 0 or not rows:
        return False
    for row in chance.sample(rows, min(len(rows), chance.choice((1, 2, 3, len(rows))))):
        row.cells[place] = chance.choice(words)
        row.low, row.high = Decimal(0), row.high if high else Decimal(0)
    return True


def ids_by_excel(doc: Document, chance: random.Random) -> bool:
    """Ids as a spreadsheet writes long numbers."""
    place = doc.place(chance.choice(("order", "person")))
    if place < 0:
        return False
    for row in doc.rows:
        if len(row.cells) > place:
            row.cells[place] = chance.choice(("5.83871E+17", "7.13036E+12", "5.8387E+17"))
            row.low = Decimal(0)
    return True


def cells_shifted(doc: Document, chance: random.Random) -> None:
    """One delimiter too many in some rows."""
    for row in chance.sample(doc.rows, min(2, len(doc.rows))):
        row.cells.insert(chance.randint(0, max(0, len(row.cells) - 1)), "x")
        row.low = Decimal(0)


def stray_quotes(doc: Document, chance: random.Random) -> bool:
    """A quotation mark inside a text, written as it stands."""
    place = doc.place("text")
    if place < 0 or "utf-16" in doc.codec or not doc.rows:
        return False
    marks = [('5" pipe', b"5Q pipe"), ('"unclosed', b"Qunclosed"), ('say "hi"', b"say QhiQ")]
    shown, _ = chance.choice(marks)
    rows = [row for row in doc.rows if len(row.cells) > place]
    if not rows:
        return False
    chance.choice(rows).cells[place] = shown.replace('"', "\u0001")
    for row in doc.rows:
        row.low = Decimal(0)  # a mark that opens a cell may take other rows along, but never silently
    doc.after.append(lambda data: data.replace(b"\x01", b'"'))
    return True


def rows_cut(doc: Document, chance: random.Random) -> None:
    """The end of the file is missing, from the start of a row on."""
    del doc.rows[chance.randint(1, len(doc.rows)) :]
    doc.below.clear()


def cut_in_a_row(doc: Document, chance: random.Random) -> bool:
    """The end of the file is missing, from the middle of a row, a quote or a character on."""
    if not doc.rows or doc.below:
        return False
    del doc.rows[chance.randint(1, len(doc.rows)) :]
    doc.rows[-1].low = Decimal(0)
    lost = chance.randint(1, max(1, sum(map(len, doc.rows[-1].cells)) // 2))
    doc.after.append(lambda data: data[:-lost])
    return True


# --- what may: headings and columns

def _all_in_doubt(doc: Document) -> None:
    for row in doc.rows:
        row.low = Decimal(0)


def heading_renamed(doc: Document, chance: random.Random) -> None:
    """A heading that nobody knows."""
    place = chance.randrange(len(doc.headings))
    doc.headings[place] = chance.choice(("Foo", "Field 7", "xyz", "Bar baz", "X1"))
    _all_in_doubt(doc)


def heading_blanked(doc: Document, chance: random.Random) -> None:
    """A heading left empty."""
    doc.headings[chance.randrange(len(doc.headings))] = ""
    _all_in_doubt(doc)


def heading_doubled(doc: Document, chance: random.Random) -> None:
    """Two columns of one name."""
    one, other = chance.sample(range(len(doc.headings)), 2)
    if doc.keys[other] != "amount" or doc.keys[one] == "text":
        doc.headings[other] = doc.headings[one]
    _all_in_doubt(doc)


def headings_swapped(doc: Document, chance: random.Random) -> bool:
    """Two headings that have changed places, none of them over an amount."""
    places = [place for place, key in enumerate(doc.keys) if key not in ("amount", "pieces")]
    if len(places) < 2:
        return False
    one, other = chance.sample(places, 2)
    doc.headings[one], doc.headings[other] = doc.headings[other], doc.headings[one]
    _all_in_doubt(doc)
    return True


def column_dropped(doc: Document, chance: random.Random) -> bool:
    """One column less."""
    if len(doc.headings) < 4:
        return False
    place = chance.randrange(len(doc.headings))
    del doc.keys[place], doc.headings[place]
    for row in doc.rows:
        del row.cells[place : place + 1]
    _all_in_doubt(doc)
    return True


def no_headings(doc: Document, chance: random.Random) -> bool:
    """Rows without headings."""
    if doc.above:
        return False
    doc.headings = list(doc.rows.pop(0).cells) if doc.rows else doc.headings
    _all_in_doubt(doc)
    return True


# --- what leaves hardly anything

def headings_only(doc: Document, chance: random.Random) -> None:
    """Headings and nothing else."""
    doc.rows.clear()


def one_row(doc: Document, chance: random.Random) -> None:
    """A single row."""
    del doc.rows[1:]


def nothing(doc: Document, chance: random.Random) -> None:
    """An empty file, or blanks."""
    empty = chance.choice((b"", b"\n\n", b"\xef\xbb\xbf", b" , , \n"))
    doc.rows.clear()
    doc.after.append(lambda data: empty)
