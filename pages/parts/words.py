"""Words: how does text that came from a file or a person reach the screen without being read as markup?"""
import re
from datetime import date

from segkit import words

_MARKS = re.compile(r'([\\`*_{}\[\]<>()#+\-.!|$:~^=@&"\'/])')
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_WOKEN = re.compile(r"(\\[:@\-<>=]|www)")  # what Streamlit turns into icons, arrows and links after unescaping
LONGEST = 120


def md(text, longest: int = LONGEST) -> str:
    """Return the text so that Markdown shows it letter by letter: no link, picture, icon or formula comes of it."""
    plain = _INVISIBLE.sub(" ", str(text))
    plain = plain if len(plain) <= longest else plain[: longest - 1] + "…"
    return _WOKEN.sub("\\1\u2060", _MARKS.sub(r"\\\1", plain))


def harmless(cell):
    """Return the cell as Excel may read it: text that it would run as a formula gets an apostrophe in front."""
    return words.harmless(cell) if isinstance(cell, str) else cell


def day(value) -> str:
    """Return a day as people write it, 3 January 2026; text as reports keep it will do."""
    return f"{date.fromisoformat(str(value)[:10]):%d %B %Y}".lstrip("0")
