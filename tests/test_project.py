"""A project: does it keep every choice, notice every change, and refuse in words what cannot be?"""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from segkit.errors import BadValue, MissingData, ProjectProblem, UnknownName
from segkit.project import Project
from segkit.recipe import Recipe, read_recipe
from tests.support import DAY, ago, bought, did, features, fill, labels, project_of, said

ROOT = Path(__file__).resolve().parents[1]


# ---- the day


def test_the_day_is_the_last_day_with_data_unless_chosen():
    with project_of(None, orders=bought("Ada", 9), events=did("Ada", "page view", 4), surveys=[said("Ada", 9, 6)]) as project:
        assert project.as_of == project.last_day == ago(4)
        project.as_of = ago(8)
        assert (project.as_of, project.last_day) == (ago(8), ago(4))
        project.as_of = None
        assert project.as_of == ago(4)


def test_a_day_must_be_a_day():
    with project_of(orders=bought("Ada", 9)) as project, pytest.raises(BadValue, match="is not a day"):
        project.as_of = "yesterday"


def test_a_list_of_customers_alone_is_enough_for_prospects():
    people = [{"customer_id": "Ada", "signed_up_on": ago(3)}, {"customer_id": "Bo"}]
    with project_of(None, customers=people) as project:
        assert labels(project, "rfm") == {"Ada": "Prospects", "Bo": "Prospects"}


def test_a_customer_who_signed_up_after_the_last_order_is_counted_too():
    with project_of(None, orders=bought("Ada", 9), customers=[{"customer_id": "Bo", "signed_up_on": ago(2)}]) as project:
        assert set(labels(project, "usage")) == {"Ada", "Bo"}


def test_a_project_without_data_has_no_day():
    with Project() as project:
        assert project.as_of is None and project.last_day is None and project.currency == "" and project.files() == []


def test_summaries_of_two_days_can_be_compared_though_they_are_read_later():
    with project_of(orders=bought("Ada", 40, 3)) as project:
        now = project.summary("usage")
        project.as_of = ago(30)
        before = project.summary("usage")
        before.fetchall()
        orders = [sum(row[now.columns.index("orders")] for row in found.fetchall()) for found in (now, project.summary("usage"))]
        assert orders == [2, 1]


@pytest.mark.parametrize("ask", [
    lambda project: project.features(), lambda project: project.members("usage", "Light"), lambda project: project.named_members("Best"),
])  # fmt: skip
def test_customers_asked_for_before_the_day_was_changed_are_never_those_of_another_day(ask):
    with project_of(orders=bought("Ada", 40, 3)) as project:
        project.save_segment("Best", ["usage"], [("Light",)])
        asked = ask(project)
        assert len(ask(project).fetchall()) == 1
        project.as_of = ago(30)
        assert len(ask(project).fetchall()) == 1
        with pytest.raises(duckdb.Error, match="Ask again"):
            asked.fetchall()


# ---- the version: what a screen may keep


def test_the_version_changes_with_everything_that_changes_an_answer():
    with project_of(orders=bought("Ada", 9, 3)) as project:
        seen = [project.version]
        for change in (
            lambda: fill(project, orders=bought("Bo", 1, order_id="b")),
            lambda: setattr(project, "as_of", ago(1)),
            lambda: setattr(project, "revenue_policy", "gross"),
            lambda: project.set_map("stages", [{"words": "order", "stage": "Action", "cart": "no"}]),
        ):
            change()
            assert project.version not in seen
            seen.append(project.version)
        project.set_settings("usage", {"heavy_top": 5})
        project.save_segment("Best", ["usage"], [("Heavy",)])
        assert project.version == seen[-1], "a slider changes no feature"


def test_new_rows_are_in_the_next_answer():
    with project_of(orders=bought("Ada", 9)) as project:
        assert set(labels(project, "usage")) == {"Ada"}
        fill(project, orders=bought("Bo", 1, order_id="b"))
        assert set(labels(project, "usage")) == {"Ada", "Bo"}


def test_the_currency_is_the_one_of_most_orders():
    with project_of(orders=[*bought("Ada", 1, 2, currency="EUR"), *bought("Bo", 3, currency="USD"), *bought("Cem", 4, 5, 6)]) as project:
        assert project.currency == "EUR"


# ---- settings


