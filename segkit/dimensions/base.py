"""What a dimension is: a question, its controls, and rules that put each customer in exactly one segment."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from segkit.errors import BadValue, UnknownName
from segkit.words import literal, nearest

_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Slider:
    """A number the analyst moves. With `scaled_by`, the numbers are multiples of that fact of the data."""

    key: str
    label: str
    default: float
    low: float
    high: float
    step: float
    unit: str
    help: str
    only_if: tuple[str, str] | None = None
    scaled_by: str | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high or self.step <= 0:
            raise BadValue(f"the default {self.default} must lie between {self.low} and {self.high}", self.key)

    def resolved(self, facts: Mapping[str, Any]) -> "Slider":
        """Return the slider in the data's own scale (money sliders know no currency until data is there)."""
        if self.scaled_by is None:
            return self
        scale = _round_scale(facts.get(self.scaled_by) or 1)
        sizes = {name: getattr(self, name) * scale for name in ("default", "low", "high", "step")}
        return replace(self, scaled_by=None, **sizes)

    def check(self, value: Any) -> float:
        """Return the value as a number within the bounds, or refuse it."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise BadValue(f"{value!r} is not a number.", self.key, self._allowed()) from None
        if not self.low <= number <= self.high:
            raise BadValue(f"{value} is outside the allowed range.", self.key, self._allowed())
        return int(number) if number == int(number) else number

    def _allowed(self) -> str:
        return f"Give a number from {self.low:g} to {self.high:g} ({self.unit})."


@dataclass(frozen=True)
class Choice:
    """One of several named ways; `options` are (value, label) pairs, `needs` says which fact of the data a value needs."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    default: str
    help: str
    unit: str = "one of these"
    only_if: tuple[str, str] | None = None
    needs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.default not in dict(self.options):
            raise BadValue(f"the default {self.default!r} is not among the options", self.key)

    def resolved(self, facts: Mapping[str, Any]) -> "Choice":
        """Return the choice without the options whose needed fact the data do not hold, if any is left."""
        lacking = {value for value, fact in self.needs if not facts.get(fact, True)}
        left = tuple(option for option in self.options if option[0] not in lacking)
        if not left or len(left) == len(self.options):
            return self
        return replace(self, options=left, default=self.default if self.default not in lacking else left[0][0])

    def check(self, value: Any) -> str:
        """Return the value if it is one of the options, or refuse it."""
        if value not in dict(self.options):
            raise BadValue(f"{value!r} is not an option.", self.key, nearest(str(value), dict(self.options)))
        return value


Control = Slider | Choice


@dataclass(frozen=True)
class Segment:
    """One segment: its rule over features, what it means, and what to do about it."""

    name: str
    when: str
    meaning: str
    action: str


@dataclass(frozen=True)
class Score:
    """A value worked out per customer before the rules, which may use its name; shown beside the members."""

    name: str
    sql: str
    title: str
    unit: str


@dataclass(frozen=True)
class Measure:
    """The feature drawn in the picture; `only_if` a choice has that value, `without_orders` where there are no orders."""

    feature: str
    only_if: tuple[str, str] | None = None
    without_orders: bool = False


@dataclass(frozen=True)
class Cut:
    """A line in the picture of the measure and what it is called.

    It lies `at` a formula over the controls, or, where the rule compares customers with each other, at the least value
    of the measure that a customer of the segment `starts` has.
    """

    at: str = ""
    label: str = ""
    only_if: tuple[str, str] | None = None
    starts: str = ""


