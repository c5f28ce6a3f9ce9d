"""Session: does the address open the project, is everything there again, and does nobody see what is not theirs?"""
import gc
import json
import os

import pytest

from pages.parts import projects, session
from pages.parts.words import harmless, md
from segkit.errors import ProjectProblem


def test_an_id_cannot_be_guessed_and_is_the_folder():
    ids = {projects.create("Shop").id for _ in range(20)}
    assert len(ids) == 20
    assert all(projects.PROJECT_ID.fullmatch(one) and (projects.home() / one).is_dir() for one in ids)


@pytest.mark.parametrize("asked", ["", ".", "..", "../..", "/etc", "a" * 21, "a" * 65, "x/../../y" * 4, "%2e%2e" * 5, "\x00" * 30])
def test_what_is_no_id_never_becomes_a_path(asked):
    assert projects.find(asked) is None


def test_a_project_is_found_by_its_id_with_the_name_it_was_given():
    info = projects.create("  Anna's\n shop ")
    assert projects.find(info.id).name == "Anna's shop"
    assert projects.find("A" * 32) is None


def test_a_lost_label_costs_the_name_only():
    info = projects.create("Shop")
    (info.folder / "project.json").write_text("{broken", encoding="utf-8")
    assert projects.find(info.id).name == "Untitled project"


def test_the_last_opened_stands_first():
    first, second = projects.create("First"), projects.create("Second")
    os.utime(second.folder / "project.json", (1, 1))
    assert [info.id for info in projects.everything()] == [first.id, second.id]
    projects.touch(second)
    os.utime(first.folder / "project.json", (1, 1))
    assert [info.id for info in projects.everything()] == [second.id, first.id]


def test_rename_keeps_everything_else():
    info = projects.create("Shop", sample="pizza")
    assert projects.rename(info, "Other").name == "Other"
    assert projects.rename(info, "   ").name == "Other"
    assert projects.find(info.id).sample == "pizza"


def test_a_home_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEGKIT_HOME", str(tmp_path / "file"))
    with pytest.raises(ProjectProblem, match="SEGKIT_HOME"):
        projects.home()


