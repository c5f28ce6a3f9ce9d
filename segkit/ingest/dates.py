"""Which day does this text mean? The ways a date column can be written, found from its values, as SQL."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from segkit.ingest.reading import Reading
from segkit.words import literal

# What nearly every export writes. The cheap test that all rows have this shape; the cast then checks each value.
PLAIN = ("____-__-__ __:__:__", "____-__-__")

ORDERS = {
    "day_first": "day first (31/12/2026)",
    "month_first": "month first (12/31/2026)",
    "year_first": "year first (26-12-31)",
}
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %H:%M:%S.%f", " %I:%M:%S.%f %p")
_PARTS = {"day_first": "%d{0}%m{0}%{1}", "month_first": "%m{0}%d{0}%{1}"}
_NUMBER = re.compile(r"\d+(\.\d+)?")
_NUMERIC = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?!\d)")
_ZONE = r"\s*(Z|UTC|GMT|UT|[A-Z]{2,4}[+-]\d{1,2}|(UTC|GMT)?[+-]\d{2}:?\d{2}|[+-]\d{2})$"
_WEEKDAY = r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+"
_NOON = {
    "上午": "am", "午前": "am", "오전": "am", "早上": "am", "凌晨": "am", "下午": "pm", "午後": "pm", "오후": "pm",
    "晚上": "pm", "中午": "pm", "a.m.": "am", "p.m.": "pm", "sáng": "am", "chiều": "pm",
}  # fmt: skip
_CJK = {"年": "-", "月": "-", "日": " ", "년": "-", "월": "-", "일": " ", "時": ":", "时": ":", "点": ":", "點": ":", "分": ":", "秒": ""}
_MONTHS = {
    "jan": "january janv janvier enero ene januar jänner januari gennaio gen janeiro styczeń stycznia ocak январь января",
    "feb": "february févr fév février febrero februar februari febbraio fevereiro fev luty lutego şubat февраль февраля",
    "mar": "march mars marzo märz mär mrz maart mrt março marzec marca mart март марта",
    "apr": "april avril avr abril abr aprile kwiecień kwietnia nisan апрель апреля",
    "may": "mai mayo mei maggio mag maio maj maja mayıs май мая",
    "jun": "june juin junio juni giugno giu junho czerwiec czerwca haziran июнь июня",
    "jul": "july juil juillet julio juli luglio lug julho lipiec lipca temmuz июль июля",
    "aug": "august août aoû agosto ago augustus sierpień sierpnia ağustos август августа",
    "sep": "sept september septembre septiembre settembre set setembro wrzesień września eylül сентябрь сентября",
    "oct": "october octobre octubre oktober okt ottobre ott outubro out październik października ekim октябрь октября",
    "nov": "november novembre noviembre novembro listopad listopada kasım ноябрь ноября",
    "dec": "december décembre déc diciembre dic dezember dez dicembre dezembro grudzień grudnia aralık декабрь декабря",
}  # fmt: skip
_MONTH_OF = {word: short for short, words in _MONTHS.items() for word in [short, *words.split()]}


@dataclass(frozen=True)
class Shape:
    """How a column's dates are written: the SQL that irons the text out, and the ways its parts may be ordered."""

    cleaned: str
    readings: tuple[Reading, ...]
    words: str


def find_shape(column: str, samples: Sequence[str], role: str) -> Shape:
    """Return the readings under which the sample values may be dates; no readings where they are none."""
    numbers = _as_numbers(column, samples)
    if numbers:
        return numbers
    cleaned = _ironing(column, samples)
    texts = [iron(sample) for sample in samples]
    orders = _possible_orders(texts)
    fixed = _fixed_formats(texts)
    readings = []
    for order in orders or [""]:
        formats = [*fixed, *_numeric_formats(texts, order)] if order else fixed
        if formats:
            readings.append(Reading(order or "as_written", in_range(_strptime("t", formats))))
    return Shape(cleaned, tuple(readings), "")


