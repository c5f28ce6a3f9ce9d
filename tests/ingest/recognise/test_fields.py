"""The word list: does every field know its own name, and is a number of pieces no amount of money?"""
import pytest

from segkit.ingest.recognise.fields import LIKELY, fields, fields_of
from segkit.ingest.recognise.systems import TABLES

NAMED = sorted({name for table in TABLES for name in fields_of(table)})


@pytest.mark.parametrize("name", NAMED)
def test_a_field_is_found_under_its_own_name(name):
    for written in (name, name.replace("_", " "), name.replace("_", " ").title()):
        assert fields()[name].fit(written) >= LIKELY


@pytest.mark.parametrize("heading", ["Refunded", "Refunds", "refund_total", "refunded_total", "Returned amount", "Refund"])
def test_money_paid_back_is_found_however_it_is_called(heading):
    assert fields()["refunded"].fit(heading) >= LIKELY


@pytest.mark.parametrize("heading", ["Quantity of return", "Sku Quantity of return", "Refund items"])
def test_a_number_of_pieces_sent_back_is_no_money(heading):
    assert fields()["refunded"].fit(heading) < LIKELY
