"""Segment cells: the pictures, the table and the actions of one dimension, and what each of them asks for."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts import session
from pages.parts.cells import cell, facts
from pages.parts.chooser import LOOKED_AT
from pages.parts.consent import CHOSEN_UNDER_LISTS, size_of
from pages.parts.controls import settings_of
from pages.parts.downloads import download
from pages.parts.naming import name_segment
from pages.parts.pick import Group, Option, pick
from pages.parts.share_bars import share_bars
from pages.parts.words import md
from segkit import Project, charts, lists
from segkit.dimensions.base import Dimension
from segkit.features import catalogue
from segkit.features.base import Feature
from segkit.segments import Bins
from segkit.words import money, plural, share

MEASURE_HEIGHT = 300
WIDEST_NAME = 210  # pixels: a phone shows a number beside it


@dataclass(frozen=True)
class View:
    """One dimension at the settings of now: what a cell draws from. The summary has one row per segment, in their order."""

    project: Project
    dimension: Dimension
    place: str
    settings: dict[str, Any]
    summary: list[dict[str, Any]]
    bars: list[dict[str, Any]]
    names: tuple[str, ...]
    colours: tuple[str, ...]

    @property
    def with_spend(self) -> bool:
        return any(row["spend"] for row in self.summary)

    def row(self, name: str) -> dict[str, Any]:
        """Return the numbers of one segment; zeros where it has no customers."""
        return next((row for row in self.summary if row["segment"] == name), {"segment": name, "customers": 0, "spend": 0})


def glance(project: Project, dimension: Dimension, place: str) -> View:
    """Return what the pictures draw from; two pictures of the same moment ask once."""
    settings, held = settings_of(project, dimension, place), st.session_state.get(f"glance:{place}")
    asked = (project.version, dict(settings))  # before the answer: what another tab changes meanwhile is asked again
    if held is None or held[0] != asked:
        summary, bars = project.glance(dimension.key, **settings)
        held = st.session_state[f"glance:{place}"] = (asked, _view(project, dimension, place, summary, bars))
    return held[1]


def in_full(project: Project, dimension: Dimension, place: str) -> View:
    """Return what the table and the actions draw from: every number, which takes twice as long as the pictures' part."""
    settings = settings_of(project, dimension, place)
    return _view(project, dimension, place, project.numbers(dimension.key, **settings))


def _view(project: Project, dimension: Dimension, place: str, summary: list[dict], bars: Sequence[dict] = ()) -> View:
    names = _steady(place, [row["segment"] for row in summary], dimension.shown_names())
    return View(project, dimension, place, dict(settings_of(project, dimension, place)), summary, list(bars), names, charts.colours(names))


def _steady(place: str, names: Sequence[str], declared: Sequence[str]) -> tuple[str, ...]:
    """Return the segments in an order that stays: who was seen once keeps the row and the colour while sliders move."""
    seen = st.session_state.setdefault(f"order:{place}", [])
    seen += [name for name in names if name not in seen and name not in declared]
    return (*seen, *declared)


def measure_picture(view: View) -> None:
    """Draw the measure that the controls cut, its bars stacked by segment."""
    feature, bins, written = _measured(view)
    datasets = {
        "bars": charts.measure_data(view.bars, view.names, bins.width, bins.count - 1, written),
        "cuts": charts.cut_data(view.dimension, view.settings, view.bars, bins.low, bins.low + bins.count * bins.width, written),
    }
    spec = charts.measure_spec(view.names, view.colours, feature.title, feature.unit, view.project.currency)
    st.vega_lite_chart(None, {**spec, "datasets": datasets},
                       key=f"{view.place}.measure", height=MEASURE_HEIGHT, alt=f"Customers by {feature.title.lower()}, stacked by segment")


def _measured(view: View) -> tuple[Feature, Bins, Callable[[float], str]]:
    """Return what is drawn, in which bars, and how one of its numbers is written."""
    measure = view.project.labelling(view.dimension.key, view.settings).measure
    feature = catalogue.find(measure)
    return feature, view.project.bars(measure), _written(feature.unit, view.project.currency)


def _written(unit: str, currency: str):
    if unit.startswith("share"):
        return share
    return (lambda number: money(number, currency)) if unit == "money" else (lambda number: f"{number:,g}")


