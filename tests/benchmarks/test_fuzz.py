"""Fuzz, the short run: are mutated files read right, asked about or refused in words? And would the judge see when not?"""
import random
from decimal import Decimal

import pytest

from benchmarks import fuzz
from benchmarks.fuzz_files import TEMPLATES, Row, orders
from benchmarks.fuzz_harmful import rows_doubled
from benchmarks.fuzz_judge import FAILURES, Outcome, tried, verdict
from benchmarks.fuzz_mutations import MUTATIONS, mutated

PLAIN = Outcome("loaded", table="orders")
FILES, SEED = 60, 11


def test_no_crash_no_lost_row_and_no_sum_that_is_wrong_in_silence(tmp_path):
    found = []
    for number in range(FILES):
        chance = random.Random(f"{SEED} {number}")
        doc = mutated(chance.choice(TEMPLATES)(chance), chance)
        (tmp_path / "mutant.csv").write_bytes(doc.render())
        outcome = tried(tmp_path / "mutant.csv")
        found.append(fuzz.Result(number, doc, outcome, verdict(doc, outcome, Outcome(""))))
    failed = [fuzz.told(result, SEED) for result in found if result.verdict in FAILURES]
    assert not failed, "\n".join(failed)
    assert sum(result.verdict == "loaded" for result in found) > FILES / 3, "most files are still read"


@pytest.mark.parametrize("template", dict.fromkeys(TEMPLATES))
def test_an_unchanged_file_has_the_sum_it_says(tmp_path, template):
    for number in range(3):
        doc = template(random.Random(number))
        (tmp_path / "plain.csv").write_bytes(doc.render())
        outcome = tried(tmp_path / "plain.csv")
        assert verdict(doc, outcome, outcome) == "loaded", (doc.name, outcome)


def test_a_file_that_takes_too_long_is_ended_and_the_next_one_is_loaded(tmp_path, monkeypatch):
    doc = orders(random.Random(1))
    (tmp_path / "a.csv").write_bytes(doc.render())
    worker = fuzz.Worker()
    try:
        monkeypatch.setattr(fuzz, "LIMIT", 0.0)
        monkeypatch.setattr(fuzz, "_PATIENCE", 1)
        assert worker.load(tmp_path / "a.csv").end == "hang"
        monkeypatch.undo()
        assert worker.load(tmp_path / "a.csv").end == "loaded"
    finally:
        worker.close()


def told(doc, amount, **more):
    rows = len(doc.rows)
    values = {"read": rows, "accounted": rows, "sums": {"orders": str(amount)}, **more}
    return verdict(doc, Outcome("loaded", table="orders", **values), PLAIN)


def test_the_judge_sees_wrong_sums_lost_rows_and_amounts_missing_in_silence():
    doc = orders(random.Random(3))
    whole = sum(row.high for row in doc.rows)
    assert told(doc, whole) == "loaded"
    assert told(doc, whole * 100) == told(doc, whole / 10) == "wrong sum"
    assert told(doc, whole, accounted=1) == told(doc, whole, read=1, accounted=1) == "row unaccounted for"
    doc.rows[0].low = Decimal(0)
    less = whole - doc.rows[0].high
    assert told(doc, less) == "silently less"
    assert told(doc, less, aside={"amount cannot be read": 1}) == "loaded, less, said why"
    rows_doubled(doc, random.Random(1))
    assert told(doc, whole + doc.rows[1].high) in ("wrong sum", "loaded") and told(doc, sum(row.high for row in doc.rows)) == "wrong sum"


def test_the_same_number_gives_the_same_file_and_every_mutation_has_its_turn():
    done = set()
    for number in range(400):
        one, other = (mutated(orders(random.Random(number)), random.Random(number)) for _ in range(2))
        assert one.render() == other.render()
        done |= set(one.done)
    assert done >= MUTATIONS.keys() - {"pieces_broken"} and Row([]).high == 0
