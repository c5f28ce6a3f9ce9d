"""CDNOW, the classic of customer-base analysis: blank-separated columns load to the published totals."""

import pytest

from segkit import Project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(cdnow):
    with Project() as project:
        report = project.load(
            cdnow,
            table="orders",
            mapping={"customer_id": "customer_id", "ordered_at": "date", "total": "dollar_value", "units": "number_of_cds"},
        )
        assert report.loaded, report.questions
        yield project


def test_totals_are_the_published_ones(project):
    report = project.files()[0]
    assert (report.rows_read, report.rows_kept) == (69_659, 69_659)
    spend = project.connection.execute("select sum(total) from orders").fetchone()[0]
    assert round(float(spend), 2) == 2_500_315.63
    assert project.features().aggregate("count(*)").fetchall()[0][0] == 23_570


def test_recency_agrees_with_pandas(project, cdnow):
    import pandas

    raw = pandas.read_csv(cdnow, sep=r"\s+", dtype={"customer_id": str})
    last = pandas.to_datetime(raw.date.astype(str)).groupby(raw.customer_id).max()
    expected = (pandas.Timestamp(project.as_of) - last).dt.days
    found = project.features().df().set_index("customer_id").days_since_last_order
    assert found.sort_index().tolist() == expected.sort_index().tolist()
