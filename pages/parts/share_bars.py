"""Share bars: how large is each segment, in customers and in spend? Bars beside each name, which is also the key to the colours.

Drawn by the page itself: as a second chart of the library they cost a step of a slider 20 ms of the browser.
"""
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.parts import components

_HTML = "<div id='rows' role='list'></div>\n"

_CSS = """
#rows { columns: auto 26rem; column-gap: 2rem;
        font-family: var(--st-font); font-size: .8rem; line-height: 1.2; color: var(--st-text-color) }
.row { display: grid; grid-template-columns: min(var(--longest), 10rem) 1fr; gap: .6rem; align-items: center; padding: .22rem 0;
       break-inside: avoid }
.name { text-align: right; overflow-wrap: anywhere }
.bar { display: flex; align-items: center; gap: .35rem; font-variant-numeric: tabular-nums }
.bar i { flex: none; height: .6rem; min-width: 1px; border-radius: 0 2px 2px 0 }
.bar.pale i { opacity: .45 }
"""

_JS = components.MAKE_JS + """
const row = ({ name, colour, bars }) => {
  const drawn = bars.map((bar, number) => {
    const length = make('i', {}), text = make('span', {});
    length.style.background = colour;
    return make('div', { className: number < bars.length - 1 ? 'bar pale' : 'bar' }, length, text);
  });
  const whole = make('div', { className: 'row' }, make('div', { className: 'name', textContent: name }), make('div', {}, ...drawn));
  whole.setAttribute('role', 'listitem');
  return whole;
};

export default function ({ data, parentElement: root }) {
  const rows = root.querySelector('#rows'), drawn = JSON.stringify(data.rows.map(({ name, colour, bars }) => [name, colour, bars.length]));
  if (rows.dataset.drawn !== drawn) {
    rows.dataset.drawn = drawn;
    rows.style.setProperty('--longest', Math.max(7, ...data.rows.map(({ name }) => name.length)) + 1 + 'ch');
    rows.replaceChildren(...data.rows.map(row));
  }
  const bars = rows.querySelectorAll('.bar');
  data.rows.flatMap(each => each.bars).forEach((bar, number) => {
    const drawn = bars[number];
    drawn.firstChild.style.width = 85 * bar.share / data.room + '%';
    drawn.lastChild.textContent = bar.written;
    drawn.title = bar.says + ': ' + bar.amount;
  });
}
"""

_component = st.components.v2.component("segkit_share_bars", html=_HTML, css=_CSS, js=_JS)


def share_bars(rows: Sequence[Mapping[str, Any]], names: Sequence[str], colours: Sequence[str], room: float, key: str) -> None:
    """Draw the rows of `charts.share_data`: of several bars of a segment all but the last are pale; `room` is the longest share."""
    drawn: dict[str, dict[str, Any]] = {n: {"name": n, "colour": colour, "bars": []} for n, colour in zip(names, colours, strict=True)}
    for row in rows:
        drawn[row["segment"]]["bars"].append({part: row[part] for part in ("share", "written", "says", "amount")})
    _component(key=key, height="content", data={"rows": list(drawn.values()), "room": room})
