"""A real grocer's till: 1.47 million lines load to the published totals, and the dimensions say what they can of them."""

import pytest

from segkit import Project
from segkit.dimensions import DIMENSIONS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(completejourney):
    with Project() as project:
        for name in ("transactions", "demographics"):
            report = project.load(completejourney / f"{name}.parquet")
            assert report.loaded, report.questions
        yield project


def test_totals_are_the_published_ones(project):
    orders, spend = project.connection.execute("select count(*), sum(total - coalesce(refunded, 0)) from orders").fetchone()
    assert (orders, round(float(spend), 2)) == (155_848, 4_596_039.58)
    buyers = project.features().filter("order_count > 0").aggregate("count(*)").fetchall()[0][0]
    assert buyers == 2_469


def test_every_row_is_accounted_for(project):
    till, people = project.files()
    assert (till.rows_read, till.rows_kept, till.rows_set_aside) == (1_469_307, 1_469_307, 0)
    assert (people.rows_read, people.rows_kept) == (801, 801)


@pytest.mark.parametrize("dimension", [d.key for d in DIMENSIONS])
def test_dimensions_reconcile_with_the_totals(project, dimension):
    rows = project.summary(dimension).df()
    assert rows.customers.sum() == 2_469
    assert round(float(rows.spend.sum()), 2) == 4_596_039.58


def test_the_heavy_fifth_agrees_with_pandas(project, completejourney):
    import pandas

    till = pandas.read_parquet(completejourney / "transactions.parquet", columns=["household_id", "basket_id"])
    baskets = till.groupby("household_id").basket_id.nunique()
    expected = baskets[baskets.rank(pct=True, method="max", ascending=False).round(12) <= 0.2]
    found = project.members("usage", "Heavy").df()
    assert set(found.customer_id) == {str(key) for key in expected.index}
