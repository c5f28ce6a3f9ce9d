"""Are rows of lists of payments, and of refunds, taken for what they are: tests, money paid back, or neither?"""

from pathlib import Path

import pytest

from segkit import engine, tables
from segkit.ingest import load_file

SAMPLES = Path(__file__).parent / "samples"
NICKS = {"masked": "customers", "map_confirmed": "yes"}


@pytest.mark.parametrize(("heading", "live", "test"), [("Mode", "Live", "Test"), ("livemode", "true", "false")])
def test_payments_made_in_the_test_mode_of_stripe_do_not_count(files, heading, live, test):
    head = f"id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,{heading},Status,Customer ID,Customer Email\n"
    row = "ch_{0},2026-05-0{0} 08:00:00,{0}0.00,0.00,usd,true,{1},Paid,cus_{0},u{0}@x.com\n".format
    rows = row(1, live) + row(2, test)
    report = files.load(head + rows, "payments.csv")
    assert report.totals["spend"] == 10 and report.totals["orders_sold"] == 1
    assert files.rows("select status from orders where order_id = 'ch_2'") == [("test",)]


@pytest.mark.parametrize("orders_first", [True, False])
def test_refunds_of_taobao_are_subtracted_from_its_orders(tmp_path, orders_first):
    con = engine.connect(":memory:", tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)
    names = ["taobao_orders.csv", "taobao_refunds.csv"]
    for name in names[:: 1 if orders_first else -1]:
        (report,) = load_file(con, tmp_path, SAMPLES / name, answers=NICKS)
        assert report.loaded and not any("adds nothing" in note for note in report.notes)
    counted = "select count(*) filter (status <> 'refund_only'), sum(total - refunded)::double from orders where status <> 'cancelled'"
    assert con.execute(counted).fetchall() == [(7, 1032 - 100.5)]
