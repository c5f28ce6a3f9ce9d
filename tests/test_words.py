"""Words: is one of something called by its singular, however the number came about?"""
import pytest

from segkit.words import plural


@pytest.mark.parametrize("number, written", [
    (1, "1 day"), (1.0, "1 day"), (-1, "-1 day"), (0.6, "1 day"), (1.4, "1 day"),
    (0, "0 days"), (0.4, "0 days"), (2, "2 days"), (1.5, "2 days"), (12345, "12,345 days"),
])
def test_what_is_written_as_1_is_one(number, written):
    assert plural(number, "day") == written


def test_a_noun_may_bring_its_own_plural():
    assert plural(1, "country", "countries") == "1 country" and plural(2, "country", "countries") == "2 countries"
