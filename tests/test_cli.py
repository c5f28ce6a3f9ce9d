"""The command line: does it do what it says, and does every mistake end in one sentence and exit code 2?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from segkit import cli
from segkit.project import Project

ROOT = Path(__file__).resolve().parents[1]
ORDERS = "order id,date,customer id,total,net\n" + "".join(f"{i},2024-01-{i:02d},c{i % 9},{i},7\n" for i in range(1, 29))
PEOPLE = "customer id,email,first name,birthday\n" + "".join(f"c{i},c{i}@x.de,N{i},1990-01-0{i + 1}\n" for i in range(9))
NAMED = """
[[segments]]
name = "{}"
parts = [{{dimension = "usage"}}]
cells = [["{}"]]
"""


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("o.csv").write_text(ORDERS, encoding="utf-8")
    Path("p.csv").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def segkit(here, monkeypatch, capsys):
    """The command line in this process: what it prints, what it says beside that, and its exit code."""

    def call(*words: str) -> tuple[str, str, int]:
        monkeypatch.setattr(sys, "argv", ["segkit", *words])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return out, err, code

    return call


def recipe(*segments: tuple[str, str], text: str = "") -> str:
    Path("r.toml").write_text(text + "".join(NAMED.format(*segment) for segment in segments), encoding="utf-8")
    return "r.toml"


# ---- run


def test_named_segments_never_overwrite_each_other_or_a_summary(segkit, here):
    named = recipe(("VIP!", "Heavy"), ("vip", "Light"), ("Usage", "Medium"), ("vip 2", "Heavy"), ("VIP?", "Light"))
    out, _, code = segkit("run", named, "o.csv", "--out", "new/july")
    assert code == 0 and "lists/usage.csv, lists/vip-2-2.csv, lists/vip-2.csv, lists/vip-3.csv, lists/vip.csv" in out
    lists = {path.name: len(path.read_text("utf-8").splitlines()) - 1 for path in (here / "new/july/lists").iterdir()}
    assert set(lists) == {"vip.csv", "vip-2.csv", "usage.csv", "vip-2-2.csv", "vip-3.csv"}
    assert lists["vip.csv"] == lists["vip-2-2.csv"] and lists["vip-2.csv"] == lists["vip-3.csv"]
    assert (here / "new/july/usage.csv").read_text("utf-8").startswith("segment,")
    assert json.loads((here / "new/july/load-report.json").read_text("utf-8"))[0]["rows_kept"] == 28


def test_the_recipe_of_a_project_can_be_run_again(segkit, here):
    with Project("shop.segkit") as project:
        project.load("o.csv")
        project.set_settings("usage", {"heavy_top": 50})
        project.save_segment("Half", ["usage"], [("Heavy",)])
    out, _, code = segkit("recipe", "shop.segkit")
    assert code == 0 and 'name = "Half"' in out
    (here / "again.toml").write_text(out, encoding="utf-8")
    assert segkit("run", "again.toml", "o.csv", "--out", "out")[2] == 0
    assert (here / "out/lists/half.csv").exists()


def test_run_refuses_a_named_segment_that_the_exports_cannot_answer(segkit, here):
    named = "[[segments]]\nname = 'Cheap'\nparts = [{dimension = 'benefit'}]\ncells = [['Price']]\n"
    (here / "ours.toml").write_text(named, encoding="utf-8")
    _, said, code = segkit("run", "ours.toml", "o.csv", "--out", "out")
    assert code == 2 and said.startswith("Benefit sought needs ") and not (here / "out/lists").exists()


@pytest.mark.parametrize("out, said", [("o.csv", "one of the exports"), ("list.json", "Let the name end with .csv, .xlsx or .parquet.")])
def test_a_list_overwrites_no_export_and_is_of_a_known_kind(segkit, here, out, said):
    before = (here / "o.csv").read_bytes()
    for command in (("members", "usage", "Heavy"), ("features",)):
        _, error, code = segkit(*command, "o.csv", "--out", out)
        assert code == 2 and said in error
    assert (here / "o.csv").read_bytes() == before


def test_run_writes_the_columns_of_the_recipe_and_only_who_agreed(segkit, here):
    (here / "people.csv").write_text("Email,Accepts Email Marketing\na@x.com,yes\nb@x.com,no\n", encoding="utf-8")
    recipe = "list_columns = ['total_spend', 'gone', 'customer_id']\nlist_consents = ['accepts_email']\n"
    everybody = "[['Non-user'], ['Heavy'], ['Medium'], ['Light']]"
    named = f"[[segments]]\nname = 'All'\nparts = [{{dimension = 'usage'}}]\ncells = {everybody}\n"
    (here / "ours.toml").write_text(recipe + named, encoding="utf-8")
    assert segkit("run", "ours.toml", "o.csv", "people.csv", "--out", "out")[2] == 0
    head, *people = (here / "out/lists/all.csv").read_text("utf-8").splitlines()
    assert head == "total_spend,customer_id" and [line.split(",")[1] for line in people] == ["a@x.com"]


@pytest.mark.parametrize("text, said", [
    ("[settings.usgae]\nheavy_top = 5", "There is no dimension 'usgae'. Did you mean usage?"),
    ("[settings.usage]\nheavytop = 5", "Usage rate has no control 'heavytop'."),
    ("[settings.usage]\nheavy_top = 500", "heavy_top: 500 is outside the allowed range."),
    ("settings = {usage = 5}", "recipe: the settings of 'usage' are not a table."),
    ("segments = 5", "recipe: the entry 'segments' is not a list of tables."),
    ("revenue_policy = 5", "'5' is no revenue policy."),
    (NAMED.format("x", "Hevy"), "Segment 'x': Usage rate has no segment 'Hevy'."),
    ("[[segments]]\nname = 3\nparts = [{dimension = 'usage'}]\ncells = [['Heavy']]", "recipe: the name of segment 1 is not a text."),
    ("as_of = = 3", "recipe: this is not a readable recipe"),
])  # fmt: skip
def test_a_mistake_in_a_recipe_is_said_before_anything_is_written(segkit, here, text, said):
    out, err, code = segkit("run", recipe(text=text), "o.csv", "--out", "out")
    assert (out, code) == ("", 2) and said in err and "Traceback" not in err
    assert not (here / "out").exists()


def test_a_recipe_in_another_encoding_is_refused_in_words(segkit, here):
    (here / "r.toml").write_bytes("# für uns\n".encode("utf-16"))
    out, err, code = segkit("run", "r.toml", "o.csv", "--out", "out")
    assert (out, code) == ("", 2) and "r.toml: this recipe is not written in UTF-8. Save it as UTF-8 text." in err
    (here / "r.toml").write_bytes(b"\xef\xbb\xbf" + b"revenue_policy = 'gross'\n")
    assert segkit("run", "r.toml", "o.csv", "--out", "out")[2] == 0


# ---- files out and in


@pytest.mark.parametrize("words", [("features", "o.csv"), ("members", "usage", "Heavy", "o.csv")])
def test_a_folder_that_is_not_there_is_said_before_any_work(segkit, monkeypatch, words):
    monkeypatch.setattr(cli, "_load", None)
    _, err, code = segkit(*words, "--out", "none/list.csv")
    assert code == 2 and "none: the folder does not exist. Create it first, or choose another place." in err


def test_lists_are_written(segkit, here):
    assert segkit("features", "o.csv", "--out", "f.csv")[0] == "9 customers written to f.csv\n"
    assert segkit("members", "usage", "Heavy", "o.csv", "--out", "h.parquet")[2] == 0
    assert (here / "f.csv").exists() and (here / "h.parquet").exists()


def test_a_column_map_goes_to_the_files_that_have_the_column(segkit):
    out, err, code = segkit("load", "o.csv", "p.csv", "--map", "total=net", "--map", "birthday=birthday", "--answer", "map:email=Email")
    assert code == 0, err
    first, second = json.loads(out)
    assert first["mapping"]["total"] == "net" and (second["mapping"]["birthday"], second["mapping"]["email"]) == ("birthday", "email")


def test_an_answer_to_no_question_and_one_that_is_no_option_are_refused(segkit):
    _, err, code = segkit("load", "o.csv", "--answer", "negativ=refund")
    assert code == 2 and "Answers: there is no question 'negativ'. Did you mean negative?" in err
    _, err, code = segkit("load", "o.csv", "p.csv", "--answer", "status:Zork=canceled")
    assert code == 2 and "Answers: 'canceled' is no answer to 'status:Zork'. Did you mean cancelled?" in err
    assert segkit("load", "o.csv", "p.csv", "--answer", "negative=refund", "--answer", "status:Zork=cancelled")[2] == 0


def test_a_column_of_no_file_is_refused(segkit):
    _, err, code = segkit("load", "o.csv", "p.csv", "--map", "total=nett")
    assert code == 2 and "Column map: none of the files has a column 'nett' for total. Did you mean net?" in err
    _, err, code = segkit("load", "o.csv", "--map", "total=nett")
    assert code == 2 and "Column map: the file has no column 'nett'." in err


@pytest.mark.parametrize("error", [
    OSError(28, "No space left on device"), cli.duckdb.IOException("no room"), cli.duckdb.OutOfMemoryException("x"),
])  # fmt: skip
def test_what_nobody_foresaw_is_one_sentence_too(segkit, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(cli.Project, "summary", fail)
    out, err, code = segkit("summary", "usage", "o.csv")
    assert (out, code) == ("", 2) and len(err.strip().splitlines()) == 1


def test_it_is_a_program(here):
    call = [sys.executable, "-m", "segkit", "summary", "usage", str(here / "o.csv"), "--set", "heavy_top=200"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("heavy_top: 200 is outside the allowed range. Give a number from 1 to 50 (% of users).")
