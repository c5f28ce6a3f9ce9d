"""Which amount does this text mean? Currency words and signs off, then a point or a comma as the decimal mark, as SQL."""

import re
from collections.abc import Sequence

from segkit.ingest.parse.ironing import Step, iron
from segkit.ingest.parse.reading import Reading
from segkit.words import currency_named, is_shared, literal, may_be_same

MONEY = "decimal(18, 4)"
MARK_WORDS = {".": "a point (1,234.50)", ",": "a comma (1.234,50)"}

THREE_DECIMALS = {"KWD", "BHD", "OMR", "JOD", "TND"}

_WORD = re.compile(r"[^\d\s.,'’+\-−–()\u00a0\u202f\u2009]+(?:\.(?!\d))?")
_BESIDE = r"[^\d\s.,'’+\-−–()\x{00a0}\x{202f}\x{2009}]+"
_GAP = "[ '’\u00a0\u202f\u2009]"
_STEPS = (
    Step("[−–—]", "-"),
    Step(f"^{_GAP}+|{_GAP}+$"),
    Step(f"^([-+(]){_GAP}+", r"\1"),
    Step(f"([0-9]){_GAP}([0-9]{{3}})", r"\1\2"),
    Step(f"([0-9]){_GAP}([0-9]{{3}})", r"\1\2"),
    Step(f"^([-+]?)\\({_GAP}*([0-9.,]+){_GAP}*\\)$", r"\1-\2"),
    Step("[.,]-+$"),  # "5,-": no cents
    Step(f"^([0-9.,]+){_GAP}*-$", r"-\1"),
)
_GROUPED = {
    ".": (r"[-+]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{2,3})*,[0-9]{3})?([.][0-9]*)?(e[+-]?[0-9]{1,2})?", "replace(t, ',', '')"),
    ",": (r"[-+]?([0-9]+|[1-9][0-9]{0,2}([.][0-9]{3})+)?(,[0-9]*)?", "replace(replace(t, '.', ''), ',', '.')"),
}
_NAMES = {".": "point", ",": "comma"}
MARK_OF = {name: mark for mark, name in _NAMES.items()}


def plain(column: str, number: bool = False) -> str:
    """Return the SQL for a column that is written the plain way: -1234.50."""
    return f"try_cast({column} as {'double' if number else MONEY})"


def find_readings(column: str, samples: Sequence[str], number: bool = False) -> tuple[str, list[Reading], tuple[str, ...]]:
    """Return the SQL that irons the text, the two readings of it (over `t`), and the currencies its words and signs say."""
    cells = _words_in(samples)
    words = {word for cell in cells for word in cell}
    steps = (_STEPS[0], *(step for word in sorted(words, key=len, reverse=True) for step in _without(word)), *_STEPS[1:])
    cleaned, _ = iron(column, samples, steps)
    kind = "double" if number else MONEY
    readings = [
        Reading(_NAMES[mark], f"case when regexp_full_match(t, '{pattern}') then try_cast({digits} as {kind}) end")
        for mark, (pattern, digits) in _GROUPED.items()
    ]
    return cleaned, readings, tuple(sorted({name for cell in cells for name in currencies_of(cell)}))


def _words_in(samples: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the currency words that stand beside each amount; a text with any other word is left unreadable."""
    found = {tuple(word.rstrip(".") for word in _WORD.findall(sample.lower())) for sample in samples}
    return {cell for cell in found if all(map(currency_named, cell))}


def words_beside(column: str) -> str:
    """Return the SQL of the words beside an amount, in small letters with blanks between them; "" where there are none."""
    found = f"list_transform(regexp_extract_all(lower({column}), {literal(_BESIDE)}), lambda one: rtrim(one, '.'))"
    return f"coalesce(array_to_string({found}, ' '), '')"


def currencies_of(cell: Sequence[str]) -> set[str]:
    """Return the currencies of one amount: its code says which one a shared sign beside it means, as in $5.00 CAD."""
    names = {currency_named(word) for word in cell}
    codes = {name for name in names if not is_shared(name)}
    return codes if len(codes) == 1 and all(may_be_same(*codes, name) for name in names) else names


def _without(word: str) -> tuple[Step, Step]:
    """Return the steps that take a currency word from either end of an amount; "Rs.500" is 500, not .500."""
    escaped = "".join(f"[{sign}]" if sign in "$." else sign for sign in word)
    dot = "[.]?" if word[-1].isalpha() or word[-1] == "/" else ""
    return Step(f"^([-+(]?){_GAP}*{escaped}{dot}{_GAP}*", r"\1"), Step(f"{_GAP}*{escaped}{dot}{_GAP}*([-)]?)$", r"\1")
