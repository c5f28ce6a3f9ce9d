"""Quality: which dimensions can these data answer, and what is good to know of them?"""

from segkit import quality
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.engine import rows
from segkit.features.build import BUILT_BY
from segkit.features.catalogue import source_of
from segkit.last_day import first_day
from segkit.project.choices import WithChoices
from segkit.quality import Data, Finding


class WithQuality(WithChoices):
    """A project that says what its data lack and what is odd about them; the rules chosen for them go with the findings."""

    def missing(self, dimension: str) -> list[str]:
        """Return sentences that say which file would let the dimension work; empty when it works."""
        found, known = find_dimension(dimension), self._filled()
        lacking = [name for name in found.needs if source_of(name).table not in known]
        if found.needs_one_of and not any(source_of(name).table in known for name in found.needs_one_of):
            lacking += list(found.needs_one_of)
        brings = list(dict.fromkeys(source_of(name).brought_by for name in lacking))
        return [f"{found.title} needs {' or '.join(brings)}."] if brings else []

    def better_with(self, dimension: str) -> list[str]:
        """Return sentences that say which further file would make the dimension's answer better."""
        known = self._filled()
        return [say for name, say in find_dimension(dimension).better_with if not self._knows(name, known)]

    def _knows(self, feature: str, known: set[str]) -> bool:
        source = source_of(feature)
        if source:
            return source.table in known
        return bool(rows(self._con, f"select 1 from customers where {feature} is not null limit 1"))

    def quality(self) -> list[Finding]:
        """Return what is good to know of the data, what needs somebody first; found once per state of the data, then remembered."""
        if not self._filled():
            return []
        found_for = "|".join((quality.VERSION, BUILT_BY, self._state["data_version"], self.currency, *self._recipe.staff_domains))
        if self._state.get("quality_of") != found_for:
            with self._checking:
                if self._state.get("quality_of") != found_for:
                    self._state.put(quality=quality.to_text(quality.findings(self._checked_data())), quality_of=found_for)
        return quality.in_order(quality.from_text(self._state["quality"]), self._recipe.left_out)

    def _checked_data(self) -> Data:
        unanswered = {dimension.title: self.missing(dimension.key) for dimension in DIMENSIONS}
        return Data(self._con, self.files(), self.reach, first_day(self._con), self.currency, self._recipe.staff_domains, unanswered)
