"""Which country does a text name? DE, DEU, Germany, Deutschland and 德国 are one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import phonenumbers
from holidays.registry import COUNTRIES

from segkit.words import fold

# Those of the world's large shops: all languages together take most of a second to fold.
_LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "pl", "cs", "sk", "hu", "ro", "bg", "hr", "sl", "sr", "el",
    "ru", "uk", "tr", "he", "ar", "fa", "hi", "bn", "th", "vi", "id", "ms", "fil", "zh", "zh_Hant", "ja", "ko", "et", "lv", "lt", "ca",
)  # fmt: skip
_SAME_AS = "*"  # "*en": the name is the one given for that language
_OTHER_NAMES = {
    "GB": "uk|great britain|england|scotland|wales|northern ireland|grossbritannien|großbritannien|england uk",
    "US": "usa|u s a|united states of america|america|estados unidos|eeuu|ee uu|états unis|vereinigte staaten|美國|アメリカ|mỹ",
    "NL": "holland|the netherlands", "KR": "south korea|korea|republic of korea|korea republic of", "RU": "russian federation",
    "CZ": "czechia|czech republic|tschechien", "VN": "viet nam|việt nam|vietnam", "TW": "taiwan|台湾|臺灣|台灣", "HK": "hong kong sar|香港",
    "CN": "china|people s republic of china|中国大陆|中國|中国大陸", "TR": "türkiye|turkiye", "AE": "uae", "DE": "brd",
    "CH": "schweiz|suisse|svizzera", "AT": "osterreich",
}  # fmt: skip


def by_country(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the texts that name a country, by its two letters."""
    found = defaultdict(list)
    for text in texts:
        if code := country_code(text):
            found[code].append(text)
    return {code: tuple(words) for code, words in found.items()}


def country_code(text: str) -> str:
    """Return the two letters of the country that a text names; "" where it names none."""
    return _codes().get(fold(text), "")


@cache
def country_names() -> Mapping[str, str]:
    """Return the English name of every country by its two letters, in the order of the names."""
    names = {code: _named(code, "en") for code in _locales()}
    return dict(sorted(((code, name) for code, name in names.items() if name), key=lambda item: item[1]))


@cache
def _codes() -> Mapping[str, str]:
    named = {fold(_named(code, language)): code for code, names in _locales().items() for language in _LANGUAGES if language in names}
    long = {fold(word): names[1] for names in COUNTRIES.values() for word in names[:3] if len(names[1]) == 2}
    other = {fold(word): code for code, words in _OTHER_NAMES.items() for word in words.split("|")}
    return {**named, **long, **other, **{fold(code): code for code in _locales()}} | {"": ""}


def _named(code: str, language: str) -> str:
    names = _locales()[code]
    name = names.get(language, "")
    return names.get(name[1:], "") if name.startswith(_SAME_AS) else name


@cache
def _locales() -> Mapping[str, Mapping[str, str]]:
    """Return the names of every country by language, read without the package around them.

    Its other modules say where each number of the world was given out: 100 MB, and half a second at every start.
    """
    name = "phonenumbers.geodata.locale"
    file = Path(phonenumbers.__file__).parent / "geodata" / "locale.py"
    spec = spec_from_file_location(name, file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LOCALE_DATA
