"""A project's files: does every load leave the answers right, also when it was cut off, copied or taken back?"""

import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import duckdb
import pytest

from segkit import ingest
from segkit.errors import MissingData, ProjectProblem, SegkitError
from segkit.project import Project

ROOT = Path(__file__).resolve().parents[1]
HEAD = "order id,date,customer id,total\n"


def orders(people: int = 5, month: int = 1, who: str = "c{}") -> str:
    return HEAD + "".join(f"{month}-{i},2024-{month:02d}-{i:02d},{who.format(i)},10\n" for i in range(1, people + 1))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def packed(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return path


def counted(project: Project) -> int:
    return len(project.features().fetchall())


# ---- read again


def test_a_file_read_again_keeps_the_earlier_choices(tmp_path):
    text = "order id,date,customer id,total,net amount,state\n" + "".join(f"{i},2024-01-0{i},c{i},10,7,foo\n" for i in range(1, 9))
    with Project() as project:
        first = project.load(write(tmp_path, "m.csv", text), mapping={"total": "net amount", "status": "state"}, table="orders")
        assert first.choices == {"table": "orders", "mapping": {"total": "net amount", "status": "state"}}
        (again,) = project.reload(first.source_id, answers={"status:foo": "cancelled"})
        assert (again.mapping["total"], again.answers) == ("net amount", {"status:foo": "cancelled"})
        (again,) = project.reload(again.source_id, mapping={"order_id": ""})
        assert again.mapping["total"] == "net amount" and "order_id" not in again.mapping
        assert again.answers == {"status:foo": "cancelled"}
        (again,) = project.reload(again.source_id, mapping={"total": "total"})
        assert again.mapping["total"] == "total" and "order_id" not in again.mapping
        assert project.files()[0].choices == again.choices


def test_an_answer_about_a_column_gives_way_to_a_later_map(tmp_path):
    text = "order id,date,customer id,total,net amount\n" + "".join(f"{i},2024-01-0{i},c{i},10,7\n" for i in range(1, 9))
    with Project() as project:
        first = project.load(write(tmp_path, "m.csv", text), answers={"map:total": "net amount"})
        assert first.mapping["total"] == "net amount"
        assert project.reload(first.source_id, mapping={"total": "total"})[0].mapping["total"] == "total"


# ---- what is in counts, whatever happened afterwards


def test_the_tables_before_a_refused_one_count(tmp_path):
    bad = HEAD + "".join(f"{i},2024-02-0{i},,10\n" for i in range(1, 9))
    with Project() as project:
        with pytest.raises(SegkitError):
            project.load_all(packed(tmp_path / "a.zip", one=orders(), two=bad))
        assert len(project.files()) == 1 and counted(project) == 5 and str(project.last_day) == "2024-01-05"


KILLED = """
import os, sys
sys.path.insert(0, {root!r})
from segkit import ingest
from segkit.project import Project
real = getattr(ingest, {name!r})
def and_die(*args, **more):
    real(*args, **more)
    os._exit(9)
project = Project({path!r})
project.load({first!r})
assert len(project.features().fetchall()) == 5
setattr(ingest, {name!r}, and_die)
{change}
"""


@pytest.mark.parametrize("name, change, people, last_day", [
    ("load_file", "project.load({second!r})", 12, "2024-02-07"),
    ("remove_file", "project.remove(1)", 0, "None"),
    ("load_file", "project.reload(1, mapping={{'ordered_at': 'later'}})", 5, "2025-01-05"),
])
def test_a_program_killed_right_after_the_data_changed_notices_when_it_opens_again(tmp_path, name, change, people, last_day):
    path = str(tmp_path / "shop.segkit")
    text = "\n".join(line + ("," + line.split(",")[1].replace("2024", "2025") if i else ",later")
                     for i, line in enumerate(orders().splitlines())) + "\n"  # fmt: skip
    first, second = write(tmp_path, "1.csv", text), write(tmp_path, "2.csv", orders(7, month=2, who="d{}"))
    code = KILLED.format(root=str(ROOT), path=path, first=str(first), name=name, change=change.format(second=str(second)))
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False, cwd=ROOT).returncode == 9
    with Project(path) as project:
        assert str(project.last_day) == last_day
        if people:
            assert counted(project) == people
        else:
            with pytest.raises(MissingData):
                project.features()


def test_what_a_killed_program_left_is_swept(tmp_path):
    path, staged = tmp_path / "project.segkit", "0123456789abcdef" * 2 + ".csv"
    Project(path, folder=tmp_path).close()
    write(tmp_path, staged, "x")
    write(tmp_path / "temp", "duckdb_temp_block-1.block", "x")
    write(tmp_path / ".segkit-project.segkit-abc", staged, "x")
    others = (".segkit-other.segkit-abc", ".segkit-project.segkit-2026-abc")  # the second: of a project file without a suffix
    for other in others:
        write(tmp_path / other, staged, "x")
    write(tmp_path, "mine.csv", "x")
    with Project(path, folder=tmp_path):
        left = sorted(left.name for left in tmp_path.iterdir() if not left.name.startswith("project.segkit"))
        assert left == [*others, "mine.csv"]


def test_a_folder_with_two_projects_is_not_swept(tmp_path):
    with Project(tmp_path / "a.segkit", folder=tmp_path), Project(tmp_path / "b.segkit", folder=tmp_path):
        staged = write(tmp_path, "0123456789abcdef" * 2 + ".csv", "x")
    with Project(tmp_path / "a.segkit", folder=tmp_path):
        assert staged.exists()


