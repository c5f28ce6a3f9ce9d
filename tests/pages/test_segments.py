"""Segments: does the screen draw every dimension from its declaration, follow its sliders, and keep what was set?"""
import pytest

from pages.parts import components, live_sliders, projects, session
from pages.parts.keeper import keeper
from segkit.dimensions import DIMENSIONS
from tests.pages.screens import at_page, load, words
from tests.pages.shop import customers, make_shop, project_of

SEGMENTS = "segments.py"


@pytest.fixture(autouse=True)
def plain_sliders(monkeypatch):
    """AppTest cannot run a component's script, so the fallback stands in for it."""
    monkeypatch.setattr(components, "PLAIN", True)


@pytest.fixture
def shop(tmp_path):
    """A project with 60 customers' orders and nothing else."""
    return make_shop(tmp_path)


def at_dimension(app, info, key):
    app.query_params["dimension"] = key
    return at_page(app, SEGMENTS, info)


def place(info, dimension, control):
    return f"{session.place(info)}.{dimension}.{control}"


def knob(info, dimension, slider):
    return place(info, dimension, f"sliders.{slider}:plain")


def picture_of(app, name):
    return next(chart for chart in app.get("vega_lite_chart") if name in chart.proto.id)


def test_without_data_the_screen_says_what_to_do(app):
    screen = at_page(app, SEGMENTS, projects.create("Empty"))
    assert "add an export" in words(screen) and not screen.get("vega_lite_chart")


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda dimension: dimension.key)
def test_every_dimension_is_drawn_or_says_which_file_would_bring_it(app, shop, dimension):
    screen = at_dimension(app, shop, dimension.key)
    said = words(screen)
    assert dimension.question in said
    missing = project_of(shop).missing(dimension.key)
    assert len(screen.get("vega_lite_chart")) == (0 if missing else 1)
    assert "What to do with a segment" in said or missing


def test_dimensions_whose_data_are_missing_stay_visible(app, tmp_path):
    (tmp_path / "events.csv").write_text("person,event,time\na@x.example,page view,2026-01-01 10:00:00\n"
                                         "b@x.example,purchase,2026-01-02 10:00:00\n")
    info = projects.create("Events only")
    load(info, tmp_path / "events.csv")
    screen = at_dimension(app, info, "rfm")
    titles = [option for group in screen.get("button_group") for option in group.options]
    assert all(any(dimension.title in title for title in titles) for dimension in DIMENSIONS)
    assert "orders export" in words(screen) and not screen.get("vega_lite_chart")


def test_the_table_shows_what_pandas_counts(app, shop, tmp_path):
    screen = at_dimension(app, shop, "usage")
    shown = next(frame for frame in screen.dataframe if "customer_share" in frame.value).value.set_index("segment")
    found = customers(tmp_path)
    heavy = found[found["rank"] <= 0.2]
    name = next(name for name in shown.index if name.startswith("Heavy"))
    assert shown.loc[name, "customers"] == len(heavy)
    assert shown.loc[name, "spend"] == pytest.approx(heavy["sum"].sum())


def test_a_slider_moves_everything_and_is_kept(app, shop):
    screen = at_dimension(app, shop, "usage")
    before = words(screen)
    screen.slider(key=knob(shop, "usage", "heavy_top")).set_value(45).run()
    assert words(screen) != before
    keeper().flush(project_of(shop))
    assert project_of(shop).settings("usage")["heavy_top"] == 45


def test_the_last_value_is_known_before_it_is_written(app, shop, monkeypatch):
    monkeypatch.setattr("pages.parts.keeper.PAUSE", 60)
    screen = at_dimension(app, shop, "usage")
    screen.slider(key=knob(shop, "usage", "heavy_top")).set_value(33).run()
    assert project_of(shop).settings("usage")["heavy_top"] == 20
    assert keeper().settings(project_of(shop), "usage")["heavy_top"] == 33
    keeper().flush(project_of(shop))
    assert project_of(shop).settings("usage")["heavy_top"] == 33


def test_back_to_the_defaults_moves_the_sliders_and_leaves_the_choice(app, shop):
    screen = at_dimension(app, shop, "rfm")
    screen.button_group(key=place(shop, "rfm", "scoring")).set_value("hand_set").run()
    screen.slider(key=knob(shop, "rfm", "many_orders")).set_value(3).run()
    screen.button(key=place(shop, "rfm", "reset")).click().run()
    assert screen.button_group(key=place(shop, "rfm", "scoring")).value == "hand_set"
    keeper().flush(project_of(shop))
    usual = next(control.default for control in project_of(shop).controls("rfm") if control.key == "many_orders")
    assert project_of(shop).settings("rfm")["many_orders"] == usual and screen.button(key=place(shop, "rfm", "reset")).disabled


def test_controls_that_do_not_apply_are_hidden(app, shop):
    screen = at_dimension(app, shop, "rfm")
    assert {slider.label for slider in screen.slider} == {
        "Most recent: the top (% of buyers)", "Most orders and spend: the top (% of buyers)"}
    screen.button_group(key=place(shop, "rfm", "scoring")).set_value("hand_set").run()
    assert "Many orders: from (orders)" in {slider.label for slider in screen.slider}


@pytest.fixture
def asked(shop, monkeypatch):
    """Return the questions that the screen puts to the project, as they come."""
    questions, project = [], project_of(shop)
    for name in ("glance", "numbers", "picture"):
        monkeypatch.setattr(project, name, _noting(questions, name, getattr(project, name)))
    return questions


def _noting(questions, name, ask):
    return lambda *names, **settings: questions.append(name) or ask(*names, **settings)


