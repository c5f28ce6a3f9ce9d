"""The oracle's test: does every feature equal the one worked out slowly in plain Python?"""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from segkit.features.catalogue import CATALOGUE
from tests.features.oracle import features_of
from tests.support import DAY, ago, features, messy_shop, project_of

# Features that are rounded, and to how many digits; every other number must agree to the last one.
DIGITS = {
    "mean_order_value": 2, "usual_gap_days": 1, "gaps_since_last_order": 2, "discounted_share": 4, "weekend_share": 4,
    "mean_units_per_order": 2, "mean_unit_price": 2, "favourite_category_share": 4, "usual_visit_gap_days": 1,
    "benefit_evidence": 2, "leading_benefit_share": 4, "leading_occasion_share": 4, "leading_occasion_lift": 2,
    "leading_occasion_chance": 6,
}  # fmt: skip


def differences(found: dict, expected: pd.DataFrame) -> list[tuple]:
    """Return (customer, feature, found, expected) wherever the two do not agree."""
    return [
        (who, name, row[name], expected.at[who, name])
        for who, row in found.items()
        for name in CATALOGUE
        if not agree(row[name], expected.at[who, name], DIGITS.get(name, 9))
    ]


def agree(found: object, expected: object, digits: int) -> bool:
    if expected is None or expected is pd.NaT or expected != expected:
        return found is None
    if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
        return abs(float(found) - float(expected)) <= 0.5000001 * 10**-digits
    return found == expected


@pytest.mark.parametrize(
    "seed, as_of, policy", [(1, DAY, "net"), (1, ago(200), "gross"), (2, ago(400), "paid"), (3, DAY, "gross"), (4, DAY, "paid")]
)
def test_every_feature_equals_the_plain_calculation(seed: int, as_of: date, policy: str):
    tables = messy_shop(seed, people=70)
    expected = features_of(tables, as_of, policy)
    with project_of(as_of, **tables) as project:
        project.revenue_policy = policy
        found = features(project)
    assert set(found) == set(expected.index)
    assert differences(found, expected) == []


def test_the_oracle_knows_every_feature_and_sees_a_wrong_one():
    tables = messy_shop(1)
    expected = features_of(tables, DAY, "net")
    assert set(CATALOGUE) == set(expected.columns)
    with project_of(**tables) as project:
        found = features(project)
    found["c001"]["order_count"] += 1
    found["c002"]["total_spend"] += Decimal("0.01")
    assert sorted((who, name) for who, name, *_ in differences(found, expected)) == [("c001", "order_count"), ("c002", "total_spend")]


def test_lines_in_a_file_of_their_own_give_the_same_features():
    tables = messy_shop(5, people=40)
    apart = {**tables, "lines": [{**row, "source_id": 9} for row in tables["lines"]]}
    with project_of(**tables) as one, project_of(**apart) as two:
        assert features(one) == features(two)
