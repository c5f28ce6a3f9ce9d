"""Controls: what can an analyst move, between which bounds, and where does it start?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from segkit.errors import BadValue
from segkit.words import nearest

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Slider:
    """A number the analyst moves.

    With `scaled_by`, the numbers are multiples of that fact of the data. With `default_from`, it starts at that fact,
    as near as a step comes to its first two figures, and has room for twice as much.
    """

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
    default_from: str | None = None

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high or self.step <= 0:
            raise BadValue(f"the default {self.default} must lie between {self.low} and {self.high}", self.key)

    @property
    def follows_data(self) -> bool:
        """Whether the bounds and the default are known only where there are data."""
        return bool(self.scaled_by or self.default_from)

    def resolved(self, facts: Facts) -> "Slider":
        """Return the slider in the data's own scale (money sliders know no currency until data is there), started where they say."""
        return self._scaled(facts)._started(facts)

    def check(self, value: Any) -> float:
        """Return the value as a number within the bounds, or refuse it; any amount may be possible until the bounds are known."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise BadValue(f"{value!r} is not a number.", self.key, self._allowed()) from None
        low, high = (0, 1e15) if self.follows_data else (self.low, self.high)
        if not low <= number <= high:
            raise BadValue(f"{value} is outside the allowed range.", self.key, self._allowed())
        return int(number) if number == int(number) else number

    def _scaled(self, facts: Facts) -> "Slider":
        if self.scaled_by is None:
            return self
        scale = _round_scale(facts.get(self.scaled_by) or 1)
        sizes = {name: round(getattr(self, name) * scale, 10) for name in ("default", "low", "high", "step")}
        return replace(self, scaled_by=None, **sizes)

    def _started(self, facts: Facts) -> "Slider":
        found = facts.get(self.default_from) if self.default_from else None
        if found is None:
            return replace(self, default_from=None)
        start = self._on_step(_two_figures(found))
        return replace(self, default_from=None, default=start, high=max(self.high, self._on_step(2 * start)))

    def _on_step(self, size: float) -> float:
        return round(self.low + max(0, round((size - self.low) / self.step)) * self.step, 10)

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

    def resolved(self, facts: Facts) -> "Choice":
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


def applies(declared: Any, settings: Mapping[str, Any]) -> bool:
    """Return whether something declared with `only_if` (a control, a measure, a cut) means something at these settings."""
    return declared.only_if is None or settings.get(declared.only_if[0]) == declared.only_if[1]


def _round_scale(size: float) -> float:
    """Return the size rounded to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(max(float(size), 1e-9)))
    return power * min((1, 2, 5, 10), key=lambda digit: abs(digit - float(size) / power))


def _two_figures(size: float) -> float:
    """Return the size rounded to two figures, whole numbers below 100 as they are: 143 is 140, 37 is 37."""
    return round(float(size), 1 - math.floor(math.log10(abs(size)))) if size else 0.0
