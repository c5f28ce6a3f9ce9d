"""Which phone number does a text mean? SQL that writes it as + country code and number, made from the tables of `phonenumbers`.

The library reads one number at a time; a file may hold millions. So its rules are written out as SQL, for the countries
that a file needs: prefixes of long-distance and foreign calls, patterns and lengths. The tests hold it to the library's answers.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS, PhoneMetadata

from segkit.words import literal

_FEWEST, _MOST = 7, 15  # digits; fewer are no number of a person, more there are not
_FULL_WIDTH = ("０１２３４５６７８９＋", "0123456789+")
# What follows the number: an extension, a second number, the ".0" of a column that was read as numbers.
_REST = r"(?i)([.]0|[\s.,;]*(e?xt|x|#|доб|durchwahl|dw|;|,|[|]|\n|/\s*[+]).*)$"
# Countries in which another digit than 0 is dialled before numbers of the country itself: North America, Russia, Hungary.
_OTHER_PREFIXES = "(1)1([2-9][0-9]{9})|(7)8([0-9]{10})|(36)06([0-9]{8,9})"
_DIGITS = "0123456789"
_SAME_DIGIT = "|".join(f"{digit}+" for digit in _DIGITS)
_IN_ORDER = "|".join(["0?1234567(8(90?)?)?", "0?9876543(2(10?)?)?"])
# How every made-up number ends, and where a prefix may stand that calls from abroad leave out: quicker to see than the whole rule.
_MADE_UP_ENDS = (*(digit * 4 for digit in _DIGITS), "4567", "5678", "6789", "7890", "6543", "5432", "4321", "3210")
_MAY_HAVE_PREFIX = ("+[1-9]0*", "+[1-9][0-9]0*", "+[1-9][0-9][0-9]0*", "+11*", "+78*", "+3606*")


def phone(column: str, country: str = "", texts: Mapping[str, Iterable[str]] | None = None, shop: str = "") -> str:
    """Return the SQL of the number in a column; NULL where it is masked, made up or none.

    A number without country code is read as of the row's country, else of the shop's. `country` is the SQL of the row's
    country in words, `texts` the words that stand for each country. Where neither is known its digits stay as they are.
    """
    regions = [(_one_of(country, words), region) for region, words in sorted((texts or {}).items()) if country]
    if shop in SUPPORTED_REGIONS:
        regions.append(("true", shop))
    cases = "".join(f" when {test} then {_of_region(region, 'n')}" for test, region in regions)
    inside = f"case{cases} end, " if cases else ""
    national = _let("ltrim(d, '+')", "n", f"coalesce({inside}{_foreign('n', '00')}, n)")
    may_have = " or ".join(f"d glob '{start}'" for start in _MAY_HAVE_PREFIX)
    abroad = f"case when {may_have} then {_without_prefix('d')} else d end"
    whole = f"case when d glob '+[17]*' or regexp_matches(d, '^[+]({_codes()})') then {abroad} else {national} end"
    slowly = _let(_digits(column), "d", _let(f"case when d is not null then {whole} end", "e", f"case when {_is_a_number('e')} then e end"))
    return _or_as_it_stands(column, slowly)


def digits_only(column: str) -> str:
    """Return the SQL of a number's digits, with its + where it has one; NULL for what is no phone number in any country."""
    return _or_as_it_stands(column, _let(_digits(column), "d", f"case when {_is_a_number('d')} then d end"))


def _or_as_it_stands(column: str, slowly: str) -> str:
    """Return the SQL of a number that is plainly written in full already; any other is gone through the whole of the rules."""
    return f"""case when {column} is null then null when regexp_full_match({column}, '{_written_in_full(_harmless_ends())}') then {column}
        when regexp_full_match({column}, '{_written_in_full("[0-9]{4}")}') and not regexp_full_match({column}, '{_made_up()}') then {column}
        else {slowly} end"""


def _let(value: str, name: str, body: str) -> str:
    """Return the SQL of a body that uses a value several times by its name, worked out once."""
    return f"list_transform([{value}], lambda {name}: {body})[1]"


def _one_of(text: str, words: Iterable[str]) -> str:
    return f"{text} in ({', '.join(map(literal, words))})"


def _digits(column: str) -> str:
    wide, narrow = map(literal, _FULL_WIDTH)
    narrow = f"case when strlen({column}) = length({column}) then {column} else translate({column}, {wide}, {narrow}) end"
    plain = f"regexp_replace(regexp_replace({narrow}, {literal(_REST)}, ''), '[^0-9+]', '', 'g')"
    masked = f"contains({column}, '*') or contains({column}, 'E+') or contains({column}, 'e+')"
    only_digits = f"not {column} glob '*[!0-9+]*' and not {column} glob '?*[+]*'"
    return f"case when {only_digits} then {column} when not ({masked}) then {plain} end"


