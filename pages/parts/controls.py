"""Controls: how does a dimension's declaration become sliders and choices, and where do their values live?"""
from typing import Any

import streamlit as st

from pages.parts.keeper import keeper
from pages.parts.live_slider import live_slider
from segkit import Project
from segkit.dimensions.base import Choice, Control, Dimension
from segkit.words import CURRENCY_SIGNS

SIDE_BY_SIDE = 4
MOVING, RESTING = "moving", "resting"  # the fragments of the Segments screen: what follows every step, what follows a rest


def settings_of(project: Project, dimension: Dimension, place: str) -> dict[str, Any]:
    """Return this tab's values of the dimension's controls; the first time, those the project keeps."""
    held = f"settings:{place}"
    if st.session_state.get(f"{held}:version") != project.version:  # new data may have other bounds
        st.session_state[f"{held}:version"] = project.version
        st.session_state[held] = keeper().settings(project, dimension.key)
    return st.session_state[held]


def controls(project: Project, dimension: Dimension, settings: dict[str, Any], place: str) -> None:
    """Draw the controls that apply, and put into `settings` where they stand."""
    before, declared = dict(settings), project.controls(dimension.key)
    for control in declared:
        if applies(control, settings):
            settings[control.key] = _widget(control, settings[control.key], f"{place}.{control.key}", project.currency)
    if settings != before:
        keeper().keep(project, dimension.key, settings)
    defaults = {control.key: control.default for control in declared}
    st.button("Back to the defaults", icon=":material/restart_alt:", type="tertiary", key=f"{place}.reset",
              disabled=settings == defaults, on_click=_reset, args=(project, dimension, settings, declared, place))


def follow() -> None:
    """Draw again everything that follows the controls: for changes that come one at a time, not in steps."""
    st.rerun([MOVING, RESTING])


def applies(control: Control, settings: dict[str, Any]) -> bool:
    """Return whether the control means something at these settings."""
    return control.only_if is None or settings.get(control.only_if[0]) == control.only_if[1]


def _reset(project: Project, dimension: Dimension, settings: dict[str, Any], declared: list[Control], place: str) -> None:
    for control in declared:
        settings[control.key] = control.default
        if isinstance(control, Choice):
            st.session_state[f"{place}.{control.key}"] = control.default
    keeper().keep(project, dimension.key, settings)
    follow()


def _widget(control: Control, value: Any, key: str, currency: str) -> Any:
    if isinstance(control, Choice):
        return _choice(control, value, key)
    is_money = control.unit == "money"
    number = live_slider(control.label, follow=follow, at_rest=lambda: st.rerun(RESTING),
                         low=control.low, high=control.high, step=control.step, value=value, key=key, help=control.help,
                         unit="" if is_money else control.unit, before=CURRENCY_SIGNS.get(currency, currency) if is_money else "")
    return control.check(number)


def _choice(control: Choice, value: str, key: str) -> str:
    words = dict(control.options)
    st.session_state.setdefault(key, value)
    show = st.segmented_control if len(words) <= SIDE_BY_SIDE else st.selectbox
    more = {"required": True} if show is st.segmented_control else {}
    return control.check(show(control.label, list(words), format_func=words.get, key=key, help=control.help, on_change=follow, **more))
