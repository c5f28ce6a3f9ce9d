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


def test_tags_in_quotation_marks_inside_one_cell_lose_them(files):
    files.load('customer id,email,tags\n1,a@x.com,"""VIP"",""Blog, old"""\n2,b@x.com,"VIP, Blog"\n')
    assert files.rows("select tags from customers order by customer_key") == [("VIP, Blog, old",), ("VIP, Blog",)]


def test_an_event_sent_twice_with_one_id_counts_once_and_is_said(files):
    head, row = "user id,event,time,$insert_id\n", "u1,view,2024-01-01 10:00:00,{}\n"
    report = files.load(head + row.format("i1") * 2 + row.format("i2") + row.format("") * 2)
    assert (report.rows_kept, report.rows_merged) == (4, 1)
    assert "1 event came again with the same '$insert_id': counted once." in report.notes


def test_one_id_on_different_events_takes_none_of_them_away(files):
    report = files.load("user id,event,time,$insert_id\nu1,view,2024-01-01 10:00:00,i1\nu1,buy,2024-01-01 10:00:00,i1\n")
    assert (report.rows_kept, report.rows_merged) == (2, 0)


def test_an_id_of_a_kind_of_event_takes_no_event_away(files):
    row = "u1,click,2024-01-01 10:00:00,7\n"
    report = files.load("user id,event,time,event id\n" + row * 3)
    assert (report.rows_kept, report.rows_merged) == (3, 0)
