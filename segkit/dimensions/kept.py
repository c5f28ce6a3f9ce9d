"""Kept settings: do settings that were saved still fit the data of now, and which of them are worth keeping?"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from segkit.dimensions.base import Control, Dimension, Slider, applies
from segkit.errors import BadValue


def usable(dimension: Dimension, saved: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the saved settings that still fit: new data may have moved a control's bounds."""
    controls = [control.resolved(facts) for control in dimension.controls]
    return {c.key: saved[c.key] for c in controls if saved.get(c.key) is not None and _fits(c, saved[c.key])}


def moved(dimension: Dimension, chosen: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the chosen settings that are not at their default: what stands there goes on following the data."""
    now, usual = dimension.settings(chosen, facts), dimension.settings({}, facts)
    return {key: value for key, value in chosen.items() if now[key] != usual[key]}


def frozen(dimension: Dimension, chosen: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a named segment keeps: those moved, and defaults that would move with new data."""
    now, usual = dimension.settings(chosen, facts), dimension.settings({}, facts)
    follow = {control.key for control in dimension.controls if getattr(control, "follows_data", False) and applies(control, now)}
    return {key: value for key, value in now.items() if value != usual[key] or key in follow}


def within_bounds(dimension: Dimension, chosen: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings, moved to the nearest possible ones: new data may have moved a control's bounds."""
    controls = [control.resolved(facts) for control in dimension.controls if control.key in chosen]
    return {control.key: _nearest(control, chosen[control.key]) for control in controls}


def _nearest(control: Control, value: Any) -> Any:
    if isinstance(control, Slider):
        with suppress(TypeError, ValueError):
            return control.check(min(max(control.low, float(value)), control.high))
    return value if _fits(control, value) else control.default


def _fits(control: Control, value: Any) -> bool:
    try:
        control.check(value)
    except BadValue:
        return False
    return True
