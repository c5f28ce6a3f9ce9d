"""Browser: which projects were made in this browser, where several people share one server?"""
import streamlit as st

# The list of ids lies in the browser and nowhere else: who does not know an id cannot open the project.
_HTML = """
<span hidden></span>
"""
_JS = """
const KEY = 'segkit.projects';
export default function ({ data, setStateValue }) {
  let ids = [];
  try { ids = JSON.parse(localStorage.getItem(KEY)) || []; } catch (e) { ids = []; }
  if (data.add && !ids.includes(data.add)) {
    ids = [data.add, ...ids].slice(0, 200);
    try { localStorage.setItem(KEY, JSON.stringify(ids)); } catch (e) { /* private window: the address still works */ }
  }
  if (JSON.stringify(ids) !== JSON.stringify(data.known)) setStateValue('ids', ids);
}
"""
_KEY = "browser_memory"
_MEMORY = st.components.v2.component("browser_memory", html=_HTML, js=_JS)


def remember(project_id: str | None) -> None:
    """Let the browser keep the id of the open project, and ask it for the others; its answer comes a moment later."""
    _MEMORY(key=_KEY, data={"add": project_id, "known": remembered_ids()}, default={"ids": []},
            on_ids_change=lambda: None)


def remembered_ids() -> list[str]:
    """Return the ids of the projects opened in this browser; empty until it has answered."""
    return [str(one) for one in (st.session_state.get(_KEY) or {}).get("ids") or []]
