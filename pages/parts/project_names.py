"""Project names: how do two projects that would be called the same stay two for their reader?"""
import re

from pages.parts import session
from pages.parts.projects import NAME_LENGTH, Info

_NUMBER = re.compile(r" \(\d+\)$")


def free_name(wanted: str, own: Info | None = None) -> str:
    """Return the name if none of the visitor's other projects has it, else with the next free number: Shop (2)."""
    name = " ".join(wanted.split())[:NAME_LENGTH]
    taken = {info.name.casefold() for info in session.visible_projects() if own is None or info.id != own.id}
    if name.casefold() not in taken:
        return name
    stem = _NUMBER.sub("", name)
    numbered = (f"{stem[: NAME_LENGTH - len(number)].rstrip()}{number}" for number in (f" ({n})" for n in range(2, len(taken) + 3)))
    return next(other for other in numbered if other.casefold() not in taken)
