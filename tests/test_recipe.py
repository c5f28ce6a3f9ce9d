"""The recipe: does every choice survive being written and read, and is a recipe that cannot work refused in words?"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit.errors import BadValue, SegkitError
from segkit.recipe import REVENUE_POLICIES, NamedSegment, Part, Recipe, checked, read_recipe

FULL = Recipe(
    as_of=date(2025, 6, 30), revenue_policy="paid", country="DE", currency="EUR", list_columns=("email", 'extra:Shoe "size"'),
    list_consents=("accepts_sms",), left_out=("spike:2025-05-01", "zero_totals"),
    settings={"usage": {"heavy_top": 12.5, "volume": "spend"}},
    maps={"benefits": [{"where": "product", "words": "oak; \"elm\"", "benefit": "Quality", "weight": "1"}]},
    segments=(NamedSegment("Best & loyal", (Part("usage", {"heavy_top": 10}), Part("loyalty")),
                           (("Heavy", "Loyal"), ("Heavy", "Advocate")), "our 'best'"),),
)  # fmt: skip


def test_a_recipe_says_again_what_it_was_told():
    assert read_recipe(FULL.to_toml()) == FULL
    assert read_recipe(read_recipe(FULL.to_toml()).to_toml()) == FULL


def test_nothing_chosen_is_a_recipe_too():
    assert read_recipe("") == Recipe() == read_recipe(Recipe().to_toml())
    assert Recipe().revenue_policy == "net"


def test_it_is_readable_by_people():
    text = FULL.to_toml()
    for said in ("format = 1", "as_of = 2025-06-30", 'revenue_policy = "paid"', "heavy_top = 12.5", "Best & loyal"):
        assert said in text


anything = st.text(st.characters(blacklist_categories=("Cs",)), max_size=60)
printable = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(name=printable, note=anything, cell=printable, value=st.floats(0, 1e9) | st.integers(0, 10**9))
def test_any_words_survive(name: str, note: str, cell: str, value: float):
    named = NamedSegment(name, (Part("usage", {"x": value}),), ((cell,),), note)
    recipe = Recipe(settings={"usage": {"heavy_top": value}}, segments=(named,))
    assert read_recipe(recipe.to_toml()) == recipe


def test_a_segment_of_one_name_replaces_the_other():
    again = NamedSegment("Best & loyal", (Part("usage"),), (("Light",),))
    assert FULL.with_segment(again).segments == (again,)
    assert FULL.without_segment("Best & loyal").segments == ()
    assert FULL.without_segment("nobody") == FULL


@pytest.mark.parametrize("made, message", [
    (lambda: NamedSegment("  ", (Part("usage"),), (("Heavy",),)), "the segment has no name. Give it a short name."),
    (lambda: NamedSegment("Best", (Part("usage"),), ()), "Best: the segment holds nothing. Choose at least one cell."),
    (lambda: NamedSegment("Best", (Part("usage"),), (("Heavy", "Loyal"),)), "Best: the segment holds nothing. Choose at least one cell."),
    (lambda: Recipe(revenue_policy="gros"), "'gros' is no revenue policy. Use one of: net, gross, paid."),
    (lambda: read_recipe("format = 2"), "recipe: this recipe was written by a newer Segkit. Update Segkit."),
    (lambda: read_recipe("colour = 'blue'"), "recipe: the recipe has an unknown entry 'colour'. Remove it."),
    (lambda: read_recipe("[[segments]]\nname = 'Best'"), "recipe: segment 1 lacks 'parts'. Add it, or take the segment away."),
    (lambda: read_recipe("[[segments]]\nname = 'Best'\ncells = [['a']]\nparts = [{dimensoin = 'usage'}]"),
     "recipe: a part of segment 'Best' has an unknown entry 'dimensoin'. Use dimension and settings."),
    (lambda: read_recipe("as_of = 'yesterday'"), "recipe: the as-of day 'yesterday' is not a day. Write for example as_of = 2025-06-30."),
    (lambda: read_recipe("settings = {usage = 5}"), "recipe: the settings of 'usage' are not a table. Write them as [settings.usage]."),
    (lambda: read_recipe("maps = {stages = 5}"), "recipe: the map 'stages' is not a list of rows. Write each row as [[maps.stages]]."),
    (lambda: read_recipe("list_columns = 'email'"),
     "recipe: the list columns are not texts. Write for example list_columns = [\"email\", \"total_spend\"]."),
    (lambda: read_recipe("list_consents = 'accepts_email'"),
     "recipe: the list consents are not texts. Write for example list_consents = [\"accepts_email\"]."),
    (lambda: checked(Recipe(left_out=("zero_total",))),
     "recipe: there is no rule 'zero_total' for rows to leave out. Did you mean zero_totals?"),
    (lambda: checked(Recipe(left_out=("spike:May",))),
     "recipe: the rule 'spike:May' for rows to leave out cannot be read. Write for example spike:2025-11-28."),
    (lambda: checked(Recipe(list_consents=("accepts_emial",))),
     "There is no consent 'accepts_emial'. Did you mean accepts_email or accepts_sms?"),
    (lambda: read_recipe("list_columns = ['email', 5]"),
     "recipe: the list columns are not texts. Write for example list_columns = [\"email\", \"total_spend\"]."),
    (lambda: read_recipe("country = 5"), "recipe: the country '5' is not a text. Write for example country = \"DE\"."),
    (lambda: read_recipe("currency = 'Euro'"),
     "recipe: the currency 'Euro' is not three capital letters. Write for example currency = \"EUR\"."),
    (lambda: read_recipe("currency = 5"),
     "recipe: the currency '5' is not three capital letters. Write for example currency = \"EUR\"."),
    (lambda: read_recipe("revenue_policy = ['net']"), "'['net']' is no revenue policy. Use one of: net, gross, paid."),
    (lambda: read_recipe("segments = 5"), "recipe: the entry 'segments' is not a list of tables. Write each segment as [[segments]]."),
    (lambda: read_recipe("[[segments]]\nname = 3\ncells = []\nparts = []"),
     "recipe: the name of segment 1 is not a text. Write it between quotation marks."),
    (lambda: read_recipe("[[segments]]\nname = 'x'\ncells = [3]\nparts = []"),
     "recipe: the cells of segment 1 are not lists of segment names. Write for example cells = [[\"Heavy\"], [\"Medium\"]]."),
    (lambda: read_recipe("[[segments]]\nname = 'x'\ncells = [['a']]\nparts = 3"),
     "recipe: the entry 'parts' of segment 1 is not a list of tables. Write each part as [[segments.parts]]."),
    (lambda: read_recipe("[[segments]]\nname = 'x'\ncells = [['a']]\nparts = [{dimension = 3}]"),
     "recipe: a part of segment 'x' names no dimension. Use dimension and settings."),
    (lambda: read_recipe("[[segments]]\nname = 'x'\ncells = [['a']]\nparts = [{dimension = 'usage', settings = 3}]"),
     "recipe: the settings of segment 'x' are not a table. Write them as [segments.parts.settings]."),
    (lambda: read_recipe("[[segments]]\nname = 'x'\ncolour = 1\ncells = [['a']]\nparts = []"),
     "recipe: segment 1 has an unknown entry 'colour'. Use name, parts, cells and note."),
    (lambda: read_recipe("settings = 3"), "recipe: the entry 'settings' is not a table. Write it as [settings.usage]."),
])  # fmt: skip
def test_a_recipe_that_cannot_work_is_refused_in_words(made, message):
    with pytest.raises(SegkitError) as refusal:
        made()
    assert str(refusal.value).lower() == message.lower()


def test_text_that_is_no_recipe_is_refused_with_its_place():
    with pytest.raises(BadValue, match=r"this is not a readable recipe \(.*line 1.*\)\. Check the line it names\."):
        read_recipe("as_of = = 3")


def test_every_policy_is_explained():
    assert set(REVENUE_POLICIES) == {"net", "gross", "paid"}
    assert all(policy.title and policy.meaning and policy.in_short for policy in REVENUE_POLICIES.values())


def test_a_recipe_from_before_currencies_could_be_chosen_still_reads():
    old = FULL.to_toml().replace('currency = "EUR"\n', "")
    assert "currency" not in old and read_recipe(old).currency == ""


@pytest.mark.parametrize(("text", "said"), [
    ('time_zone = "Berlin"', "there is no time zone 'Berlin'"), ("time_zone = 5", "is not a text"), ("rates = 5", "are not a table"),
    ("rates = { usd = 1.0 }", "not three capital letters"), ("rates = { USD = 0 }", "not a number above zero"),
    ('rates = { USD = "1" }', "not a number above zero"),
])  # fmt: skip
def test_a_zone_or_rate_that_cannot_be_is_refused(text, said):
    with pytest.raises(BadValue, match=said):
        read_recipe(text)


def test_zone_and_rates_survive_being_written():
    recipe = read_recipe('time_zone = "Asia/Ho_Chi_Minh"\nrates = { VND = 0.00004, USD = 2 }\n')
    assert read_recipe(recipe.to_toml()) == recipe and recipe.rates["VND"] == 0.00004
