"""Palette: which colour has a segment? The same on every screen, in the light and in the dark theme.

Every colour has a contrast of at least 3 : 1 against both backgrounds, and any two are told apart, by people who see red and
green alike too, as far as so many colours can be (tests measure both).
"""

from collections.abc import Sequence

from segkit.maps import find_map

ACCENT = "#2B8C86"
TEAL, GREEN, BLUE, INDIGO, VIOLET = ACCENT, "#619B35", "#3591F4", "#7061B0", "#AC79CD"
ROSE, BRICK, ORANGE, OCHRE, BROWN, GREY = "#9C5F70", "#CB434C", "#D8743A", "#A57708", "#936B57", "#7E9087"

# Standard segments by what they say: teal and green are the best, blue is active, violet is new, ochre to red goes
# downhill, brown is long gone, grey is nobody we know. So "Loyal" looks the same in every dimension that has it.
MEANINGS = {
    TEAL: ("Champions", "Heavy", "Advocate", "Advocacy"),
    GREEN: ("Loyal", "Loyalty", "Won back"),
    BLUE: ("Active", "Medium", "Repeat", "Action"),
    INDIGO: ("Promising", "Desire"),
    VIOLET: ("New", "First-time", "Interest"),
    OCHRE: ("Needs attention", "Light", "Attention"),
    ORANGE: ("Almost lost", "Slipping", "Abandoned cart"),
    BRICK: ("At risk", "Lapsing", "Lost"),
    ROSE: ("Previously loyal", "Mixed", "Routine"),
    BROWN: ("Dormant", "Too few orders"),
    GREY: ("Prospect", "Prospects", "Non-user", "Non-buyer", "No contact", "Unknown"),
}
KNOWN = {name: colour for colour, names in MEANINGS.items() for name in names}
# The words of a company: each is as far as can be from those before it and from what always stands beside it (rose, brown, grey).
OWN_WORDS = (
    TEAL, "#2169CA", OCHRE, BLUE, "#A34193", "#DB5EA5", "#AD461D", "#407639", "#19A376", "#2192B2",
    "#928364", VIOLET, BRICK, ORANGE, GREEN, "#316D7A", "#938192", "#7B89A1", INDIGO,
)  # fmt: skip


def _starter_words() -> dict[str, str]:
    """Return a colour for every benefit and occasion of the starter tables, whichever of them a company has."""
    columns = (("benefits", "benefit"), ("occasions", "occasion"))
    tables = [dict.fromkeys(row[column] for row in find_map(key).starter()) for key, column in columns]
    return {name: OWN_WORDS[place % len(OWN_WORDS)] for table in tables for place, name in enumerate(table)}


STARTERS = _starter_words()


def colours(names: Sequence[str]) -> tuple[str, ...]:
    """Return a colour per segment: its own if it is a standard one or a starter word, else the next one that is free.

    Give the names of a dimension always in the same order, and each keeps its colour, whatever comes after it.
    """
    own: dict[str, str] = {}
    for name in names:
        if name not in KNOWN and name not in own:
            own[name] = _least_used(list(own.values()), STARTERS.get(name))
    return tuple(KNOWN.get(name) or own[name] for name in names)


def _least_used(used: Sequence[str], wanted: str | None) -> str:
    """Return the wanted colour unless another is used less, else the first of those used least."""
    return min((wanted, *OWN_WORDS) if wanted else OWN_WORDS, key=used.count)
