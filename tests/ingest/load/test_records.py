"""Subscriptions, invoices, deals and referrals: is each row one record, worth what it is worth, and known again next month?"""

from datetime import date

import pytest

from segkit.errors import MissingData
from segkit.ingest import remove_file
from segkit.last_day import reach
from segkit.project import Project
from tests.ingest.conftest import Files

SUBSCRIPTIONS = "Customer ID,Email,Subscription ID,Plan,Amount,Currency,Interval,Quantity,Status,Start date,Ended at,Trial end\n"
INVOICES = "Customer ID,Invoice number,Invoice date,Due date,Amount due,Amount paid,Status\n"
DEALS = "Deal ID,Deal name,Company,Stage,Amount,Close date,Create date,Probability\n"
REFERRALS = "Referrer ID,Referrer email,Friend ID,Friend email,Referral date,Reward,Status\n"


def subscription(number, amount="30", interval="month", status="active", **more):
    row = {"customer": f"c{number}", "mail": f"p{number}@example.com", "plan": "Pro", "currency": "EUR", "quantity": "1",
           "start": "2025-01-10", "ended": "", "trial": "", **more}  # fmt: skip
    return (f"{row['customer']},{row['mail']},s{number},{row['plan']},{amount},{row['currency']},{interval},{row['quantity']},{status},"
            f"{row['start']},{row['ended']},{row['trial']}\n")  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "interval", "quantity", "monthly"),
    [
        ("30", "month", "1", 30), ("30", "month", "4", 120), ("120", "year", "1", 10), ("90", "quarter", "1", 30), ("12", "week", "1", 52),
        ("90", "every 3 months", "1", 30), ("60", "half year", "1", 10), ("1.20", "day", "1", 36.5), ("999", "lifetime", "1", 0),
        ("", "month", "1", None),
    ],
)  # fmt: skip
def test_what_a_subscription_brings_is_brought_to_a_month(files, amount, interval, quantity, monthly):
    report = files.load(SUBSCRIPTIONS + subscription(1, amount, interval, quantity=quantity))
    assert report.loaded and report.table == "subscriptions"
    (found,) = files.rows("select monthly_amount, mrr from subscriptions")
    assert [None if one is None else float(one) for one in found] == [monthly, monthly]


@pytest.mark.parametrize(
    ("status", "mrr"),
    [("active", 30), ("past_due", 30), ("trialing", 0), ("unpaid", 0), ("paused", 0), ("canceled", 0), ("incomplete", 0), ("gekündigt", 0)],
)
def test_only_active_and_past_due_subscriptions_bring_money_now(files, status, mrr):
    files.load(SUBSCRIPTIONS + subscription(1, status=status))
    assert files.rows("select mrr, monthly_amount from subscriptions") == [(mrr, 30)]


def test_amounts_of_several_currencies_are_never_added(files):
    report = files.load(SUBSCRIPTIONS + subscription(1) + subscription(2, currency="usd") + subscription(3, currency="€"))
    assert report.totals["mrr"] == {"EUR": 60.0, "USD": 30.0} and not report.questions
    assert (report.totals["subscriptions"], report.totals["active"], report.totals["customers"]) == (3, 3, 3)


def test_a_status_nobody_knows_is_asked_without_stopping(files):
    report = files.load(SUBSCRIPTIONS + subscription(1, status="zork") + subscription(2))
    (question,) = report.questions
    assert report.loaded and question.key == "subscription:zork" and not question.blocking and "active" in question.why
    answers = {"subscription:zork": "canceled"}
    report = files.load(SUBSCRIPTIONS + subscription(1, status="zork") + subscription(3), "b.csv", answers=answers)
    assert not report.questions and report.totals["active"] == 1


