"""Specs: how is a picture drawn? Each is built once with Altair for a set of segments, and holds no data.

Text is drawn in "currentColor", so that it follows the theme by itself; what changes with a slider is data, never the
specification, so that a picture moves instead of blinking.
"""

from functools import lru_cache
from typing import Any
from unicodedata import east_asian_width

import altair as alt

from segkit.charts.palette import ACCENT
from segkit.words import CURRENCY_SIGNS

Names = tuple[str, ...]
KEPT = 200
# Large numbers as on the rest of the screen: 500, 1.5K, 2M, 3B.
_SHORT = "replace(replace(format(datum.value, '~s'), 'k', 'K'), 'G', 'B')"
# Pixels of the heat table: a column holds "€895.06", a level heading needs more, the last slanted heading reaches over the edge.
LEAST_COLUMN, LEVEL_COLUMN, LONGEST_HEADING, OVERHANG = 56, 98, 110, 28
_CROSS_NAMES: dict[str, Any] = {"title": None, "ticks": False, "domain": False, "labelFontSize": 12, "labelColor": "currentColor"}
_NO_PADDING = {"left": 0, "top": 0, "right": 0, "bottom": 0}


@lru_cache(KEPT)
def measure_spec(names: Names, colours: Names, title: str, unit: str, currency: str = "") -> dict[str, Any]:
    """Return the picture of a measure: bars stacked by segment, cut-off lines with their names on top."""
    x = alt.X("starts_at:Q", bin="binned", axis=_measure_axis(title, unit, currency), scale=alt.Scale(nice=False, zero=False))
    tips = [alt.Tooltip("segment:N", title="Segment"), alt.Tooltip("bar_label:N", title=title),
            alt.Tooltip("customers:Q", title="Customers", format=",d")]  # fmt: skip
    bars = alt.Chart(alt.NamedData("bars")).mark_bar(stroke=None).encode(
        x=x, x2="ends_at", y=alt.Y("customers:Q", stack="zero", axis=_count_axis("Customers")), color=_segment_colour(names, colours),
        order=alt.Order("position:Q"), tooltip=tips,
    )  # fmt: skip
    cuts = alt.Chart(alt.NamedData("cuts"))
    rule = cuts.mark_rule(strokeWidth=1.5, strokeDash=[5, 3], color="currentColor").encode(x="at:Q")
    align, apart = alt.expr("datum.far ? 'right' : 'left'"), alt.expr("datum.far ? -4 : 4")
    label = cuts.mark_text(align=align, dx=apart, baseline="top", fontSize=12, color="currentColor").encode(
        x="at:Q", y=alt.Y("drop:Q", scale=None, axis=None), text="label:N"
    )
    return _bare(alt.layer(bars, rule, label).resolve_scale(y="independent"))


@lru_cache(KEPT)
def cross_spec(rows: Names, columns: Names) -> dict[str, Any]:
    """Return the heat table of two dimensions, in which cells can be clicked; a cell's depth is its value.

    It fills the screen it is given, but a column is never too narrow for its number: on a phone the table is wider than the screen.
    """
    picked = alt.selection_point(name="cells", fields=["first_segment", "second_segment"], toggle="true", empty=False)
    left, slanted_top = _room(rows, 160), _room(columns, LONGEST_HEADING) * 2 // 3 + 16
    right = f"max(width - {OVERHANG}, {left + len(columns) * LEAST_COLUMN})"
    column = f"(({right} - {left}) / {max(len(columns), 1)})"
    slanted = f"{column} < {LEVEL_COLUMN}"
    top = f"({slanted} ? {slanted_top} : 28)"
    # The names stand inside the picture, where its size is known beforehand: outside they would be added to width and height.
    base = alt.Chart(alt.NamedData("cells")).encode(
        y=alt.Y("first_segment:N", sort=list(rows), scale=alt.Scale(domain=list(rows), range=[alt.expr(top), alt.expr("height - 2")]),
                axis=alt.Axis(**_CROSS_NAMES, labelPadding=8, labelLimit=left - 8, labelFlush=False, offset=-left)),
        x=alt.X("second_segment:N", sort=list(columns), scale=alt.Scale(domain=list(columns), range=[left, alt.expr(right)]),
                axis=alt.Axis(**_CROSS_NAMES, orient="top", labelAngle=alt.expr(f"{slanted} ? -40 : 0"), labelOverlap=False,
                              labelAlign=alt.expr(f"{slanted} ? 'left' : 'center'"),
                              labelLimit=alt.expr(f"{slanted} ? {LONGEST_HEADING} : {column} - 6"), offset=alt.expr(f"-{top}"))),
        tooltip=[alt.Tooltip("first_segment:N", title="Segment"), alt.Tooltip("second_segment:N", title="and"),
                 alt.Tooltip("says:N", title="Holds")],
    )  # fmt: skip
    cells = base.mark_rect(color=ACCENT, cornerRadius=3, cursor="pointer", strokeWidth=2).encode(
        fillOpacity=alt.FillOpacity("depth:Q", scale=alt.Scale(type="sqrt", domain=[0, 1], range=[0.03, 0.75]), legend=None),
        stroke=alt.when(picked).then(alt.value("currentColor")).otherwise(alt.value("transparent")),
    )
    text = base.mark_text(fontSize=12, color="currentColor", cursor="pointer").encode(text="written:N")
    # "pad" lets the table grow beyond the width that the screen gives; "fit" would press it in.
    return _bare(alt.layer(cells.add_params(picked), text).properties(autosize="pad", padding=_NO_PADDING))


def cross_height(rows: int) -> int:
    """Return the height in pixels that the heat table needs."""
    return max(rows, 2) * 38 + 90


def _room(names: Names, most: int) -> int:
    """Return the pixels that the longest of the names needs; letters of East Asia are as wide as two others."""
    letters = max((sum(2 if east_asian_width(letter) in "WF" else 1 for letter in name) for name in names), default=0)
    return min(most, 18 + 6 * letters)


def _segment_colour(names: Names, colours: Names) -> alt.Color:
    return alt.Color("segment:N", scale=alt.Scale(domain=list(names), range=list(colours)), legend=None)


def _measure_axis(title: str, unit: str, currency: str) -> alt.Axis:
    shares = unit.startswith("share")
    look: dict[str, Any] = {"format": "%"} if shares else {"labelExpr": _SHORT}
    sign = CURRENCY_SIGNS.get(currency, f"{currency} ") if unit == "money" and currency else ""
    if sign:
        look = {"labelExpr": f"{sign!r} + {_SHORT}"}
    full = title if unit in ("money", "text") or shares or unit in title.lower() else f"{title} ({unit})"
    return alt.Axis(title=full, grid=False, tickCount=8, labelOverlap=True, labelFlush=False, **look)


def _count_axis(title: str) -> alt.Axis:
    return alt.Axis(title=title, labelExpr=_SHORT, tickCount=4, tickMinStep=1)


def _bare(chart: Any) -> dict[str, Any]:
    spec = chart.to_dict()
    spec.pop("config", None)
    return spec
