"""Which day does this text mean? The ways in which a date column may be written, found from samples, as SQL."""

import re
from collections.abc import Sequence

from segkit.ingest.parse.ironing import Step, iron
from segkit.ingest.parse.reading import Reading
from segkit.words import literal

# What most exports write. All rows having this shape is cheap to test; the cast then checks every value.
PLAIN = ("____-__-__ __:__:__", "____-__-__")

ORDER_WORDS = {
    "day_first": "day first: {0} is day {1[0]} of month {1[1]}",
    "month_first": "month first: {0} is day {1[1]} of month {1[0]}",
    "year_first": "year first: {0} is day {1[2]} of month {1[1]}",
}

_MONTHS = {
    "jan": "january|janvier|janv|enero|ene|januar|jänner|januari|gennaio|gen|janeiro|styczeń|stycznia|ocak|январь|января|янв|tháng 1",
    "feb": "february|février|févr|fév|febrero|februar|februari|febbraio|fevereiro|fev|luty|lutego|şubat|февраль|февраля|фев",
    "mar": "march|mars|marzo|märz|mär|mrz|maart|mrt|março|marzec|marca|mart|март|марта|мар",
    "apr": "april|avril|avr|abril|abr|aprile|kwiecień|kwietnia|nisan|апрель|апреля|апр",
    "may": "mai|mayo|mei|maggio|mag|maio|maj|maja|mayıs|май|мая",
    "jun": "june|juin|junio|juni|giugno|giu|junho|czerwiec|czerwca|haziran|июнь|июня|июн",
    "jul": "july|juillet|juil|julio|juli|luglio|lug|julho|lipiec|lipca|temmuz|июль|июля|июл",
    "aug": "august|août|aoû|agosto|ago|augustus|sierpień|sierpnia|ağustos|август|августа|авг",
    "sep": "september|sept|septembre|septiembre|settembre|set|setembro|wrzesień|września|eylül|сентябрь|сентября|сен",
    "oct": "october|octobre|octubre|oktober|okt|ottobre|ott|outubro|out|październik|października|ekim|октябрь|октября|окт",
    "nov": "november|novembre|noviembre|novembro|listopad|listopada|kasım|ноябрь|ноября|ноя",
    "dec": "december|décembre|déc|diciembre|dic|dezember|dez|dicembre|dezembro|grudzień|grudnia|aralık|декабрь|декабря|дек",
}  # fmt: skip
_ZONE = r"(z|utc|gmt|(utc|gmt)?[+-][0-9]{1,2}(:?[0-9]{2})?|[a-z]{3,5}|[a-z]+(/[a-z_+0-9-]+)+|(eastern|central|mountain|pacific) time)"
_WEEKDAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|dienstag|mittwoch|"
    "donnerstag|freitag|samstag|sonntag|segunda|terça|quarta|quinta|sexta|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
)
_STEPS = (
    Step("^([2-7][0-9]{4}),([0-9]+)$", r"\1.\2"),  # a day number with a decimal comma
    Step("[\u00a0\u202f\u3000]", " "),
    Step(r" *[(\[][^()]*[)\]]$"),  # (Coordinated Universal Time), [Europe/Berlin]
    Step(" *[(（](星期|周|週|礼拜)?[一二三四五六日月火水木金土월화수목금토일](曜日?)?[)）] *", " "),
    Step(" *(星期|周|週)[一二三四五六日] *", " "),
    Step("(上午|午前|오전|sáng|a\\. ?m\\.)", " am "),
    Step("(下午|午後|오후|chiều|p\\. ?m\\.)", " pm "),
    Step("([0-9]) *sa$", r"\1 am"),  # as computers set to Vietnamese write it
    Step("([0-9]) *ch$", r"\1 pm"),
    Step(r"([0-9]{4})\. +([0-9]{1,2})\. +([0-9]{1,2})\.?", r"\1-\2-\3"),  # Korean
    Step("^ngày +"),
    Step(" +năm +", " "),
    Step("^([0-9]{4})([0-9]{2})([0-9]{2})t([0-9]{2})([0-9]{2})([0-9]{2})?z?$", r"\1-\2-\3 \4:\5:\6"),
    Step("^([0-9]{4})([0-9]{2})([0-9]{2}) +([0-9]{1,2}:)", r"\1-\2-\3 \4"),
    Step("[時时点點시] *", ":"),
    Step("[分분] *([0-9])", r":\1"),
    Step("[分秒분초]"),
    Step("[年月년월] *", "-"),
    Step("[日号號일] *", " "),
    Step(r"([0-9])h([0-9]{2})", r"\1:\2"),
    Step(rf"(:[0-9]{{2}}([.,][0-9]+)?( ?[ap]m)??)( *{_ZONE})+ *$", r"\1"),  # "??": America/New_York begins with no am
    Step(rf"^((mon|tue|wed|thu|fri|sat|sun)[a-z]*|({_WEEKDAYS})(-feira)?)[,.]? +"),
    *(Step(f"(^|[-0-9 .,/])({words})([-0-9 .,/]|$)", rf"\1{short}\3") for short, words in _MONTHS.items()),
    Step("([a-z])\\.", r"\1"),
    Step(" (de|del|di) ", " "),
    Step(",? (at|um|à|kl) ", " "),
    Step("([0-9])(st|nd|rd|th|er|º|ª)([ ,-])", r"\1\3"),
    Step(r"^([0-9]{1,2})\. +([a-z])", r"\1 \2"),
    Step(r"^([0-9]{1,4}-[0-9]{1,2}-[0-9]{1,4})t([0-9])", r"\1 \2"),
    Step(r"([0-9]) ([0-9]{1,2})\.([0-9]{2})$", r"\1 \2:\3"),
    Step(r"([0-9]) ([0-9]{1,2})\.([0-9]{2})\.([0-9]{2})$", r"\1 \2:\3:\4"),
    Step(r"(:[0-9]{2}),([0-9]{1,9})$", r"\1.\2"),
    Step("^([0-9]{1,2}:[0-9]{2}(:[0-9]{2})?) +([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})$", r"\3 \1"),
    Step(r"^(.*[0-9]) *([ap]m) *([0-9][0-9:.]*)$", r"\1 \3 \2"),
    Step(r"([0-9])([ap]m)$", r"\1 \2"),
    Step(r"([0-9]{4}) [-,] ?([0-9])", r"\1 \2"),
    Step(r"(\.[0-9]{6})[0-9]+", r"\1"),
    Step("[ ,\t\r\n]+", " "),
    Step(":+( [ap]m)?$", r"\1"),
    Step("^ +"),
    Step(" +$"),
)
_DATE_PART = re.compile(
    r"(?P<y4>\d{4})(?P<s1>[-/. ])\d{1,2}(?P=s1)\d{1,2}"
    r"|\d{1,2}(?P<s2>[-/. ])\d{1,2}(?P=s2)(?P<y2>\d{4}|\d{2})"
    r"|(?P<d3>\d{1,2})(?P<s3>[-/. ]?)[a-z]{3}(?P<s4>[-/. ]?)(?P<y3>\d{4}|\d{2})"
    r"|[a-z]{3}(?P<s5>[-/. ]?)\d{1,2}(?P<s6>[-/. ])(?P<y5>\d{4}|\d{2})"
    r"|(?P<y6>\d{4})(?P<s7>[-/. ])[a-z]{3}(?P<s8>[-/. ])\d{1,2}"
)
_TIME_PART = re.compile(r" \d{1,2}:\d{1,2}(?P<s>:\d{1,2}(?P<f>\.\d{1,6})?)?(?P<p> [ap]m)?")
_DIGITS = {
    8: "try_strptime({0}, '%Y%m%d')",
    12: "try_strptime({0}, '%Y%m%d%H%M')",
    14: "try_strptime({0}, '%Y%m%d%H%M%S')",
    10: "case when t < '20' then make_timestamp(try_cast({0} as bigint) * 1000000) else try_strptime({0} || '00', '%Y%m%d%H%M') end",
    13: "make_timestamp(try_cast({0} as bigint) * 1000)",
    16: "make_timestamp(try_cast({0} as bigint))",
    19: "make_timestamp(try_cast({0} as bigint) // 1000)",
}
_DIGIT_WORDS = {
    8: "written as YYYYMMDD", 12: "written as YYYYMMDDhhmm", 14: "written as YYYYMMDDhhmmss", 10: "Unix seconds, read as UTC",
    13: "Unix milliseconds, read as UTC", 16: "Unix microseconds, read as UTC", 19: "Unix nanoseconds, read as UTC",
    5: "day numbers as Excel counts them", 11: "Unix seconds, read as UTC",
}  # fmt: skip
# Numbers with a fraction, by what stands before it: their shape, and their moment. Of other lengths the digits count.
_NUMBERS = {
    5: ("[2-7][0-9]{4}([.][0-9]+)?", "timestamp '1899-12-30' + to_seconds(round(try_cast(t as double) * 86400)::bigint)"),
    11: ("1[0-9]{9}[.][0-9]+", "make_timestamp(cast(try_cast(t as decimal(20, 6)) * 1000000 as bigint))"),
}


