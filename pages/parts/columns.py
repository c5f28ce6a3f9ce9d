"""Columns: which column of the file became which field, and how is that corrected?"""
from collections.abc import Callable

import streamlit as st

from pages.parts.words import md
from segkit.ingest.fields import FieldWords, fields_of
from segkit.ingest.report import LoadReport
from segkit.tables import DATA_TABLES, TABLES

WIDE = 340
NOWHERE = "– not in this file –"
ROW_IS = {"customers": "a customer", "orders": "an order", "order_lines": "a product in an order",
          "events": "something a person did", "surveys": "an answer to a survey"}


@st.fragment
def columns_editor(report: LoadReport, apply: Callable[..., None]) -> None:
    """Draw a chooser per field with example values; pass the corrected choices on."""
    choices = {**_sheet(report), **_table(report)}
    table = choices.get("table", report.table)
    fields = list(fields_of(table).values()) if table else []
    needed = _needed(table)
    found = [one for one in fields if one.name in report.mapping or one.name in needed]
    chosen = _choosers(report, found, needed)
    with st.expander("More that a file like this may hold", icon=":material/add:"):
        chosen |= _choosers(report, [one for one in fields if one not in found], needed)
    mapping = {name: heading for name, heading in chosen.items() if heading}
    changed = bool(choices) or mapping != {name: report.mapping[name] for name in chosen if name in report.mapping}
    if st.button("Apply and read the file again", type="primary", disabled=not changed, key=f"apply_{_key(report)}"):
        apply(**choices, mapping=mapping)
        st.rerun()


def _needed(table: str) -> set[str]:
    return {field.name for field in TABLES[table].fields if field.required} if table in TABLES else set()


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


def _choosers(report: LoadReport, fields: list[FieldWords], needed: set[str]) -> dict[str, str | None]:
    chosen = {}
    with st.grid(3, min_column_width=230, gap="medium"):
        for one in fields:
            with st.container(gap="xsmall"):
                chosen[one.name] = _chooser(report, one, one.name in needed)
    return chosen


def _chooser(report: LoadReport, one: FieldWords, needed: bool) -> str | None:
    options = [NOWHERE, *report.headings]
    heading = report.mapping.get(one.name)
    at = options.index(heading) if heading in options else 0
    label = f"{one.title} (needed)" if needed else one.title
    picked = st.selectbox(label, options, index=at, key=f"map_{_key(report)}_{one.name}")
    st.caption(_examples(report, one.name, picked))
    return None if picked == NOWHERE else picked


def _examples(report: LoadReport, name: str, picked: str) -> str:
    """Return some values of the picked column, and which columns step in where it is empty."""
    values = [value for value in report.examples.get(picked, ()) if value][:3]
    words = f"such as {md(' · '.join(values), 60)}" if values else "–"
    others = report.fallbacks.get(name, ()) if picked == report.mapping.get(name) else ()
    return f"{words}; where empty: {md(', '.join(others))}" if others else words


def _key(report: LoadReport) -> str:
    return f"{report.source_id}_{report.file}_{report.table}_{report.sheet}"
