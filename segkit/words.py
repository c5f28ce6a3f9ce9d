"""Words, names and numbers: quoting names for SQL, comparing headings, writing figures for people."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069]")
_IN_BRACKETS = re.compile(r"[(\[（]([^)\]）]+)[)\]）]")
_SEPARATORS = re.compile(r"[\s_\-./·:]+")

# What a spreadsheet may run as a formula or command, also behind blanks and in full width; means the same to Python and DuckDB.
FORMULA = r"^\s*[=+\-@|%＝＋－＠]|^[\t\r\n]"

# Every currency: the sign that amounts are shown with, where it is not the code, and other words for it, in small letters.
_CURRENCIES = {
    "EUR": ("€", "euro euros"), "USD": ("$", "us$"), "GBP": ("£", ""), "JPY": ("¥", "円"), "CNY": ("CN¥", "rmb 块"), "INR": ("₹", ""),
    "KRW": ("₩", "원"), "VND": ("₫", "đ vnđ"), "AUD": ("A$", "au$"), "CAD": ("CA$", "c$"), "NZD": ("NZ$", ""), "TWD": ("NT$", ""),
    "HKD": ("HK$", ""), "BRL": ("R$", ""), "CHF": ("CHF ", "fr"), "SGD": ("", "s$"), "MXN": ("", "mx$"), "IDR": ("", "rp"),
    "MYR": ("", "rm"), "THB": ("", "฿"), "PHP": ("", "₱"), "BDT": ("", "৳"), "PKR": ("", ""), "SEK": ("", ""), "NOK": ("", ""),
    "DKK": ("", ""), "ISK": ("", ""), "PLN": ("", "zł"), "CZK": ("", "kč"), "HUF": ("", "ft"), "RON": ("", "lei"), "BGN": ("", "лв"),
    "RUB": ("", "₽ руб"), "UAH": ("", "₴ грн"), "TRY": ("", "₺ tl"), "ILS": ("", "₪"), "AED": ("", ""), "SAR": ("", ""),
    "EGP": ("", ""), "ZAR": ("", ""), "NGN": ("", "₦"), "KES": ("", "ksh"), "CLP": ("", "clp$"), "COP": ("", ""), "ARS": ("", "ar$"),
    "PEN": ("", "s/"), "UYU": ("", ""), "KWD": ("", "kd"), "BHD": ("", "bd"), "OMR": ("", ""), "JOD": ("", "jd"), "TND": ("", ""),
    "PYG": ("", "₲ gs"), "CRC": ("", "₡"), "KZT": ("", "₸"), "GEL": ("", "₾ lari"), "GHS": ("", "₵ gh₵"), "MNT": ("", "₮"),
    "LAK": ("", "₭"), "KHR": ("", "៛"), "MAD": ("", "dh dhs"), "QAR": ("", "qr"), "RSD": ("", "din"), "BOB": ("", "bs"), "GTQ": ("", ""),
    "AZN": ("", "₼"), "AMD": ("", "֏"), "TZS": ("", "tsh"), "UGX": ("", "ush"), "ETB": ("", "br"), "XPF": ("", "cfp"),
    **dict.fromkeys((
        "AFN ALL ANG AOA AWG BAM BBD BIF BMD BND BSD BTN BWP BYN BZD CDF CUP CVE DJF DOP DZD ERN FJD FKP GIP GMD GNF GYD HNL HRK HTG "
        "IQD IRR JMD KGS KMF KPW KYD LBP LKR LRD LSL LYD MDL MGA MKD MMK MOP MRU MUR MVR MWK MZN NAD NIO NPR PAB PGK RWF SBD SCR SDG "
        "SHP SLE SOS SRD SSP STN SVC SYP SZL TJS TMT TOP TTD UZS VES VUV WST XAF XCD XOF YER ZMW ZWL").split(), ("", "")),
}  # fmt: skip
# Signs of several currencies: which of them is meant, nobody can tell by the sign.
_SHARED_SIGNS = {
    "$": {"USD", "AUD", "CAD", "NZD", "TWD", "HKD", "SGD", "MXN", "CLP", "COP", "ARS", "UYU"}, "¥": {"JPY", "CNY"},
    "元": {"CNY", "TWD", "HKD"}, "kr": {"SEK", "NOK", "DKK", "ISK"}, "rs": {"INR", "PKR", "LKR", "NPR", "MUR"},
    "fcfa": {"XOF", "XAF"},
}  # fmt: skip
_CURRENCY_OF = {
    word: code for code, (sign, words) in _CURRENCIES.items() for word in (code.lower(), sign.strip().lower(), *words.split()) if word
} | {sign: sign for sign in _SHARED_SIGNS} | {
    "cfa": "fcfa", "ntd": "TWD", "nt": "TWD", "baht": "THB", "sfr": "CHF", "r": "ZAR", "人民币": "CNY", "yen": "JPY", "won": "KRW",
}  # fmt: skip
CURRENCY_SIGNS = {code: sign for code, (sign, _) in _CURRENCIES.items() if sign}
# Of these there is nothing smaller than one; of the others without cents nobody writes it.
NO_SMALLER_UNIT = {"JPY", "KRW", "VND", "CLP", "PYG", "UGX", "RWF", "XAF", "XOF", "XPF", "BIF", "DJF", "GNF", "KMF", "VUV", "MGA"}
WITHOUT_CENTS = NO_SMALLER_UNIT | {"IDR", "HUF", "TWD", "COP", "ISK", "LAK", "KHR", "MMK", "MNT", "IRR", "UZS"}


def quote(identifier: str) -> str:
    """Return the name as a quoted SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return the text as a quoted SQL string, for the few places where DuckDB takes no bound value."""
    return "'" + text.replace("'", "''") + "'"


def fold(heading: str) -> str:
    """Return the heading as it is compared: width, case, separators and invisible characters ironed out."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", str(heading)))
    return _SEPARATORS.sub(" ", text.casefold()).strip()


