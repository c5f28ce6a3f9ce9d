"""In words: what does every rule of a dimension say at the settings of now?"""

from collections.abc import Mapping
from typing import Any

from segkit.dimensions.base import PLACEHOLDER, Control, Dimension, Slider
from segkit.words import money

FIRST_FITS = "The first rule that fits, from top to bottom."


def rules(dimension: Dimension, settings: Mapping[str, Any], facts: Mapping[str, Any], currency: str = "") -> list[tuple[str, str]]:
    """Return (segment, sentence) in the order the rules are tried; one row stands for all words that come from the data."""
    chosen = dimension.settings(settings, facts)
    phrases = _phrases(dimension, {**facts, **chosen})
    amounts = {control.key: amount(control, chosen[control.key], currency) for control in dimension.controls}
    own = [(dimension.label_name, dimension.label_rule)] if dimension.label else []
    return [(name, _sentence(rule, phrases, amounts)) for name, rule in (*own, *((s.name, s.rule) for s in dimension.segments))]


def amount(control: Control, value: Any, currency: str = "") -> str:
    """Return where a control stands as people say it: 1 day, 30 days, 20% of buyers, €400.00; a choice by its label."""
    if not isinstance(control, Slider):
        return dict(control.options)[value].lower()
    if control.unit == "money":
        return money(value, currency)
    first, *rest = control.unit.split(" ")
    if first == "%":
        return " ".join([f"{value:,.10g}%", *rest])
    return " ".join([f"{value:,.10g}", first.removesuffix("s") if value == 1 else first, *rest])


def _phrases(dimension: Dimension, known: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of every phrase: of those of one name the first that applies."""
    holding = [phrase for phrase in dimension.phrases if all(known.get(key) == value for key, value in phrase.given)]
    return {phrase.name: phrase.words for phrase in reversed(holding)}


def _sentence(rule: str, phrases: Mapping[str, str], amounts: Mapping[str, str]) -> str:
    """Return the rule with its {names} filled; an amount is filled in last and once, for a currency is a word of the data."""
    said = PLACEHOLDER.sub(lambda name: amounts[name.group(1)], _spoken(rule, phrases))
    return said[:1].upper() + said[1:]


def _spoken(rule: str, phrases: Mapping[str, str]) -> str:
    """Return the rule with its phrases filled, and the phrases in them."""
    return PLACEHOLDER.sub(lambda name: _spoken(phrases[name.group(1)], phrases) if name.group(1) in phrases else name.group(), rule)
