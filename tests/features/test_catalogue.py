"""The catalogue: is every feature named, explained and in the table, exactly once?"""

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest

from segkit.features.catalogue import CATALOGUE, COMBINED, FEATURES, ID, SOURCES, find, source_of
from segkit.features.people import DETAILS
from segkit.tables import TABLES
from tests.support import bought, features, messy_shop, project_of

OF_THE_CONTRACT = """customer_id order_count total_spend mean_order_value first_ordered_on last_ordered_on days_since_first_order
    days_since_last_order usual_gap_days order_days active_months discounted_share spend_share spend_rank repeat_span_days""".split()
UNITS = {
    "orders", "money", "days", "day", "months", "gaps", "share", "units", "lines", "products", "categories", "name", "events", "visits",
    "time", "answers", "0 to 10", "text", "pieces", "times", "share of buyers", "yes/no", "id",
}  # fmt: skip
CLOCKS = re.compile(r"\b(now|random|today|uuid)\s*\(|current_(date|time|timestamp)|\bntile\b", re.I)


def test_the_names_users_rely_on_exist():
    with project_of(orders=bought("Ada", 3)) as project:
        assert set(OF_THE_CONTRACT) <= set(project.features().columns)


def test_the_table_holds_exactly_the_catalogue():
    with project_of(orders=bought("Ada", 3)) as project:
        columns = project.features().columns
    assert Counter(columns) == Counter([ID.name, *CATALOGUE]), "every feature once, and nothing else"
    assert columns[0] == "customer_id"
    assert len(FEATURES) + len(DETAILS) == len(CATALOGUE), "two features of one name"
    assert len(FEATURES) >= 60


@pytest.mark.parametrize("feature", CATALOGUE.values(), ids=lambda f: f.name)
def test_every_feature_is_explained(feature):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", feature.name)
    assert feature.title and feature.unit in UNITS, feature.unit
    assert feature.meaning.endswith(".") and "NULL" not in feature.meaning
    assert not CLOCKS.search(feature.sql)
    assert find(feature.name) is feature


def test_titles_tell_features_apart():
    titles = Counter(feature.title for feature in FEATURES)
    assert [title for title, count in titles.items() if count > 1] == []


def test_units_fit_the_values():
    kinds = {"money": Decimal, "day": date, "time": datetime, "orders": int, "months": int, "days": (int, float)}
    with project_of(**messy_shop(people=60)) as project:
        for row in features(project).values():
            for feature in FEATURES:
                value = row[feature.name]
                if value is not None and feature.unit in kinds and feature.name != "mean_order_value":
                    assert isinstance(value, kinds[feature.unit]), feature.name
                can_be_negative = feature.name in ("spend_share", "favourite_category_share")  # where more came back than was bought
                if value is not None and feature.unit.startswith("share") and not can_be_negative:
                    assert 0 <= value <= 1, feature.name


def test_every_source_says_which_file_brings_it():
    assert all(source.brought_by for source in SOURCES)
    assert {source.table for source in SOURCES} - set(TABLES) == {"benefit_evidence"}
    assert source_of("order_count").brought_by == "an orders export"
    assert source_of("email") is None and source_of("spend_rank") is None


def test_recency_and_the_length_of_the_relationship_are_never_mixed():
    with project_of(orders=bought("Ada", 100, 30)) as project:
        ada = features(project)["Ada"]
    assert (ada["days_since_last_order"], ada["repeat_span_days"], ada["days_since_first_order"]) == (30, 70, 100)


def test_no_row_is_no_order_and_an_unknown_day():
    with project_of(customers=[{"customer_id": "Pam"}], orders=bought("Ada", 1)) as project:
        pam = features(project)["Pam"]
    assert (pam["order_count"], pam["total_spend"], pam["event_count"], pam["answer_count"]) == (0, 0, 0, 0)
    assert pam["last_ordered_on"] is pam["usual_gap_days"] is pam["last_nps_score"] is pam["spend_rank"] is None


def test_money_stays_exact():
    with project_of(orders=bought("Ada", *range(1, 11), total="0.10")) as project:
        assert features(project)["Ada"]["total_spend"] == Decimal("1.00")


@pytest.mark.parametrize("policy, spend, orders", [("net", "105.00", 3), ("gross", "150.00", 3), ("paid", "55.00", 2)])
def test_the_revenue_policy_says_what_counts(policy, spend, orders):
    rows = [*bought("Ada", 5), *bought("Ada", 4, refunded=20, status="partially_refunded"), *bought("Ada", 3, status="pending"),
            *bought("Ada", 2, status="refund_only", total=0, refunded=25), *bought("Ada", 1, status="cancelled"),
            *bought("Ada", 1, status="test")]
    with project_of(orders=rows) as project:
        project.revenue_policy = policy
        ada = features(project)["Ada"]
    assert (ada["total_spend"], ada["order_count"]) == (Decimal(spend), orders)


def test_details_come_from_the_newest_file_that_knows_them():
    rows = [{"customer_id": "Ada", "source_id": 1, "email": "old@example.com", "city": "Ghent"},
            {"customer_id": "Ada", "source_id": 2, "email": "new@example.com"}]
    with project_of(customers=rows) as project:
        ada = features(project)["Ada"]
    assert (ada["email"], ada["city"]) == ("new@example.com", "Ghent")


def test_combined_features_read_features_only():
    assert all("order_lines" not in f.sql and "events" not in f.sql for f in COMBINED)