def test_without_a_word_for_how_often_it_is_paid_nothing_is_worked_out_but_asked(files):
    text = "Email,Plan,Price,Status,Start date,Next billing date\na@example.com,Gold,30,active,2025-01-01,2025-02-01\n"
    report = files.load(text, table="subscriptions")
    assert [question.key for question in report.questions] == ["interval"]
    assert files.rows("select mrr from subscriptions") == [(None,)]
    report = files.load(text.replace("a@", "b@"), "b.csv", table="subscriptions", answers={"interval": "year"})
    assert not report.questions and report.totals["mrr"] == {"": 2.5}


def test_the_plan_may_say_how_often_it_is_paid(files):
    report = files.load("Email,Plan,Price,Status,Start date,Next billing date\n"
                        "a@example.com,Gold yearly,120,active,2025-01-01,2026-01-01\n"
                        "b@example.com,Gold monthly,12,active,2025-01-01,2025-02-01\n", table="subscriptions")  # fmt: skip
    assert not report.questions and report.totals["mrr"] == {"": 22.0}
    assert "How often the plans are paid is taken from their names." in report.notes


def test_without_a_status_the_day_of_the_end_says_what_is_over(files):
    files.load("Customer ID,Subscription ID,Plan,MRR,Start date,Ended at\nc1,s1,Pro,30,2025-01-01,\nc2,s2,Pro,30,2025-01-01,2025-03-31\n")
    found = files.rows("select status, mrr, ended_on::varchar from subscriptions order by 1")
    assert found == [("active", 30, None), ("canceled", 0, "2025-03-31")]


def test_the_end_of_a_paid_period_is_no_last_day(files):
    text = "Customer ID,Subscription ID,Plan,MRR,Status,Start date,Current period end\n"
    report = files.load(text + "c1,s1,Pro,30,active,2025-01-01,2031-01-01\nc2,s2,Pro,30,active,2025-03-05,2026-03-05\n")
    assert report.totals["last_day"] == "2025-03-05" and str(reach(files.con).last_day) == "2025-03-05"


def test_further_columns_stay_beside_the_record(files):
    files.load(SUBSCRIPTIONS.replace("Trial end", "Coach") + subscription(1, trial="Mia"))
    assert files.rows("select extra['Coach'] from subscriptions") == [("Mia",)]


def test_everybody_with_a_subscription_is_a_customer(files):
    files.load("Customer ID,Subscription ID,Plan,MRR,Status\nc1,s1,Pro,30,active\nc2,s2,Pro,30,active\n")
    assert files.rows("select customer_id from customers order by 1") == [("c1",), ("c2",)]
    files.load(SUBSCRIPTIONS + subscription(3), "mail.csv")
    assert files.rows("select email from customers where customer_id = 'c3'") == [("p3@example.com",)]


def test_next_months_export_counts_in_whatever_order_the_files_come(tmp_path):
    march = SUBSCRIPTIONS + subscription(1) + subscription(2, start="2025-03-01")
    april = SUBSCRIPTIONS + subscription(1, status="canceled", ended="2025-04-10") + subscription(3, start="2025-04-02")
    found = []
    for number, order in enumerate(((march, april), (april, march))):
        (tmp_path / str(number)).mkdir()
        files = Files(tmp_path / str(number))
        for part, text in enumerate(order):
            report = files.load(text, f"{part}.csv")
        found.append(files.rows("select subscription_id, status, mrr from subscriptions order by 1"))
        assert "subscription" in " ".join(report.notes)
        assert sum(one[0] for one in files.rows("select count(*) from subscriptions")) == 3
    assert found[0] == found[1] == [("s1", "canceled", 0), ("s2", "active", 30), ("s3", "active", 30)]


def test_removing_the_newer_export_brings_the_older_version_back(files):
    files.load(SUBSCRIPTIONS + subscription(1) + subscription(2), "march.csv")
    files.load(SUBSCRIPTIONS + subscription(1, status="canceled", ended="2025-04-10"), "april.csv")
    third = files.load(SUBSCRIPTIONS + subscription(1, status="canceled", ended="2025-05-10"), "may.csv")
    assert files.rows("select ended_on::varchar from subscriptions where subscription_id = 's1'") == [("2025-05-10",)]
    remove_file(files.con, third.source_id)
    assert files.rows("select ended_on::varchar from subscriptions where subscription_id = 's1'") == [("2025-04-10",)]
    remove_file(files.con, 2)
    assert files.rows("select subscription_id, status from subscriptions order by 1") == [("s1", "active"), ("s2", "active")]