def _is_a_number(text: str) -> str:
    """Return the SQL that says whether digits may be somebody's number: not too few, not one digit over and over, not 1234567890."""
    ends = ", ".join(map(literal, _MADE_UP_ENDS))
    shape = f"regexp_full_match({text}, '[+]?[0-9]{{{_FEWEST},{_MOST}}}')"
    return f"""case when {text} is null or strlen({text}) < {_FEWEST} or not {shape} then false
        when right({text}, 4) in ({ends}) then not regexp_full_match({text}, '{_made_up()}') else true end"""


@cache
def _codes() -> str:
    """Return the pattern of every country code."""
    return "|".join(str(code) for code in sorted(COUNTRY_CODE_TO_REGION_CODE, reverse=True))


@cache
def _made_up() -> str:
    """Return the pattern of numbers that are nobody's: one digit over and over, or the digits in their order."""
    return f"[+]?({_codes()})?({_SAME_DIGIT}|{_IN_ORDER})|[+]?({_SAME_DIGIT})"


def _written_in_full(ends: str) -> str:
    """Return the pattern of numbers with + and a country code, and no prefix behind it, that need no rule. `ends` is of four digits."""
    codes = "|".join(sorted(set(_codes().split("|")) - {"1", "7"}))
    return f"[+](1[2-9]|7[1-79]|({codes})[1-9])[0-9]{{4,8}}({ends})"


@cache
def _harmless_ends() -> str:
    """Return the pattern of four digits with which no made-up number ends."""
    made_up = {end[2:]: {other[1] for other in _MADE_UP_ENDS if other[2:] == end[2:]} for end in _MADE_UP_ENDS}
    free = [f"[0-9]{one}[{''.join(two for two in _DIGITS if one + two not in made_up)}]" for one in _DIGITS]
    parted = [f"[{''.join(digit for digit in _DIGITS if digit not in before)}]{end}" for end, before in sorted(made_up.items())]
    return "|".join([*free, *parted])


@cache
def _prefixed() -> str:
    """Return the pattern of numbers with a country code and, behind it, the prefix of calls inside the country."""
    codes = COUNTRY_CODE_TO_REGION_CODE.items()
    known = {code: PhoneMetadata.metadata_for_region(regions[0]) for code, regions in codes if regions[0] != "001"}
    zero = "|".join(str(code) for code, found in sorted(known.items()) if found.national_prefix == "0")
    return f"^[+](?:({zero})0([1-9][0-9]*)|{_OTHER_PREFIXES})$"


def _without_prefix(number: str) -> str:
    """Return the SQL of a number that begins with + and a country code, without the 0 of +49 (0) 30."""
    return f"regexp_replace({number}, {literal(_prefixed())}, '+\\1\\2\\3\\4\\5\\6\\7\\8')"


def _foreign(number: str, prefix: str) -> str:
    """Return the SQL of a number that begins as calls to other countries do, with 00 in most; NULL for others."""
    found = f"regexp_extract({number}, {literal(f'^(?:{prefix})((?:{_codes()})[0-9]{{6,}})$')}, 1)"
    whole = f"'+' || {found}"
    return f"case when {found} <> '' then {_without_prefix(whole)} end"


def _of_region(region: str, number: str) -> str:
    """Return the SQL of a number as somebody in that country writes it; NULL where it can be none of that country."""
    known = PhoneMetadata.metadata_for_region(region)
    code, desc = str(known.country_code), known.general_desc
    if known.international_prefix != "00":  # somebody from elsewhere may have written it all the same
        number = f"regexp_replace({number}, '^00{code}', '{code}')"
    foreign = _foreign(number, known.international_prefix)
    behind, longest = _shortened(known, f"({number})[{len(code) + 1}:]"), max(desc.possible_length)
    has_code = f"""starts_with({number}, '{code}') and (length({number}) > {longest}
        or (not {_fits(number, known)} and {_fits(behind, known)}))"""
    inside = _let(f"case when {has_code} then {behind} else {number} end", "m", _shortened(known, "m"))
    lengths = ", ".join(map(str, desc.possible_length))
    return f"coalesce({foreign}, {_let(inside, 'm', f'case when length(m) in ({lengths}) then {literal(chr(43) + code)} || m end')})"


def _fits(number: str, known: PhoneMetadata) -> str:
    return f"regexp_full_match({number}, {literal(known.general_desc.national_number_pattern)})"


def _shortened(known: PhoneMetadata, number: str) -> str:
    """Return the SQL of a number without the prefix of calls inside the country, unless only with it it is a number."""
    prefix, rule = known.national_prefix_for_parsing, known.national_prefix_transform_rule
    if not prefix:
        return number
    start = literal(f"^(?:{prefix})")
    shorter = f"regexp_replace({number}, {start}, '')"
    if rule:
        last = f"regexp_extract({number}, {start}, {_groups(prefix)})"
        shorter = f"case when {last} <> '' then regexp_replace({number}, {start}, {literal(rule)}) else {shorter} end"
    return f"case when {_fits(number, known)} and not {_fits(shorter, known)} then {number} else {shorter} end"


def _groups(pattern: str) -> int:
    """Return how many groups a pattern catches."""
    return len([1 for at, sign in enumerate(pattern) if sign == "(" and pattern[at + 1] != "?" and pattern[at - 1 : at] != "\\"])
