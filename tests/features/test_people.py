"""People: who said no to being written to, and since when is somebody known, when several files tell of them?"""

from datetime import date
from itertools import permutations

import pytest

from segkit.project import Project
from tests.support import features

CUSTOMERS = "Customer ID,Email,First name,Accepts email marketing\n1,a@x.com,Ann,no\n2,b@x.com,Bob,\n3,c@x.com,Cy,yes\n"
NEWSLETTER = "Customer ID,Email,First name,Accepts email marketing\n1,a@x.com,Ann,yes\n3,c@x.com,Cy,no\n5,e@x.com,Eve,yes\n"
ORDERS = "Order,Customer ID,Email,Order date,Total,Accepts Marketing\n" + "".join(
    f"{100 + i},{i % 5 + 1},{'abcde'[i % 5]}@x.com,2026-01-{i + 1:02d},20,{'no' if i % 5 == 4 else 'yes'}\n" for i in range(15)
)
TEXTS = {"customers.csv": CUSTOMERS, "newsletter.csv": NEWSLETTER, "orders.csv": ORDERS}


@pytest.fixture
def load(tmp_path):
    project = Project()

    def put(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        project.load(tmp_path / name)
        return project

    return put


def consents(project):
    return {who: row["accepts_email"] for who, row in features(project).items()}


@pytest.mark.parametrize("sequence", list(permutations(TEXTS)))
def test_a_no_in_any_customers_file_holds_in_any_sequence_and_orders_only_fill_gaps(load, sequence):
    for name in sequence:
        project = load(name, TEXTS[name])
    assert consents(project) == {"1": False, "2": True, "3": False, "4": True, "5": True}


@pytest.mark.parametrize("answers", [("yes", "no"), ("no", "yes")])
def test_of_two_rows_about_one_person_a_no_holds(load, answers):
    rows = "".join(f"1,a@x.com,{answer}\n" for answer in answers)
    assert consents(load("c.csv", f"Customer ID,Email,Accepts email marketing\n{rows}2,b@x.com,yes\n")) == {"1": False, "2": True}


def test_of_two_records_that_are_one_person_a_no_holds(load):
    rows = "1,a@x.com,Ann,no\n2,a@x.com,Bob,yes\n3,c@x.com,Cy,yes\n"
    assert consents(load("c.csv", f"Customer ID,Email,First name,Accepts email marketing\n{rows}")) == {"1": False, "3": True}


def test_in_a_file_of_orders_the_latest_answer_counts_and_at_one_time_a_no(load):
    told = ((1, "01", "no"), (1, "02", "yes"), (2, "01", "yes"), (2, "02", "no"), (3, "01", "no"), (3, "01", "yes"))
    rows = "".join(f"{number},{who},2026-{month}-01,5,{answer}\n" for number, (who, month, answer) in enumerate(told))
    project = load("o.csv", f"Order,Customer ID,Order date,Total,Accepts Marketing\n{rows}")
    assert consents(project) == {"1": True, "2": False, "3": False}


def test_a_sign_up_day_that_only_one_file_tells_holds(load):
    load("orders.csv", "order id,customer id,date,total\n" + "".join(f"{i},{i},2025-0{i}-01,20\n" for i in range(1, 10)))
    load("names.csv", "Customer ID,Email,First name\n100,a@x.com,Ann\n200,b@x.com,Bob\n")
    project = load("days.csv", "Customer ID,Email,First name,Signed up\n100,a@x.com,Ann,2025-09-01\n")
    project.as_of = date(2025, 3, 1)
    assert set(features(project)) == {"1", "2", "3", "200"}
    project.as_of = date(2025, 9, 1)
    assert "100" in features(project)