def plain(column: str) -> str:
    """Return the SQL for a column that is written the plain way."""
    return f"try_cast({column} as timestamp)"


def plain_with_offset(column: str) -> str:
    """Return the SQL of the time as written before an offset, 2026-12-31 08:30:00 -0500; NULL for texts of another form."""
    years = f"{column} >= '1900' and {column} < '2200'"  # as in_range, told by the text
    written = f"{column} glob '????-??-?? ??:??:?? [+-][0-9][0-9][0-9][0-9]'"
    return f"case when strlen({column}) = 25 and {years} and {written} then try_cast(left({column}, 19) as timestamp) end"


def in_range(moment: str) -> str:
    """Return the moment as SQL, NULL where no customer can have lived: 0001-01-01 and 9999-12-31 are placeholders."""
    return f"case when {moment} between timestamp '1900-01-01' and timestamp '2199-12-31' then {moment} end"


def find_readings(column: str, samples: Sequence[str]) -> tuple[str, list[Reading], str]:
    """Return the SQL that irons the text, the readings of it (over `t`) that some sample allows, and words on how it is written."""
    cleaned, texts = iron(column, samples, _STEPS)
    lengths = sorted({length for text in texts if (length := _digit_length(text))})
    numbers = [_number(length) for length in lengths]
    words = ", ".join(dict.fromkeys(_DIGIT_WORDS[length] for length in lengths))
    numeric, fixed = _formats(texts)
    orders = _orders(numeric)
    readings = []
    for order in orders or ["as_written"]:
        formats = [*_ordered(numeric, order), *fixed]
        ways = [*numbers, *_strptimes(formats)]
        if ways:
            readings.append(Reading(order, in_range(f"coalesce({', '.join(ways)})" if len(ways) > 1 else ways[0])))
    return cleaned, readings, words


