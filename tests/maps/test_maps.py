"""The editable tables: is the starter content sound, and is a row that cannot work refused in words?"""

import pytest

from segkit.errors import BadValue, UnknownName
from segkit.maps import MAPS, STAGES, find_map
from tests.support import bought, did, labels, line, project_of

BENEFIT = {"where": "product", "words": "oak", "benefit": "Quality", "weight": "1"}
OCCASION = {"occasion": "Fair", "kind": "date", "what": "05-01", "days_before": "3", "days_after": "0", "use": "yes"}


@pytest.mark.parametrize("editable", MAPS, ids=lambda m: m.key)
def test_the_starter_content_is_accepted_as_it_is(editable):
    rows = editable.starter()
    assert len(rows) >= 8 and editable.checked(rows) == rows
    assert [tuple(row) for row in rows] == [tuple(c.name for c in editable.columns)] * len(rows)
    assert editable.title and editable.help.endswith(".") and all(c.title and c.help.endswith(".") for c in editable.columns)


def test_every_stage_has_an_event():
    assert {row["stage"] for row in find_map("stages").starter()} == set(STAGES)


def test_cells_are_trimmed_and_empty_rows_left_out():
    rows = [{**BENEFIT, "words": "  oak ", "extra": "x"}, {}, dict.fromkeys(BENEFIT, "  "), dict.fromkeys(BENEFIT)]
    assert find_map("benefits").checked(rows) == [BENEFIT]


@pytest.mark.parametrize("key, row, message", [
    ("benefits", {**BENEFIT, "where": "producd"},
     "Benefit map, row 1, column Where: 'producd' is not possible here. Did you mean product?"),
    ("benefits", {**BENEFIT, "weight": "much"}, "Benefit map, row 1, column Weight: 'much' is not a number. Give a number, for example 1."),
    ("benefits", {**BENEFIT, "weight": "²"}, "Benefit map, row 1, column Weight: '²' is not a number. Give a number, for example 1."),
    ("benefits", {**BENEFIT, "weight": "-1"}, "Benefit map, row 1, column Weight: '-1' is not a number. Give a number, for example 1."),
    ("benefits", {**BENEFIT, "benefit": ""}, "Benefit map, row 1, column Benefit: the cell is empty. Fill it in, or take the row away."),
    ("benefits", {**BENEFIT, "words": " "}, "Benefit map, row 1, column Words: the cell is empty. Fill it in, or take the row away."),
    ("occasions", {**OCCASION, "days_before": "1.5"},
     "Occasion calendar, row 1, column Days before: '1.5' is not a whole number of days. Give a whole number, for example 14."),
    ("occasions", {**OCCASION, "days_after": "99999"},
     "Occasion calendar, row 1, column Days after: '99999' is not a whole number of days. Give a whole number, for example 14."),
    ("occasions", {**OCCASION, "occasion": ""},
     "Occasion calendar, row 1, column Occasion: the cell is empty. Fill it in, or take the row away."),
    ("stages", {"words": "buy", "stage": "Buying", "cart": "no"},
     "Event stages, row 1, column Stage: 'Buying' is not possible here. "
     "Known: Attention, Interest, Desire, Action, Advocacy, none."),
])  # fmt: skip
def test_a_row_that_cannot_work_is_refused_in_words(key, row, message):
    with pytest.raises(BadValue) as refusal:
        find_map(key).checked([row])
    assert str(refusal.value) == message


def test_a_table_that_does_not_exist():
    with pytest.raises(UnknownName) as refusal:
        find_map("benefit")
    assert str(refusal.value) == "There is no table 'benefit' to edit. Did you mean benefits?"


# ---- an edit changes the answer


def test_an_edited_benefit_map_moves_customers():
    lines = [line("Ada", "Ruritanian rug", d) for d in (3, 30)]
    with project_of(orders=bought("Ada", 3, 30), lines=lines) as project:
        before = project.version
        assert labels(project, "benefit") == {"Ada": "Unknown"}
        hostile = "O'Hara's \"best\"; drop table x"
        project.set_map("benefits", [*project.map("benefits"), {**BENEFIT, "words": "ruritanian", "benefit": hostile}])
        assert project.version != before
        assert labels(project, "benefit") == {"Ada": hostile}, "names are names, never SQL"
        members = project.members("benefit", hostile)
        assert [row[0] for row in members.project("customer_id").fetchall()] == ["Ada"]


def test_an_occasion_taken_away_leads_nobody():
    with project_of(orders=bought("Ada", 200, 195, 560, total=9)) as project:
        assert labels(project, "occasion") == {"Ada": "Christmas"}
        project.set_map("occasions", [row for row in project.map("occasions") if row["occasion"] != "Christmas"])
        assert labels(project, "occasion") == {"Ada": "Routine"}


def test_a_stage_map_says_what_an_event_means():
    with project_of(events=did("Ada", "zorblatt", 3)) as project:
        assert labels(project, "aida") == {"Ada": "Attention"}
        project.set_map("stages", [{"words": "zorblatt", "stage": "Desire", "cart": "yes"}])
        assert labels(project, "aida") == {"Ada": "Abandoned cart"}


def test_a_refused_edit_changes_nothing():
    with project_of(orders=bought("Ada", 3)) as project:
        before = project.version, project.map("occasions")
        with pytest.raises(BadValue):
            project.set_map("occasions", [{**OCCASION, "what": "13-45"}])
        assert (project.version, project.map("occasions")) == before


def test_two_products_that_read_alike_both_count():
    lines = [line("Ada", "Gift hamper", d) for d in (3, 30)] + [line("Bo", "Gift", d, category="hamper") for d in (3, 30)]
    with project_of(orders=[*bought("Ada", 3), *bought("Bo", 3)], lines=lines) as project:
        assert labels(project, "benefit") == {"Ada": "Gifting", "Bo": "Gifting"}