def test_without_a_home_the_users_data_folder_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv("SEGKIT_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert projects.home() == tmp_path / "segkit" / "projects"


def test_two_tabs_share_one_open_project():
    shelf, info = session.Shelf(), projects.create("Shop")
    assert shelf.take(info) is shelf.take(projects.find(info.id))
    shelf.close(info)


def test_what_was_decided_is_there_after_the_project_was_closed():
    shelf, info = session.Shelf(), projects.create("Shop")
    shelf.take(info).revenue_policy = "gross"
    shelf.close(info)
    assert shelf.take(info).revenue_policy == "gross"
    shelf.close(info)


def test_an_idle_project_is_let_go_but_stays_open_for_the_tab_that_shows_it(monkeypatch):
    shelf, old, new = session.Shelf(), projects.create("Old"), projects.create("New")
    shown = shelf.take(old)
    monkeypatch.setattr(session, "IDLE_SECONDS", -1)
    shelf.take(new)
    assert list(shelf.kept) == [str(new.database)]
    assert shelf.take(old) is shown and shown.files() == []
    del shown
    shelf.take(new)
    gc.collect()
    assert str(old.database) not in shelf.alive


def test_a_copy_has_the_content_and_a_name_of_its_own():
    info = projects.create("Shop", sample="pizza")
    session.shelf().take(info).revenue_policy = "gross"
    copy = session.duplicate(info)
    session.shelf().take(info).revenue_policy = "paid"
    assert copy.id != info.id and copy.name == "Shop (copy)" and not copy.sample
    assert session.shelf().take(copy).revenue_policy == "gross"


def test_a_project_is_copied_without_disturbing_a_tab_that_shows_it():
    info = projects.create("Shop")
    shown = session.shelf().take(info)
    session.duplicate(info)
    shown.revenue_policy = "gross"
    assert shown.files() == [] and session.shelf().take(info) is shown


def test_a_deleted_project_leaves_nothing():
    info, other = projects.create("Shop"), projects.create("Other")
    session.shelf().take(info)
    session.delete(info)
    assert not info.folder.exists() and projects.everything() == [other]


def test_the_address_opens_the_project_and_follows_to_every_page(app):
    info = projects.create("Shop of Anna")
    app.query_params["project"] = info.id
    app.run()
    assert any("Shop of Anna" in element.value for element in app.sidebar.markdown)
    app.query_params.clear()  # as a click in the menu does
    app.switch_page("data.py").run()
    assert app.query_params["project"] == info.id


def test_another_address_in_the_same_tab_opens_the_other_project(app):
    one, two = projects.create("One"), projects.create("Two")
    app.query_params["project"] = one.id
    app.run()
    app.query_params["project"] = two.id
    app.run()
    (shown,) = [element.value for element in app.sidebar.markdown]
    assert "**Two**" in shown and "One" not in shown


@pytest.mark.parametrize("address", ["A" * 32, "../../etc/passwd"])
def test_an_address_that_leads_nowhere_says_where_to_go(app, address):
    app.query_params["project"] = address
    app.run()
    app.switch_page("data.py").run()
    assert not app.exception
    assert "not here any more" in app.subheader[0].value
    assert app.page_link[0].value == "Go to Start"


def test_a_page_without_a_project_says_what_to_do_and_offers_the_last_ones(app):
    info = projects.create("Shop of Anna")
    app.run()
    app.switch_page("data.py").run()
    assert app.subheader[0].value == "No project is open yet"
    app.button(key=f"instead_{info.id}").click().run()
    assert app.query_params["project"] == info.id and app.title[0].value == "Data"
    assert "This project has no data yet" in [element.value for element in app.subheader]


@pytest.mark.parametrize(("headers", "own"), [
    ({}, True), ({"Origin": "http://localhost:8501"}, True), ({"Origin": "http://127.0.0.1:8501"}, True),
    ({"Origin": "https://segments.example.org"}, False), ({"X-Forwarded-For": "10.0.0.7"}, False),
    ({"Forwarded": "for=10.0.0.7", "Origin": "http://localhost"}, False),
])
def test_only_the_person_at_this_computer_sees_all_projects(monkeypatch, headers, own):
    monkeypatch.setattr(session.st, "get_option", {"server.address": "localhost"}.get)
    monkeypatch.setattr(session.st, "context", type("Context", (), {"headers": headers}))
    assert session.on_own_machine() is own
    monkeypatch.setenv("SEGKIT_SHARED", "1")
    assert session.on_own_machine() is False


def test_a_server_for_others_shows_only_what_this_browser_knows(app, monkeypatch):
    monkeypatch.setenv("SEGKIT_SHARED", "1")
    mine, theirs = projects.create("Mine"), projects.create("Theirs")
    app.session_state["browser_memory"] = {"ids": [mine.id, "A" * 32]}
    app.run()
    shown = [element.key for element in app.button if element.key and element.key.startswith("open_")]
    assert shown == [f"open_{mine.id}"] and theirs.id not in json.dumps(shown)


NASTY = ["![x](http://evil/p.png)", "[a](http://evil)", ":material/home:", "$x^2$", "<b>x</b>", "https://evil.example",
         "www.evil.example", "a -> b", ":red[x]", "`code`", "# title", "- item", "1. item", "a | b", "~~x~~", "**x**",
         "javascript:alert(1)", "me@evil.example", "\x00\u202etxt", ":streamlit:"]


@pytest.mark.parametrize("text", NASTY)
def test_no_mark_survives_unescaped(text):
    shown = md(text)
    for place, letter in enumerate(shown):
        if letter in "!*[]()<>`#$:~_|@" and (place == 0 or shown[place - 1] != "\\"):
            raise AssertionError(f"{letter} in {shown}")
    assert "\u202e" not in shown and "\x00" not in shown


def test_a_long_text_is_cut():
    assert len(md("a" * 500)) == 120 and md("a" * 500).endswith("…")


@pytest.mark.parametrize(("cell", "kept"), [("=1+1", "'=1+1"), ("@SUM", "'@SUM"), ("plain", "plain"), (5, 5), (None, None)])
def test_a_cell_for_excel_runs_no_formula(cell, kept):
    assert harmless(cell) == kept
