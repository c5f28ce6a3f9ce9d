"""The engine: does a project's database stay inside its folder, and does every reader get its own answer?"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from segkit.engine import connect, dicts, rows, run, transaction, written_out
from segkit.errors import ProjectProblem
from tests.support import bought, features, labels, project_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with a file in it, and a secret beside it."""
    (tmp_path / "secret.csv").write_text("a\n42\n")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "own.csv").write_text("a\n1\n")
    return tmp_path / "project"


@pytest.fixture
def con(folder: Path) -> duckdb.DuckDBPyConnection:
    return connect(":memory:", folder)


def test_what_lies_in_the_folder_can_be_read_and_written(con, folder):
    assert rows(con, f"select a from read_csv('{folder}/own.csv')") == [(1,)]
    rows(con, f"copy (select 7 as a) to '{folder}/new.csv'")
    assert (folder / "new.csv").read_text() == "a\n7\n"


ESCAPES = {
    "a system file": "select * from read_text('/etc/passwd')",
    "a system file as csv": "select * from read_csv('/etc/passwd')",
    "a name in place of a table": "select * from '/etc/passwd'",
    "a file beside the folder": "select * from read_csv('{beside}')",
    "a way up": "select * from read_csv('{folder}/../secret.csv')",
    "a longer way up": "select * from read_csv('{folder}/./x/../../secret.csv')",
    "a folder whose name begins alike": "select * from read_csv('{folder}2/secret.csv')",
    "a link out of the folder": "select * from read_csv('{folder}/link.csv')",
    "a linked folder": "select * from read_csv('{folder}/out/secret.csv')",
    "a list of files": "select * from glob('/etc/*')",
    "the bytes of a file": "select * from read_blob('{beside}')",
    "json": "select * from read_json('{beside}')",
    "parquet": "select * from read_parquet('{beside}')",
    "copy elsewhere": "copy (select 1) to '{beside}.new'",
    "copy up": "copy (select 1) to '{folder}/../new.csv'",
    "copy through a link": "copy (select 1) to '{folder}/out/new.csv'",
    "export elsewhere": "export database '{beside}.db'",
    "attach elsewhere": "attach '{beside}.db' as other",
    "attach up": "attach '{folder}/../other.db' as other",
    "install": "install httpfs",
    "load": "load httpfs",
    "load a file": "load '{beside}.duckdb_extension'",
    "the net": "select * from read_csv('https://example.com/x.csv')",
    "open the door": "set enable_external_access = true",
    "more folders": "set allowed_directories = ['/']",
    "more paths": "set allowed_paths = ['/etc/passwd']",
    "more memory": "set memory_limit = '64GB'",
    "another clock": "set TimeZone = 'Asia/Tokyo'",
    "unlock": "set lock_configuration = false",
    "reset": "reset allowed_directories",
    "another temporary place": "set temp_directory = '/tmp'",
    "a log": "set log_query_path = '{beside}.log'",
    "a secret": "create persistent secret s (type http)",
}  # fmt: skip


@pytest.mark.parametrize("name", ESCAPES)
def test_every_way_out_is_refused(name, con, folder):
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "out").symlink_to(folder.parent, target_is_directory=True)
    before = sorted(os.listdir(folder.parent))
    with pytest.raises(duckdb.Error, match=r"disabled|locked|Table with name /etc/passwd does not exist"):
        found = rows(con, ESCAPES[name].format(folder=folder, beside=folder.parent / "secret.csv"))
        assert (42,) not in found, "the secret was read"
    assert sorted(os.listdir(folder.parent)) == before


def test_python_variables_are_no_tables(con):
    orders = [1, 2, 3]
    with pytest.raises(duckdb.Error):
        rows(con, "select * from orders")
    assert orders == [1, 2, 3]


