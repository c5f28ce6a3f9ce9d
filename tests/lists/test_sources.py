"""Sources: do lists offer what the files brought, and does each hold exactly its customers?"""

import csv

import pytest

from segkit.lists import find_flavour, sources
from tests.support import bought, project_of

CUSTOMERS = [
    {"customer_id": "Ada", "email": "ada@x.example", "extra": {"Shoe size": "38", "=Favourite": "=1+1"}},
    {"customer_id": "Bo", "email": "bo@x.example", "extra": {"Shoe size": "44"}},
]


@pytest.fixture(scope="module")
def project():
    with project_of(customers=CUSTOMERS, orders=bought("Ada", 5)) as project:
        yield project


def test_further_columns_of_the_customers_file_can_be_taken_along(project):
    everyone = sources.everyone(project)
    offered = {column.name: column for column in sources.columns_of(project, everyone)}
    assert {"extra:Shoe size", "extra:=Favourite"} <= set(offered) and "extra" not in offered
    columns = [offered[name] for name in ("customer_id", "extra:Shoe size", "extra:=Favourite")]
    path, written = sources.save(project, everyone, columns, find_flavour("csv"))
    with path.open(newline="", encoding="utf-8") as file:
        found = sorted(csv.reader(file))
    assert written == 2
    assert found == [["Ada", "38", "=1+1"], ["Bo", "44", ""], ["customer_id", "Shoe size", "=Favourite"]]


def test_a_further_column_is_harmless_in_excel_too(project):
    everyone = sources.everyone(project)
    columns = [column for column in sources.columns_of(project, everyone) if column.name == "extra:=Favourite"]
    path, _ = sources.save(project, everyone, columns, find_flavour("excel_csv"))
    assert "'=1+1" in path.read_text("utf-8-sig") and "\n=1+1" not in path.read_text("utf-8-sig")
