"""Does the check of a system's file tell what is missing, and does the example that CONTRIBUTING.md shows work?"""
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from segkit.cli import cli
from segkit.errors import BadValue
from segkit.ingest.check import check_system
from segkit.project import Project

GUIDE = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text("utf-8")
SECTION = GUIDE.split("## A new system")[1].split("\n## ")[0]
EXAMPLE = {kind: re.search(rf"```{kind}\n(.*?)```", SECTION, re.DOTALL)[1] for kind in ("toml", "csv")}


@pytest.fixture
def check(tmp_path):
    def run(toml=EXAMPLE["toml"], sample=EXAMPLE["csv"]):
        (tmp_path / "kasse.toml").write_text(toml, "utf-8")
        (tmp_path / "till.csv").write_text(sample, "utf-8")
        with Project() as project:
            found = check_system(project.connection, project.folder, tmp_path / "kasse.toml", tmp_path / "till.csv")
        return [(one.kind, one.text) for one in found]

    return run


def missing(remarks):
    return [text for kind, text in remarks if kind == "missing"]


def test_the_example_of_the_guide_lacks_nothing_and_its_figures_are_right(check):
    remarks = check()
    assert not missing(remarks)
    said = " ".join(text for _, text in remarks)
    assert "3 used" in said and "spend 1030.0" in said and "'Bediener'" in said
    assert "1 row: neither sale nor refund" in said and "1 row: no customer on the row" in said


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('"Bon-Nr", "Kasse"', '"Bon-Nr", "Till"', "no heading 'Till'"),
        ('total = "Summe"', 'total = "Betrag"', "[columns] total: the sample has no heading 'Betrag'"),
        ('ordered_at = "Datum + Uhrzeit"', 'ordered_at = "Datum + Zeit"', "'Datum + Zeit'"),
        ('total = "Summe"\n', "", "Users would be asked"),
        ('decimal_mark = ","', 'decimal_mark = ";"', "decimal_mark"),
    ],
)
def test_what_is_wrong_is_said(check, wrong, right, said):
    try:
        found = missing(check(EXAMPLE["toml"].replace(wrong, right)))
    except BadValue as refused:
        found = [str(refused)]
    assert any(said in text for text in found), found


def test_headings_that_another_system_has_too_are_not_enough(check):
    shop = 'title = "T"\ntable = "orders"\ngrain = "order"\nconfidence = "seen"\nidentify = ["Row ID"]\n[columns]\ntotal = "Total Spent"\n'
    customers = "Row ID,First Name,Email,Accepts Email Marketing,Total Spent,Total Orders\n1,Anna,a@example.com,yes,10,1\n"
    assert any("is taken for “Shopify customers export”" in text for text in missing(check(shop, customers)))


def test_the_command_ends_well_or_with_what_to_mend(tmp_path):
    (tmp_path / "kasse.toml").write_text(EXAMPLE["toml"], "utf-8")
    (tmp_path / "till.csv").write_text(EXAMPLE["csv"], "utf-8")
    good = CliRunner().invoke(cli, ["check-system", str(tmp_path / "kasse.toml"), str(tmp_path / "till.csv")])
    assert good.exit_code == 0 and "Put kasse.toml into segkit/ingest/systems" in good.output
    (tmp_path / "kasse.toml").write_text(EXAMPLE["toml"].replace("Summe", "Sum"), "utf-8")
    bad = CliRunner().invoke(cli, ["check-system", str(tmp_path / "kasse.toml"), str(tmp_path / "till.csv")])
    assert isinstance(bad.exception, BadValue) and "to mend" in str(bad.exception)
