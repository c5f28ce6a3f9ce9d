"""Start: does a newcomer get to data in one step, and does somebody who returns find everything again?"""
import pytest

from pages.parts import projects, session, upload
from pages.parts.project_names import free_name
from sample_data import SAMPLES
from tests.pages.screens import wait, words


def button(app, key):
    return app.button(key=key)


def test_the_first_screen_says_what_it_is_and_what_to_do(app):
    app.run()
    assert not app.exception
    assert app.title[0].value == "Segkit"
    assert app.file_uploader[0].label.startswith("Drop your exports here")
    assert all(sample.title in words(app) and sample.sentence in words(app) for sample in SAMPLES)
    assert "Your projects" not in words(app)


def test_dropped_files_become_a_project_and_lead_to_data(app, orders):
    app.run()
    app.file_uploader[0].upload("My_orders.csv", orders.read_bytes()).run()
    assert not app.exception
    info = projects.everything()[0]
    assert info.name == "My orders"
    assert app.query_params["project"] == info.id
    assert app.title[0].value == "Data"
    wait(info)
    app.run()
    assert [report.file for report in session.shelf().take(info).files()] == ["My_orders.csv"]


def test_what_was_dropped_stays_neither_in_memory_nor_in_the_widget(app, orders, monkeypatch):
    freed = []
    monkeypatch.setattr(upload, "_release", lambda files: freed.extend(file.name for file in files))
    app.run()
    app.file_uploader[0].upload("orders.csv", orders.read_bytes()).run()
    assert freed == ["orders.csv"]
    assert app.session_state["start_turn"] == 1


def test_a_full_disk_is_said_and_leaves_no_empty_project(app, orders, monkeypatch):
    monkeypatch.setattr(upload, "SPARE", 1 << 60)
    app.run()
    app.file_uploader[0].upload("orders.csv", orders.read_bytes()).run()
    assert "nearly full" in app.error[0].value
    assert projects.everything() == []


@pytest.mark.parametrize("name", ["../../evil.csv", "C:\\x\\evil.exe", "a/b/orders.XLSX", "", ".", "x" * 400 + ".csv", "no ending"])
def test_a_name_from_outside_never_becomes_a_path(tmp_path, name):
    source = tmp_path / "source"
    source.write_bytes(b"a,b\n1,2\n")
    folder = tmp_path / "uploads"
    folder.mkdir()
    arrived = upload._store(source.open("rb"), name, 8, folder)
    assert arrived.path.parent == folder and arrived.path.exists()
    assert arrived.path.suffix in (".csv", ".txt", ".xlsx")
    assert "/" not in arrived.name and "\\" not in arrived.name


def test_a_sample_is_read_and_leads_to_segments(app):
    app.run()
    button(app, "sample_pizza").click().run()
    assert not app.exception
    info = projects.everything()[0]
    assert info.sample == "pizza" and info.name == SAMPLES[1].title
    wait(info)
    app.run()
    assert not app.exception
    assert app.title[0].value == "Segments"
    assert app.query_params["project"] == info.id


def test_a_sample_opened_twice_is_one_project(app):
    app.run()
    for _ in range(2):
        button(app, "sample_pizza").click().run()
        wait(projects.everything()[0])
        app.run()
        app.switch_page("start.py").run()
    assert len(projects.everything()) == 1


def test_projects_are_listed_and_opened(app, project):
    app.run()
    assert "**Shop of Anna**" in words(app)
    button(app, f"open_{project.id}").click().run()
    assert app.title[0].value == "Data"
    assert app.query_params["project"] == project.id


def test_many_projects_show_on_demand(app):
    for number in range(7):
        projects.create(f"Shop {number}")
    app.run()
    listed = [one for one in app.button if (one.key or "").startswith("open_")]
    assert len(listed) == 5
    button(app, "more_projects").click().run()
    assert len([one for one in app.button if (one.key or "").startswith("open_")]) == 7


def test_a_name_is_shown_letter_by_letter(app):
    projects.create("![x](http://evil/p.png) **bold**")
    app.run()
    assert "![x](http" not in words(app)


def test_a_copy_can_be_worked_with_after_the_original_is_deleted(project, orders):
    copy = session.duplicate(project)
    session.delete(project)
    opened = session.shelf().take(copy)
    assert [report.rows_kept for report in opened.files()] == [3]
    assert [report.loaded for report in opened.reload(opened.files()[0].source_id)] == [True]


@pytest.mark.parametrize("wanted, there, name", [
    ("Shop", [], "Shop"), ("Shop", ["Shop"], "Shop (2)"), ("shop", ["Shop", "Shop (2)"], "shop (3)"),
    ("Shop (2)", ["Shop (2)"], "Shop (3)"),
    ("  Two   words ", ["Two words"], "Two words (2)"), ("x" * 80, ["x" * 80], "x" * 76 + " (2)"),
])
def test_no_two_projects_of_one_name(app, monkeypatch, wanted, there, name):
    for other in there:
        projects.create(other)
    monkeypatch.setattr(session, "on_own_machine", lambda: True)
    assert free_name(wanted) == name


def test_the_same_file_dropped_twice_makes_two_projects_that_can_be_told_apart(app, orders):
    for _ in range(2):
        app.run()
        app.file_uploader[0].upload("My_orders.csv", orders.read_bytes()).run()
        wait(projects.everything()[0])
        app.switch_page("start.py").run()
    assert {info.name for info in projects.everything()} == {"My orders", "My orders (2)"}