@dataclass(frozen=True)
class Dimension:
    """A question about customers and the rules that answer it.

    `segments` hold rules, first match wins, the last is "true"; `shown` is their order on screen.
    Where the words come from the data, `label` is an SQL expression for the segment's name, and `segments` describe the
    fixed names among them.
    """

    key: str
    family: str
    title: str
    question: str
    measures: tuple[Measure, ...]
    controls: tuple[Control, ...]
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()
    better_with: tuple[tuple[str, str], ...] = ()
    scores: tuple[Score, ...] = ()
    segments: tuple[Segment, ...] = ()
    shown: tuple[str, ...] = ()
    label: str = ""
    label_source: str = ""
    label_meaning: str = ""
    label_action: str = ""
    cuts: tuple[Cut, ...] = ()
    facts: tuple[str, ...] = ()
    editable_map: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.label and (not self.segments or self.segments[-1].when != "true"):
            raise BadValue("the last rule must be 'true', so that every customer has a segment", self.key)
        if self.shown and sorted(self.shown) != sorted(segment.name for segment in self.segments):
            raise BadValue("the shown order must name every segment once", self.key)
        unknown = self.parameters() - {c.key for c in self.controls} - set(self.facts)
        if unknown:
            raise BadValue(f"the rules use {sorted(unknown)}, which no control declares", self.key)

    def shown_names(self) -> list[str]:
        """Return the declared segments' names in the order they are shown; the rules' own order unless declared."""
        return list(self.shown or (segment.name for segment in self.segments))

    def in_shown_order(self) -> list[Segment]:
        """Return the declared segments in the order they are shown."""
        return sorted(self.segments, key=lambda segment: self.shown_names().index(segment.name))

    def parameters(self) -> set[str]:
        """Return every $name that the rules and cut lines use."""
        return self.rule_parameters() | set(_PARAMETER.findall(" ".join(cut.at for cut in self.cuts)))

    def rule_parameters(self) -> set[str]:
        """Return every $name that the scores and rules use."""
        return set(_PARAMETER.findall(self.label_sql() + " ".join(score.sql for score in self.scores)))

    def measure(self, settings: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
        """Return the feature to draw at these settings: the first measure that applies."""
        for measure in self.measures:
            chosen = measure.only_if is None or settings.get(measure.only_if[0]) == measure.only_if[1]
            if chosen and (not measure.without_orders or not facts.get("has_orders")):
                return measure.feature
        return self.measures[-1].feature

    def label_sql(self) -> str:
        """Return the SQL expression that names a customer's segment."""
        if self.label:
            return self.label
        rules = " ".join(f"when {s.when} then {literal(s.name)}" for s in self.segments[:-1])
        last = literal(self.segments[-1].name)
        return f"case {rules} else {last} end" if rules else last

    def position_sql(self) -> str:
        """Return the SQL expression for the segment's position; its name where the words come from the data."""
        if self.label:
            return self.label
        rules = " ".join(f"when {s.when} then {i}::utinyint" for i, s in enumerate(self.segments[:-1]))
        last = f"{len(self.segments) - 1}::utinyint"
        return f"case {rules} else {last} end" if rules else last

    def control(self, key: str) -> Control:
        """Return the control of that name, or refuse with the names there are."""
        for control in self.controls:
            if control.key == key:
                return control
        raise UnknownName(f"{self.title} has no control '{key}'.", "", nearest(key, [c.key for c in self.controls]))

    def settings(self, chosen: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return a value for every control: the chosen ones checked, the others at their default."""
        facts = facts or {}
        for key in chosen:
            self.control(key)
        controls = [control.resolved(facts) for control in self.controls]
        return {c.key: c.check(chosen[c.key]) if c.key in chosen else c.default for c in controls}

    def values(self, settings: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values to bind: the settings and the facts the rules use."""
        known = {**{name: facts.get(name) for name in self.facts}, **settings}
        return {name: known[name] for name in self.parameters()}


def renamed(sql: str, prefix: str) -> str:
    """Return the SQL with every $name as $prefix__name, so that two dimensions fit in one query."""
    return _PARAMETER.sub(lambda match: f"${prefix}__{match.group(1)}", sql)


def _round_scale(size: float) -> float:
    """Return the size rounded to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(max(float(size), 1e-9)))
    return power * min((1, 2, 5, 10), key=lambda digit: abs(digit - float(size) / power))
