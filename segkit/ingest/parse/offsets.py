"""How far from UTC is the clock that a moment was written by? Offsets, Z, letters and names of zones behind it, as SQL."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from segkit.words import literal

# Minutes ahead of UTC. Letters of several zones mean what they mean in most exports: CST in America, IST in India.
LETTERS = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "eest": 180,
    "msk": 180, "sast": 120, "pkt": 300, "ist": 330, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540,
    "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180, "ast": -240, "adt": -180,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480,
    "hst": -600, "brst": -120, "clt": -240, "clst": -180, "cot": -300, "pet": -300, "wat": 60, "cat": 120, "eat": 180, "trt": 180,
    "idt": 180, "gst": 240, "myt": 480, "pht": 480, "wita": 480, "wit": 540,
}  # fmt: skip
_SEVERAL = ("ist", "cst")  # what the shop's own zone is called by goes before India and America
_IRISH_SUMMER = 60
_SPELLED = {
    "eastern time": "America/New_York", "central time": "America/Chicago", "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu", "arizona": "America/Phoenix",
    "atlantic time": "America/Halifax", "newfoundland": "America/St_Johns", "london": "Europe/London", "dublin": "Europe/Dublin",
    "paris": "Europe/Paris", "madrid": "Europe/Madrid", "tokyo": "Asia/Tokyo", "sydney": "Australia/Sydney",
    "melbourne": "Australia/Melbourne", "brisbane": "Australia/Brisbane", "perth": "Australia/Perth",
}  # fmt: skip
# After a time of day only: 2026-01-05 ends in no offset. The am is asked for last: America/New_York begins with it.
_TIME = r":[0-9]{2}(?:[.,][0-9]+)?(?: ?[ap][.]? ?m[.]?)?? *"
_NUMBER = _TIME + r"(?:utc|gmt)? *([+-])([0-9]{1,2}):?([0-9]{2})?(?: *[(\[].*| *[a-z]{3,5})?$"
_WORD = _TIME + rf"({'|'.join(sorted(LETTERS, key=len, reverse=True))})(?: *[(\[].*)?$"
_NAME = _TIME + rf"[\[]?([a-z]+(?:/[a-z_+0-9-]+)+|{'|'.join(_SPELLED)})(?:\]| *[(].*)?$"
_BASIC = "^[0-9]{8}t[0-9]{4,6}z$"
_STAMP = r"^(1[0-9]{9}|[0-9]{13}|[0-9]{16}|[0-9]{19})(?:[.,][0-9]+)?$"
_CLOCK = re.compile(r"(\d{1,2})[:.時时點点시h](\d{2})(?:[:.分분](\d{2}))?(.*)")


@dataclass(frozen=True)
class Clock:
    """What the texts of a column of moments say about their zone.

    `moment` is the SQL of the time as written. `offset` is SQL: minutes ahead of UTC; `zone` is SQL: the zone's name. Both
    are NULL where a text says none, and "" where none of them does. `utc` is true where all of them are UTC, `unsaid` is one
    of the texts that say none where others do.
    """

    moment: str
    offset: str = ""
    zone: str = ""
    utc: bool = False
    unsaid: str = ""

    @property
    def silent(self) -> bool:
        """Whether no text says a zone."""
        return not (self.offset or self.zone)


def clock(column: str, moment: str, samples: Sequence[str]) -> Clock | None:
    """Return what the texts say about their zone; None where they are days without a time."""
    texts = [text.strip().lower() for text in samples]
    if not any(map(_has_time, texts)):
        return None
    letters = _letters_of(texts)
    marks = [_mark(text, letters) for text in texts]
    said = [mark for mark in marks if mark is not None]
    names = sorted({mark for mark in said if isinstance(mark, str)})
    numbers = [mark for mark in said if not isinstance(mark, str)]
    utc = bool(said) and len(said) == len(marks) and not names and not any(numbers)
    unsaid = next((sample for sample, mark in zip(samples, marks, strict=True) if mark is None), "") if said else ""
    return Clock(moment, _offset(column, texts, letters) if numbers else "", _zone(column, names) if names else "", utc, unsaid)


def offset_behind(column: str) -> str:
    """Return the SQL of the minutes ahead of UTC behind times that are all written as 2026-12-31 08:30:00 -0500."""
    return f"if({column}[21] = '-', -1, 1) * (60 * cast({column}[22:23] as integer) + cast({column}[24:25] as integer))"


def zone_named(text: str) -> str:
    """Return the zone that a text is the name of, in any case; "" where it names none."""
    return _zones().get(text.strip().lower(), "")


def own_letters(zone: str) -> dict[str, int]:
    """Return the letters that mean something else in this zone than in most exports, with their minutes ahead of UTC: IST in Dublin."""
    found = {}
    for month in (1, 7):
        there = datetime(2026, month, 1, tzinfo=ZoneInfo(zone))
        found[str(there.tzname()).lower()] = int((there.utcoffset() or there - there).total_seconds() // 60)
    return {word: away for word, away in found.items() if word in _SEVERAL and away != LETTERS[word]}


def offset_by(letters: Mapping[str, int], column: str) -> str:
    """Return the SQL of the minutes ahead of UTC that these letters behind the time say."""
    listed = f"map([{', '.join(map(literal, letters))}], [{', '.join(map(str, letters.values()))}])"
    return f"{listed}[regexp_extract(lower(trim({column})), {literal(_WORD)}, 1)]"


def _letters_of(texts: Sequence[str]) -> Mapping[str, int]:
    """Return what letters mean in a column: who writes GMT in winter means Ireland by the IST of the summer."""
    words = {found[1] for text in texts if (found := re.search(_WORD, text))}
    return {**LETTERS, "ist": _IRISH_SUMMER} if {"ist", "gmt"} <= words else LETTERS


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()} | _SPELLED


def _has_time(text: str) -> bool:
    if re.match(_STAMP, text):
        return int(text[:10]) % 86_400 > 0
    if re.fullmatch(r"\d{5}[.,]\d+|\d{8}t?\d{4,6}z?|20\d{8}", text):
        return True
    found = _CLOCK.search(text)
    if not found or not (":" in text or "h" in text or re.search("[時时點点시]", text)):
        return False
    hour, minute, second, rest = found.groups()
    midnight = int(minute) == int(second or 0) == 0 and (int(hour) in (0, 24) or (int(hour) == 12 and "a" in rest[:3]))
    return not midnight


def _mark(text: str, letters: Mapping[str, int]) -> int | str | None:
    """Return the minutes ahead of UTC, or the zone, that a text in small letters says; None where it says none."""
    if re.match(_STAMP, text) or re.match(_BASIC, text):
        return 0
    if found := re.search(_NUMBER, text):
        sign, hours, minutes = found.groups()
        return (1 if sign == "+" else -1) * (60 * int(hours) + int(minutes or 0))
    if found := re.search(_WORD, text):
        return letters[found[1]]
    found = re.search(_NAME, text)
    return (zone_named(found[1]) or None) if found else None


def _offset(column: str, texts: Sequence[str], letters: Mapping[str, int]) -> str:
    """Return the SQL of the minutes ahead of UTC. Of the ways to say them only those that cost a look at each row depend on samples."""
    text = f"lower(trim({column}))"
    by_number = (
        f"list_transform([regexp_extract({text}, {literal(_NUMBER)}, ['sign', 'hours', 'minutes'])], lambda found: "
        "case found.sign when '+' then 1 when '-' then -1 end"
        " * (60 * try_cast(found.hours as integer) + coalesce(try_cast(found.minutes as integer), 0)))[1]"
    )
    ways = [by_number, offset_by(letters, column)]
    if any(re.match(_STAMP, one) or re.match(_BASIC, one) for one in texts):
        ways.append(f"case when regexp_matches({text}, {literal(f'{_STAMP}|{_BASIC}')}) then 0 end")
    return f"coalesce({', '.join(ways)})"


def _zone(column: str, names: Sequence[str]) -> str:
    """Return the SQL of the zone's name behind the time, of those that the samples have."""
    spelled = {name: zone for name, zone in _zones().items() if zone in names}
    known = f"map([{', '.join(map(literal, spelled))}], [{', '.join(map(literal, spelled.values()))}])"
    return f"{known}[regexp_extract(lower(trim({column})), {literal(_NAME)}, 1)]"
