"""Palette: which colour has a segment? The same on every screen, in the light and in the dark theme.

Every colour has a contrast of at least 3 : 1 against both backgrounds (a test measures it).
"""

from collections.abc import Sequence

ACCENT = "#2B8C86"
TEAL, GREEN, BLUE, INDIGO, VIOLET = ACCENT, "#5A9150", "#3F81C0", "#6472CC", "#8E6DBE"
ROSE, BRICK, ORANGE, OCHRE, BROWN, GREY = "#C2607F", "#C4574B", "#CB7426", "#A8862A", "#96704A", "#858A87"

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
OWN_WORDS = (
    TEAL, ORANGE, VIOLET, BLUE, OCHRE, GREEN, BRICK, INDIGO, BROWN,
    "#4A9BB5", "#B56BA8", "#7C9440", "#C77E66", "#5C84A8", "#A07DB0", "#8F8A4E",
)  # fmt: skip


def colours(names: Sequence[str]) -> tuple[str, ...]:
    """Return a colour per segment: its own if it is a standard one, else the next one free for words from the data.

    Give the names of a dimension always in the same order, and each keeps its colour.
    """
    free = [name for name in dict.fromkeys(names) if name not in KNOWN]
    own = {name: OWN_WORDS[position % len(OWN_WORDS)] for position, name in enumerate(free)}
    return tuple(KNOWN.get(name) or own[name] for name in names)
