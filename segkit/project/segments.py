"""Segments: who is in which segment of a dimension at its settings, with every number and picture of them?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb

from segkit import segments
from segkit.dimensions import find_dimension, in_words, kept
from segkit.dimensions.base import Control, Dimension
from segkit.engine import read, run
from segkit.errors import UnknownName
from segkit.project.features import WithFeatures
from segkit.segments import Bins, Labelling
from segkit.words import nearest


class WithSegments(WithFeatures):
    """A project whose features are cut into segments; the settings of each dimension are kept in the recipe."""

    def settings(self, dimension: str) -> dict[str, Any]:
        """Return the saved value of every control of the dimension."""
        found, facts = find_dimension(dimension), self.facts()
        return found.settings(self._usable(found, facts), facts)

    def _usable(self, dimension: Dimension, facts: Mapping[str, Any]) -> dict[str, Any]:
        return kept.usable(dimension, self._recipe.settings.get(dimension.key, {}), facts)

    def set_settings(self, dimension: str, chosen: Mapping[str, Any]) -> None:
        """Keep the values of the dimension's controls with the project; what stands at its default goes on following it."""
        moved = kept.moved(find_dimension(dimension), chosen, self.facts())
        if self._recipe.settings.get(dimension, {}) != moved:
            self._change(lambda recipe: replace(recipe, settings={**recipe.settings, dimension: moved}))

    def controls(self, dimension: str) -> list[Control]:
        """Return the dimension's controls in the scale of this data (money in its currency)."""
        return [control.resolved(self.facts()) for control in find_dimension(dimension).controls]

    def rules(self, dimension: str, **settings: Any) -> list[tuple[str, str]]:
        """Return (segment, its rule in words) at these settings, in the order the rules are tried: the first that fits holds."""
        found, facts = find_dimension(dimension), self.facts()
        return in_words.rules(found, {**self._usable(found, facts), **settings}, facts, self.currency)

    def labelling(self, dimension: str, settings: Mapping[str, Any] | None = None) -> Labelling:
        """Return the dimension at its saved settings, changed by those given."""
        found, facts = find_dimension(dimension), self.facts()
        return segments.labelling(found, {**self._usable(found, facts), **(settings or {})}, facts)

    def summary(self, dimension: str, **settings: Any) -> duckdb.DuckDBPyRelation:
        """Return one row per segment that has customers: segment, customers, customer_share, orders, spend, spend_share …"""
        return read(self._con, *self.sql(dimension, **settings))

    def sql(self, dimension: str, **settings: Any) -> tuple[str, dict[str, Any]]:
        """Return the SQL behind a dimension's summary and the values it binds."""
        label = self.labelling(dimension, settings)
        return segments.summary_in_order(label)

    def members(self, dimension: str, segment: str, **settings: Any) -> duckdb.DuckDBPyRelation:
        """Return the customers of one segment with their features, one row per customer; like `features`, of this moment only."""
        return self._of_now(*self.members_sql(dimension, segment, **settings))

    def members_sql(self, dimension: str, segment: str, **settings: Any) -> tuple[str, dict[str, Any]]:
        """Return the SQL for the customers of one segment and the values it binds; refuse a segment that does not exist."""
        label = self.labelling(dimension, settings)
        self._check_segment(label, segment)
        return segments.members_select(label), {**label.values, "segment": segment}

    def columns(self, sql: str, values: Mapping[str, Any]) -> list[str]:
        """Return the column names that a query of this project gives."""
        return run(self._con, f"select * from ({sql}) as asked limit 0", values).columns

    def _check_segment(self, label: Labelling, segment: str) -> None:
        declared = [s.name for s in label.dimension.segments]
        if segment in declared:
            return
        found = [row["segment"] for row in segments.summarise(self._con, label)]
        if segment not in found:
            raise UnknownName(f"{label.dimension.title} has no segment '{segment}'.", "", nearest(segment, found))

    def numbers(self, dimension: str, **settings: Any) -> list[dict[str, Any]]:
        """Return one row per segment with every number, segments without customers included, in the order they are shown."""
        return segments.summarise(self._con, self.labelling(dimension, settings))

    def summaries(self, dimensions: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Return customers, orders and spend per segment for several dimensions at their saved settings, in one scan."""
        return segments.summarise_many(self._con, [self.labelling(key) for key in dimensions])

    def cross(self, first: str, second: str) -> list[dict[str, Any]]:
        """Return one row per pair of segments of two dimensions: customers, orders, spend, spend_per_customer."""
        return segments.cross(self._con, self.labelling(first), self.labelling(second))

    def picture(self, dimension: str, **settings: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the numbers, and the bars of the measure: rows of segment, bar, starts_at, least, customers."""
        label = self.labelling(dimension, settings)
        return segments.summarise(self._con, label), segments.histogram(self._con, label, self.bars(label.measure))

    def glance(self, dimension: str, **settings: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return what the pictures draw, customers, orders, spend, shares and the bars, in a third of the time of `picture`."""
        label = self.labelling(dimension, settings)
        bars = self.bars(label.measure)
        return self._at_hand.glance(self.version, label, bars) or segments.glance(self._con, label, bars)

    def keep_at_hand(self, dimension: str, **settings: Any) -> None:
        """Hold in memory what `glance` reads for this dimension: worth it where somebody is about to move its sliders."""
        with self._building:  # no other build may come between the version and what is copied under its name
            label = self.labelling(dimension, settings)
            bars = self.bars(label.measure)
            self._at_hand.keep(self._state["built_for"], label, bars)

    def bars(self, measure: str) -> Bins:
        """Return the bars in which a measure is drawn: fixed for a version of the data, so that pictures do not jump."""
        self.facts()
        key = (self.version, measure)
        if key not in self._bars:
            self._bars[key] = segments.bins(self._con, measure)
        return self._bars[key]
