"""Are exports that can make no segment recognised, and is it said why and which one to take instead?"""

import pytest

from segkit.errors import MissingData
from segkit.ingest.recognise.systems import systems

BALANCE = "balance_transaction_id,created,reporting_category,gross,fee,net\ntxn_1,2026-03-01 10:00:00,charge,10.00,0.59,9.41\n"
SHOPIFY = """Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type
5501,#1001,sale,shopify_payments,2026-03-01 10:22:33 -0500,success,100.00,USD,Visa
5501,#1001,refund,shopify_payments,2026-03-04 10:22:33 -0500,success,20.00,USD,Visa
5502,#1002,capture,paypal,2026-03-02 09:00:00 -0500,success,50.00,USD,
5503,#1003,sale,shopify_payments,2026-03-03 09:00:00 -0500,failure,70.00,USD,Visa
"""
NEWER = SHOPIFY.replace("#1001,", "#1001,card,").replace("#1002,", "#1002,wallet,").replace("#1003,", "#1003,card,").replace(
    "Name,Kind", "Name,Payment Method,Kind"
)  # fmt: skip
FILES = {"stripe_balance": [BALANCE], "shopify_transactions": [SHOPIFY, NEWER]}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in FILES.items() for text in texts])
def test_such_an_export_is_refused_with_the_one_to_take_instead(files, key, text):
    with pytest.raises(MissingData) as refused:
        files.load(text)
    assert systems()[key].title in str(refused.value) and "instead" in str(refused.value) and "no customer" in str(refused.value)
    assert files.rows("select count(*) from orders") == [(0,)]


def test_every_refused_export_has_a_file_here():
    assert {key for key, system in systems().items() if system.refused} == {*FILES}
