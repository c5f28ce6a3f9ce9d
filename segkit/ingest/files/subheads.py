"""Which rows right below the headings are headings too? Questions continued, codes of a survey system, descriptions."""

import re
from collections.abc import Sequence

from segkit.ingest.files.cells import clean, is_value
from segkit.ingest.files.source import EMPTY_WORDS, TOTAL_WORDS

Cells = Sequence[Sequence[str]]

_SUBHEAD_WORDS = ("response", "open-ended response", "group", "other (please specify)", "point", "points", "score", "rank")
_QUESTION_CODE = re.compile(r"Q(?:ID)?\d+(?:[._]\d+)*(?:_TEXT)?")  # Qualtrics has the question itself below
_LOOKED_AT = 20  # rows below that show which columns hold values
_MOSTLY = 0.8
_LONG = 12  # letters of a description, on average


def more_header_rows(headings: Sequence[str], below: Cells) -> int:
    """Return how many of the rows below the headings are no data: SurveyMonkey writes one more, Qualtrics two, TikTok one."""
    for extra in (1, 2, 3):
        if extra <= len(below) and any(cell.lstrip().startswith('{"ImportId"') for cell in below[extra - 1]):
            return extra
    if len(below) < 2:
        return 0
    return int(_continues(headings, below[0], below[1]) or _describes(headings, below[0], below[1:]))


def _continues(headings: Sequence[str], cells: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether a row under the headings only continues them: words under questions, nothing where data rows have data."""
    filled = {place for place, cell in enumerate(cells) if cell.strip()}
    data = {place for place, cell in enumerate(below) if cell.strip()}
    if not filled or 0 in filled or 0 not in data or any(is_value(cells[place]) for place in filled):
        return False
    unnamed = any(place < len(headings) and not headings[place].strip() for place in filled)
    wordy = any(clean(cells[place]).casefold() in _SUBHEAD_WORDS for place in filled)
    return len(data - filled) >= 2 and (wordy or unnamed)


def _describes(headings: Sequence[str], cells: Sequence[str], below: Cells) -> bool:
    """Say whether a row explains the headings: words in every column, also in those that hold nothing but values below."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) * 3 < len(headings) * 2 or any(map(is_value, filled)) or clean(filled[0]).casefold() in TOTAL_WORDS:
        return False
    valued = [place for place in range(len(headings)) if _holds_values(place, below[:_LOOKED_AT])]
    told = [cells[place].strip() for place in valued if place < len(cells)]
    wordy = all(word and word.lower() not in EMPTY_WORDS and not any(map(str.isdigit, word)) for word in told)
    return len(told) >= 2 and wordy and sum(map(len, filled)) >= _LONG * len(filled)


def _holds_values(place: int, rows: Cells) -> bool:
    filled = [row[place] for row in rows if place < len(row) and row[place].strip()]
    return bool(filled) and sum(map(is_value, filled)) >= _MOSTLY * len(filled)


def with_subheads(headings: list[str], rows: Cells) -> list[str]:
    """Name the columns that have no heading after the heading to their left and the word below, and Q1, Q2 … after their questions."""
    group, named = "", []
    for place, heading in enumerate(headings):
        group = heading or group
        below = clean(rows[0][place]) if place < len(rows[0]) else ""
        is_code = _QUESTION_CODE.fullmatch(heading) and len(rows) > 1 and len(below) > len(heading)
        named.append(below if is_code else heading or f"{group} – {below}".strip(" –") if below else heading)
    return named
