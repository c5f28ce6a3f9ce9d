"""Keeper: is the newest setting known at once, written in order, and does nobody wait for another project's writing?"""
import threading

import pytest

from pages.parts import keeper as module
from pages.parts.keeper import Keeper
from tests.support import bought, project_of


class Slow:
    """A project whose writing takes as long as the test wants."""

    def __init__(self, slow=True):
        self.kept, self.writing, self.go_on = [], threading.Event(), threading.Event()
        if not slow:
            self.go_on.set()

    def settings(self, dimension):
        return self.kept[-1] if self.kept else {}

    def set_settings(self, dimension, settings):
        self.writing.set()
        assert self.go_on.wait(20)
        self.kept.append(settings)


@pytest.fixture
def keeper(monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 60)
    return Keeper()


def start(call, *args):
    thread = threading.Thread(target=call, args=args, daemon=True)
    thread.start()
    return thread


def test_nobody_waits_while_another_project_is_written(keeper):
    slow, other = Slow(), Slow(slow=False)
    keeper.keep(slow, "usage", {"heavy_top": 1})
    writing = start(keeper.flush, slow)
    assert slow.writing.wait(20)
    keeper.keep(other, "usage", {"heavy_top": 2})
    keeper.flush(other)
    assert other.kept == [{"heavy_top": 2}]
    assert keeper.settings(slow, "usage") == {"heavy_top": 1}, "the newest is known while it is written"
    slow.go_on.set()
    writing.join(20)
    assert slow.kept == [{"heavy_top": 1}] and not keeper.writing and not keeper.waiting


def test_the_last_move_is_the_one_that_stays(keeper):
    project = Slow()
    keeper.keep(project, "usage", {"heavy_top": 1})
    first = start(keeper.flush, project)
    assert project.writing.wait(20)
    keeper.keep(project, "usage", {"heavy_top": 2})
    assert keeper.settings(project, "usage") == {"heavy_top": 2}
    second = start(keeper.flush, project)
    project.go_on.set()
    first.join(20)
    second.join(20)
    assert project.kept == [{"heavy_top": 1}, {"heavy_top": 2}]


def test_a_rest_of_the_hand_writes(keeper, monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 0.01)
    project = Slow(slow=False)
    keeper.keep(project, "usage", {"heavy_top": 1})
    assert project.writing.wait(20)
    keeper.flush(project)
    assert project.kept == [{"heavy_top": 1}]


def test_a_project_that_is_gone_is_no_problem(keeper):
    class Gone(Slow):
        def set_settings(self, dimension, settings):
            raise RuntimeError("closed")

    project = Gone()
    keeper.keep(project, "usage", {})
    keeper.flush(project)
    assert not keeper.waiting and not keeper.writing


def test_columns_of_a_list_do_not_overtake_a_setting(keeper):
    with project_of(orders=bought("Ada", 3)) as project:
        keeper.keep(project, "usage", {"heavy_top": 7})
        keeper.keep_list(project, columns=["email", "segment"])
        assert project.recipe.settings == {"usage": {"heavy_top": 7}} and project.recipe.list_columns == ("email", "segment")
        assert not keeper.waiting
