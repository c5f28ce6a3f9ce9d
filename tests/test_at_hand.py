"""At hand: does what is held in memory say the same as the features, and does it go when they do?"""

from collections.abc import Iterator

import pytest

from segkit import segments
from segkit.dimensions import DIMENSIONS, find_dimension
from segkit.dimensions.base import Choice, Slider
from segkit.project import Project
from tests.support import bought, fill, messy_shop, project_of

KEYS = [dimension.key for dimension in DIMENSIONS]


@pytest.fixture(scope="module")
def shop() -> Iterator[Project]:
    with project_of(**messy_shop(seed=8, people=120)) as project:
        yield project


def from_features(project: Project, dimension: str, **settings):
    label = project.labelling(dimension, settings)
    return segments.glance(project.connection, label, project.bars(label.measure))


@pytest.mark.parametrize("key", KEYS)
def test_a_glance_at_what_is_held_says_what_the_features_say(key, shop):
    for control in shop.controls(key):
        values = [value for value, _ in control.options] if isinstance(control, Choice) else [control.low, control.high]
        for value in values:
            shop.keep_at_hand(key, **{control.key: value})
            assert shop.glance(key, **{control.key: value}) == from_features(shop, key, **{control.key: value})


@pytest.mark.parametrize("key", KEYS)
def test_a_move_reads_only_what_is_held(key, shop, monkeypatch):
    shop.keep_at_hand(key)
    monkeypatch.setattr(segments, "glance", lambda *given: pytest.fail("the features were read"))
    for slider in (control for control in find_dimension(key).controls if isinstance(control, Slider)):
        assert shop.glance(key, **{slider.key: slider.resolved(shop.facts()).low})[0]


def test_what_is_held_is_not_used_after_the_data_have_changed():
    with project_of(orders=bought("Ann", 10, 20)) as project:
        project.keep_at_hand("usage")
        before = project.glance("usage")
        fill(project, orders=bought("Bob", 30))
        assert project.glance("usage") == from_features(project, "usage") != before


def test_a_change_from_another_tab_is_never_held_under_the_wrong_version(monkeypatch):
    with project_of(orders=bought("Ann", 10, 20, refunded=30)) as project:
        real = project.bars

        def while_another_tab_changes_the_policy(measure):
            project.revenue_policy = "gross"
            return real(measure)

        monkeypatch.setattr(project, "bars", while_another_tab_changes_the_policy)
        project.keep_at_hand("usage")
        monkeypatch.setattr(project, "bars", real)
        for policy in ("gross", "net"):
            project.revenue_policy = policy
            assert project.glance("usage") == from_features(project, "usage")


def test_a_few_are_held_and_the_newest_stay(shop):
    for key in ("rfm", "usage", "loyalty", "loyalty"):
        shop.keep_at_hand(key)
    assert [held[1] for held in shop._at_hand._tables] == ["usage", "loyalty"]


def test_a_closed_project_can_be_opened_by_another_program(tmp_path):
    path = tmp_path / "shop.segkit"
    with Project(path) as project:
        fill(project, orders=bought("Ann", 10))
        project.keep_at_hand("usage")
    path.rename(tmp_path / "elsewhere.segkit")
    with Project(tmp_path / "elsewhere.segkit") as again:
        assert again.glance("usage")[0]