def test_one_move_asks_once_for_the_pictures_and_once_for_all_numbers(app, shop, asked):
    screen = at_dimension(app, shop, "usage")
    asked.clear()
    screen.slider(key=knob(shop, "usage", "heavy_top")).set_value(31).run()
    assert asked == ["glance", "numbers"]


@pytest.fixture
def sent(monkeypatch):
    """Return what the screen sends to the sliders in the browser, by their key."""
    shown = {}
    monkeypatch.setattr(components, "PLAIN", False)
    monkeypatch.setattr(live_sliders, "_component", lambda **given: shown.update({given["key"]: given["data"]}))
    return shown


def moved(app, shop, move):
    """Return the screen after the browser has sent a move, and the key of its sliders."""
    screen, key = at_dimension(app, shop, "usage"), place(shop, "usage", "sliders")
    screen.session_state[key] = {"move": move}
    return screen.run(), key


def test_a_move_in_the_browser_is_echoed_with_its_turn(app, shop, sent):
    _, key = moved(app, shop, [{"heavy_top": 33}, 7, False])
    assert sent[key]["values"]["heavy_top"] == 33 and sent[key]["turn"] == 7


def test_a_turn_counts_once(app, shop, sent):
    screen, key = moved(app, shop, [{"heavy_top": 33}, 7, False])
    screen.run()  # what a rest of the hand does: now there is something to reset
    screen.button(key=place(shop, "usage", "reset")).click().run()
    assert sent[key]["values"]["heavy_top"] == 20, "the last step came again and undid the reset"


NO_MOVES = [["x", 3, False], [{}, 2], [{"heavy_top": 4}, 2, "x"], "20", {"a": 1}, [{"heavy_top": "x"}, 3, False], [{"no_such": 3}, 4, True]]
MOVES_TO_NOWHERE = [[{"heavy_top": number}, 1, False] for number in (99, -5, float("nan"))]


@pytest.mark.parametrize("move", NO_MOVES + MOVES_TO_NOWHERE)
def test_what_the_browser_sends_is_brought_onto_the_scale(app, shop, sent, move):
    screen, key = moved(app, shop, move)
    assert not screen.exception and 1 <= sent[key]["values"]["heavy_top"] <= 50


def test_an_id_may_hold_what_a_component_key_may_not(app, shop, monkeypatch):
    other = projects.home() / "a__b--c__d-0123456789012345"
    shop.folder.rename(other)
    monkeypatch.setattr(components, "PLAIN", False)
    assert at_dimension(app, projects.find(other.name), "usage").get("vega_lite_chart")


def test_a_move_changes_data_and_not_the_drawing(app, shop):
    screen = at_dimension(app, shop, "usage")
    before = [chart.proto.spec for chart in screen.get("vega_lite_chart")]
    screen.slider(key=knob(shop, "usage", "medium_top")).set_value(20).run()
    assert [chart.proto.spec for chart in screen.get("vega_lite_chart")] == before


def test_a_segment_can_be_named(app, shop):
    screen = at_dimension(app, shop, "usage")
    key = f"{session.place(shop)}.usage.name"
    screen.text_input(key=f"{key}-name").set_value("My best")
    next(button for button in screen.button if button.label == "Save").click().run()
    saved = project_of(shop).named_segments()
    assert [segment.name for segment in saved] == ["My best"] and saved[0].parts[0].dimension == "usage"


def test_the_sql_is_shown_with_its_values_only_when_asked_for(app, shop):
    screen = at_dimension(app, shop, "usage")
    assert not screen.code
    screen.session_state[f"{session.place(shop)}.usage-computed"] = True
    screen.run()
    assert "select" in screen.code[0].value and any("heavy_top" in str(frame.value) for frame in screen.dataframe)


def test_an_edited_map_is_kept_with_the_project(app, shop):
    screen = at_dimension(app, shop, "occasion")
    screen.session_state["map-occasions"] = True
    screen.run()
    editor = f"map:{project_of(shop).version}:occasions:0"
    screen.session_state[editor] = {"edited_rows": {0: {"occasion": "Big day"}}, "added_rows": [], "deleted_rows": []}
    screen.button(key="save-occasions").click().run()
    assert project_of(shop).map("occasions")[0]["occasion"] == "Big day"


def test_a_wrong_row_of_a_map_is_refused_in_words(app, shop):
    screen = at_dimension(app, shop, "occasion")
    screen.session_state["map-occasions"] = True
    screen.run()
    before = project_of(shop).map("occasions")
    editor = f"map:{project_of(shop).version}:occasions:0"
    screen.session_state[editor] = {"edited_rows": {}, "added_rows": [{"occasion": "Party", "kind": "sometimes"}], "deleted_rows": []}
    screen.button(key="save-occasions").click().run()
    assert "not possible here" in words(screen).replace("\\", "") and project_of(shop).map("occasions") == before


def test_names_from_the_data_are_shown_letter_by_letter(app, shop):
    project = project_of(shop)
    nasty = "![x](http://evil.example/p.png)"
    rows = [{"where": "product", "words": "mug", "benefit": nasty, "weight": "1"}]
    project.set_map("benefits", rows)
    screen = at_dimension(app, shop, "benefit")
    assert "![x](http" not in words(screen)


def test_a_segment_is_named_at_what_this_tab_shows(app, shop):
    screen = at_dimension(app, shop, "usage")
    project_of(shop).set_settings("usage", {"heavy_top": 50})  # in another tab
    screen.text_input(key=place(shop, "usage", "name-name")).set_value("Mine")
    next(button for button in screen.button if button.label == "Save").click().run()
    assert not screen.exception
    (mine,) = project_of(shop).named_segments()
    assert mine.parts[0].settings == {}
    shown = project_of(shop).members("usage", mine.cells[0][0], heavy_top=20).fetchall()
    assert project_of(shop).named_members("Mine").fetchall() == shown
