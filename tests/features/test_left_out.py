"""Left out: do the rules hide just the rows they name, from every feature, and does switching one off bring everything back?"""

from datetime import date

import pytest

from segkit.errors import SegkitError
from segkit.features.left_out import RULES, checked
from tests.features.test_as_of import until
from tests.support import DAY, ago, ask, bought, bought_at, did, features, fill, line, messy_shop, project_of

TABLES = {
    "orders": [
        *bought("Ada", 100, 50, 10, order_id="Ada's"), *bought("Sample hunter", 40, total=0), *bought("Sample hunter", 30),
        *bought_at("Impatient", "2025-06-01 10:00:05", "2025-06-01 10:00:50", total=70), *bought("Imported", *[60] * 3),
    ],
    "lines": [line("Sample hunter", "Tester", 40, order_id="order 4"), line("Ada", "Mug", 10, order_id="Ada's")],
    "events": did("Ada", "page view", 5),
}  # fmt: skip


def counted(project, who):
    found = features(project)
    return found[who]["order_count"] if who in found else None


@pytest.mark.parametrize("rule, who, before, after", [
    ("zero_totals", "Sample hunter", 2, 1), ("twins", "Impatient", 2, 1), (f"spike:{ago(60)}", "Imported", 3, None),
])  # fmt: skip
def test_a_rule_hides_its_rows_and_gives_them_back(rule, who, before, after):
    with project_of(**TABLES) as project:
        whole, version, rows = features(project), project.version, ask(project, "select count(*) from orders")
        assert counted(project, who) == before
        project.leave_out(rule)
        assert counted(project, who) == after and project.version != version
        assert ask(project, "select count(*) from orders") == rows, "nothing leaves the data"
        assert {name: one for name, one in features(project).items() if name != who and one["order_count"]}.keys() <= whole.keys()
        project.leave_out(rule, on=False)
        assert features(project) == whole and project.version == version


def test_product_lines_go_with_their_orders():
    with project_of(**TABLES) as project:
        assert features(project)["Sample hunter"]["line_count"] == 1
        project.leave_out("zero_totals")
        found = features(project)
        assert found["Sample hunter"]["line_count"] == 0 and found["Ada"]["line_count"] == 1


def test_days_long_ago_no_longer_make_anybody_old():
    orders = [*bought("Ada", *range(40)), {"customer_id": "Ada", "ordered_on": date(1970, 1, 1)}]
    with project_of(orders=orders) as project:
        assert features(project)["Ada"]["first_ordered_on"] == date(1970, 1, 1)
        project.leave_out("ancient_dates")
        assert features(project)["Ada"]["first_ordered_on"] == ago(39)


def test_days_far_ahead_count_nowhere_whatever_the_as_of_day():
    orders = [*bought("Ada", *range(40)), {"customer_id": "Ada", "ordered_on": date(2062, 1, 1)}]
    with project_of(as_of=date(2062, 12, 31), orders=orders, events=did("Ada", "page view", 3)) as project:
        assert features(project)["Ada"]["last_ordered_on"] == date(2062, 1, 1)
        project.leave_out("future_dates")
        assert features(project)["Ada"]["last_ordered_on"] == DAY


def test_rules_add_up_and_are_kept_in_the_recipe_in_order():
    with project_of(**TABLES) as project:
        for rule in ("zero_totals", "twins", "zero_totals", f"spike:{ago(60)}", f"spike:{ago(100)}"):
            project.leave_out(rule)
        assert project.recipe.left_out == (f"spike:{ago(100)}", f"spike:{ago(60)}", "twins", "zero_totals")
        assert (counted(project, "Ada"), counted(project, "Sample hunter"), counted(project, "Impatient")) == (2, 1, 1)


@pytest.mark.parametrize("rule", [key if not rule.by_day else f"{key}:{ago(200)}" for key, rule in RULES.items()])
@pytest.mark.parametrize("days", [30, 400])
def test_no_later_row_influences_what_a_rule_hides(rule, days):
    as_of, tables = ago(days), messy_shop(seed=days, people=40)
    twice = bought_at("Impatient", "2024-05-01 10:00:05", "2024-05-01 10:00:50")
    tables = {**tables, "orders": [*tables["orders"], *twice, *bought("Somebody", 200, 200, -3), *bought("Later", 5)]}
    with project_of(as_of, **tables) as whole, project_of(as_of, **until(tables, as_of)) as cut:
        for project in (whole, cut):
            project.leave_out(rule)
        assert features(whole) == features(cut) and whole.facts() == cut.facts()


def test_with_everything_left_out_there_is_still_an_answer():
    with project_of(orders=bought("Free", 5, total=0), customers=[{"customer_id": "Free"}]) as project:
        project.leave_out("zero_totals")
        assert features(project)["Free"]["order_count"] == 0 and project.summary("usage").fetchall()


def test_new_data_meet_the_rules_in_force():
    with project_of(orders=bought("Ada", 5)) as project:
        project.leave_out("zero_totals")
        fill(project, orders=bought("Late sample", 3, total=0))
        assert counted(project, "Late sample") is None


@pytest.mark.parametrize("rule", [
    "zero_total", "spike", "spike:May", "spike:2025-13-01", "twins:2025-01-01", "spike:2025-05-01'; drop table orders",
])  # fmt: skip
def test_a_rule_that_does_not_exist_is_refused_in_words(rule):
    with pytest.raises(SegkitError) as refused:
        checked([rule])
    assert rule in str(refused.value) and refused.value.fix
