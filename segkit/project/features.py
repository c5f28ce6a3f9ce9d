"""Features: one row per customer as of the day, built when somebody asks and something has changed since."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb

from segkit.engine import run
from segkit.errors import MissingData
from segkit.features.build import BUILT_BY, build
from segkit.maps import MAPS
from segkit.project.choices import WithChoices

_NO_DATA = ("there is no data yet.", "", "Add an export first.")
_NO_CUSTOMERS = ("the files so far name no customers.", "", "Add an export that says who bought: by e-mail address, phone or number.")
_UNCHANGED = """(select case when value = $of_version then true else error('the project has changed since these customers were asked for: '
    || 'its data, as-of day or way of counting. Ask again.') end from project_state where name = 'built_for')"""


class WithFeatures(WithChoices):
    """A project with its feature table, computed for the choices of the moment."""

    @property
    def version(self) -> str:
        """A word that changes whenever the features would: with data, as-of day, revenue policy or an editable table."""
        choices = json.dumps([self._recipe.maps, self._recipe.country, self._recipe.left_out, self._recipe.staff_domains], sort_keys=True)
        parts = (BUILT_BY, self._state["data_version"], str(self.as_of), self.revenue_policy, choices)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]

    def facts(self) -> dict[str, Any]:
        """Return the facts about the whole data set; builds the features when they are not up to date."""
        version = self.version
        if self._state.get("built_for") != version:
            with self._building:
                version = self.version  # what changed while another thread was building counts too
                if self._state.get("built_for") != version:
                    self._build(version)
        return json.loads(self._state.get("facts", "{}"))

    def _build(self, version: str) -> None:
        if not self._filled():
            raise MissingData(*_NO_CUSTOMERS if self.files() else _NO_DATA)
        maps = {editable.key: self.map(editable.key) for editable in MAPS}
        self._state.put(built_for="")  # a build that is cut off leaves features of no version behind
        facts = build(self._con, self.as_of or date(2000, 1, 1), self.revenue_policy, maps, self._recipe.country, self._recipe.left_out,
                      self._recipe.staff_domains)  # fmt: skip
        self._state.put(facts=json.dumps(facts, default=float), built_for=version)

    def features(self) -> duckdb.DuckDBPyRelation:
        """Return the feature table as of the as-of day, one row per customer.

        It is read from the project when you fetch it, and refuses to be once the project has moved on: ask again then.
        """
        self.facts()
        return self._of_now("select * from features", {})

    def _of_now(self, sql: str, values: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        guarded = f"select * from ({sql}) as asked where {_UNCHANGED}"
        return run(self._con, guarded, {**values, "of_version": self._state["built_for"]})
