"""Charts: do colours stay and stay readable, do specifications hold no data, and do the sentences say what is true?"""
import json
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from segkit import charts
from segkit.charts import palette
from segkit.charts.data import worked_out
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Cut, Dimension, Measure, Segment, Slider
from segkit.maps import find_map

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


# What people without the cones for red (or green) see, by Machado and others (2009): rows of a matrix over linear red, green, blue.
CONES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def seen(colour, cones):
    """Return the colour in CIELAB (D65) as these eyes see it."""
    linear = [(part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4)
              for part in bytes.fromhex(colour[1:])]  # fmt: skip
    red, green, blue = [min(max(sum(w * x for w, x in zip(row, linear, strict=True)), 0), 1) for row in CONES[cones]]
    sums = ((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
            0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
            (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)  # fmt: skip
    x, y, z = [t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in sums]
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other, cones="all"):
    """Return how different two colours look: CIEDE2000, in which 1 can just be told and 10 is told at a glance."""
    (l1, a1, b1), (l2, a2, b2) = seen(one, cones), seen(other, cones)
    grey = 0.5 * (1 - sqrt(_seventh((hypot(a1, b1) + hypot(a2, b2)) / 2)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2, h1, h2 = hypot(a1, b1), hypot(a2, b2), degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    middle, c, lightness = (h1 + turn / 2) % 360, (c1 + c2) / 2, (l1 + l2) / 2 - 50
    t = (1 - 0.17 * cos(radians(middle - 30)) + 0.24 * cos(radians(2 * middle))
         + 0.32 * cos(radians(3 * middle + 6)) - 0.2 * cos(radians(4 * middle - 63)))  # fmt: skip
    dl = (l2 - l1) / (1 + 0.015 * lightness**2 / sqrt(20 + lightness**2))
    dc, dh = (c2 - c1) / (1 + 0.045 * c), 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * c * t)
    blue = -2 * sqrt(_seventh(c)) * sin(radians(60 * exp(-(((middle - 275) / 25) ** 2))))
    return sqrt(dl**2 + dc**2 + dh**2 + blue * dc * dh)


def _seventh(chroma):
    return chroma**7 / (chroma**7 + 25**7)


def test_the_distance_of_colours_is_the_published_one():
    assert apart("#000000", "#FFFFFF") == pytest.approx(100, abs=0.01)
    assert apart("#FF0000", "#00FF00") == pytest.approx(86.61, abs=0.05)  # known values of CIEDE2000
    assert apart("#2B8C86", "#2B8C86") == 0


@pytest.mark.parametrize("cones, least", [("all", 14), ("no red", 4), ("no green", 4)])
def test_any_two_colours_are_told_apart(cones, least):
    near = sorted((round(apart(one, other, cones), 1), one, other) for one, other in combinations(COLOURS, 2))
    assert len(COLOURS) >= 20 and near[0][0] >= least, near[:3]


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
    assert len(set(charts.colours([f"word {number}" for number in range(19)]))) == 19


def test_starter_words_have_one_colour_whoever_stands_beside_them_and_all_of_them_differ():
    for dimension, column in (("benefits", "benefit"), ("occasions", "occasion")):
        words = list(dict.fromkeys(row[column] for row in find_map(dimension).starter()))
        found = dict(zip(words, charts.colours(words), strict=True))
        beside = charts.colours(("Routine", "Mixed", "Too few orders", "Non-buyer", "Unknown"))
        assert len({*found.values(), *beside}) == len(words) + 3, "two words, or a word and a standard segment, look alike"
        for some in (words[::-1], words[3:], words[-1:]):
            assert charts.colours(some) == tuple(found[name] for name in some)


def test_a_word_keeps_its_colour_when_others_come_after_it():
    mixed = ["Diwali", "Christmas", "Sale", "Wedding", *(f"word {number}" for number in range(30)), "Payday"]
    for size in range(1, len(mixed)):
        assert charts.colours(mixed[:size]) == charts.colours(mixed)[:size]
    assert len(set(charts.colours(mixed[:19]))) == 19, "a starter word gives way to one that was there before it"


@pytest.mark.parametrize("spec", [
    charts.measure_spec(NAMES, HUES, "Days since last order", "days"),
    charts.measure_spec(NAMES, HUES, "Spend", "money", "EUR"),
    charts.cross_spec(NAMES, ("New", "Lost")),
])
def test_a_specification_holds_no_data_and_no_code(spec):
    text = json.dumps(spec)
    assert '"values"' not in text and "datasets" not in spec and "href" not in text and '"image"' not in text


def test_a_specification_is_built_once():
    assert charts.cross_spec(NAMES, ("New", "Lost")) is charts.cross_spec(NAMES, ("New", "Lost"))


def test_names_from_the_data_are_no_field_and_no_expression():
    nasty = ("datum.x", "a.b[0]", "<img src=x>", "'; alert(1)//", "![](http://x.example/p.png)")
    for spec in (charts.cross_spec(nasty, nasty), charts.measure_spec(nasty, charts.colours(nasty), "Orders", "orders")):
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
    rows = charts.share_data(SUMMARY, NAMES, "EUR", with_spend=True)
    assert [(row["segment"], row["says"], row["written"]) for row in rows] == [
        ("Heavy", "20% of customers", "20%"), ("Heavy", "61% of spend", "61%"),
        ("Light", "80% of customers", "80%"), ("Light", "39% of spend", "39%")]
    assert rows[1]["amount"] == "€610.00" and rows[0]["amount"] == "20 customers"


def test_a_segment_nobody_is_in_keeps_its_row():
    rows = charts.share_data(SUMMARY, ("Heavy", "Gone", "Light"), "", with_spend=False)
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
    assert found.to_pylist() == [{"at": 0.4, "label": "top 40%", "drop": 2, "far": False}]
    assert charts.cut_data(lines, {"top": 90}, (), 0.0, 1.0, str)["far"].to_pylist() == [True], "its name stands on its left"
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


@pytest.mark.parametrize("value, sentence", [
    ("customers", "The largest group is **Light × Lost**: 8 customers, 80% of 10 customers."),
    ("spend", "Most spend comes from **Heavy × New**: €900.00, 90% of all spend, from 2 customers."),
    ("spend_per_customer", "No cell holds 30 customers or more: too few for a mean to say much."),
])
def test_the_sentence_of_a_cross_follows_what_it_shows(value, sentence):
    assert charts.cross_sentence(CELLS, "EUR", value=value) == sentence


def test_a_mean_of_few_customers_does_not_win():
    many = {"first_segment": "Medium", "second_segment": "New", "customers": 40, "orders": 90, "spend": 4000, "spend_per_customer": 100.0}
    assert charts.cross_sentence([*CELLS, many], "EUR", value="spend_per_customer") == (
        "**Medium × New** spends most per customer: €100.00, the mean of 40 customers. Cells under 30 customers are not compared.")


def test_a_cross_without_customers_or_spend_says_so():
    unpaid = [{**cell, "spend": None, "spend_per_customer": None} for cell in CELLS]
    assert charts.cross_sentence([], "EUR") == "There are no customers yet."
    assert charts.cross_sentence(unpaid, "", value="spend") == "No spend is known of these customers."
    refunded = [{**CELLS[0], "customers": 1, "spend": -5, "spend_per_customer": -5.0}]
    assert charts.cross_sentence(refunded, "EUR", value="spend") == "Most spend comes from **Heavy × New**: -€5.00 from 1 customer."


def test_the_heat_table_grows_beyond_a_phone():
    spec = charts.cross_spec(NAMES, ("New", "Previously loyal"))
    assert spec["autosize"] == "pad" and set(spec["padding"].values()) == {0}
    axis = spec["layer"][0]["encoding"]["x"]
    left, right = axis["scale"]["range"]
    assert right["expr"] == f"max(width - 28, {left + 2 * 56})"
    assert "-40" in axis["axis"]["labelAngle"]["expr"]


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