def in_brackets(text: str) -> list[str]:
    """Return what stands in brackets of any kind: the unit or zone of a heading."""
    return _IN_BRACKETS.findall(text)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "Did you mean …?" with the closest known words, or the known words where none is close."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=2, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Known: {', '.join(known)}." if known else ""


def currency_named(word: str) -> str:
    """Return the currency that a word or sign stands for: its code, the sign itself where several share it, "" for no currency."""
    plain = unicodedata.normalize("NFKC", word).lower().strip().rstrip(".")
    return _CURRENCY_OF.get(plain) or (_CURRENCY_OF.get(plain[:-1], "") if len(plain) == 4 and plain[3] == "$" else "")


def words_for(currencies: Iterable[str]) -> list[str]:
    """Return the words and signs, in small letters, that stand for one of these currencies."""
    return sorted(word for word, code in _CURRENCY_OF.items() if code in set(currencies))


def currencies_written(sign: str) -> list[str]:
    """Return the currencies that share a sign, the most used first; none of any other text."""
    return [code for code in _CURRENCIES if code in _SHARED_SIGNS.get(sign, ())]


def is_shared(currency: str) -> bool:
    """Return whether this is no code but a sign that several currencies share."""
    return currency in _SHARED_SIGNS


def may_be_same(one: str, other: str) -> bool:
    """Return whether two currencies, each a code or a shared sign, can be one and the same."""
    return bool(_SHARED_SIGNS.get(one, {one}) & _SHARED_SIGNS.get(other, {other}))


def harmless(text: str) -> str:
    """Return the text as a spreadsheet may read it: what it would run as a formula gets an apostrophe in front."""
    return f"'{text}" if re.search(FORMULA, text) else text


def count(number: float) -> str:
    """Return a whole number with thousands marks: 12,345."""
    return f"{number:,.0f}"


def plural(number: float, one: str, many: str | None = None) -> str:
    """Return the number with its noun: "1 customer", "12,345 customers"; what is written as 1 is one."""
    written = count(number)
    return f"{written} {one if written in ('1', '-1') else many or one + 's'}"


def share(part: float | None) -> str:
    """Return a share between 0 and 1 as people say it: 61 %, 0.4 %, under 0.1 %."""
    if part is None:
        return "–"
    if 0 < part < 0.001:
        return "under 0.1%"
    return f"{part:.1%}" if part < 0.0995 and part > 0 else f"{part:.0%}"


def money(amount: float | None, currency: str = "", short: bool = False, cents: bool = False) -> str:
    """Return an amount with its currency sign; `short` writes 1.2M for 1,234,567, `cents` keeps those of large amounts too."""
    if amount is None:
        return "–"
    sign = CURRENCY_SIGNS.get(currency, f"{currency} " if currency else "")
    minus, size = ("-" if amount < 0 else ""), abs(float(amount))
    if short and size >= 10_000:
        return f"{minus}{sign}{shortened(size)}"
    digits = 0 if currency in WITHOUT_CENTS or (size >= 1000 and not cents) else 2
    return f"{minus}{sign}{_half_up(size, digits):,.{digits}f}"


def _half_up(size: float, digits: int) -> Decimal:
    """Return the size rounded as people do and as tables in the browser do: 0.5 up."""
    return Decimal(str(size)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def shortened(number: float) -> str:
    """Return a large number in three figures: 12.3K, 4.56M."""
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(number) >= limit:
            scaled = number / limit
            return f"{scaled:.2f}{letter}" if scaled < 10 else f"{scaled:.1f}{letter}" if scaled < 100 else f"{scaled:.0f}{letter}"
    return f"{number:,.0f}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """Return the items as a phrase: "a, b and c"."""
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