def test_settings_are_kept_and_used():
    with project_of(orders=[row for i in range(10) for row in bought(f"c{i}", *range(1, 2 + i))]) as project:
        project.set_settings("usage", {"heavy_top": 40})
        assert project.settings("usage") == {"volume": "orders", "heavy_top": 40, "medium_top": 30}
        assert list(labels(project, "usage").values()).count("Heavy") == 4
        assert list(labels(project, "usage", heavy_top=10).values()).count("Heavy") == 1, "an argument goes before what is saved"
        project.set_settings("usage", {})
        assert project.settings("usage")["heavy_top"] == 20


def test_money_sliders_are_in_the_scale_of_the_data_and_leave_old_values_behind():
    with project_of(orders=bought("Ada", 9, 3, total=50)) as project:
        project.set_settings("rfm", {"scoring": "hand_set", "much_spend": 2000})
        fill(project, orders=bought("Bo", *range(1, 50), total=1))
        assert project.settings("rfm")["much_spend"] < 2000, "2000 lies outside the new scale: the default takes its place"
        assert project.settings("rfm")["scoring"] == "hand_set"
        assert set(labels(project, "rfm")) == {"Ada", "Bo"}


@pytest.mark.parametrize("chosen, message", [
    ({"heavy_top": 60}, "heavy_top: 60 is outside the allowed range. Give a number from 1 to 50 (% of users)."),
    ({"heavy_top": "many"}, "heavy_top: 'many' is not a number. Give a number from 1 to 50 (% of users)."),
    ({"volume": "weight"}, "volume: 'weight' is not an option. Known: orders, spend."),
    ({"heavy_topp": 5}, "Usage rate has no control 'heavy_topp'. Did you mean heavy_top or medium_top?"),
])
def test_settings_that_cannot_be_are_refused_and_nothing_is_kept(chosen, message):
    with project_of(orders=bought("Ada", 9)) as project:
        with pytest.raises((BadValue, UnknownName)) as refusal:
            project.set_settings("usage", chosen)
        assert str(refusal.value) == message
        assert project.settings("usage")["heavy_top"] == 20


# ---- what is missing


def test_a_dimension_that_lacks_a_file_says_which_one():
    with project_of(surveys=[said("Ada", 9)]) as project:
        assert project.missing("rfm") == ["RFM needs an orders export."]
        assert project.missing("usage") == ["Usage rate needs an orders export or a web, app or e-mail events export."]
        assert project.missing("benefit") == []
    with project_of(events=did("Ada", "page view", 3)) as project:
        assert project.missing("rfm") == ["RFM needs an orders export."]
        assert project.missing("aida") == project.missing("usage") == project.missing("lifecycle") == []


def test_without_orders_days_of_use_are_counted():
    with project_of(events=[*did("Ada", "page view", *range(1, 30)), *did("Bo", "page view", 200), *did("Cem", "page view", 3)]) as project:
        assert labels(project, "usage", heavy_top=34) == {"Ada": "Heavy", "Bo": "Light", "Cem": "Light"}
        assert labels(project, "lifecycle") == {"Ada": "New", "Bo": "Dormant", "Cem": "New"}
        assert project.labelling("usage").measure == "active_days"


def test_what_would_make_an_answer_better_is_said_until_it_is_there():
    with project_of(orders=bought("Ada", 3)) as project:
        assert len(project.better_with("aida")) == 2 and "add an events export" in project.better_with("aida")[0]
        fill(project, events=did("Ada", "page view", 3))
        assert len(project.better_with("aida")) == 1
        assert "birthdays" in project.better_with("occasion")[0]
        fill(project, customers=[{"customer_id": "Ada", "birthday": date(1990, 1, 1)}])
        assert not any("birthdays" in sentence for sentence in project.better_with("occasion"))


def test_how_this_was_computed_can_be_run_by_anybody():
    with project_of(orders=bought("Ada", 3, 9)) as project:
        sql, values = project.sql("usage", heavy_top=10)
        assert values["usage__heavy_top"] == 10
        found = project.connection.cursor().execute(sql, values).fetchall()
        assert found == project.summary("usage", heavy_top=10).fetchall()


# ---- named segments