def test_an_equal_number_of_another_customer_is_another_record(files):
    files.load(SUBSCRIPTIONS + subscription(1))
    files.load(SUBSCRIPTIONS + subscription(1, customer="other", mail="q@example.com"), "b.csv")
    assert files.rows("select count(*) from subscriptions") == [(2,)]


def test_a_list_of_invoices_is_told_from_one_of_orders_by_what_is_due(files):
    report = files.load(INVOICES + "c1,R1,2025-01-10,2025-02-10,100,100,paid\n"
                        "c2,R2,2025-01-11,2025-02-11,50,0,open\nc2,R3,2025-01-12,2025-02-12,70,0,void\n")  # fmt: skip
    assert (report.table, report.system) == ("invoices", "generic_invoices")
    assert report.totals["paid"] == {"": 100.0} and report.totals["outstanding"] == {"": 50.0} and report.totals["invoices"] == 3
    orders = files.load("Invoice number,Customer ID,Invoice date,Amount,Status\nR1,c1,2025-01-10,100,paid\n", "o.csv")
    assert orders.table == "orders"


def test_a_due_date_ahead_is_no_last_day(files):
    files.load(INVOICES + "c1,R1,2025-01-10,2027-02-10,100,0,open\n")
    assert str(reach(files.con).last_day) == "2025-01-10"


def test_invoice_numbers_on_several_rows_count_once_or_are_asked_about(files):
    lines = INVOICES + "c1,R1,2025-01-10,2025-02-10,100,0,open\nc1,R1,2025-01-10,2025-02-11,100,0,open\n"
    report = files.load(lines)
    assert (report.rows_kept, report.rows_merged, report.totals["outstanding"]) == (1, 1, {"": 100.0})
    parts = lines.replace("R1", "R9").replace("2025-02-11,100", "2025-02-11,30")
    assert [question.key for question in files.load(parts, "p.csv").blocking] == ["repeated_invoices"]
    assert files.load(parts, "p.csv", answers={"repeated_invoices": "add"}).totals["outstanding"] == {"": 130.0}


def test_deals_are_won_lost_or_open_whatever_their_stages_are_called(files):
    report = files.load(DEALS + "1,Roof,Amsel,Closed Won,\"EUR 1,200.00\",2025-03-01,2025-01-10,100\n"
                        "2,Wall,Amsel,Proposal,\"USD 2,000.50\",2027-01-01,2025-02-01,40\n"
                        "3,Door,Brand,Closed Lost,EUR 10.00,2025-02-20,2025-01-05,0\n")  # fmt: skip
    assert report.table == "deals" and not report.questions
    assert (report.totals["won"], report.totals["open"]) == ({"EUR": 1200.0}, {"USD": 2000.5})
    assert report.totals["customers"] == 2 and report.totals["last_day"] == "2025-03-01"
    assert files.rows("select distinct full_name from customers order by 1") == [("Amsel",), ("Brand",)]


def test_probabilities_are_in_per_cent_however_they_are_written(files):
    files.load(DEALS + "1,Roof,Amsel,Proposal,10,2025-03-01,2025-01-10,0.4\n2,Wall,Amsel,Won,10,2025-03-01,2025-02-01,1\n")
    assert files.rows("select probability from deals order by deal_id") == [(40,), (100,)]


def test_stages_that_are_codes_are_asked_about_and_own_stages_are_not(files):
    report = files.load(DEALS + "1,Roof,Amsel,193847,10,2025-03-01,2025-01-10,100\n2,Wall,Amsel,Site visit,10,2025-03-01,2025-02-01,40\n")
    assert [question.key for question in report.questions] == ["deal:193847"]
    assert any("won or lost" in note for note in report.notes)


