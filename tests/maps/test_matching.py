"""Matching: which words of an editable table are found in which texts?"""

import pytest

from segkit.maps import find_map
from segkit.maps.benefits import benefits_of, discount_benefits
from segkit.maps.matching import mentions, plain, words_of
from segkit.maps.stages import stages_of

BENEFITS, STAGES = find_map("benefits").starter(), find_map("stages").starter()


@pytest.mark.parametrize("text, words, found", [
    ("Organic Tea", "organic", True),
    ("ORGANIC", "Organic", True),
    ("organically grown", "organic", True),      # from the start of a word on
    ("inorganic salt", "organic", False),        # not in the middle
    ("gift-wrap", "gift wrap", True),            # punctuation is a blank
    ("Baby_shower", "baby", True),
    ("economy soap", "eco", False),              # up to three letters: the whole word
    ("eco soap", "eco", True),
    ("two oaks", "oak", True),                   # or its plural
    ("prêt-à-porter Café", "café", True),
    ("高级礼盒", "礼盒", True),                    # without blanks between words: anywhere
    ("anything", "", False),
    ("men's socks", "-", False),                 # a cell without a letter finds nothing
    ("men's socks", ";;", False),
    ("100% cotton", "100%", True),
    ("a.b", "a.b", True),
])  # fmt: skip
def test_words_are_found_from_the_start_of_a_word(text, words, found):
    assert mentions(plain(text), words_of(words)) is found


def test_one_text_speaks_once_for_a_benefit_with_the_strongest_weight():
    rows = [{"where": "product", "words": "oak", "benefit": "Quality", "weight": "1"},
            {"where": "product", "words": "handmade", "benefit": "Quality", "weight": "3"},
            {"where": "product", "words": "gift", "benefit": "Gifting", "weight": "0"},
            {"where": "answer", "words": "oak", "benefit": "Wrong place", "weight": "1"}]
    assert benefits_of(["Handmade oak gift"], "product", rows) == [("Handmade oak gift", "Quality", 3.0)]


@pytest.mark.parametrize("text, where, benefits", [
    ("Organic fair trade tea", "product", {"Sustainability"}),
    ("Kids party puzzle", "product", {"Family", "Fun"}),
    ("Plain mug", "product", set()),
    ("Next Day Courier", "service", {"Convenience"}),
    ("So cheap, and delivered quickly", "answer", {"Price", "Convenience"}),
])
def test_the_starter_map_reads_plain_texts(text, where, benefits):
    assert {benefit for _, benefit, _ in benefits_of([text], where, BENEFITS)} == benefits


def test_a_discount_speaks_for_price():
    assert discount_benefits(BENEFITS) == [("Price", 1.0)]


@pytest.mark.parametrize("event, stage, is_cart", [
    ("add_to_cart", "Desire", True), ("begin_checkout", "Desire", True), ("remove_from_cart", "Interest", False),
    ("purchase", "Action", False), ("Order Completed", "Action", False),
    ("view_item", "Interest", False), ("page_view", "Attention", False),
    ("session_start", "Attention", False), ("wishlist", "Desire", False), ("write_review", "Advocacy", False),
    ("Review submitted", "Advocacy", False),
    ("unsubscribe", None, False), ("zorblatt", "Attention", False), ("", "Attention", False),
])  # fmt: skip
def test_events_of_common_systems_have_their_stage(event, stage, is_cart):
    assert stages_of([event], STAGES) == [(event, stage, is_cart)]


def test_the_whole_name_goes_before_a_word_in_it():
    rows = [{"words": "order", "stage": "Action", "cart": "no"}, {"words": "order form opened", "stage": "Desire", "cart": "no"}]
    assert stages_of(["order form opened"], rows) == [("order form opened", "Desire", False)]
    assert stages_of(["order form sent"], rows) == [("order form sent", "Action", False)]
