"""Controls: how does a dimension's declaration become sliders and choices, and where do their values live?"""
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.parts import components
from pages.parts.keeper import keeper
from pages.parts.live_sliders import Scale, live_sliders
from segkit import Project
from segkit.dimensions.base import Choice, Dimension, Slider, applies
from segkit.words import CURRENCY_SIGNS

SIDE_BY_SIDE = 4
# The fragments of the Segments screen. A step of a slider runs MOVING alone; WORDS and NUMBERS follow when the hand rests.
FRAGMENTS = CHOICES, MOVING, WORDS, NUMBERS = "choices", "moving", "words", "numbers"
AT_REST = WORDS, NUMBERS


def settings_of(project: Project, dimension: Dimension, place: str) -> dict[str, Any]:
    """Return this tab's values of the dimension's controls; the first time, those the project keeps."""
    held = f"settings:{place}"
    if st.session_state.get(f"{held}:version") != project.version:  # new data may have other bounds
        st.session_state[f"{held}:version"] = project.version
        st.session_state[held] = keeper().settings(project, dimension.key)
    return st.session_state[held]


@st.fragment(key=CHOICES)
def choices(project: Project, dimension: Dimension, place: str) -> None:
    """Draw the choices, which say what is asked; everything follows a change of one."""
    settings = settings_of(project, dimension, place)
    for control in project.controls(dimension.key):
        if isinstance(control, Choice) and applies(control, settings):
            _choice(project, dimension, control, place)


def sliders(project: Project, dimension: Dimension, place: str) -> None:
    """Draw the sliders that apply at these settings, and put into the settings where they stand."""
    settings = settings_of(project, dimension, place)
    asked = [control for control in project.controls(dimension.key) if isinstance(control, Slider) and applies(control, settings)]
    scales = [_scale(slider, project.currency) for slider in asked]
    _put(project, dimension, place, live_sliders(scales, settings, key=f"{place}.sliders", at_rest=_rest))


def reset_button(project: Project, dimension: Dimension, place: str) -> None:
    """Draw the way back to the defaults of the sliders that apply."""
    settings, usual = settings_of(project, dimension, place), _usual(project, dimension, place)
    st.button("Back to the defaults", icon=":material/restart_alt:", type="tertiary", key=f"{place}.reset",
              disabled=all(settings[key] == value for key, value in usual.items()), on_click=_reset, args=(project, dimension, place))


def _scale(slider: Slider, currency: str) -> Scale:
    is_money = slider.unit == "money"
    return Scale(slider.key, slider.label, slider.help, slider.low, slider.high, slider.step, unit="" if is_money else slider.unit,
                 before=CURRENCY_SIGNS.get(currency, currency) if is_money else "")


def _choice(project: Project, dimension: Dimension, control: Choice, place: str) -> None:
    words, key = dict(control.options), f"{place}.{control.key}"
    st.session_state.setdefault(key, settings_of(project, dimension, place)[control.key])
    show = st.segmented_control if len(words) <= SIDE_BY_SIDE else st.selectbox
    more = {"required": True} if show is st.segmented_control else {}
    value = show(control.label, list(words), format_func=words.get, key=key, help=control.help, on_change=_choose,
                 args=(project, dimension, control, place), **more)
    _put(project, dimension, place, {control.key: value})


def _choose(project: Project, dimension: Dimension, control: Choice, place: str) -> None:
    _put(project, dimension, place, {control.key: st.session_state[f"{place}.{control.key}"]})
    _follow()


def _put(project: Project, dimension: Dimension, place: str, values: Mapping[str, Any]) -> None:
    """Note where controls stand, and let the project keep it."""
    settings = settings_of(project, dimension, place)
    moved = {key: value for key, value in values.items() if settings[key] != value}
    if moved:
        settings.update(moved)
        keeper().keep(project, dimension.key, settings)


def _usual(project: Project, dimension: Dimension, place: str) -> dict[str, Any]:
    """Return the default of every slider that applies: a choice says what is asked, and going back does not change the question."""
    settings = settings_of(project, dimension, place)
    moving = [control for control in project.controls(dimension.key) if isinstance(control, Slider)]
    return {slider.key: slider.default for slider in moving if applies(slider, settings)}


def _reset(project: Project, dimension: Dimension, place: str) -> None:
    _put(project, dimension, place, _usual(project, dimension, place))
    _follow()


def _rest() -> None:
    _draw_again(FRAGMENTS if components.PLAIN else AT_REST)


def _follow() -> None:
    """Draw again everything that follows the controls."""
    _draw_again(FRAGMENTS)


def _draw_again(fragments: Sequence[str]) -> None:
    with suppress(StreamlitAPIException):  # the last word of a slider on a screen that was left meanwhile
        st.rerun(fragments)
