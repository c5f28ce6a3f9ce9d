"""Live slider: how does a number follow the hand while it drags, and not only when it lets go?"""
import os
from collections.abc import Callable

import streamlit as st

# The browser sends one value and waits for its echo before it sends the next: the newest one, whatever came between.
# So a slow computer shows fewer steps, never old ones. When the hand rests, one more run draws what a step leaves out.
# Without components (SEGKIT_PLAIN_SLIDERS=1) st.slider does it.
PLAIN = os.environ.get("SEGKIT_PLAIN_SLIDERS") == "1" or not hasattr(st.components, "v2")

_HTML = """
<div class="top"><label for="range"></label><output for="range"></output></div>
<input id="range" type="range" aria-describedby="help">
<div id="help"></div>
"""

_CSS = """
:host { display: block }
.top { display: flex; justify-content: space-between; align-items: baseline; gap: .75rem;
       font-family: var(--st-font); font-size: .9rem; line-height: 1.35; color: var(--st-text-color) }
output { color: var(--st-primary-color); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap }
#help { font-family: var(--st-font); font-size: .8rem; line-height: 1.35; color: var(--st-text-color); opacity: .66 }
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

_JS = """
const states = new WeakMap();
const PATIENCE = 1500, REST = 250;

export default function (component) {
  const { data, parentElement: root, setStateValue } = component;
  const range = root.querySelector('#range'), shown = root.querySelector('output');
  if (!states.has(root)) states.set(root, { turn: Date.now(), waiting: null, next: null, timer: 0, pause: 0, held: false });
  const state = states.get(root);

  root.querySelector('label').textContent = data.label;
  root.querySelector('#help').textContent = data.help;
  range.min = data.low; range.max = data.high; range.step = data.step;

  const digits = (String(data.step).split('.')[1] || '').length;
  const written = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const show = () => {
    const text = data.before + written.format(Number(range.value)) + data.after;
    if (shown.textContent !== text) shown.textContent = text;
    range.setAttribute('aria-valuetext', text);
    const span = data.high - data.low;
    range.style.setProperty('--filled', (span ? 100 * (range.value - data.low) / span : 0) + '%');
  };
  const answered = () => {
    clearTimeout(state.timer);
    state.waiting = null;
    const next = state.next;
    state.next = null;
    if (next !== null) queueMicrotask(() => send(next));
  };
  const rest = () => {
    if (state.waiting !== null) wait(); else setStateValue('move', [Number(range.value), state.turn, true]);
  };
  const wait = () => { clearTimeout(state.pause); state.pause = setTimeout(rest, REST); };
  const send = value => {
    wait();
    if (state.waiting !== null) { state.next = value; return; }
    state.waiting = state.turn += 1;
    state.timer = setTimeout(answered, PATIENCE);
    setStateValue('move', [value, state.waiting, false]);
  };

  if (state.waiting !== null && data.turn === state.waiting) answered();
  else if (state.waiting === null && !state.held && Number(range.value) !== data.value) range.value = data.value;
  range.oninput = () => { show(); send(Number(range.value)); };
  range.onpointerdown = () => { state.held = true; };
  range.onpointerup = range.onpointercancel = range.onblur = () => { state.held = false; };
  show();
}
"""

_slider = None if PLAIN else st.components.v2.component("segkit_live_slider", html=_HTML, css=_CSS, js=_JS)


def live_slider(label: str, *, low: float, high: float, step: float, value: float, unit: str, help: str, key: str,
                follow: Callable[[], None], step_taken: Callable[[], None], at_rest: Callable[[], None], before: str = "") -> float:
    """Return the number at which the slider stands: `value`, or where the hand has moved it since the last run.

    `step_taken` is called at every step, and has to draw the slider anew: that is the echo. `at_rest` is called when the
    hand rests after the last step. A plain slider has no steps: it calls `follow` when it is let go.
    """
    if PLAIN:
        return _plain_slider(label, low, high, step, value, unit, help, key, follow)
    move = _move(key)
    turn = move[1] if move else None
    if turn is not None and turn != st.session_state.get(f"{key}:turn"):
        st.session_state[f"{key}:turn"] = turn
        value = _on_the_scale(move[0], low, high, step)
    _slider(key=key, height="content", on_move_change=lambda: (at_rest if (_move(key) or (0, 0, False))[2] else step_taken)(),
            data={"label": label, "help": help, "low": low, "high": high, "step": step, "value": value, "turn": turn,
                  "before": before, "after": f" {unit}" if unit else ""})
    return value


def _plain_slider(label, low, high, step, value, unit, help, key, follow) -> float:
    kind = int if all(float(number).is_integer() for number in (low, high, step)) else float
    own = f"{key}:plain"
    if value != st.session_state.get(f"{key}:seen") or own not in st.session_state:
        st.session_state[own] = kind(value)  # somebody else moved it: a reset, or another tab
    number = st.slider(f"{label} ({unit})" if unit else label, kind(low), kind(high), step=kind(step), help=help, key=own, on_change=follow)
    st.session_state[f"{key}:seen"] = number
    return number


def _move(key: str) -> tuple[float, int, bool] | None:
    """Return what the browser sent last, checked like any input: the number, the turn of the step, whether the hand rests."""
    sent = (st.session_state.get(key) or {}).get("move")
    is_move = isinstance(sent, (list, tuple)) and len(sent) == 3 and all(isinstance(part, (int, float)) for part in sent)
    return (sent[0], sent[1], bool(sent[2])) if is_move else None


def _on_the_scale(number: float, low: float, high: float, step: float) -> float:
    if number != number:
        return low
    steps = round((min(max(number, low), high) - low) / step)
    exact = round(low + steps * step, 6)
    return int(exact) if exact == int(exact) else exact
