"""Legend: which colour is which segment? A line of names that wraps, the same beside every picture."""
from collections.abc import Sequence

import streamlit as st

_CSS = """
ul { display: flex; flex-wrap: wrap; gap: .15rem .9rem; list-style: none; margin: 0; padding: 0;
     font-family: var(--st-font); font-size: .8rem; line-height: 1.5; color: var(--st-text-color) }
li { display: flex; align-items: center; gap: .35rem; overflow-wrap: anywhere }
i { flex: none; width: .7rem; height: .7rem; border-radius: 3px }
"""

_JS = """
export default function ({ data, parentElement: root }) {
  const list = root.querySelector('ul');
  list.setAttribute('aria-label', 'Colours of the segments');
  list.replaceChildren(...data.entries.map(([name, colour]) => {
    const entry = document.createElement('li'), patch = document.createElement('i');
    patch.style.background = colour;
    entry.append(patch, name);
    return entry;
  }));
}
"""

_legend = st.components.v2.component("segkit_legend", html="<ul></ul>\n", css=_CSS, js=_JS)


def legend(names: Sequence[str], colours: Sequence[str], key: str) -> None:
    """Draw the names with their colours; names from the data reach the page as text, never as markup."""
    _legend(key=key, data={"entries": [list(pair) for pair in zip(names, colours, strict=True)]}, height="content")
