"""People cell: who counts as one customer, who is nobody or staff, which records were joined, and how is that undone?"""
from typing import Any

import streamlit as st

from pages.parts import loading
from pages.parts.cells import cell, facts
from pages.parts.errors import told
from pages.parts.projects import Info
from pages.parts.words import harmless, md
from segkit import Project
from segkit.ingest.parse.countries import country_names
from segkit.words import count, listed, plural

QUESTION = "Who counts as one customer?"
MOST_SHOWN = 200
_FIGURES = (("customers", "Customers"), ("with_email", "With e-mail"), ("only_phone", "Only a phone"), ("only_id", "Only an id"),
            ("only_alias", "Only a marketplace alias"), ("joined", "Joined from several records"), ("staff", "Staff, not counted"))


def people_cell(number: int, info: Info, project: Project) -> None:
    """Draw the figures, who is nobody, the joined records with a way to part them, the shop's country and the staff's domains."""
    with cell(number, QUESTION):
        found, nobodies, proposals = _figures(info.id, project.version, project)
        facts([(name, count(found[key])) for key, name in _FIGURES if found[key] or key == "customers"])
        st.caption("Records are one customer where an id or e-mail address is the same, or a phone number with the same name. "
                   "A name alone joins nobody.")
        _nobody(found["of_nobody"], nobodies)
        left, right = st.columns(2, gap="large")
        with left:
            _country(info, project)
        with right:
            _staff(project, proposals)
        if found["joined"]:
            drawer = st.expander(f"{plural(found['joined'], 'customer')} joined from several records", icon=":material/join:",
                                 key="merges", on_change="rerun")
            with drawer:
                if drawer.open:
                    _merges(project, found["joined"])
        _apart(project)


@st.cache_data(max_entries=20, show_spinner=False)
def _figures(place: str, version: str, _project: Project) -> tuple[dict, list, list]:
    # Asked at every click, answered by reading all customers: once per version of the data is enough.
    return _project.people(), _project.nobodies(), _project.staff_proposals()


def _nobody(rows: int, stands: list[tuple[str, int]]) -> None:
    """Say which rows are nobody's: they are in no segment, and the platform's dashboard counts them."""
    if not rows:
        return
    shown = [f"{md(text, 40) if text else 'no entry'} ({count(number)})" for text, number in stands[:5]]
    more = ["others"] if len(stands) > len(shown) else []
    instead = f" In place of a customer they have {listed([*shown, *more])}." if any(text for text, _ in stands) else ""
    st.markdown(f"**{plural(rows, 'row is', 'rows are')} of nobody in particular** and set aside: guests, walk-ins, shared or masked "
                f"names.{instead}")


def _country(info: Info, project: Project) -> None:
    names, chosen = country_names(), project.recipe.country
    st.session_state["shop_country"] = chosen
    known = dict.fromkeys(("", *names, chosen))  # a recipe may name another one
    st.selectbox("Country of the shop", known, format_func=lambda code: names.get(code, code) or "Not said", key="shop_country", width=320,
                 on_change=_set_country, args=(info, project),
                 help="Phone numbers without a country code are read as of the row's country, else of this one; files with such numbers "
                      "are read again. Public holidays are those of this country too.")


def _set_country(info: Info, project: Project) -> None:
    project.set_country(st.session_state["shop_country"])
    loading.reload_outdated(info, project)


def _staff(project: Project, proposals: list[dict[str, Any]]) -> None:
    """Ask whose mailboxes are staff: proposed are domains with many test orders, and nobody leaves unless it is switched on."""
    chosen, proposed = project.recipe.staff_domains, {found["domain"]: found for found in proposals}
    st.session_state["staff_domains"] = list(chosen)  # the project decides what is shown, not the widget's memory
    st.multiselect("Staff: addresses at", list(dict.fromkeys((*chosen, *proposed))), accept_new_options=True, key="staff_domains",
                   placeholder="yourshop.com", width=320, on_change=_set_staff, args=(project,),
                   help="Who has an address at one of these domains counts as staff and is in no segment and on no list.")
    for domain, found in proposed.items():
        if domain not in chosen:
            st.caption(f"Perhaps {md(domain)}: {found['odd']:,} of {plural(found['orders'], 'order')} from "
                       f"{plural(found['mailboxes'], 'mailbox', 'mailboxes')} there are tests or worth nothing.")
            st.button(f"Count {md(domain)} as staff", key=f"staff_{domain}", type="tertiary", icon=":material/badge:",
                      on_click=_add_staff, args=(project, domain))


def _add_staff(project: Project, domain: str) -> None:
    with told():
        project.set_staff_domains([*project.recipe.staff_domains, domain])


def _set_staff(project: Project) -> None:
    with told():
        project.set_staff_domains(st.session_state["staff_domains"])


def _merges(project: Project, number: int) -> None:
    """Draw the joined records, those of several ids first, and let chosen ones be parted."""
    found = project.merges().limit(MOST_SHOWN).fetchall()
    if number > len(found):
        st.caption(f"The first {count(len(found))} of {count(number)}, those of several ids first.")
    rows = [{"Customer": harmless(person), "Name": harmless(name or ""), "Records": harmless(", ".join(keys)),
             "Same": rule or "", "What they share": harmless(", ".join(shared or ()).replace("\n", " ")), "Files": ", ".join(files or ())}
            for person, name, keys, rule, shared, files in found]
    chosen = st.dataframe(rows, hide_index=True, height="content" if len(rows) < 8 else 320, key="merges_table", on_select="rerun",
                          selection_mode="multi-row", alt="Customers joined from several records")
    picked = [found[place][0] for place in chosen["selection"]["rows"] if place < len(found)]
    st.button("They are different people: part them", key="part", icon=":material/call_split:", disabled=not picked, on_click=_part,
              args=(project, picked),
              help="Choose rows of the table first. Each record becomes a customer of its own; it can be undone below.")


def _part(project: Project, people: list[str]) -> None:
    with told():
        for person in people:
            project.split(person)


def _apart(project: Project) -> None:
    apart = project.recipe.kept_apart
    if not apart:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        back = st.multiselect(f"{plural(len(apart), 'record')} kept apart by you", apart, key="kept_apart", width="stretch",
                              placeholder="Choose records to be joined again")
        st.button("Join again", key="rejoin", icon=":material/undo:", on_click=_rejoin, args=(project, back),
                  help="Those you choose, or all of them, are joined again where an address is the same.")


def _rejoin(project: Project, keys: list[str]) -> None:
    with told():
        project.rejoin(*keys)