def test_a_named_segment_keeps_the_settings_it_was_named_at():
    people = [row for i in range(10) for row in bought(f"c{i}", *range(1, 2 + i))]
    with project_of(orders=people) as project:
        project.save_segment("Best", ["usage"], [("Heavy",)], note="for the party")
        project.set_settings("usage", {"heavy_top": 50})
        assert len(project.named_members("Best").fetchall()) == 2
        (best,) = project.named_segments()
        assert (best.name, best.note, best.parts[0].settings) == ("Best", "for the party", {}), "only what was moved is frozen"
        project.save_segment("Half", ["usage"], [("Heavy",)])
        assert project.named_segments()[1].parts[0].settings == {"heavy_top": 50}
        project.set_settings("usage", {"heavy_top": 10})
        assert len(project.named_members("Half").fetchall()) == 5
        project.remove_segment("Best")
        with pytest.raises(UnknownName) as refusal:
            project.named_members("Best")
        assert str(refusal.value) == "There is no segment named 'Best'. Known: Half."


def test_a_named_segment_outlives_new_data_with_other_bounds():
    with project_of(orders=bought("Ada", 9, 3, total=50)) as project:
        project.set_settings("rfm", {"scoring": "hand_set", "much_spend": 2000})
        project.save_segment("Rich", ["rfm"], [("New",)])
        fill(project, orders=bought("Bo", *range(1, 50), total=1))
        assert project.named_segments()[0].parts[0].settings["much_spend"] == 2000
        assert project.named_members("Rich").fetchall() is not None, "2000 lies outside the new scale: the nearest value is used"


def test_a_segment_is_named_at_the_settings_it_was_seen_at():
    people = [row for i in range(10) for row in bought(f"c{i}", *range(1, 2 + i))]
    with project_of(orders=people) as project:
        project.set_settings("usage", {"heavy_top": 50})  # another tab
        project.save_segment("Seen", ["usage"], [("Heavy",)], settings={"usage": {"heavy_top": 10}})
        assert len(project.named_members("Seen").fetchall()) == 1
        assert project.settings("usage")["heavy_top"] == 50


def test_an_emptied_table_stays_empty(tmp_path):
    path = tmp_path / "shop.segkit"
    with Project(path) as project:
        fill(project, orders=bought("Ada", 9, 3))
        for name in ("benefits", "occasions", "stages"):
            assert project.map(name)
            project.set_map(name, [])
    with Project(path) as project:
        assert [project.map(name) for name in ("benefits", "occasions", "stages")] == [[], [], []]
        assert labels(project, "benefit") == {"Ada": "Unknown"}
        assert labels(project, "occasion") == {"Ada": "Routine"}


@pytest.mark.parametrize("recipe, message", [
    ("[settings.usgae]\nheavy_top = 5", "There is no dimension 'usgae'. Did you mean usage?"),
    ("[settings.usage]\nheavytop = 5", "Usage rate has no control 'heavytop'. Did you mean heavy_top"),
    ("[settings.usage]\nheavy_top = 500", "heavy_top: 500 is outside the allowed range. Give a number from 1 to 50"),
    ("[settings.usage]\nheavy_top = [5]", "heavy_top: [5] is neither a number nor a word."),
    ("[settings.usage]\nvolume = 'weight'", "volume: 'weight' is not an option."),
    ("[settings.rfm]\nmuch_spend = -1", "much_spend: -1 is outside the allowed range."),
    ("[settings.rfm]\nmuch_spend = inf", "much_spend: inf is outside the allowed range."),
    ("[[maps.benefit]]\nwords = 'oak'", "There is no table 'benefit' to edit. Did you mean benefits?"),
    ("[[maps.benefits]]\nwords = 'oak'\ncolour = 'red'", "recipe: the benefit map has no column 'colour'."),
    ("[[segments]]\nname = 'x'\nparts = [{dimension = 'usage'}]\ncells = [['Hevy']]",
     "Segment 'x': Usage rate has no segment 'Hevy'. Did you mean Heavy"),
    ("[[segments]]\nname = 'x'\nparts = [{dimension = 'benefit'}]\ncells = [['Nonsense']]", "Segment 'x': Benefit sought has no segment"),
    ("[[segments]]\nname = 'x'\nparts = [{dimension = 'usage', settings = {heavy_top = 99}}]\ncells = [['Heavy']]", "heavy_top: 99 is"),
    ("[[segments]]\nname = 'x'\nparts = [{dimension = 'usage'}, {dimension = 'usage'}]\ncells = [['Heavy', 'Light']]",
     "recipe: segment 'x' crosses a dimension with itself."),
])  # fmt: skip
def test_a_recipe_with_a_mistake_is_refused_when_it_is_set(recipe, message):
    with Project() as project:
        with pytest.raises((BadValue, UnknownName)) as refusal:
            project.recipe = read_recipe(recipe)
        assert message in str(refusal.value)
        assert project.recipe == Recipe()


