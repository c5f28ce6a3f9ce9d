"""What is one cell of text: a value, or a word of a heading?"""

import re

_VALUE = re.compile(
    r"[-+(]?[^\w\s]{0,3}\d[\d.,:/\s'\-]*\)?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\D.*|[^@\s]+@[^@\s]+\.\w+|true|false|null"
)
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060]")


def is_value(cell: str) -> bool:
    """Say whether the cell is a number, a date, an e-mail address or a word for yes, no or nothing."""
    return bool(_VALUE.fullmatch(cell.strip().lower()))


def clean(cell: str) -> str:
    """Return the cell in one line, without what nobody sees."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", cell).replace("\xa0", " ")).strip()