def _number(length: int) -> str:
    if length in _NUMBERS:
        shape, moment = _NUMBERS[length]
        return f"case when regexp_full_match(t, '{shape}') then {moment} end"
    return f"case when length(t) = {length} then {_DIGITS[length].format('t')} end"


def _strptimes(formats: Sequence[str]) -> list[str]:
    """Return the SQL that reads the formats. Two-digit years count up to 2040: a birthday in 55 is not in 2055.

    They are tried first: "%Y" would read 26 as the year 26, while "%y" refuses 2026.
    """
    short, long = ([form for form in formats if ("%y" in form) == is_short] for is_short in (True, False))
    ways = [f"try_strptime(t, [{', '.join(map(literal, some))}])" for some in (short, long) if some]
    if short:
        ways[0] = f"case when {ways[0]} >= timestamp '2041-01-01' then {ways[0]} - interval 100 years else {ways[0]} end"
    return ways


def _digit_length(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) in _DIGITS:
        return len(text)
    return next((length for length, (shape, _) in _NUMBERS.items() if re.fullmatch(shape, text)), 0)


def _formats(texts: Sequence[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the numeric shapes (separator, year format, time format) whose order is open, and the formats that are clear."""
    numeric: dict[tuple[str, str, str], None] = {}
    fixed: dict[str, None] = {}
    for text in texts:
        day = _DATE_PART.match(text)
        moment = _TIME_PART.fullmatch(text, day.end()) if day else None
        if day and (moment or day.end() == len(text)):
            time = _time_format(moment)
            if day["s2"]:
                numeric[(day["s2"], _year(day["y2"]), time)] = None
            else:
                fixed[_date_format(day) + time] = None
    return list(numeric), list(fixed)


def _year(digits: str) -> str:
    return "%y" if len(digits) == 2 else "%Y"


def _date_format(day: re.Match) -> str:
    if day["y4"]:
        return "%Y{0}%m{0}%d".format(day["s1"])
    if day["d3"]:
        return f"%d{day['s3']}%b{day['s4']}{_year(day['y3'])}"
    if day["y5"]:
        return f"%b{day['s5']}%d{day['s6']}{_year(day['y5'])}"
    return f"%Y{day['s7']}%b{day['s8']}%d"


def _time_format(moment: re.Match | None) -> str:
    if moment is None:
        return ""
    seconds = (":%S" if moment["s"] else "") + (".%f" if moment["f"] else "")
    return f" %I:%M{seconds} %p" if moment["p"] else f" %H:%M{seconds}"


def _orders(numeric: Sequence[tuple[str, str, str]]) -> list[str]:
    if not numeric:
        return []
    short = all(year == "%y" and separator in "-." for separator, year, _ in numeric)
    return ["day_first", "month_first", *(["year_first"] if short else [])]


def _ordered(numeric: Sequence[tuple[str, str, str]], order: str) -> list[str]:
    parts = {"day_first": "%d{0}%m{0}{1}", "month_first": "%m{0}%d{0}{1}", "year_first": "{1}{0}%m{0}%d"}
    return [parts[order].format(separator, year) + time for separator, year, time in numeric] if order in parts else []
