"""The command line: does it do what it says, and does every mistake end in one sentence and exit code 2?"""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from segkit import cli
from segkit.cli import loading
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
    monkeypatch.setattr(loading, "load_files", None)
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
    OSError(28, "No space left on device"), duckdb.IOException("no room"), duckdb.OutOfMemoryException("x"),
])  # fmt: skip
def test_what_nobody_foresaw_is_one_sentence_too(segkit, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(Project, "summary", fail)
    out, err, code = segkit("summary", "usage", "o.csv")
    assert (out, code) == ("", 2) and len(err.strip().splitlines()) == 1


def test_it_is_a_program(here):
    call = [sys.executable, "-m", "segkit", "summary", "usage", str(here / "o.csv"), "--set", "heavy_top=200"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("heavy_top: 200 is outside the allowed range. Give a number from 1 to 50 (% of users).")


# ---- where the shop is, and what other money is worth there

MIXED = "Order ID,Date,Customer ID,Total,Currency\nA1,2024-02-01T03:00:00Z,c1,100,USD\nA2,2024-02-02T12:00:00Z,c2,50,EUR\n" + "".join(
    f"B{n},2024-03-0{n}T12:00:00Z,c{n},10,USD\n" for n in range(1, 6))


def test_a_rate_converts_and_a_zone_places_the_orders(segkit, here):
    Path("m.csv").write_text(MIXED, "utf-8")
    out, _, code = segkit("load", "m.csv", "--rate", "EUR=1.08", "--time-zone", "America/New_York")
    (report,) = json.loads(out)
    assert code == 0 and report["totals"]["spend"] == 204.0 and report["totals"]["currency"] == "USD"
    assert report["totals"]["first_day"] == "2024-01-31" and report["decisions"]["currency"] == "converted to USD: EUR × 1.08"
    for command in ("summary usage m.csv", "features m.csv --out f.csv", "members usage Heavy m.csv --out l.csv"):
        assert segkit(*command.split(), "--rate", "EUR=1.08")[2] == 0


def test_several_currencies_without_a_rate_are_asked_about_and_a_missing_one_is_named(segkit, here):
    Path("m.csv").write_text(MIXED + "J1,2024-03-08T12:00:00Z,c1,900,JPY\n", "utf-8")
    assert "--answer currency=USD or --answer currency=EUR" in segkit("load", "m.csv")[1]
    _, err, code = segkit("load", "m.csv", "--rate", "EUR=1.08")
    assert code == 2 and "Segkit needs your rate for JPY" in err


@pytest.mark.parametrize(("words", "said"), [
    (("--rate", "EUR=0"), "the rate of EUR is not a number above zero"), (("--rate", "EUR=abc"), "not a number above zero"),
    (("--rate", "Euro=1"), "not three capital letters"), (("--rate", "EUR"), "Write NAME=VALUE"),
    (("--time-zone", "Berlin"), "there is no time zone 'Berlin'"),
])  # fmt: skip
def test_a_rate_or_zone_that_cannot_be_is_refused(segkit, words, said):
    _, err, code = segkit("load", "o.csv", *words)
    assert code == 2 and said in err


def test_the_currency_to_count_in_can_be_named(segkit, here):
    Path("m.csv").write_text(MIXED, "utf-8")
    out, _, code = segkit("load", "m.csv", "--rate", "EUR=0.9", "--rate", "USD=0.8", "--currency", "gbp")
    assert code == 0 and json.loads(out)[0]["totals"]["currency"] == "GBP" and json.loads(out)[0]["totals"]["spend"] == 165.0


def test_a_recipe_repeats_rates_and_zone(segkit, here):
    Path("m.csv").write_text(MIXED, "utf-8")
    segkit("load", "m.csv", "--project", "p.segkit", "--rate", "EUR=1.08", "--time-zone", "America/New_York")
    Path("r.toml").write_text(segkit("recipe", "p.segkit")[0], "utf-8")
    assert 'time_zone = "America/New_York"' in Path("r.toml").read_text("utf-8") and "EUR = 1.08" in Path("r.toml").read_text("utf-8")
    assert segkit("run", "r.toml", "m.csv", "--out", "july")[2] == 0
    (report,) = json.loads(Path("july/load-report.json").read_text("utf-8"))
    assert report["totals"]["spend"] == 204.0 and report["totals"]["first_day"] == "2024-01-31"


def test_a_new_rate_reads_the_project_again(segkit, here):
    Path("m.csv").write_text(MIXED, "utf-8")
    segkit("load", "m.csv", "--project", "p.segkit", "--rate", "EUR=1.08")
    segkit("load", "p.csv", "--project", "p.segkit", "--rate", "EUR=2")
    with Project("p.segkit") as project:
        assert [report.totals["spend"] for report in project.files() if "spend" in report.totals] == [250.0]


# ---- quality


def test_quality_prints_what_needs_you_first_and_everything_as_json(segkit, here):
    Path("q.csv").write_text(ORDERS + "".join(f"9{n},2024-02-0{n},,5,5\n" for n in range(1, 9)), "utf-8")
    out, _, code = segkit("quality", "q.csv")
    first = out.splitlines()[1]
    assert code == 0 and first.startswith("needs you") and "8 rows of 36 in q.csv (22%), worth 40.00, name no customer." in first
    found = json.loads(segkit("quality", "q.csv", "--format", "json")[0])
    assert found[0]["key"] == "nobody:1" and found[0]["fixes"][0]["kind"] == "columns"
    assert next(one for one in found if one["key"] == "sums:1")["severity"] == "in order"


def test_quality_of_a_clean_file_needs_nobody(segkit, here):
    out, _, code = segkit("quality", "o.csv", "p.csv")
    assert code == 0 and "needs you" not in out


def shop(name, ids, month=1):
    rows = "".join(f"#{n},{ids + n},2024-{month:02d}-{n:02d},p{n}@x.com,10\n" for n in range(1, 9))
    Path(name).write_text("order id,platform order id,date,email,total\n" + rows, encoding="utf-8")


def test_two_shops_are_told_apart_by_name(segkit):
    shop("graz.csv", 100)
    shop("linz.csv", 900)
    _, said, code = segkit("load", "graz.csv", "linz.csv")
    assert code == 2 and "Which shop is this file from?" in said and "--answer store=NAME" in said
    out, _, code = segkit("load", "graz.csv", "linz.csv", "--answer", "store=Linz")
    assert code == 0 and [report["store"] for report in json.loads(out)] == ["", "Linz"]
    out, _, code = segkit("load", "graz.csv", "linz.csv", "--store", "linz.csv=Linz", "--store", "Graz")
    assert code == 0 and [report["store"] for report in json.loads(out)] == ["Graz", "Linz"]
    out, _, code = segkit("summary", "usage", "graz.csv", "linz.csv", "--store", "linz.csv=Linz", "--format", "json")
    assert code == 0 and sum(row["orders"] for row in json.loads(out)) == 16
    _, said, code = segkit("load", "graz.csv", "--store", "wien.csv=Wien")
    assert code == 2 and "none of the files is 'wien.csv'" in said


def test_the_next_month_in_a_kept_project_is_read_like_the_last_without_a_question(segkit):
    for name, month in (("february.csv", 2), ("march.csv", 3)):
        rows = "".join(f"{month}-{n},0{n}/0{month}/2024,c{n},10\n" for n in range(1, 9))
        Path(name).write_text("order id,when,customer id,total\n" + rows, encoding="utf-8")
    assert segkit("load", "february.csv", "--project", "p.segkit")[2] == 2
    assert segkit("load", "february.csv", "--project", "p.segkit", "--answer", "date_order=day_first")[2] == 0
    out, _, code = segkit("load", "march.csv", "--project", "p.segkit")
    assert code == 0 and json.loads(out)[0]["totals"]["first_day"] == "2024-03-01"