def in_range(moment: str) -> str:
    """Return the moment where its year is one a customer could have lived in; placeholders like 0001-01-01 become NULL."""
    return f"case when {moment} between timestamp '1900-01-01' and timestamp '2199-12-31 23:59:59.999999' then {moment} end"


def plain_expression(column: str) -> str:
    """Return the SQL for a column that is written the plain way."""
    return f"try_cast({column} as timestamp)"


def iron(text: str) -> str:
    """Return a sample as `_ironing` makes SQL write it."""
    text = text.lower().replace("\u202f", " ").replace("\u00a0", " ")
    for sign, plain in _CJK.items():
        text = text.replace(sign, plain)
    for word, noon in _NOON.items():
        text = text.replace(word, noon)
    text = re.sub(_ZONE, "", text, flags=re.I)
    text = re.sub(_WEEKDAY, "", text)
    text = _month_words(text)
    text = re.sub(r"^(.*\d)\s*(am|pm)\s*(\d[\d:.]*)$", r"\1 \3 \2", text)
    text = re.sub(r"(\d)(am|pm)$", r"\1 \2", text)
    text = re.sub(r"(\d)(st|nd|rd|th|er|º|\.)(?=[\s,]+[a-z])", r"\1", text)
    return re.sub(r"[:\s]+$", "", re.sub(r"(?<=[\da-z])(t|,? at |, | - |\s+)(?=\d)", " ", re.sub(r"[\s,]+", " ", text)))


def _month_words(text: str) -> str:
    return re.sub(r"[^\W\d_]{3,}", lambda word: _MONTH_OF.get(word[0], word[0]), text)


def _ironing(column: str, samples: Iterable[str]) -> str:
    """Return SQL that writes a text plainly: only the replacements that the samples need, as each costs time."""
    samples = [sample.lower() for sample in samples]
    text = f"lower({column})" if any(re.search("[^\\W\\d_]", sample) for sample in samples) else column
    for sign, plain in (("\u202f", " "), ("\u00a0", " "), *_CJK.items(), *_NOON.items()):
        if any(sign in sample for sample in samples):
            text = f"replace({text}, {literal(sign)}, {literal(plain)})"
    if any(re.search(_ZONE, sample, re.I) for sample in samples):
        text = f"regexp_replace({text}, {literal(_ZONE)}, '', 'i')"
    if any(re.search(_WEEKDAY, sample) for sample in samples):
        text = f"regexp_replace({text}, {literal(_WEEKDAY)}, '')"
    found = {word for sample in samples for word in re.findall(r"[^\W\d_]{3,}", sample)}
    if any(word in _MONTH_OF for word in found):
        language = {word: short for word, short in _MONTH_OF.items() if word != short}
        for word in sorted(language, key=len, reverse=True):
            if _same_language(word, found):
                text = f"replace({text}, {literal(word)}, {literal(language[word])})"
    for pattern, plain in (
        (r"[\s,]+", " "),
        (r"^(.*\d)\s*(am|pm)\s*(\d[\d:.]*)$", r"\1 \3 \2"),
        (r"(\d)(am|pm)$", r"\1 \2"),
        (r"(\d)(st|nd|rd|th|er|º|\.)([\s,]+[a-z])", r"\1\3"),
        (r"([\da-z])(t|,? at | - )(\d)", r"\1 \3"),
        (r"[:\s]+$", ""),
    ):
        if any(re.search(pattern, _before_last(sample)) for sample in samples):
            text = f"regexp_replace({text}, {literal(pattern)}, {literal(plain)}, 'g')"
    return text


def _same_language(word: str, found: set[str]) -> bool:
    return word in found or len(word) > 3


def _before_last(sample: str) -> str:
    for sign, plain in (*_CJK.items(), *_NOON.items()):
        sample = sample.replace(sign, plain)
    return re.sub(_ZONE, "", sample, flags=re.I)
