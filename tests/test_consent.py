"""Consent: does a list leave out everybody who did not agree, and say how many and why?"""
import csv

import pytest

from segkit import lists
from segkit.errors import UnknownName
from segkit.lists import LeftOut
from tests.support import bought, project_of

ANSWERS = {"Ada": (True, True), "Ben": (True, None), "Cem": (False, True), "Dee": (None, False), "Eva": (None, None), "Fay": (True, False)}


@pytest.fixture
def project():
    people = [{"customer_id": who, "accepts_email": email, "accepts_sms": sms} for who, (email, sms) in ANSWERS.items()]
    with project_of(orders=[order for who in ANSWERS for order in bought(who, 9, 3)], customers=people) as project:
        yield project


def names(project, customers, flavour="csv"):
    path, written = lists.save(project, customers, lists.columns_of(project, customers), lists.find_flavour(flavour))
    found = {row["customer_id"] for row in csv.DictReader(path.read_text("utf-8").splitlines())}
    assert written == len(found) == lists.count(project, customers)
    assert lists.preview(project, customers, lists.columns_of(project, customers)).num_rows == written
    return found


@pytest.mark.parametrize("consents, who, said", [
    ((), set(ANSWERS), LeftOut(6, 0, 0)),
    (("accepts_email",), {"Ada", "Ben", "Fay"}, LeftOut(6, 1, 2)),
    (("accepts_sms",), {"Ada", "Cem"}, LeftOut(6, 2, 2)),
    (("accepts_email", "accepts_sms"), {"Ada"}, LeftOut(6, 3, 2)),  # one no is a no, whatever else is unknown
])
def test_count_preview_and_file_hold_only_who_agreed(project, consents, who, said):
    customers = lists.everyone(project).who_accept(*consents)
    assert names(project, customers) == who
    assert lists.left_out(project, customers) == said
    assert said.customers - said.refused - said.unknown == len(who)


def test_every_kind_of_list_can_be_cut_to_who_agreed(project):
    segment = project.glance("usage")[0][0]["segment"]
    project.save_segment("Ours", ["usage"], [[segment]])
    kinds = (lists.of_segment(project, "usage", segment), lists.of_named(project, "Ours"),
             lists.of_cells(project, ["usage"], [[segment]], "Ours"))
    for customers in kinds:
        assert names(project, customers.who_accept("accepts_email")) == names(project, customers) & {"Ada", "Ben", "Fay"}


def test_a_consent_counts_as_known_when_one_customer_answered(project):
    assert lists.consents_known(project) == ["accepts_email", "accepts_sms"]
    with project_of(orders=bought("Ada", 3), customers=[{"customer_id": "Ada", "accepts_sms": False}]) as other:
        assert lists.consents_known(other) == ["accepts_sms"]
    with project_of(orders=bought("Ada", 3)) as silent:
        assert lists.consents_known(silent) == []


def test_a_consent_that_does_not_exist_is_refused(project):
    with pytest.raises(UnknownName, match=r"no consent 'accepts_emial'\. Did you mean accepts_email"):
        lists.everyone(project).who_accept("accepts_emial")


@pytest.mark.parametrize("left_out, sentence", [
    (LeftOut(1204, 290, 22), "312 of 1,204 customers left out: 290 did not agree, 22 unknown (counts as not agreed)."),
    (LeftOut(1204, 290, 0), "290 of 1,204 customers left out: 290 did not agree."),
    (LeftOut(1, 0, 1), "1 of 1 customer left out: 1 unknown (counts as not agreed)."),
    (LeftOut(1204, 0, 0), "Nobody is left out: all 1,204 agreed."),
    (LeftOut(1, 0, 0), "Nobody is left out: the one customer agreed."),
    (LeftOut(0, 0, 0), "There are no customers to leave out."),
])
def test_who_is_left_out_is_said_in_one_sentence(left_out, sentence):
    assert str(left_out) == sentence
