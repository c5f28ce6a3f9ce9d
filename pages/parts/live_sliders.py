"""Live sliders: how do numbers follow the hand while it drags, and not only when it lets go?"""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from pages.parts import components

# The browser sends one step and waits for its echo before it sends the next: the newest one, whatever came between.
# So a slow computer shows fewer steps, never old ones. When the hand rests, one more run draws what a step leaves out.
# All sliders of a screen are one component, as each element that a step sends makes the browser draw the whole page again.


@dataclass(frozen=True)
class Scale:
    """One slider: what it is called, between which numbers it moves, and what is written around them."""

    key: str
    label: str
    help: str
    low: float
    high: float
    step: float
    unit: str = ""
    before: str = ""


_HTML = "<div id='sliders'></div>\n"

_CSS = """
.slider + .slider { margin-top: .9rem }
.top { display: flex; justify-content: space-between; align-items: baseline; gap: .75rem;
       font-family: var(--st-font); font-size: .9rem; line-height: 1.35; color: var(--st-text-color) }
output { color: var(--st-primary-color); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap }
.help { font-family: var(--st-font); font-size: .8rem; line-height: 1.35; color: var(--st-text-color); opacity: .66 }
input { appearance: none; -webkit-appearance: none; display: block; width: 100%; height: 1.75rem; margin: 0;
        background: transparent; cursor: pointer; touch-action: pan-y; --filled: 0% }
input::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(to right,
        var(--st-primary-color) var(--filled), var(--st-border-color) var(--filled)) }
input::-moz-range-track { height: 4px; border-radius: 2px; background: linear-gradient(to right,
        var(--st-primary-color) var(--filled), var(--st-border-color) var(--filled)) }
input::-webkit-slider-thumb { -webkit-appearance: none; width: 18px; height: 18px; margin-top: -7px; border-radius: 50%;
        border: 0; background: var(--st-primary-color); box-shadow: 0 0 0 3px var(--st-background-color) }
input::-moz-range-thumb { width: 18px; height: 18px; border: 0; border-radius: 50%; background: var(--st-primary-color) }
input:focus { outline: none }
input:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; border-radius: 6px }
"""

_JS = components.MAKE_JS + """
const states = new WeakMap();
const PATIENCE = 1500, REST = 250;

function build(slider, change) {
  const { key } = slider;
  const label = make('label', { htmlFor: key, textContent: slider.label });
  const shown = make('output', {}), help = make('div', { className: 'help', id: key + '-help', textContent: slider.help });
  shown.setAttribute('for', key);
  const range = make('input', { type: 'range', id: key, min: slider.low, max: slider.high, step: slider.step });
  range.setAttribute('aria-describedby', help.id);
  const digits = (String(slider.step).split('.')[1] || '').length;
  const written = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const built = { range, held: false };
  built.show = () => {
    const unit = range.value === '1' && /^[a-z]+s$/.test(slider.unit) ? slider.unit.slice(0, -1) : slider.unit;
    const text = slider.before + written.format(Number(range.value)) + (unit ? ' ' + unit : '');
    if (shown.textContent !== text) shown.textContent = text;
    range.setAttribute('aria-valuetext', text);
    const span = slider.high - slider.low;
    range.style.setProperty('--filled', (span ? 100 * (range.value - slider.low) / span : 0) + '%');
  };
  range.oninput = () => { built.show(); change(key, Number(range.value)); };
  range.onpointerdown = () => { built.held = true; };
  range.onpointerup = range.onpointercancel = range.onblur = () => { built.held = false; };
  built.whole = make('div', { className: 'slider' }, make('div', { className: 'top' }, label, shown), range, help);
  return built;
}

export default function (component) {
  const { data, parentElement: root, setStateValue } = component;
  if (!states.has(root))
    states.set(root, { turn: Date.now(), waiting: null, sent: {}, next: {}, timer: 0, pause: 0, drawn: '', sliders: {} });
  const state = states.get(root);

  const answered = () => {
    clearTimeout(state.timer);
    state.waiting = null;
    if (Object.keys(state.next).length) queueMicrotask(send);
  };
  const rest = () => {
    if (state.waiting !== null) wait(); else setStateValue('move', [state.sent, state.turn, true]);
  };
  const wait = () => { clearTimeout(state.pause); state.pause = setTimeout(rest, REST); };
  const send = () => {
    if (state.waiting !== null) return;
    state.sent = state.next;
    state.next = {};
    state.waiting = state.turn += 1;
    state.timer = setTimeout(answered, PATIENCE);
    setStateValue('move', [state.sent, state.waiting, false]);
  };
  state.change = (key, value) => { wait(); state.next[key] = value; send(); };

  const drawn = JSON.stringify(data.sliders);
  if (state.drawn !== drawn) {
    state.drawn = drawn;
    const built = data.sliders.map(slider => build(slider, (key, value) => state.change(key, value)));
    state.sliders = Object.fromEntries(data.sliders.map((slider, number) => [slider.key, built[number]]));
    root.querySelector('#sliders').replaceChildren(...built.map(each => each.whole));
    for (const [key, each] of Object.entries(state.sliders)) { each.range.value = data.values[key]; each.show(); }
  }
  if (state.waiting !== null && data.turn === state.waiting) answered();
  if (state.waiting !== null) return;
  for (const [key, each] of Object.entries(state.sliders)) {
    if (each.held || key in state.next || Number(each.range.value) === data.values[key]) continue;
    each.range.value = data.values[key];
    each.show();
  }
}
"""

