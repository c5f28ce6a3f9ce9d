"""Fixtures of the dimensions' tests: the projects every dimension is asked about."""

from collections.abc import Iterator

import pytest

from segkit.project import Project
from tests.support import bought, messy_shop, project_of


@pytest.fixture(scope="session")
def shop() -> Iterator[Project]:
    """A shop with everything that real exports hold."""
    with project_of(**messy_shop()) as project:
        yield project


@pytest.fixture(scope="session")
def one_order() -> Iterator[Project]:
    """One customer with one order, today."""
    with project_of(orders=bought("Ada", 0)) as project:
        yield project


@pytest.fixture(scope="session")
def one_prospect() -> Iterator[Project]:
    """One customer who never bought nor came by."""
    with project_of(customers=[{"customer_id": "Ada"}]) as project:
        yield project


@pytest.fixture(scope="session")
def nobody() -> Iterator[Project]:
    """Orders, all of them after the as-of day: a feature table without a row."""
    with project_of(orders=bought("Ada", -10)) as project:
        yield project
