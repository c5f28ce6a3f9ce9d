"""Columns: which column of the file became which field, and how is that corrected?"""
import zlib
from collections.abc import Callable

import streamlit as st

from pages.parts.words import md
from segkit.ingest.recognise.fields import FieldWords, fields, fields_of
from segkit.ingest.report import LoadReport
from segkit.tables import DATA_TABLES

WIDE = 340
AS_IT_IS = "read as text"
NOWHERE = "– not in this file –"
ROW_IS = {"customers": "a customer", "orders": "an order", "order_lines": "a product in an order",
          "events": "something a person did", "surveys": "an answer to a survey", "subscriptions": "a subscription",
          "invoices": "an invoice", "deals": "a deal of the sales team", "contacts": "a message to a person, or what became of it",
          "referrals": "a person who was referred"}


@st.fragment
def columns_editor(report: LoadReport, apply: Callable[..., None]) -> None:
    """Draw a chooser per field with example values; pass the corrected choices on."""
    choices = {**_sheet(report), **_table(report)}
    if "sheet" in choices:
        st.caption("The columns of that sheet show when it is read.")
    else:
        chosen = _all_choosers(report, choices.get("table", report.table))
        choices |= _corrections(report, chosen, anew="table" in choices)
    if st.button("Apply and read the file again", type="primary", disabled=not choices, key=f"apply_{_key(report)}"):
        apply(**choices)
        st.rerun()


def _all_choosers(report: LoadReport, table: str) -> dict[str, str]:
    every = _fields(table, report)
    found = [one for one in every if one.name in report.mapping]
    chosen = _choosers(report, found)
    with st.expander("More that a file like this may hold", icon=":material/add:", key=f"more_{_key(report)}"):
        return chosen | _choosers(report, [one for one in every if one not in found])


def _corrections(report: LoadReport, chosen: dict[str, str], anew: bool) -> dict:
    """Return the column map with what was changed, {} when nothing was; "" says that a field has no column."""
    changed = {name: heading for name, heading in chosen.items() if heading != report.mapping.get(name, "")}
    if not changed:
        return {}
    # What an earlier correction settled must hold in this one too, so the whole map goes along.
    before = {name: (report.mapping[name], *report.fallbacks.get(name, ())) if name in report.mapping else ""
              for name in chosen}
    return {"mapping": changed if anew else {**before, **changed}}


def _fields(table: str, report: LoadReport) -> list[FieldWords]:
    """Return the fields such a file can hold, and those it was found to hold."""
    usual = fields_of(table) if table else {}
    return list({**usual, **{name: one for name, one in fields().items() if name in report.mapping}}.values())


def _sheet(report: LoadReport) -> dict:
    if len(report.sheets) < 2:
        return {}
    at = report.sheets.index(report.sheet) if report.sheet in report.sheets else 0
    sheet = st.selectbox("Sheet of the workbook", report.sheets, index=at, width=WIDE, key=f"sheet_{_key(report)}")
    return {} if sheet == report.sheet else {"sheet": sheet}


def _table(report: LoadReport) -> dict:
    names = [table.name for table in DATA_TABLES]
    at = names.index(report.table) if report.table in names else None
    table = st.selectbox("One row of this file is", names, index=at, format_func=ROW_IS.get, width=WIDE,
                         key=f"table_{_key(report)}")
    return {} if table == report.table else {"table": table}


def _choosers(report: LoadReport, fields: list[FieldWords]) -> dict[str, str]:
    chosen = {}
    with st.grid(3, min_column_width=230, gap="medium"):
        for one in fields:
            with st.container(gap="xsmall"):
                chosen[one.name] = _chooser(report, one)
    return chosen


def _chooser(report: LoadReport, one: FieldWords) -> str:
    options = [NOWHERE, *report.headings]
    heading = report.mapping.get(one.name)
    at = options.index(heading) if heading in options else 0
    picked = st.selectbox(one.title, options, index=at, key=f"map_{_key(report)}_{one.name}")
    if picked == NOWHERE:
        return ""
    st.caption(_examples(report, one.name, picked))
    return picked


def _examples(report: LoadReport, name: str, picked: str) -> str:
    """Return some values of the picked column, how they were read, and which columns step in where it is empty."""
    values = [value for value in report.examples.get(picked, ()) if value][:3]
    parts = [f"such as {md(' · '.join(values), 60)}"] if values else []
    if picked == report.mapping.get(name):
        read, others = report.decisions.get(name, ""), report.fallbacks.get(name, ())
        parts += [md(read, 200)] if read and not read.startswith(AS_IT_IS) else []
        parts += [f"where empty: {md(', '.join(others))}"] if others else []
    return "; ".join(parts) or "no values"


def _key(report: LoadReport) -> str:
    # With the map in it: once the file is read with other columns, the choosers show those, whatever was picked before.
    of_map = zlib.crc32(repr(sorted(report.mapping.items())).encode())
    return f"{report.source_id}_{report.file}_{report.table}_{report.sheet}_{of_map}"