def test_a_deal_without_a_number_is_known_by_its_name_and_company(files):
    plain = "Deal name,Company,Stage,Amount,Close date,Create date\n"
    files.load(plain + "Roof,Amsel,Proposal,10,2025-05-01,2025-01-10\nRoof,Brand,Proposal,20,2025-05-01,2025-01-11\n", "march.csv")
    report = files.load(plain + "Roof,Amsel,Closed Won,12,2025-04-20,2025-01-10\nDoor,Amsel,New,5,2025-06-01,2025-04-21\n", "april.csv")
    assert "1 deal came with 'march.csv' already; this newer version counts." in report.notes
    assert files.rows("select deal_name, company, status from deals order by 1, 2") == [
        ("Door", "Amsel", "open"), ("Roof", "Amsel", "won"), ("Roof", "Brand", "open")]  # fmt: skip


def test_rows_without_anybody_or_without_the_record_are_set_aside_with_a_reason(files):
    report = files.load(DEALS + "1,Roof,Amsel,Won,10,2025-03-01,2025-01-10,100\n"
                        "2,Wall,,Won,10,2025-03-01,2025-01-10,100\n,,Amsel,Won,5,2025-03-01,2025-01-10,1\n")  # fmt: skip
    assert report.set_aside == {"no customer on the row": 1, "no deal on the row": 1} and report.rows_kept == 1


def test_both_people_of_a_referral_become_customers_and_are_linked(files):
    files.load("Customer ID,Email,First name,Last name\nfriend-7,ben@example.com,Ben,Ott\nc1,ada@example.com,Ada,Ott\n", "people.csv")
    report = files.load("Referrer email,Friend email,Referral date,Reward,Status\n"
                        "ada@example.com,ben@example.com,2025-01-10,10 EUR,rewarded\n"
                        "ada@example.com,cem@example.com,2025-01-12,,pending\n,dea@example.com,2025-01-13,,pending\n", "r.csv")  # fmt: skip
    assert (report.table, report.totals["referrals"], report.totals["referrals_successful"]) == ("referrals", 2, 1)
    assert report.set_aside == {"no referrer on the row": 1}
    assert files.rows("select customer_id, referred_id, referred_key from referrals order by 2") == [
        ("c1", "cem@example.com", "cem@example.com"), ("c1", "friend-7", "ben@example.com")]  # fmt: skip


def test_a_referral_that_comes_again_counts_in_its_newer_state(files):
    row = "c1,ada@example.com,c2,ben@example.com,2025-01-10,10 EUR,{}\n"
    files.load(REFERRALS + row.format("pending"))
    report = files.load(REFERRALS + row.format("rewarded") + "c1,ada@example.com,c3,cem@example.com,2025-02-01,,pending\n", "later.csv")
    assert report.totals["referrals"] == 2 and files.rows("select status from referrals where referred_key = 'c2'") == [("successful",)]


def test_a_report_that_names_nobody_is_refused_with_a_way_out(files):
    text = "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,description\n"
    with pytest.raises(MissingData, match=r"names no customer.*Export the payments"):
        files.load(text + "txn_1A,2026-03-01 10:00:00,2026-03-08 00:00:00,usd,49.00,1.72,47.28,charge,x\n")


def test_who_is_known_only_by_a_later_subscription_is_no_customer_yet(tmp_path):
    path = tmp_path / "subscriptions.csv"
    path.write_text(SUBSCRIPTIONS + subscription(1, start="2025-01-10") + subscription(2, start="2025-06-10"), encoding="utf-8")
    with Project() as project:
        project.load(path)
        known = {}
        for day in (date(2025, 3, 1), date(2025, 7, 1)):
            project.as_of = day
            known[day.month] = [row[0] for row in project.features().project("customer_id").order("customer_id").fetchall()]
    assert known == {3: ["c1"], 7: ["c1", "c2"]}
