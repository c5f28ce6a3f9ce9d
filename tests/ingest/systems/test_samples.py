"""Is an export of every known system read as people mean it? One invented sample per system, with its real headings.

Beside samples/KEY.csv stands KEY.expected.toml with figures worked out by hand from the rows; KEY-variant.csv is a further sample
of the same system. In the TOML file: story, answers, shop, questions (keys of those that stay open), notes (words that must be said),
[totals] and [rows] as in the report, [set_aside] by reason, [[checks]] with sql and value.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from segkit import engine, tables
from segkit.ingest import Shop, load_file
from segkit.ingest.recognise.systems import systems
from segkit.words import fold

SAMPLES = Path(__file__).parent / "samples"
ENDING = ".expected.toml"
STEMS = sorted(path.name.removesuffix(ENDING) for path in SAMPLES.glob(f"*{ENDING}"))
NAMED = sorted(key for key, system in systems().items() if not system.generic and not system.refused)
UNSURE_ANSWER = {"map_confirmed": "yes"}


def system_of(stem):
    return systems()[stem.split("-")[0]]


@cache
def expected(stem):
    return tomllib.loads((SAMPLES / f"{stem}{ENDING}").read_text(encoding="utf-8"))


def sample_of(stem):
    (path,) = (path for path in SAMPLES.glob(f"{stem}.*") if not path.name.endswith(ENDING))
    return path


def load(stem, folder, answers):
    """Return the connection and the reports of a sample that is loaded with nothing said about its kind or its columns."""
    con = engine.connect(":memory:", folder)
    for statement in tables.create_statements():
        con.execute(statement)
    shop = Shop(**expected(stem).get("shop", {}))
    return con, load_file(con, folder, sample_of(stem), answers={**expected(stem).get("answers", {}), **answers}, shop=shop)


def plain(value):
    """Return the value as an expected file can say it: money as a number, days as text."""
    if value is None or isinstance(value, bool | str):
        return value
    return round(float(value), 4) if isinstance(value, int | float) or hasattr(value, "as_tuple") else str(value)


@pytest.mark.parametrize("stem", STEMS)
def test_a_sample_is_read_as_its_story_says(stem, tmp_path):
    con, reports = load(stem, tmp_path, UNSURE_ANSWER if system_of(stem).unsure else {})
    wanted, report = expected(stem), reports[0]
    assert {one.system for one in reports} == {system_of(stem).key}
    assert sorted(one.key for one in report.questions) == sorted(wanted.get("questions", []))
    assert report.loaded, report.questions
    totals = {name: plain(report.totals.get(name)) for name in wanted["totals"]}
    assert totals == {name: plain(value) for name, value in wanted["totals"].items()}, wanted["story"]
    rows = {name: sum(getattr(one, f"rows_{name}") for one in reports) for name in wanted.get("rows", {})}
    assert rows == wanted.get("rows", {}), report.set_aside
    assert report.set_aside == wanted.get("set_aside", {})
    for check in wanted.get("checks", []):
        assert plain(con.execute(check["sql"]).fetchone()[0]) == plain(check["value"]), check["sql"]
    said = " ".join(report.notes)
    assert [words for words in wanted.get("notes", []) if words not in said] == [], said


@pytest.mark.parametrize("stem", [stem for stem in STEMS if system_of(stem).unsure])
def test_columns_of_systems_known_from_hearsay_are_confirmed_first(stem, tmp_path):
    _, (report, *_) = load(stem, tmp_path, {})
    assert "map_confirmed" in [question.key for question in report.questions]


@pytest.mark.parametrize("key", NAMED)
def test_every_system_has_a_sample(key):
    assert key in STEMS, f"tests/ingest/systems/samples/{key}.csv and {key}{ENDING} are missing"


@pytest.mark.parametrize("key", NAMED)
def test_no_system_hides_behind_another(key):
    system, own = systems()[key], {fold(heading) for heading in systems()[key].identify}
    rivals = [other.key for other in systems().values() if other.key != key and other.fits(own)]
    assert all(len(systems()[rival].identify) < len(system.identify) for rival in rivals), rivals