def test_limits_are_really_set(folder):
    con = connect(":memory:", folder, memory="200MB", temp_limit="1GB")
    names = ["memory_limit", "TimeZone", "max_temp_directory_size"]
    found = dict(rows(con, "select name, value from duckdb_settings() where list_contains($names, name)", {"names": names}))
    assert found == {"memory_limit": "190.7 MiB", "TimeZone": "Etc/UTC", "max_temp_directory_size": "953.6 MiB"}


def test_a_folder_whose_name_holds_a_quote(tmp_path):
    folder = tmp_path / "Ann's shop; drop table x"
    folder.mkdir()
    (folder / "own.csv").write_text("a\n1\n")
    assert rows(connect(":memory:", folder), "select a from read_csv($path)", {"path": str(folder / "own.csv")}) == [(1,)]


def test_a_file_that_is_no_project_is_refused_in_words(tmp_path):
    (tmp_path / "photo.segkit").write_bytes(b"\x89PNG" * 2000)
    with pytest.raises(ProjectProblem) as refusal:
        connect(str(tmp_path / "photo.segkit"), tmp_path)
    assert str(refusal.value) == (f"{tmp_path}/photo.segkit: this is not a Segkit project, or the file is damaged. "
                                  "Choose another file, or start a new project.")  # fmt: skip


# ---- answers


def test_values_are_bound_never_read_as_sql(con):
    hostile = "x'; drop table t; --"
    con.execute("create table t (a varchar)")
    rows(con, "insert into t values ($a)", {"a": hostile})
    assert dicts(con, "select a from t where a = $a", {"a": hostile}) == [{"a": hostile}]
    assert run(con, "select count(*) from t where a = $a", {"a": hostile}).fetchall() == [(1,)]


def test_values_are_written_out_where_a_statement_takes_none():
    sql = written_out("select '$a', \"$a\", $a, $b, $ab, $c from t", {"a": "it's", "ab": 5, "c": None})
    assert sql == "select '$a', \"$a\", 'it''s', $b, '5', null from t"


def test_cursors_of_many_threads_never_mix_their_answers(con):
    con.execute("create table t as select range as a from range(20000)")

    def ask(number: int) -> bool:
        expected = list(range(number, 20000, 97))
        sql = "select a from t where a % 97 = $n order by a"
        return [a for (a,) in rows(con, sql, {"n": number})] == expected == [a for (a,) in run(con, sql, {"n": number}).fetchall()]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, list(range(97)) * 2))


def test_people_asking_one_project_at_once_get_what_they_asked_for():
    people = [row for i in range(60) for row in bought(f"c{i}", *range(1, 2 + i % 9))]
    with project_of(orders=people) as project:
        alone = {top: labels(project, "usage", heavy_top=top) for top in range(1, 50, 6)}
        with ThreadPoolExecutor(8) as pool:
            for top, found in pool.map(lambda top: (top, labels(project, "usage", heavy_top=top)), list(alone) * 5):
                assert found == alone[top]


def test_the_first_question_may_come_from_many_threads_at_once():
    with project_of(orders=bought("Ada", 1, 30, 60)) as project, ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: labels(project, "loyalty")["Ada"], range(12))) == {"Repeat"}


def test_two_projects_never_see_each_others_data(tmp_path):
    with project_of(orders=bought("Ada", 1)) as first, project_of(orders=bought("Bo", 1, 2)) as second:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda project: set(features(project)), [first, second] * 10))
        assert found == [{"Ada"}, {"Bo"}] * 10
        first.set_settings("usage", {"heavy_top": 5})
        assert second.settings("usage")["heavy_top"] == 20
        with pytest.raises(duckdb.Error):
            rows(first.connection, f"select * from read_blob('{second.folder}/*')")


def test_changes_are_kept_together_or_not_at_all(con):
    con.execute("create table t (a integer)")
    with pytest.raises(ZeroDivisionError), transaction(con) as cursor:
        cursor.execute("insert into t values (1)")
        raise ZeroDivisionError
    assert rows(con, "select * from t") == []
    with transaction(con) as cursor:
        cursor.execute("insert into t values (2)")
    assert rows(con, "select * from t") == [(2,)]