def said_cell(view: View) -> None:
    """Draw the sentence that says what the pictures mean, and what they leave out or gather."""
    st.markdown(charts.summary_sentence(view.summary, view.project.currency, md))
    _, bins, written = _measured(view)
    pale = "Upper, paler bar: share of customers; lower bar: their share of spend. " if view.with_spend else ""
    st.caption(pale + charts.measure_note(view.summary, view.bars, md(written(bins.low + (bins.count - 1) * bins.width))))
    rests_on = [sentence for sentence in (view.dimension.note, *view.project.better_with(view.dimension.key)) if sentence]
    if rests_on:
        st.caption(md(" ".join(rests_on), 800))


def shares_picture(view: View) -> None:
    """Draw the paired picture of each segment's part in customers and in spend."""
    rows = charts.share_data(view.summary, view.names, view.project.currency, view.with_spend)
    room = st.session_state[f"room:{view.place}"] = charts.share_room(view.summary, st.session_state.get(f"room:{view.place}", 0.0))
    share_bars(rows, view.names, view.colours, room, key=f"{view.place}.shares")


def numbers_cell(view: View) -> None:
    """Draw the table with every number of every segment."""
    with cell(2, "All the numbers"):
        columns = charts.table_columns(view.summary, view.project.currency)
        config = {column.name: st.column_config.NumberColumn(column.title, help=column.meaning, format=column.format) for column in columns}
        table = charts.table_data(view.summary, view.names, columns)
        longest = max((len(name) for name in table["segment"].to_pylist()), default=0)
        config["segment"] = st.column_config.TextColumn("Segment", pinned=True, width=min(WIDEST_NAME, 30 + 7 * longest))
        st.dataframe(table, hide_index=True, height="content", column_config=config,
                     placeholder="–", key=f"{view.place}.numbers", alt="All numbers per segment")


def actions_cell(view: View) -> None:
    """Draw what one segment means, what to do about it, and how to take its customers along."""
    with cell(3, "What to do with a segment"):
        held = [name for name in view.names if view.row(name)["customers"]]
        if not held:
            st.markdown("There are no customers yet. Add an export on the Data screen.")
            return
        name = _chosen_segment(view, held)
        st.session_state[LOOKED_AT] = (session.current().id, view.dimension.key, name)
        row, (meaning, action) = view.row(name), in_words(view.dimension, name)
        st.markdown(f"**{md(name)}** – {meaning}  \n:material/arrow_forward: {action}")
        facts(_key_numbers(view, row))
        _small(row)
        _take_along(view, name, row)


def in_words(dimension: Dimension, name: str) -> tuple[str, str]:
    """Return what a segment means and what to do about it; the sentences are ours, a name from the data is escaped."""
    declared = next((segment for segment in dimension.segments if segment.name == name), None)
    if declared:
        return declared.meaning, declared.action
    return dimension.label_meaning.replace("{segment}", md(name)), dimension.label_action.replace("{segment}", md(name))


def _chosen_segment(view: View, held: list[str]) -> str:
    key = f"{view.place}.segment"
    chosen = st.session_state.get(f"{key}:picked")
    if chosen not in held:
        chosen = max(held, key=lambda name: (view.row(name)["spend"] or 0, view.row(name)["customers"]))
    colours = dict(zip(view.names, view.colours, strict=True))
    pick("Segment", [Group("", tuple(Option(name, name, colours[name]) for name in held))], chosen, key=key,
         on_pick=lambda name: st.session_state.update({f"{key}:picked": name}))
    return chosen


def _key_numbers(view: View, row: dict[str, Any]) -> list[tuple[str, str]]:
    numbers = [("Customers", f"{row['customers']:,}"), ("Share of customers", share(row["customer_share"]))]
    if view.with_spend:
        spend = money(float(row["spend"]), view.project.currency, short=True)
        numbers += [("Spend", md(spend)), ("Share of spend", share(row["spend_share"]))]
    return numbers


def _small(row: dict[str, Any]) -> None:
    if charts.is_small(row):
        st.caption(f":orange[:material/warning:] Only {plural(row['customers'], 'customer')}: too few to trust shares and means.")


def _take_along(view: View, name: str, row: dict[str, Any]) -> None:
    project, key, settings = view.project, view.dimension.key, view.settings
    number = size_of(project, lists.of_segment(project, key, name, settings), row["customers"], CHOSEN_UNDER_LISTS)
    with st.container(horizontal=True):
        download(project, lambda: lists.of_segment(project, key, name, settings), lists.find_flavour("csv"), f"{view.place}.download", name,
                 label=f"Download list ({number:,})", primary=True)
        name_segment(project, [key], [[name]], name, f"{view.place}.name", {key: settings})
