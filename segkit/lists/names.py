"""Names of files: what may a list be called so that every computer takes it and nothing is given away?"""

import re
import unicodedata

_NOT_PLAIN = re.compile(r"[^\w]+")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
LONGEST = 60


def safe_name(*parts: str, suffix: str, otherwise: str = "customers") -> str:
    """Return the parts as a file name of letters, digits and hyphens, in any alphabet, with the suffix."""
    stem = "-".join(_plain(part) for part in parts if _plain(part))[:LONGEST].strip("-")
    if not stem or stem in _DEVICES:
        stem = f"{otherwise}-{stem}".strip("-")
    return stem + suffix


def _plain(part: str) -> str:
    text = unicodedata.normalize("NFKC", str(part)).casefold()
    return _NOT_PLAIN.sub("-", text).strip("-_")
