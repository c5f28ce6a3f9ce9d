"""Which amount does this text mean? Currency words and signs off, then a point or a comma as the decimal mark, as SQL."""

import re
from collections.abc import Sequence

from segkit.ingest.parse.ironing import Step, iron
from segkit.ingest.parse.reading import Reading

MONEY = "decimal(18, 4)"
MARK_WORDS = {".": "a point (1,234.50)", ",": "a comma (1.234,50)"}

# Words and signs that may stand beside an amount, lower case, with the currency they prove ("" where several use it).
CURRENCY_OF = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP", "$": "", "us$": "USD", "usd": "USD", "a$": "AUD", "au$": "AUD",
    "aud": "AUD", "c$": "CAD", "ca$": "CAD", "cad": "CAD", "nz$": "NZD", "nzd": "NZD", "hk$": "HKD", "hkd": "HKD", "nt$": "TWD",
    "twd": "TWD", "s$": "SGD", "sgd": "SGD", "r$": "BRL", "brl": "BRL", "mx$": "MXN", "mxn": "MXN", "¥": "", "￥": "", "cny": "CNY",
    "rmb": "CNY", "cn¥": "CNY", "元": "", "块": "CNY", "jpy": "JPY", "円": "JPY", "₩": "KRW", "krw": "KRW", "원": "KRW", "₫": "VND",
    "đ": "VND", "vnd": "VND", "vnđ": "VND", "rp": "IDR", "idr": "IDR", "rm": "MYR", "myr": "MYR", "฿": "THB", "thb": "THB", "₱": "PHP",
    "php": "PHP", "₹": "INR", "rs": "", "rs.": "", "inr": "INR", "৳": "BDT", "bdt": "BDT", "₨": "", "pkr": "PKR", "chf": "CHF",
    "fr.": "CHF", "kr": "", "kr.": "", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "isk": "ISK", "zł": "PLN", "pln": "PLN", "kč": "CZK",
    "czk": "CZK", "ft": "HUF", "huf": "HUF", "lei": "RON", "ron": "RON", "лв": "BGN", "лв.": "BGN", "bgn": "BGN", "₽": "RUB",
    "руб": "RUB", "руб.": "RUB", "rub": "RUB", "₴": "UAH", "грн": "UAH", "uah": "UAH", "₺": "TRY", "tl": "TRY", "try": "TRY",
    "₪": "ILS", "ils": "ILS", "aed": "AED", "sar": "SAR", "egp": "EGP", "zar": "ZAR", "₦": "NGN", "ngn": "NGN", "ksh": "KES",
    "kes": "KES", "clp": "CLP", "clp$": "CLP", "cop": "COP", "ars": "ARS", "ar$": "ARS", "s/": "PEN", "s/.": "PEN", "pen": "PEN",
    "uyu": "UYU", "kwd": "KWD", "bhd": "BHD", "omr": "OMR", "jod": "JOD", "tnd": "TND",
}  # fmt: skip
THREE_DECIMALS = {"KWD", "BHD", "OMR", "JOD", "TND"}

_WORD = re.compile(r"[^\d\s.,'’+\-−–()\u00a0\u202f\u2009]+(?:\.(?!\d))?")
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
    """Return the SQL that irons the text, the two readings of it (over `t`), and the currencies its words prove."""
    words = _words_in(samples)
    steps = (_STEPS[0], *(step for word in sorted(words, key=len, reverse=True) for step in _without(word)), *_STEPS[1:])
    cleaned, _ = iron(column, samples, steps)
    kind = "double" if number else MONEY
    readings = [
        Reading(_NAMES[mark], f"case when regexp_full_match(t, '{pattern}') then try_cast({digits} as {kind}) end")
        for mark, (pattern, digits) in _GROUPED.items()
    ]
    return cleaned, readings, tuple(sorted({CURRENCY_OF[word] for word in words} - {""}))


def _words_in(samples: Sequence[str]) -> set[str]:
    """Return the currency words that stand beside the amounts; a text with any other word is left unreadable."""
    found: set[str] = set()
    for sample in samples:
        words = _WORD.findall(sample.lower())
        known = [word if word in CURRENCY_OF else word.rstrip(".") for word in words]
        if all(word in CURRENCY_OF for word in known):
            found.update(known)
    return found


def _without(word: str) -> tuple[Step, Step]:
    """Return the steps that take a currency word from either end of an amount; "Rs.500" is 500, not .500."""
    escaped = "".join(f"[{sign}]" if sign in "$." else sign for sign in word)
    dot = "[.]?" if word[-1].isalpha() or word[-1] == "/" else ""
    return Step(f"^([-+(]?){_GAP}*{escaped}{dot}{_GAP}*", r"\1"), Step(f"{_GAP}*{escaped}{dot}{_GAP}*([-)]?)$", r"\1")
