"""Controls: how does a dimension's declaration become sliders and choices, and where do their values live?"""
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages.parts.keeper import keeper
from pages.parts.live_slider import live_slider
from segkit import Project
from segkit.dimensions.base import Choice, Control, Dimension, Slider, applies
from segkit.words import CURRENCY_SIGNS

SIDE_BY_SIDE = 4
# The fragments of the Segments screen. A step of a slider draws that slider and the pictures anew; the rest follows the last step.
CONTROLS, MEASURE, SHARES, LEGEND, RESET, NUMBERS = "controls", "measure", "shares", "legend", "reset", "numbers"
AT_A_STEP, AT_REST = (MEASURE, SHARES), (LEGEND, RESET, NUMBERS)


def settings_of(project: Project, dimension: Dimension, place: str) -> dict[str, Any]:
    """Return this tab's values of the dimension's controls; the first time, those the project keeps."""
    held = f"settings:{place}"
    if st.session_state.get(f"{held}:version") != project.version:  # new data may have other bounds
        st.session_state[f"{held}:version"] = project.version
        st.session_state[held] = keeper().settings(project, dimension.key)
    return st.session_state[held]


@st.fragment(key=CONTROLS)
def controls(project: Project, dimension: Dimension, place: str) -> None:
    """Draw the controls that apply at these settings."""
    settings = settings_of(project, dimension, place)
    for control in project.controls(dimension.key):
        if applies(control, settings):
            _WIDGETS[type(control)](project, dimension, control, place)
    _reset_button(project, dimension, place)


def _slider(project: Project, dimension: Dimension, control: Slider, place: str) -> None:
    """Draw a slider as a fragment of its own, so that a step sends this one to the browser and not its neighbours."""
    key = f"{place}.{control.key}"
    is_money = control.unit == "money"
    scale = {"low": control.low, "high": control.high, "step": control.step, "help": control.help}
    units = {"unit": "" if is_money else control.unit, "before": CURRENCY_SIGNS.get(project.currency, project.currency) if is_money else ""}

    @st.fragment(key=key)
    def draw() -> None:
        value = settings_of(project, dimension, place)[control.key]
        number = live_slider(control.label, value=value, key=key, **scale, **units,
                             follow=_follow, step_taken=lambda: _draw_again(key, *AT_A_STEP), at_rest=lambda: _draw_again(*AT_REST))
        _put(project, dimension, place, control, number)

    draw()


def _choice(project: Project, dimension: Dimension, control: Choice, place: str) -> None:
    words, key = dict(control.options), f"{place}.{control.key}"
    st.session_state.setdefault(key, settings_of(project, dimension, place)[control.key])
    show = st.segmented_control if len(words) <= SIDE_BY_SIDE else st.selectbox
    more = {"required": True} if show is st.segmented_control else {}
    value = show(control.label, list(words), format_func=words.get, key=key, help=control.help, on_change=_choose,
                 args=(project, dimension, control, place), **more)
    _put(project, dimension, place, control, value)


_WIDGETS = {Slider: _slider, Choice: _choice}


def _choose(project: Project, dimension: Dimension, control: Choice, place: str) -> None:
    _put(project, dimension, place, control, st.session_state[f"{place}.{control.key}"])
    _follow()


def _put(project: Project, dimension: Dimension, place: str, control: Control, value: Any) -> None:
    """Note where a control stands, and let the project keep it."""
    settings = settings_of(project, dimension, place)
    if settings[control.key] != value:
        settings[control.key] = control.check(value)
        keeper().keep(project, dimension.key, settings)


def _follow() -> None:
    """Draw again everything that follows the controls: for changes that come one at a time, not in steps."""
    _draw_again(CONTROLS, *AT_A_STEP, *AT_REST)


def _draw_again(*fragments: str) -> None:
    with suppress(StreamlitAPIException):  # the last word of a slider on a screen that was left meanwhile
        st.rerun(fragments)


@st.fragment(key=RESET)
def _reset_button(project: Project, dimension: Dimension, place: str) -> None:
    settings, usual = settings_of(project, dimension, place), _usual(project, dimension, place)
    st.button("Back to the defaults", icon=":material/restart_alt:", type="tertiary", key=f"{place}.reset",
              disabled=all(settings[key] == value for key, value in usual.items()), on_click=_reset, args=(project, dimension, place))


def _usual(project: Project, dimension: Dimension, place: str) -> dict[str, Any]:
    """Return the default of every slider that applies: a choice says what is asked, and going back does not change the question."""
    settings = settings_of(project, dimension, place)
    sliders = [control for control in project.controls(dimension.key) if isinstance(control, Slider)]
    return {slider.key: slider.default for slider in sliders if applies(slider, settings)}


def _reset(project: Project, dimension: Dimension, place: str) -> None:
    settings = settings_of(project, dimension, place)
    settings.update(_usual(project, dimension, place))
    keeper().keep(project, dimension.key, settings)
    _follow()
