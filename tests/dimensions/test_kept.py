"""Kept settings: what happens to a saved setting when new data move the bounds or the default of its control?"""

import pytest

from segkit.dimensions import kept
from segkit.dimensions.base import Choice, Dimension, Measure, Segment, Slider

RICH = Dimension(
    key="rich", family="Test", title="Rich", question="Who?", measures=(Measure("total_spend"),),
    controls=(Slider("least", "At least", default=1, low=0, high=2, step=1, unit="money", help="…", scaled_by="median_spend"),
              Slider("orders", "Orders", default=2, low=1, high=9, step=1, unit="orders", help="…"),
              Choice("way", "Way", (("short", "Short"), ("long", "Long")), "short", "…", needs=(("long", "has_orders"),))),
    segments=(Segment("Rich", "total_spend >= $least and order_count >= $orders and $way = 'short'", "…", "…"),
              Segment("Rest", "true", "…", "…")),
)  # fmt: skip
SMALL, LARGE = {"median_spend": 10.0}, {"median_spend": 1000.0}


@pytest.mark.parametrize("saved, facts, left", [
    ({"least": 1500, "orders": 3}, LARGE, {"least": 1500, "orders": 3}),
    ({"orders": 30, "way": "sideways"}, SMALL, {}),
    ({"orders": None, "way": "long"}, {**SMALL, "has_orders": False}, {}),
    ({"gone": 5, "orders": 4}, SMALL, {"orders": 4}),  # a control of an older Segkit
])  # fmt: skip
def test_a_saved_setting_that_no_longer_fits_gives_way_to_the_default(saved, facts, left):
    assert kept.usable(RICH, saved, facts) == left


def test_what_stands_at_its_default_is_not_kept_and_so_follows_the_data():
    assert kept.moved(RICH, {"least": 10, "orders": 2, "way": "long"}, SMALL) == {"way": "long"}
    assert kept.moved(RICH, {"least": 10}, LARGE) == {"least": 10}


def test_a_named_segment_keeps_what_was_moved_and_defaults_that_would_follow_the_data():
    assert kept.frozen(RICH, {"orders": 5}, SMALL) == {"least": 10, "orders": 5}


@pytest.mark.parametrize("chosen, facts, nearest", [
    ({"least": 1500, "orders": 30}, SMALL, {"least": 20, "orders": 9}),
    ({"least": "much", "way": "sideways"}, LARGE, {"least": 1000, "way": "short"}),
])  # fmt: skip
def test_the_settings_of_a_named_segment_move_to_the_nearest_possible_ones(chosen, facts, nearest):
    assert kept.within_bounds(RICH, chosen, facts) == nearest
