"""Charts: result rows → a Vega-Lite specification, built once, and the data it draws, which travels separately."""

from segkit.charts.data import cross_data, cross_names, customers_in, cut_data, measure_data, share_data, share_room
from segkit.charts.palette import ACCENT, colours
from segkit.charts.sentences import cross_sentence, measure_note, summary_sentence
from segkit.charts.specs import cross_height, cross_spec, measure_spec
from segkit.charts.table import is_small, table_columns, table_data

__all__ = [
    "ACCENT", "colours", "cross_data", "cross_height", "cross_names", "cross_sentence", "cross_spec", "customers_in",
    "cut_data", "is_small", "measure_data", "measure_note", "measure_spec", "share_data",
    "share_room", "summary_sentence", "table_columns", "table_data",
]  # fmt: skip
