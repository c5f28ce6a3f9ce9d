"""Which letters of a decoded text stand where no language puts them? The neighbours of a letter give a wrong encoding away.

One byte is a vowel in one encoding and a consonant in another: Søren is no Sřren, and Dvořák no Dvoøák. The patterns name
letters that the encodings dispute; each is about a language whose alphabet has the letter.
"""

import re
from functools import cache

_CROWD = re.compile(r"[^\W\d_a-zA-Z]{4,}")
_ODD = re.compile(
    r"(?<=[a-zà-öø-ÿ])[À-ÖØ-ÞĄĆĘŁŃŚŹŻĎĚŇŘŤŮŐŰŢĂĞİŞ](?![A-ZÀ-Þ])"  # a capital inside a word
    r"|[£¥³¹²¼½¾¤](?=[^\W\d_])|(?<=[^\W\d_])[^\x00-\x7f\w\s\u0300-\u0323’‘´·](?=[^\W\d_])|(?<=[^\W\d_])[¿¡]"  # a sign in place of a letter
)
_MIXED = re.compile(r"(?<=[a-zA-Z])[Ѐ-ӿ]+|[Ѐ-ӿ]+(?=[a-zA-Z])")
_ALONE = re.compile(r"(?<=[a-z])[^\x00-\x7f](?![^\x00-\x7f])")

_L = r"[^\W\d_]"  # any letter
_V = "[aeiouyáéíóúýàèìòùâêîôûäëïöüãõåæøœąęěůőűă]"
_C = "[bcdfghjklmnpqrstvwxzßçžšť]"
_NEVER = {
    "cp1252": (
        f"(?<={_V})[øæœ]", "ø(?=[aeiuíáéù])", "œ(?=[wzkgpvbm])",  # Jiøí, Šimiæ, Wiœniewski
        "(?<=[aeyáéíýóúäöüåæø])è", r"\bè(?=[aeiou])", f"è(?={_C}[bcdfghjkmnpqstvwxz])",  # Kováè, Èapek, ètvrtek; but not in mètre
        f"à(?={_C}{_C})", "(?<=[aeoáéíýó])ò", f"[ùì](?={_L})",  # Vàrba, Plzeò, Rùžena, Dìèín
        "õ(?!e)", r"ã(?!o|e|s?\b)", f"ñ(?!{_V})",  # Gyõr, Cãtãlin, Gdañsk
        f"(?<={_L})þ", r"\bð", f"[ªº](?={_L})", f"(?<={_L}{_L}{_L})[¹³]",  # Constanþa, Ðuro, ªtefan, Pawe³
    ),
    "cp1250": (
        # Sřren, Lefčvre, Nćss; r and l sound like a vowel in Krčma and Vlčko, and hřbitov and křtu are words
        rf"(?<={_C})(?<!{_C}[rl])(?<!\b[rl])(?!řb|řt)[řčďćň](?={_C})",
        r"\bř(?=[dbgstlnp])", rf"(?<={_C})ň\b", rf"(?<={_C})(?<![rlk])č\b",  # Řdegaard, Nicolň, Caffč; but not in Kč
        f"ń(?={_V})", "(?<![dtnbpvfm])ě", f"ŕ(?!{_C})", f"ĺ(?!{_C})|(?<!{_C})ĺ",  # Muńoz, Forlě, Cittŕ, Ĺse
        "ő(?=e)", "ă(?=o)", "(?<=[oa])ű",  # Simőes, Joăo, goűt
    ),
    "cp1258": (rf"(?<![đơư]|{_V})[\u0300\u0301\u0303\u0309\u0323]", "[ăơ](?=[aeo])"),  # a tone without its vowel; Săo, Simơes
}  # fmt: skip


def misplaced(text: str, codec: str) -> int:
    """Return how many characters stand where no letter of theirs would: signs inside words, capitals after small letters, Sřren."""
    if codec == "cp1251":
        return sum(len(run) for run in _MIXED.findall(text))
    never = len(_never(codec).findall(text)) if codec in _NEVER else 0
    return never + len(_ODD.findall(text)) + sum(len(run) for run in _CROWD.findall(text))


def alone(text: str) -> int:
    """Return how many signs stand by themselves behind small letters: of two bytes each, they are a letter of the word (Elbląg)."""
    return len(_ALONE.findall(text))


@cache
def _never(codec: str) -> re.Pattern[str]:
    return re.compile("|".join(_NEVER[codec]), re.IGNORECASE)
