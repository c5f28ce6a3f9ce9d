"""Store field: which of several shops is a file of orders from?"""
from collections.abc import Callable

import streamlit as st

from segkit.ingest.report import LoadReport
from segkit.tables import OF_ORDERS

HELP = "Only where this project has several shops: orders of different shops are never taken for one another, whatever their numbers."


def store_field(report: LoadReport, apply: Callable[..., None]) -> None:
    """Draw the name of the file's shop; pass a changed one on."""
    if report.table not in OF_ORDERS:
        return
    key = f"{report.source_id}_{report.file}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Shop", value=report.store, max_chars=60, width=280, help=HELP, key=f"store_{key}_{report.store}",
                             placeholder="one shop only").strip()
        if st.button("Use this name", disabled=name == report.store, key=f"use_store_{key}"):
            apply(store=name)
            st.rerun()
