"""The recipe: every choice the analyst made, as one readable, versioned TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import tomlkit

from segkit.errors import BadValue

FORMAT = 1
REVENUE_POLICIES = {
    "net": "Net: refunds are taken off; pending orders count",
    "gross": "Gross: refunds are not taken off; pending orders count",
    "paid": "Only paid: refunds are taken off; pending orders do not count",
}


@dataclass(frozen=True)
class Part:
    """One dimension at one setting, as a named segment uses it."""

    dimension: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NamedSegment:
    """A segment the analyst named: the cells (one segment per part) whose customers belong to it."""

    name: str
    parts: tuple[Part, ...]
    cells: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadValue("the segment has no name.", "", "Give it a short name.")
        if not self.cells or any(len(cell) != len(self.parts) for cell in self.cells):
            raise BadValue("the segment holds nothing.", self.name, "Choose at least one cell.")


@dataclass(frozen=True)
class Recipe:
    """The choices of one project; files and data are not part of it."""

    as_of: date | None = None
    revenue_policy: str = "net"
    country: str = ""
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    maps: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    segments: tuple[NamedSegment, ...] = ()

    def __post_init__(self) -> None:
        if self.revenue_policy not in REVENUE_POLICIES:
            raise BadValue(f"'{self.revenue_policy}' is no revenue policy.", "", f"Use one of: {', '.join(REVENUE_POLICIES)}.")
        if self.as_of is not None and type(self.as_of) is not date:
            raise BadValue(f"the as-of day '{self.as_of}' is not a day.", "recipe", "Write for example as_of = 2025-06-30.")
        for name, example in (("settings", "[settings.usage]"), ("maps", "[[maps.benefits]]")):
            if not isinstance(getattr(self, name), Mapping):
                raise BadValue(f"the entry '{name}' is not a table.", "recipe", f"Write it as {example}.")

    def with_segment(self, segment: NamedSegment) -> "Recipe":
        """Return the recipe with the segment added, or replaced where the name exists."""
        return replace(self, segments=(*(s for s in self.segments if s.name != segment.name), segment))

    def without_segment(self, name: str) -> "Recipe":
        """Return the recipe without the segment of that name."""
        return replace(self, segments=tuple(s for s in self.segments if s.name != name))

    def to_toml(self) -> str:
        """Return the recipe as TOML text."""
        content = {"format": FORMAT, **{name: value for name, value in asdict(self).items() if value not in (None, "", {}, ())}}
        content["segments"] = [
            {**asdict(s), "parts": [asdict(p) for p in s.parts], "cells": [list(cell) for cell in s.cells]} for s in self.segments
        ]
        return tomlkit.dumps(_plain(content))


def read_recipe(text: str) -> Recipe:
    """Return the recipe written in the TOML text, or refuse it."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadValue(f"this is not a readable recipe ({error}).", "recipe", "Check the line it names.") from error
    if content.pop("format", FORMAT) != FORMAT:
        raise BadValue("this recipe was written by a newer Segkit.", "recipe", "Update Segkit.")
    segments = tuple(_segment(number, entry) for number, entry in enumerate(content.pop("segments", []), 1))
    unknown = set(content) - set(Recipe.__dataclass_fields__)
    if unknown:
        raise BadValue(f"the recipe has an unknown entry '{sorted(unknown)[0]}'.", "recipe", "Remove it.")
    return Recipe(**content, segments=segments)


def _segment(number: int, entry: Mapping[str, Any]) -> NamedSegment:
    """Return the named segment that an entry describes, or refuse it with what it lacks."""
    for needed in ("name", "parts", "cells"):
        if needed not in entry:
            raise BadValue(f"segment {number} lacks '{needed}'.", "recipe", "Add it, or take the segment away.")
    unknown = {key for part in entry["parts"] for key in part} - set(Part.__dataclass_fields__)
    if unknown or not all("dimension" in part for part in entry["parts"]):
        wrong = f"has an unknown entry '{sorted(unknown)[0]}'" if unknown else "names no dimension"
        raise BadValue(f"a part of segment '{entry['name']}' {wrong}.", "recipe", "Use dimension and settings.")
    parts, cells = tuple(Part(**part) for part in entry["parts"]), tuple(tuple(cell) for cell in entry["cells"])
    return NamedSegment(entry["name"], parts, cells, entry.get("note", ""))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
