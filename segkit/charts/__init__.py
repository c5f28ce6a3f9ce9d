"""Charts: result rows → a Vega-Lite specification, built once, and the data it draws, which travels separately."""

from segkit.charts.data import cross_data, cut_data, measure_data, share_data
from segkit.charts.palette import ACCENT, colours
from segkit.charts.sentences import cross_sentence, summary_sentence
from segkit.charts.specs import cross_spec, measure_spec, share_spec

__all__ = [
    "ACCENT", "colours", "cross_data", "cross_sentence", "cross_spec", "cut_data", "measure_data", "measure_spec", "share_data", "share_spec",
    "summary_sentence",
]  # fmt: skip
