"""Charts: do colours stay and stay readable, do specifications hold no data, and do the sentences say what is true?"""
import json

import pytest

from segkit import charts
from segkit.charts import palette
from segkit.charts.data import worked_out
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Cut, Dimension, Measure, Segment, Slider

BACKGROUNDS = {"light": "#FBFAF7", "dark": "#14191A"}
COLOURS = sorted({*palette.KNOWN.values(), *palette.OWN_WORDS})
NAMES, HUES = ("Heavy", "Light"), ("#111111", "#222222")
SUMMARY = [
    {"segment": "Heavy", "customers": 20, "spend": 610, "customer_share": 0.2, "spend_share": 0.61, "orders": 60},
    {"segment": "Light", "customers": 80, "spend": 390, "customer_share": 0.8, "spend_share": 0.39, "orders": 90},
]
CELLS = [
    {"first_segment": "Heavy", "second_segment": "New", "customers": 2, "orders": 3, "spend": 900, "spend_per_customer": 450.0},
    {"first_segment": "Light", "second_segment": "Lost", "customers": 8, "orders": 9, "spend": 100, "spend_per_customer": 12.5},
]


def luminance(colour):
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", BACKGROUNDS)
@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_is_readable_in_both_themes(colour, theme):
    assert contrast(colour, BACKGROUNDS[theme]) >= 3


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda dimension: dimension.key)
def test_declared_segments_have_a_colour_of_their_own(dimension):
    names = [segment.name for segment in dimension.segments]
    found = charts.colours(names)
    assert set(names) <= set(palette.KNOWN), "a new standard segment needs a colour in charts/palette.py"
    assert len(set(found)) == len(names)


def test_a_segment_has_the_same_colour_in_every_dimension_and_company():
    assert charts.colours(["Loyal"]) == charts.colours(["Tea", "Loyal"])[1:] == charts.colours(["Loyal", "Coffee"])[:1]


def test_words_from_the_data_keep_their_colour_while_their_order_stays():
    names = ("Tea", "Coffee", "Unknown")
    assert charts.colours(names)[:2] == charts.colours(("Tea", "Coffee", "Cocoa", "Unknown"))[:2]
    assert len(set(charts.colours([f"word {number}" for number in range(16)]))) == 16


@pytest.mark.parametrize("spec", [
    charts.measure_spec(NAMES, HUES, "Days since last order", "days"),
    charts.measure_spec(NAMES, HUES, "Spend", "money", "EUR"),
    charts.share_spec(NAMES, HUES, True, 0.5),
    charts.cross_spec(NAMES, ("New", "Lost")),
])
def test_a_specification_holds_no_data_and_no_code(spec):
    text = json.dumps(spec)
    assert '"values"' not in text and "datasets" not in spec and "href" not in text and '"image"' not in text


def test_a_specification_is_built_once():
    assert charts.share_spec(NAMES, HUES, True, 0.5) is charts.share_spec(NAMES, HUES, True, 0.5)


def test_names_from_the_data_are_no_field_and_no_expression():
    nasty = ("datum.x", "a.b[0]", "<img src=x>", "'; alert(1)//", "![](http://x.example/p.png)")
    for spec in (charts.share_spec(nasty, charts.colours(nasty), True), charts.cross_spec(nasty, nasty),
                 charts.measure_spec(nasty, charts.colours(nasty), "Orders", "orders")):
        places = [path for path, value in walk(spec) if value in nasty]
        assert places and all(set(path) & {"domain", "sort"} for path in places)


def walk(node, path=()):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, path)
    else:
        yield path, node


def test_shares_are_written_for_people():
    rows = charts.share_data(SUMMARY, NAMES, "EUR", with_spend=True).to_pylist()
    assert [(row["segment"], row["kind"], row["written"]) for row in rows] == [
        ("Heavy", "Customers", "20%"), ("Heavy", "Spend", "61%"), ("Light", "Customers", "80%"), ("Light", "Spend", "39%")]
    assert rows[1]["amount"] == "€610.00" and rows[0]["amount"] == "20 customers"


def test_a_segment_nobody_is_in_keeps_its_row():
    rows = charts.share_data(SUMMARY, ("Heavy", "Gone", "Light"), "", with_spend=False).to_pylist()
    assert [(row["segment"], row["share"]) for row in rows] == [("Heavy", 0.2), ("Gone", 0.0), ("Light", 0.8)]


