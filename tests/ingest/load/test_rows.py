"""Are columns nobody asked for kept under the headings they have?"""

import json


def test_events_keep_columns_whose_headings_differ_in_case_only(files):
    report = files.load("user id,event,time,Plan,plan,It's\nu1,view,2024-01-01 10:00:00,gold,,x\n")
    assert report.loaded
    ((properties,),) = files.rows("select properties from events")
    assert json.loads(properties) == {"Plan": "gold", "plan": None, "It's": "x"}


def test_customers_keep_columns_whose_headings_differ_in_case_only(files):
    files.load("customer id,email,Plan,plan\n1,a@x.com,gold,silver\n")
    assert files.rows("select extra['Plan'], extra['plan'] from customers") == [("gold", "silver")]
