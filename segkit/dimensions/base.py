"""What a dimension is: a question, its controls, and rules that put each customer in exactly one segment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from segkit.dimensions.controls import Choice as Choice
from segkit.dimensions.controls import Control as Control
from segkit.dimensions.controls import Slider as Slider
from segkit.dimensions.controls import applies as applies
from segkit.errors import BadValue, UnknownName
from segkit.words import literal, nearest

_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Segment:
    """One segment: its rule over features, what it means, what to do about it, and the rule in words.

    In the words stand {names} of controls, filled with their values and units, and of phrases.
    """

    name: str
    when: str
    meaning: str
    action: str
    rule: str = ""


@dataclass(frozen=True)
class Phrase:
    """A piece of the rules' words that is not always the same: the first of its name whose `given` settings and facts hold."""

    name: str
    words: str
    given: tuple[tuple[str, Any], ...] = ()


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
    Where the words come from the data, `label` is an SQL expression for the segment's name, which holds where `label_when`
    does; the rules of `segments` come after it. `label_name` stands for all such words, `label_rule` is their rule in words.
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
    label_when: str = ""
    label_name: str = ""
    label_rule: str = ""
    label_source: str = ""
    label_meaning: str = ""
    label_action: str = ""
    cuts: tuple[Cut, ...] = ()
    facts: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    editable_map: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.segments or self.segments[-1].when != "true":
            raise BadValue("the last rule must be 'true', so that every customer has a segment", self.key)
        if self.shown and sorted(self.shown) != sorted(segment.name for segment in self.segments):
            raise BadValue("the shown order must name every segment once", self.key)
        unknown = self.parameters() - {c.key for c in self.controls} - set(self.facts)
        if unknown:
            raise BadValue(f"the rules use {sorted(unknown)}, which no control declares", self.key)
        unknown = self.placeholders() - {c.key for c in self.controls} - {p.name for p in self.phrases if not p.given}
        if unknown:
            raise BadValue(f"the words use {sorted(unknown)}, which is no control and no phrase that always applies", self.key)

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
            if applies(measure, settings) and (not measure.without_orders or not facts.get("has_orders")):
                return measure.feature
        return self.measures[-1].feature

    def placeholders(self) -> set[str]:
        """Return every {name} that the rules' words use."""
        words = (self.label_rule, *(s.rule for s in self.segments), *(p.words for p in self.phrases))
        return set(PLACEHOLDER.findall(" ".join(words)))

    def label_sql(self) -> str:
        """Return the SQL expression that names a customer's segment."""
        return self._case([literal(segment.name) for segment in self.segments])

    def position_sql(self) -> str:
        """Return the SQL expression for the segment's position; its name where the words come from the data."""
        return self.label_sql() if self.label else self._case([f"{i}::utinyint" for i in range(len(self.segments))])

    def _case(self, names: Sequence[str]) -> str:
        own = [f"when {self.label_when} then {self.label}"] if self.label else []
        rules = own + [f"when {s.when} then {name}" for s, name in zip(self.segments[:-1], names[:-1], strict=True)]
        return f"case {' '.join(rules)} else {names[-1]} end" if rules else names[-1]

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
