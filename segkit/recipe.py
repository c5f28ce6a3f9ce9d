"""The recipe: every choice the analyst made, as one readable, versioned TOML file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import tomlkit

from segkit.consent import agreed
from segkit.dimensions import find_dimension
from segkit.dimensions.base import Control, Dimension
from segkit.errors import BadValue, UnknownName
from segkit.features import left_out
from segkit.ingest.identity.who import checked_domains
from segkit.ingest.shop import check_rates, check_zone
from segkit.maps import find_map
from segkit.words import nearest

FORMAT = 1
_TUPLES = {  # with an example each
    "list_columns": '["email", "total_spend"]', "list_consents": '["accepts_email"]', "left_out": '["zero_totals"]',
    "kept_apart": '["1001", "ann@x.com"]', "staff_domains": '["shop.com"]',
}  # fmt: skip
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class RevenuePolicy:
    """A way to count money: its title, what it means, and how a line above the numbers says it."""

    title: str
    meaning: str
    in_short: str


REVENUE_POLICIES = {
    "net": RevenuePolicy(
        "After refunds", "What customers paid, less what was paid back; pending orders count. The usual choice.", "spend after refunds"),
    "gross": RevenuePolicy(
        "Before refunds", "What customers were charged, whatever came back, later or in the same order; pending orders count.",
        "spend before refunds"),
    "paid": RevenuePolicy(
        "Only paid orders", "After refunds, and without orders that are not marked as paid; all orders of a file without a status count. "
        "In shops with cash on delivery orders often stay unpaid in the system for ever; choose another way there.",
        "spend of paid orders only"),
}  # fmt: skip


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
    currency: str = ""  # of the amounts, where no file names it
    time_zone: str = ""  # whose days and hours count, as in "Europe/Berlin"
    rates: Mapping[str, float] = field(default_factory=dict)  # currency → what one of it is worth in the project's
    list_columns: tuple[str, ...] = ()  # by name, in the order of the file; a list leaves out those it does not have
    list_consents: tuple[str, ...] = ()  # what everybody on a list must have agreed to
    left_out: tuple[str, ...] = ()  # rules for rows that do not count; they stay in the data
    kept_apart: tuple[str, ...] = ()  # keys of records that are customers of their own, whatever they share with others
    staff_domains: tuple[str, ...] = ()  # whose mailboxes are staff, and no customers: "shop.com"
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    maps: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    segments: tuple[NamedSegment, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.country, str):
            raise BadValue(f"the country '{self.country}' is not a text.", "recipe", 'Write for example country = "DE".')
        if not isinstance(self.currency, str) or (self.currency and not _CURRENCY.fullmatch(self.currency)):
            raise BadValue(f"the currency '{self.currency}' is not three capital letters.", "recipe", 'Write for example currency = "EUR".')
        if not isinstance(self.time_zone, str):
            raise BadValue(f"the time zone '{self.time_zone}' is not a text.", "recipe", 'Write for example time_zone = "Europe/Berlin".')
        if self.time_zone:
            check_zone(self.time_zone, "recipe")
        check_rates(self.rates, "recipe")
        if not isinstance(self.revenue_policy, str) or self.revenue_policy not in REVENUE_POLICIES:
            raise BadValue(f"'{self.revenue_policy}' is no revenue policy.", "", f"Use one of: {', '.join(REVENUE_POLICIES)}.")
        if self.as_of is not None and type(self.as_of) is not date:
            raise BadValue(f"the as-of day '{self.as_of}' is not a day.", "recipe", "Write for example as_of = 2025-06-30.")
        for name, example in _TUPLES.items():
            if not isinstance(getattr(self, name), tuple) or not all(isinstance(word, str) for word in getattr(self, name)):
                raise BadValue(f"the {name.replace('_', ' ')} are not texts.", "recipe", f"Write for example {name} = {example}.")
        for name, example in (("settings", "[settings.usage]"), ("maps", "[[maps.benefits]]")):
            if not isinstance(getattr(self, name), Mapping):
                raise BadValue(f"the entry '{name}' is not a table.", "recipe", f"Write it as {example}.")
        for key, chosen in self.settings.items():
            if not isinstance(chosen, Mapping):
                raise BadValue(f"the settings of '{key}' are not a table.", "recipe", f"Write them as [settings.{key}].")
        for key, table in self.maps.items():
            if not isinstance(table, list | tuple) or not all(isinstance(row, Mapping) for row in table):
                raise BadValue(f"the map '{key}' is not a list of rows.", "recipe", f"Write each row as [[maps.{key}]].")

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
    entries = _tables(content.pop("segments", []), "the entry 'segments'", "Write each segment as [[segments]].")
    segments = tuple(_segment(number, entry) for number, entry in enumerate(entries, 1))
    unknown = set(content) - set(Recipe.__dataclass_fields__)
    if unknown:
        raise BadValue(f"the recipe has an unknown entry '{sorted(unknown)[0]}'.", "recipe", "Remove it.")
    for name in _TUPLES:
        if isinstance(content.get(name), list):
            content[name] = tuple(content[name])
    return Recipe(**content, segments=segments)


def _segment(number: int, entry: Mapping[str, Any]) -> NamedSegment:
    """Return the named segment that an entry describes, or refuse it with what it lacks."""
    for needed in ("name", "parts", "cells"):
        if needed not in entry:
            raise BadValue(f"segment {number} lacks '{needed}'.", "recipe", "Add it, or take the segment away.")
    unknown = sorted(set(entry) - set(NamedSegment.__dataclass_fields__))
    if unknown:
        raise BadValue(f"segment {number} has an unknown entry '{unknown[0]}'.", "recipe", "Use name, parts, cells and note.")
    _check_texts(number, entry)
    found = _tables(entry["parts"], f"the entry 'parts' of segment {number}", "Write each part as [[segments.parts]].")
    unknown = {key for part in found for key in part} - set(Part.__dataclass_fields__)
    if unknown or not all(isinstance(part.get("dimension"), str) for part in found):
        wrong = f"has an unknown entry '{sorted(unknown)[0]}'" if unknown else "names no dimension"
        raise BadValue(f"a part of segment '{entry['name']}' {wrong}.", "recipe", "Use dimension and settings.")
    if not all(isinstance(part.get("settings", {}), Mapping) for part in found):
        raise BadValue(f"the settings of segment '{entry['name']}' are not a table.", "recipe", "Write them as [segments.parts.settings].")
    parts, cells = tuple(Part(**part) for part in found), tuple(tuple(cell) for cell in entry["cells"])
    return NamedSegment(entry["name"], parts, cells, entry.get("note", ""))


def _tables(found: Any, what: str, fix: str) -> list[Mapping[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise BadValue(f"{what} is not a list of tables.", "recipe", fix)
    return found


def _check_texts(number: int, entry: Mapping[str, Any]) -> None:
    for name in ("name", "note"):
        if not isinstance(entry.get(name, ""), str):
            raise BadValue(f"the {name} of segment {number} is not a text.", "recipe", "Write it between quotation marks.")
    cells = entry["cells"]
    rows = cells if isinstance(cells, list) and all(isinstance(cell, list) for cell in cells) else [[None]]
    if not all(isinstance(word, str) for cell in rows for word in cell):
        fix = 'Write for example cells = [["Heavy"], ["Medium"]].'
        raise BadValue(f"the cells of segment {number} are not lists of segment names.", "recipe", fix)


def checked(recipe: Recipe) -> Recipe:
    """Return the recipe with its tables tidied; refuse a dimension, control, value, table or segment that does not exist."""
    for key, chosen in recipe.settings.items():
        _check_settings(find_dimension(key), chosen)
    agreed(recipe.list_consents)
    left_out.checked(recipe.left_out)
    checked_domains(recipe.staff_domains)
    maps = {key: _checked_map(key, table) for key, table in recipe.maps.items()}
    tidy = replace(recipe, maps=maps)
    names = [segment.name for segment in recipe.segments]
    for segment in recipe.segments:
        if names.count(segment.name) > 1:
            raise BadValue(f"two segments are named '{segment.name}'.", "recipe", "Give each a name of its own.")
        _check_segment(segment, tidy)
    return tidy


def _check_segment(segment: NamedSegment, recipe: Recipe) -> None:
    dimensions = [find_dimension(part.dimension) for part in segment.parts]
    if len({dimension.key for dimension in dimensions}) < len(dimensions):
        raise BadValue(f"segment '{segment.name}' crosses a dimension with itself.", "recipe", "Use two different dimensions.")
    for dimension, part in zip(dimensions, segment.parts, strict=True):
        _check_settings(dimension, part.settings)
    for cell in segment.cells:
        for dimension, name in zip(dimensions, cell, strict=True):
            known = _segment_names(dimension, recipe)
            if name not in known:
                raise UnknownName(f"{dimension.title} has no segment '{name}'.", f"Segment '{segment.name}'", nearest(name, known))


def _segment_names(dimension: Dimension, recipe: Recipe) -> list[str]:
    """Return the declared segments, and those that an editable table brings in a column named like the dimension."""
    names = [segment.name for segment in dimension.segments]
    if dimension.label and dimension.editable_map:
        table = recipe.maps.get(dimension.editable_map)
        found = find_map(dimension.editable_map).starter() if table is None else table
        names += list(dict.fromkeys(row[dimension.key] for row in found))
    return names


def _check_settings(dimension: Dimension, chosen: Mapping[str, Any]) -> None:
    for key, value in chosen.items():
        _check_value(dimension.control(key), value)


def _check_value(control: Control, value: Any) -> None:
    """Refuse a value that can never be; where the bounds depend on the data, any amount may be possible."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadValue(f"{value!r} is neither a number nor a word.", control.key, "Write one value.")
    control.check(value)


def _checked_map(key: str, table: Any) -> list[dict[str, str]]:
    editable = find_map(key)
    known = [column.name for column in editable.columns]
    for name in (name for row in table for name in row):
        if name not in known:
            raise UnknownName(f"the {editable.title.lower()} has no column '{name}'.", "recipe", nearest(name, known))
    return editable.checked(table)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
