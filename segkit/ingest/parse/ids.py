"""What stands in a column of ids? Text, without what programs put around it; ids that a spreadsheet destroyed are refused."""

from collections.abc import Mapping

from segkit.ingest.files.source import Source, refuse
from segkit.ingest.parse.reading import SAMPLED, Decision, is_empty_word, without_empty_words
from segkit.words import plural, share

_DAMAGED = "regexp_full_match({0}, '[0-9]([.][0-9]+)?[eE][+][0-9]+')"
_MOST_DAMAGED = 0.05
_ENOUGH_LONG, _MOST_ROUNDED = 3, 0.9  # of ids with 18 digits or more
_FROM_THE_START = "Export the file again and load it without opening it in Excel first."
_APOSTROPHE = "chr(39)"
_WIDE_BLANKS, _NO_WIDTH = "\u00a0\u2007\u202f\u3000", "\ufeff\u200b-\u200f\u2060"
_ID_WORDS = "read as text, digit by digit"


def first_counts(column: str) -> dict[str, str]:
    """Return two cheap counts: ids without any digit ("N/A" has none), and, in a sample, ids that look odd in any way."""
    return {
        "wordy": f"count(*) filter (not {column} glob '*[0-9]*')",
        "odd": f"count(case when {SAMPLED} then case when {_is_odd(column)} then 1 end end)",  # a filter would test every row
    }


def _is_odd(column: str) -> str:
    ends = f"suffix({column}, '.0') or prefix({column}, ' ') or suffix({column}, ' ') or prefix({column}, {_APOSTROPHE})"
    return f"{ends} or contains({column}, '+') or strlen({column}) > 15"


def odd_counts(column: str) -> dict[str, str]:
    """Return the counts of a closer look: what programs put around ids, and what they made of long ones."""
    return {
        "damaged": f"count(*) filter (case when contains({column}, 'E+') or contains({column}, 'e+') then {_DAMAGED.format(column)} end)",
        "floats": f"count(*) filter (suffix({column}, '.0'))",
        "empty": f"count(*) filter ({is_empty_word(column)})",
        "blanks": f"count(*) filter (prefix({column}, ' ') or suffix({column}, ' '))",
        "quoted": f"count(*) filter (prefix({column}, {_APOSTROPHE}))",
        "invisible": f"count(*) filter (regexp_matches({column}, '[{_WIDE_BLANKS}{_NO_WIDTH}]'))",
        "rounded": f"count(*) filter (regexp_full_match({column}, '[1-9][0-9]{{14,}}000'))",
        "long": f"count(*) filter (regexp_full_match({column}, '[1-9][0-9]{{17,}}'))",
    }


def decision(source: Source, column: str, counted: Mapping[str, int]) -> Decision:
    """Return how ids are read, given the counts; refuse a column whose ids a spreadsheet has cut short or rounded."""
    usual = f"not ({_is_odd(column)}) and ({column} glob '*[0-9]*' or not {is_empty_word(column)})"
    if "damaged" not in counted:
        return Decision(column, "id", column, _ID_WORDS, filled=counted["filled"], holds=usual)
    filled = counted["filled"] - counted["empty"]
    heading = source.headings[int(column[1:])]
    if counted["damaged"] > _MOST_DAMAGED * max(1, filled):
        raise refuse(
            f"{plural(counted['damaged'], 'value')} in the column “{heading}” ({share(counted['damaged'] / filled)}) were cut short"
            " by a spreadsheet program to the form 5.83871E+17, so different ids have become the same.",
            source.name,
            _FROM_THE_START,
        )
    if counted["long"] >= _ENOUGH_LONG and counted["rounded"] >= _MOST_ROUNDED * counted["long"]:
        raise refuse(
            f"the ids in the column “{heading}” have more than 15 digits and end in 000: a spreadsheet program has rounded them,"
            " so different ids have become the same.",
            source.name,
            _FROM_THE_START,
        )
    text = _text(column, counted)
    holds = usual if text == column and not counted["odd"] and not source.invisible else ""
    return Decision(column, "id", text, _ID_WORDS, filled=filled, unreadable=counted["damaged"], holds=holds)


def _text(column: str, counted: Mapping[str, int]) -> str:
    """Return the SQL of an id without what programs put around it: blanks, marks that nobody sees, apostrophes, .0 behind it."""
    text = column
    if counted["invisible"]:
        text = f"regexp_replace(regexp_replace({text}, '[{_WIDE_BLANKS}]', ' ', 'g'), '[{_NO_WIDTH}]', '', 'g')"
    if counted["quoted"]:
        text = f"ltrim({text}, {_APOSTROPHE})"
    if counted["blanks"] or counted["invisible"] or counted["quoted"]:
        text = f"nullif(trim({text}), '')"
    text = without_empty_words(text, counted["empty"])
    if counted["floats"]:
        text = f"regexp_replace({text}, '^([0-9]+)[.]0$', '\\1')"
    return f"case when not {_DAMAGED.format(column)} then {text} end" if counted["damaged"] else text