def test_a_recipe_that_works_is_taken():
    text = """[settings.rfm]
much_spend = 123456
[[maps.benefits]]
where = "product"
words = "oak"
benefit = "Sturdy"
weight = 1
[[segments]]
name = "x"
parts = [{dimension = "benefit"}, {dimension = "occasion"}]
cells = [["Sturdy", "Christmas"], ["Mixed", "Routine"]]"""
    with Project() as project:
        project.recipe = read_recipe(text)
        assert project.map("benefits") == [{"where": "product", "words": "oak", "benefit": "Sturdy", "weight": "1"}]


def test_a_segment_without_a_name_or_cells_is_refused():
    with project_of(orders=bought("Ada", 3)) as project:
        with pytest.raises(BadValue, match="has no name"):
            project.save_segment("  ", ["usage"], [("Heavy",)])
        with pytest.raises(BadValue, match="holds nothing"):
            project.save_segment("Best", ["usage"], [])
        assert project.named_segments() == ()


# ---- the file


def test_everything_is_there_again_after_closing(tmp_path):
    path = tmp_path / "shop.segkit"
    with Project(path) as project:
        fill(project, orders=bought("Ada", 9, 3))
        project.as_of, project.revenue_policy = DAY, "gross"
        project.set_settings("usage", {"heavy_top": 5})
        project.set_map("stages", [{"words": "order", "stage": "Action", "cart": "no"}])
        project.save_segment("Ours", ["usage"], [("Light",)])
        kept = (project.version, project.recipe, features(project))
    with Project(path) as project:
        assert (project.version, project.recipe, features(project)) == kept
        assert [row[0] for row in project.named_members("Ours").fetchall()] == ["Ada"]
    assert [p.name for p in tmp_path.iterdir()] == ["shop.segkit"], "nothing else stays behind"


KILLED = """
import os, sys
sys.path.insert(0, {root!r})
from segkit.project import Project
from tests.support import bought, fill
project = Project({path!r})
fill(project, orders=bought("Ada", 9, 3))
project.facts()
project.set_settings("usage", {{"heavy_top": 7}})
os._exit(9)
"""


def test_a_killed_program_loses_nothing(tmp_path):
    path = str(tmp_path / "shop.segkit")
    done = subprocess.run([sys.executable, "-c", KILLED.format(root=str(ROOT), path=path)], timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 9
    with Project(path) as project:
        assert project.settings("usage")["heavy_top"] == 7
        assert features(project)["Ada"]["order_count"] == 2


WAITING = """
import sys
sys.path.insert(0, {root!r})
from segkit.project import Project
project = Project({path!r})
print("open", flush=True)
sys.stdin.read()
"""


def test_a_project_open_elsewhere_is_refused_in_words(tmp_path):
    path = str(tmp_path / "shop.segkit")
    with subprocess.Popen([sys.executable, "-c", WAITING.format(root=str(ROOT), path=path)],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:  # fmt: skip
        assert other.stdout.readline() == "open\n"
        with pytest.raises(ProjectProblem) as refusal:
            Project(path)
        other.stdin.close()
        other.wait(30)
    assert str(refusal.value) == f"{path}: this project is open in another program. Close Segkit or the other program and try again."


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(MissingData) as refusal:
        Project(tmp_path / "none" / "shop.segkit")
    assert str(refusal.value) == f"{tmp_path}/none: the folder does not exist. Create it first, or choose another place."


def test_a_file_number_that_is_not_there():
    with project_of(orders=bought("Ada", 9)) as project, pytest.raises(UnknownName) as refusal:
        project.reload(77)
    assert str(refusal.value) == "There is no file number 77 in this project."


def test_a_closed_project_leaves_no_temporary_folder():
    project = project_of(orders=bought("Ada", 9))
    assert project.folder.is_dir()
    project.close()
    assert not project.folder.exists()


def test_dates_long_ago_and_one_customer_with_many_orders_work():
    with project_of(orders=bought("Ada", *range(0, 20000, 40), total="0.01")) as project:
        ada = features(project)["Ada"]
        assert (ada["order_count"], str(ada["total_spend"]), ada["usual_gap_days"]) == (500, "5.00", 40.0)
        assert ada["first_ordered_on"] == DAY - timedelta(days=19960)
