"""Page: one slider, one chart of ten rows. Nine never change; the first shows the slider, so that a redraw can be seen."""
import streamlit as st

SPEC = {"mark": "bar", "encoding": {
    "x": {"field": "customers", "type": "quantitative", "scale": {"domain": [0, 400]}}, "y": {"field": "segment", "type": "nominal"},
}}  # fmt: skip

value = st.slider("Days", 1, 365, 90, key="days")
rows = [{"segment": f"Segment {number}", "customers": 40 * number} for number in range(1, 10)]
st.vega_lite_chart([{"segment": "Segment 0", "customers": value}, *rows], SPEC, key="chart", height=300)
