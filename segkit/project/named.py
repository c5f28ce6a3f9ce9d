"""Named segments: which customers did the analyst give a name of their own?"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from segkit import segments
from segkit.dimensions import find_dimension, kept
from segkit.errors import UnknownName
from segkit.project.segments import WithSegments
from segkit.recipe import NamedSegment, Part
from segkit.words import nearest


class WithNamed(WithSegments):
    """A project in which segments, and crossings of them, can be named; name and settings are kept in the recipe."""

    def named_segments(self) -> tuple[NamedSegment, ...]:
        """Return the segments that were named in this project."""
        return self._recipe.segments

    def save_segment(
        self, name: str, dimensions: Sequence[str], cells: Sequence[Sequence[str]], note: str = "",
        settings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> NamedSegment:  # fmt: skip
        """Keep the customers of the chosen cells under a name, at these settings of the dimensions, else at the saved ones."""
        given = settings or {}
        for cell in cells:
            for key, segment in zip(dimensions, cell, strict=True):
                self._check_segment(self.labelling(key, given.get(key)), segment)
        parts = tuple(self._part(key, given.get(key) or {}) for key in dimensions)
        segment = NamedSegment(name.strip(), parts, tuple(tuple(cell) for cell in cells), note)
        self._change(lambda recipe: recipe.with_segment(segment))
        return segment

    def _part(self, dimension: str, given: Mapping[str, Any]) -> Part:
        found, facts = find_dimension(dimension), self.facts()
        return Part(dimension, kept.frozen(found, {**self._usable(found, facts), **given}, facts))

    def remove_segment(self, name: str) -> None:
        """Forget a named segment; no customer is touched."""
        self._change(lambda recipe: recipe.without_segment(name))

    def named_members(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return the customers of a named segment with their features, one row per customer."""
        return self._of_now(*self.named_members_sql(name))

    def named_members_sql(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the SQL for the customers of a named segment and the values it binds."""
        found = next((s for s in self._recipe.segments if s.name == name), None)
        if found is None:
            raise UnknownName(f"There is no segment named '{name}'.", "", nearest(name, [s.name for s in self._recipe.segments]))
        facts = self.facts()
        parts = [(find_dimension(part.dimension), part.settings) for part in found.parts]
        labels = [segments.labelling(dimension, kept.within_bounds(dimension, chosen, facts), facts) for dimension, chosen in parts]
        return segments.cells_select(labels, found.cells)
