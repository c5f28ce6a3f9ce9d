"""The sample businesses: at default settings each dimension finds what was planted, and the README's figures are measured."""

import csv
from collections import Counter

import pytest

from sample_data import SAMPLES
from segkit import Project
from segkit.dimensions import DIMENSIONS

KEYS = [dimension.key for dimension in DIMENSIONS]
LEAST_FOUND = 0.85


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda sample: sample.key)
def found(request):
    """The sample, and per dimension (share found, share of the best constant guess, customers planted)."""
    with Project() as project:
        for path in request.param.files:
            report = project.load(path)
            assert report.loaded, (path.name, report.questions)
        yield request.param, measured(project, request.param)


def measured(project, sample) -> dict[str, tuple[float, float, int]]:
    with sample.truth.open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    result = {}
    for key in KEYS:
        planted = {row["customer_id"]: row[key] for row in truth if row.get(key)}
        if planted and not project.missing(key):
            labels = labels_of(project, key)
            right = sum(labels.get(customer) == segment for customer, segment in planted.items())
            guess = Counter(planted.values()).most_common(1)[0][1]
            result[key] = (right / len(planted), guess / len(planted), len(planted))
    return result


def labels_of(project, key: str) -> dict[str, str]:
    segments = [row["segment"] for row in project.picture(key)[0] if row["customers"]]
    return {i: s for s in segments for (i,) in project.members(key, s).select("customer_id").fetchall()}


def test_each_dimension_finds_what_was_planted(found):
    sample, result = found
    assert len(result) >= 4, f"{sample.key}: too few dimensions with planted customers"
    for key, (right, guess, _) in result.items():
        assert right >= LEAST_FOUND, f"{sample.key}, {key}: {right:.3f} found"
        assert right > guess + 0.1, f"{sample.key}, {key}: a constant guess finds {guess:.3f}"


def test_the_readme_states_the_measured_figures(found, root):
    sample, result = found
    text = (root / "sample_data" / "README.md").read_text("utf-8")
    for line in table_lines(sample.key, result):
        assert line in text, f"sample_data/README.md should say: {line}"


def table_lines(sample: str, result: dict[str, tuple[float, float, int]]) -> list[str]:
    """The lines of the README's table for one sample."""
    return [f"| {sample} | {key} | {n:,} | {right:.1%} | {guess:.1%} |" for key, (right, guess, n) in result.items()]
