"""Pick: how is one of many chosen, where all are seen at once? Pills in named groups, drawn as one element.

Each of Streamlit's pills is an element with parts of its own, and the browser goes through them all at every step of a slider.
"""
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from pages.parts import components
from pages.parts.words import md


@dataclass(frozen=True)
class Option:
    """One that can be picked: what it stands for, what it is called, its colour, and whether it cannot be used yet."""

    value: str
    label: str
    colour: str = ""
    locked: bool = False


@dataclass(frozen=True)
class Group:
    """Options that belong together, under a title if it has one."""

    title: str
    options: tuple[Option, ...]


_HTML = "<div id='groups' role='radiogroup'></div>\n"

_CSS = """
#groups { display: flex; flex-wrap: wrap; gap: .6rem 1.25rem; font-family: var(--st-font); font-size: .9rem; color: var(--st-text-color) }
.group { border: 0; margin: 0; padding: 0; min-width: 0 }
.title { font-size: .85rem; line-height: 1.4; margin-bottom: .25rem }
.options { display: flex; flex-wrap: wrap; gap: .3rem }
label { position: relative; display: inline-flex; align-items: center; gap: .4rem; min-height: 2rem; padding: 0 .85rem; max-width: 100%;
        box-sizing: border-box; border: 1px solid var(--st-border-color); border-radius: 999px; cursor: pointer; line-height: 1.3 }
label:hover { border-color: var(--st-primary-color); color: var(--st-primary-color) }
label:has(:checked) { border-color: var(--st-primary-color); color: var(--st-text-color);
                      background: color-mix(in srgb, var(--st-primary-color) 22%, transparent) }
label:has(:focus-visible) { outline: 2px solid var(--st-primary-color); outline-offset: 2px }
label:has(.lock) { opacity: .7 }
input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer }
i { flex: none; width: .7rem; height: .7rem; border-radius: 3px }
.lock { flex: none; width: .8rem; height: .8rem; fill: currentColor }
span { overflow-wrap: anywhere }
@media (max-width: 40rem) { label { min-height: 2.4rem } }
"""

_JS = components.MAKE_JS + """
const LOCK = 'M12 2a5 5 0 0 0-5 5v3H5v12h14V10h-2V7a5 5 0 0 0-5-5Zm-3 8V7a3 3 0 0 1 6 0v3Z';
const SVG = 'http://www.w3.org/2000/svg';

const lock = () => {
  const picture = document.createElementNS(SVG, 'svg'), path = document.createElementNS(SVG, 'path');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('class', 'lock');
  picture.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', LOCK);
  picture.append(path);
  return picture;
};

const pill = (option, picked) => {
  const input = make('input', { type: 'radio', name: 'pick', value: option.value, onchange: () => picked(option.value) });
  const whole = make('label', {}, input);
  if (option.locked) whole.append(lock());
  if (option.colour) whole.append(Object.assign(make('i', {}), { style: 'background:' + option.colour }));
  whole.append(make('span', { textContent: option.label }));
  return whole;
};

const group = ({ title, options }, picked) => {
  const whole = make('div', { className: 'group' });
  whole.setAttribute('role', 'group');
  if (title) whole.setAttribute('aria-label', title);
  if (title) whole.append(make('div', { className: 'title', textContent: title }));
  whole.append(make('div', { className: 'options' }, ...options.map(option => pill(option, picked))));
  return whole;
};

export default function ({ data, parentElement: root, setStateValue }) {
  const groups = root.querySelector('#groups'), drawn = JSON.stringify([data.label, data.groups]);
  if (groups.dataset.drawn !== drawn) {
    groups.dataset.drawn = drawn;
    groups.setAttribute('aria-label', data.label);
    groups.replaceChildren(...data.groups.map(each => group(each, value => setStateValue('picked', [value, Date.now()]))));
  }
  for (const input of groups.querySelectorAll('input')) input.checked = input.value === data.chosen;
}
"""

_component = st.components.v2.component("segkit_pick", html=_HTML, css=_CSS, js=_JS)


def pick(label: str, groups: Sequence[Group], chosen: str, *, key: str, on_pick: Callable[[str], None]) -> None:
    """Draw the groups with `chosen` marked; what somebody picks goes to `on_pick` before the next run."""
    if components.PLAIN:
        for number, group in enumerate(groups):
            _pills(group, chosen, f"{key}:{number}", on_pick)
        return
    values = {option.value for group in groups for option in group.options}
    _component(key=key, height="content", on_picked_change=lambda: _picked(key, values, on_pick),
               data={"label": label, "groups": [asdict(group) for group in groups], "chosen": chosen})


def _picked(key: str, values: set[str], on_pick: Callable[[str], None]) -> None:
    sent = (st.session_state.get(key) or {}).get("picked")
    if isinstance(sent, (list, tuple)) and sent and isinstance(sent[0], str) and sent[0] in values:
        on_pick(sent[0])


def _pills(group: Group, chosen: str, key: str, on_pick: Callable[[str], None]) -> None:
    labels = {option.value: f":material/lock: {option.label}" if option.locked else md(option.label) for option in group.options}
    st.session_state[key] = chosen if chosen in labels else None
    st.pills(group.title or "Pick", list(labels), format_func=labels.get, key=key, on_change=lambda: _pilled(key, on_pick), width="content")


def _pilled(key: str, on_pick: Callable[[str], None]) -> None:
    if st.session_state[key]:
        on_pick(st.session_state[key])