def test_the_axis_keeps_its_room_while_a_slider_moves():
    assert charts.share_room(SUMMARY) == 1.0
    small = [{"customer_share": 0.1, "spend_share": None}]
    assert charts.share_room(small) == 0.25 and charts.share_room(small, so_far=0.5) == 0.5 and charts.share_room([]) == 0.25


def test_the_last_bar_says_that_it_is_open():
    bars = [{"segment": "Heavy", "bar": 0, "starts_at": 0.0, "customers": 3},
            {"segment": "Light", "bar": 9, "starts_at": 90.0, "customers": 4}]
    rows = charts.measure_data(bars, NAMES, 10.0, 9, lambda number: f"{number:g}").to_pylist()
    assert [row["bar_label"] for row in rows] == ["0 to under 10", "90 and more"]
    assert [row["position"] for row in rows] == [0, 1]
    assert charts.measure_data([], NAMES, 10.0, 9, str).num_rows == 0


@pytest.fixture
def lines():
    slider = Slider("top", "Top", default=20, low=1, high=90, step=1, unit="%", help="…")
    return Dimension("x", "X", "X", "X?", (Measure("order_count"),), (slider,), segments=(Segment("A", "true", "…", "…"),),
                     cuts=(Cut("$top / 100.0", "top"), Cut("$top", "far away"), Cut("$top", "unused", ("top", 1))))  # fmt: skip


def test_cut_off_lines_lie_where_the_sliders_are(lines):
    found = charts.cut_data(lines, {"top": 40}, (), 0.0, 1.0, lambda number: f"{number:.0%}")
    assert found.to_pylist() == [{"at": 0.4, "label": "top 40%", "drop": 2}]
    assert charts.cut_data(lines, {"top": 1}, (), 5.0, 6.0, str).num_rows == 0


def test_a_formula_of_a_line_is_arithmetic_and_nothing_else():
    assert worked_out("($a + 2) * 3 - $b / 4", {"a": 1, "b": 8}) == 7
    with pytest.raises((ValueError, KeyError)):
        worked_out("__import__('os').getcwd()", {})


def test_cross_cells_know_their_depth():
    rows = charts.cross_data(CELLS, ("Heavy", "Light"), ("New", "Lost"), "customers", "EUR").to_pylist()
    assert [(row["written"], row["depth"]) for row in rows] == [("2", 0.25), ("", 0.0), ("", 0.0), ("8", 1.0)]
    assert charts.customers_in(CELLS, [("Heavy", "New"), ("Light", "Lost")]) == 10


def test_the_sentences_say_what_is_true():
    assert charts.summary_sentence(SUMMARY, "EUR") == "**Heavy**: 20% of customers bring 61% of spend, €610.00 from 20 customers."
    assert charts.summary_sentence([], "EUR") == "There are no customers yet."
    unpaid = [{**row, "spend": 0, "spend_share": None} for row in SUMMARY]
    assert charts.summary_sentence(unpaid, "") == "**Light** is the largest segment: 80% of 100 customers."
    assert charts.cross_sentence(CELLS, "EUR") == (
        "The largest group is **Light × Lost** (8 customers); most spend comes from **Heavy × New** (€900.00).")


def test_the_note_under_the_measure_says_who_is_not_drawn():
    bars = [{"customers": 90}]
    assert charts.measure_note(SUMMARY, bars, "600") == (
        "The last bar holds everything from 600. 10 customers without this number are not drawn.")
    assert "nothing to draw" in charts.measure_note(SUMMARY, [], "0")


def test_the_table_marks_small_segments_and_leaves_out_what_nobody_has():
    columns = charts.table_columns(SUMMARY, "EUR")
    assert [column.name for column in columns] == ["customers", "customer_share", "spend", "spend_share", "orders"]
    assert columns[2].format == "€%,.0f"
    rows = charts.table_data(SUMMARY, NAMES, columns).to_pylist()
    assert rows[0]["segment"] == "Heavy (only 20)" and rows[1]["segment"] == "Light" and rows[0]["customer_share"] == 20.0


def test_a_cut_between_ranks_lies_where_its_segment_starts():
    usage = find_dimension("usage")
    bars = [{"segment": "Heavy", "least": 9}, {"segment": "Heavy", "least": 7}, {"segment": "Light", "least": 1}]
    found = charts.cut_data(usage, {}, bars, 0.0, 20.0, "{:g}".format).to_pylist()
    assert [(line["at"], line["label"]) for line in found] == [(7.0, "heavy from 7")]  # nobody is medium: no line
