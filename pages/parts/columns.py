"""Columns: which column of the file became which field, and how is that corrected?"""
from collections.abc import Callable

import streamlit as st

from pages.parts.words import md
from segkit.ingest.fields import FieldWords, fields, fields_of
from segkit.ingest.report import LoadReport
from segkit.tables import DATA_TABLES

WIDE = 340
AS_IT_IS = "read as text"
NOWHERE = "– not in this file –"
ROW_IS = {"customers": "a customer", "orders": "an order", "order_lines": "a product in an order",
          "events": "something a person did", "surveys": "an answer to a survey"}


@st.fragment
def columns_editor(report: LoadReport, apply: Callable[..., None]) -> None:
    """Draw a chooser per field with example values; pass the corrected choices on."""
    choices = {**_sheet(report), **_table(report)}
    fields = _fields(choices.get("table", report.table), report)
    found = [one for one in fields if one.name in report.mapping]
    chosen = _choosers(report, found)
    with st.expander("More that a file like this may hold", icon=":material/add:"):
        chosen |= _choosers(report, [one for one in fields if one not in found])
    mapping = {name: heading for name, heading in chosen.items() if heading}
    changed = bool(choices) or mapping != {name: report.mapping[name] for name in chosen if name in report.mapping}
    if st.button("Apply and read the file again", type="primary", disabled=not changed, key=f"apply_{_key(report)}"):
        apply(**choices, mapping=mapping)
        st.rerun()


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


def _choosers(report: LoadReport, fields: list[FieldWords]) -> dict[str, str | None]:
    chosen = {}
    with st.grid(3, min_column_width=230, gap="medium"):
        for one in fields:
            with st.container(gap="xsmall"):
                chosen[one.name] = _chooser(report, one)
    return chosen


def _chooser(report: LoadReport, one: FieldWords) -> str | None:
    options = [NOWHERE, *report.headings]
    heading = report.mapping.get(one.name)
    at = options.index(heading) if heading in options else 0
    picked = st.selectbox(one.title, options, index=at, key=f"map_{_key(report)}_{one.name}")
    if picked == NOWHERE:
        return None
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
    return f"{report.source_id}_{report.file}_{report.table}_{report.sheet}"