_component = st.components.v2.component("segkit_live_sliders", html=_HTML, css=_CSS, js=_JS)


def live_sliders(scales: Sequence[Scale], values: Mapping[str, float], *, key: str, at_rest: Callable[[], None]) -> dict[str, float]:
    """Return the numbers at which the sliders stand: `values`, but for those that the hand has moved since the last run.

    A step draws anew the fragment that the sliders are in. `at_rest` is called when the hand rests after the last step; a
    plain slider has no steps and calls it when it is let go.
    """
    values = {scale.key: values[scale.key] for scale in scales}
    if components.PLAIN:
        return {scale.key: _plain_slider(scale, values[scale.key], f"{key}.{scale.key}", at_rest) for scale in scales}
    moved, turn, _ = _move(key)
    if turn != st.session_state.get(f"{key}:turn"):
        st.session_state[f"{key}:turn"] = turn
        values |= {scale.key: _on_the_scale(moved[scale.key], scale) for scale in scales if _is_number(moved.get(scale.key))}
    _component(key=key, height="content", on_move_change=lambda: at_rest() if _move(key)[2] else None,
               data={"sliders": [asdict(scale) for scale in scales], "values": values, "turn": turn})
    return values


def _plain_slider(scale: Scale, value: float, key: str, at_rest: Callable[[], None]) -> float:
    kind = int if all(float(number).is_integer() for number in (scale.low, scale.high, scale.step)) else float
    own = f"{key}:plain"
    if value != st.session_state.get(f"{key}:seen") or own not in st.session_state:
        st.session_state[own] = kind(value)  # somebody else moved it: a reset, or another tab
    label = f"{scale.label} ({scale.unit})" if scale.unit else scale.label
    number = st.slider(label, kind(scale.low), kind(scale.high), step=kind(scale.step), help=scale.help, key=own, on_change=at_rest)
    st.session_state[f"{key}:seen"] = number
    return number


def _move(key: str) -> tuple[dict[str, float], float | None, bool]:
    """Return what the browser sent last, checked like any input: numbers by slider, the turn of the step, whether the hand rests."""
    sent = (st.session_state.get(key) or {}).get("move")
    is_move = isinstance(sent, (list, tuple)) and [isinstance(part, kind) for part, kind in zip(sent, _PARTS, strict=False)] == [True] * 3
    return tuple(sent) if is_move else ({}, None, False)


_PARTS = (dict, (int, float), bool)


def _is_number(sent: object) -> bool:
    return isinstance(sent, (int, float)) and sent == sent


def _on_the_scale(number: float, scale: Scale) -> float:
    steps = round((min(max(number, scale.low), scale.high) - scale.low) / scale.step)
    exact = round(scale.low + steps * scale.step, 6)
    return int(exact) if exact == int(exact) else exact