@pytest.mark.parametrize("text", ["not a database", "x" * 20_000, "a,b\n1,2\n", orders()])
def test_a_file_that_is_no_project_leaves_nothing_behind(tmp_path, text):
    path = write(tmp_path, "bad.segkit", text)
    with pytest.raises(ProjectProblem):
        Project(path)
    assert [left.name for left in tmp_path.iterdir()] == ["bad.segkit"]


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "other.segkit"
    with duckdb.connect(str(path)) as con:
        con.execute("create view orders as select 1 as one")
    with pytest.raises(ProjectProblem, match="is not a Segkit project"):
        Project(path)


def test_an_older_project_file_gets_the_columns_it_lacks(tmp_path):
    path = tmp_path / "shop.segkit"
    later = orders(6).replace(",10\n", ",12\n")
    with Project(path) as project:
        project.load(write(tmp_path, "1.csv", orders()))
        project.load(write(tmp_path, "2.csv", later))
    with duckdb.connect(str(path)) as con:
        con.execute("alter table customers drop column accepts_sms")
        for (table,) in con.execute("select table_name from duckdb_columns() where column_name = 'payment_method'").fetchall():
            con.execute(f"alter table {table} drop column payment_method")
    with Project(path) as project:
        people = "customer id,email,accepts sms,first name\n" + "".join(f"c{i},c{i}@x.de,yes,N\n" for i in range(9))
        assert project.load(write(tmp_path, "3.csv", people)).loaded
        project.load(write(tmp_path, "4.csv", orders(7).replace(",10\n", ",15\n")))
        project.remove(4)
        project.remove(2)
        sql = "select sum(total), count(payment_method), min(source_id), max(source_id) from orders"
        assert [str(value) for value in project.connection.execute(sql).fetchone()] == ["50.0000", "0", "1", "1"]


# ---- whose file it is


def test_an_upload_stays_as_long_as_a_table_of_it_is_loaded(tmp_path):
    (tmp_path / "old" / "uploads").mkdir(parents=True)
    old, new = tmp_path / "old", tmp_path / "new"
    packed(old / "uploads" / "a.zip", one=orders(), two=orders(7, month=2))
    with Project(old / "project.segkit", folder=old) as project:
        project.load(old / "uploads" / "a.zip")
        with project.at_rest():
            shutil.copytree(old, new)
    with Project(new / "project.segkit", folder=new) as project:
        project.remove(1)
        assert (new / "uploads" / "a.zip").exists()
        assert project.reload(2)[0].loaded
        project.remove(project.files()[0].source_id)
        assert not (new / "uploads" / "a.zip").exists() and (old / "uploads" / "a.zip").exists()


def test_a_copied_project_never_reads_the_other_projects_file(tmp_path):
    (tmp_path / "old" / "uploads").mkdir(parents=True)
    old, new = tmp_path / "old", tmp_path / "new"
    new.mkdir()
    upload = write(old / "uploads", "a.csv", orders())
    with Project(old / "project.segkit", folder=old) as project:
        project.load(upload)
    (new / "project.segkit").write_bytes((old / "project.segkit").read_bytes())
    with Project(new / "project.segkit", folder=new) as project:
        with pytest.raises(MissingData, match="no longer where it was"):
            project.reload(1)
        project.remove(1)
    assert upload.exists()


def test_a_users_own_file_is_never_removed(tmp_path):
    mine = write(tmp_path, "mine.csv", orders())
    with Project(tmp_path / "shop.segkit", folder=tmp_path) as project:
        project.load(mine)
        project.remove(1)
    assert mine.exists()


# ---- meanwhile


def test_choices_do_not_wait_for_a_load(tmp_path, monkeypatch):
    inside, go_on = threading.Event(), threading.Event()

    def slow(*args, **more):
        inside.set()
        assert go_on.wait(30)
        return []

    with Project() as project:
        project.load(write(tmp_path, "1.csv", orders()))
        project.facts()
        monkeypatch.setattr(ingest, "load_file", slow)
        loading = threading.Thread(target=project.load_all, args=(tmp_path / "1.csv",))
        loading.start()
        assert inside.wait(30)
        done = threading.Event()

        def choose():
            project.as_of, project.revenue_policy = project.last_day.replace(day=3), "gross"
            project.set_settings("usage", {"heavy_top": 5})
            project.save_segment("Best", ["usage"], [("Heavy",)])
            done.set()

        threading.Thread(target=choose, daemon=True).start()
        in_time = done.wait(20)
        go_on.set()
        loading.join()
        assert in_time and [segment.name for segment in project.named_segments()] == ["Best"]


def test_a_project_is_copied_while_it_is_read(tmp_path):
    path = tmp_path / "shop.segkit"
    with Project(path) as project:
        project.load(write(tmp_path, "1.csv", orders()))
        project.features()
        reader = project.connection.cursor()
        reader.execute("from orders")
        project.revenue_policy = "gross"
        with project.at_rest():
            for left in tmp_path.glob("shop.segkit*"):
                (tmp_path / left.name.replace("shop", "copy")).write_bytes(left.read_bytes())
        assert len(reader.fetchall()) == 5 and counted(project) == 5
        with Project(tmp_path / "copy.segkit") as copy:
            assert counted(copy) == 5 and copy.revenue_policy == "gross"
