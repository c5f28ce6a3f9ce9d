"""Messages: does every kind of export tell who was sent what, opened and clicked it, each action on its day?"""

from segkit.last_day import reach

WIDE = "Email,Campaign name,Subject,Sent at,Opened at,Clicked at\n"
LONG = "Email,Campaign,Email action,Timestamp,URL\n"


def actions(files):
    return files.rows("select customer_key, action, contacted_on::varchar, times from contacts order by 1, contacted_at, 2")


def test_columns_beside_each_other_become_a_row_per_action(files):
    report = files.load(WIDE + "a@example.com,Spring,Hello,2025-03-01 08:00,2025-03-01 09:00,2025-03-02 10:00\n"
                        "b@example.com,Spring,Hello,2025-03-01 08:00,,\n")  # fmt: skip
    assert (report.table, report.rows_kept, report.rows_merged) == ("contacts", 2, 0)
    assert actions(files) == [("a@example.com", "sent", "2025-03-01", 1), ("a@example.com", "opened", "2025-03-01", 1),
                              ("a@example.com", "clicked", "2025-03-02", 1), ("b@example.com", "sent", "2025-03-01", 1)]  # fmt: skip
    assert (report.totals["sent"], report.totals["opened"], report.totals["clicked"]) == (2, 1, 1)
    assert str(reach(files.con).last_day) == "2025-03-02"


def test_counts_and_yes_are_dated_on_the_day_of_the_message(files):
    rows = "a@example.com,Spring,2025-03-01,3,0\nb@example.com,Spring,2025-03-01,yes,1\n"
    report = files.load("Email,Campaign,Send date,Opens,Clicks\n" + rows)
    assert report.table == "contacts"
    assert actions(files) == [("a@example.com", "opened", "2025-03-01", 3), ("a@example.com", "sent", "2025-03-01", 1),
                              ("b@example.com", "clicked", "2025-03-01", 1), ("b@example.com", "opened", "2025-03-01", 1),
                              ("b@example.com", "sent", "2025-03-01", 1)]  # fmt: skip


def test_one_row_per_action_keeps_each_of_them_once(files):
    row = "a@example.com,Spring,open,2025-03-01 09:00,\n"
    report = files.load(LONG + row + row + "a@example.com,Spring,open,2025-03-01 10:00,\n"
                        "a@example.com,Spring,click,2025-03-01 10:01,https://x.example\n")  # fmt: skip
    assert report.table == "contacts" and (report.rows_kept, report.rows_merged) == (3, 1)
    assert report.totals["opened"] == 2 and report.totals["clicked"] == 1


def test_a_word_nobody_knows_is_kept_and_asked_about(files):
    report = files.load(LONG + "a@example.com,Spring,zork,2025-03-01,\na@example.com,Spring,open,2025-03-01,\n")
    assert [question.key for question in report.questions] == ["contact:zork"] and actions(files)[0][1] == "opened"
    report = files.load(LONG + "b@example.com,Spring,zork,2025-03-02,\n", "b.csv", answers={"contact:zork": "clicked"})
    assert report.totals["clicked"] == 1 and not report.questions


def test_rows_without_a_person_or_a_day_are_set_aside_with_a_reason(files):
    report = files.load(LONG + ",Spring,open,2025-03-01,\na@example.com,Spring,open,,\na@example.com,Spring,,2025-03-01,\n"
                        "b@example.com,Spring,open,2025-03-01,\n")  # fmt: skip
    assert report.set_aside == {"no person on the row": 1, "no date on the row": 1, "nothing on the row that became of the message": 1}


def test_who_unsubscribed_does_not_agree_whatever_another_file_says(files):
    files.load("Customer ID,Email,First name,Accepts marketing\nc1,a@example.com,Ada,yes\nc2,b@example.com,Ben,yes\n", "people.csv")
    report = files.load(LONG + "a@example.com,Spring,unsubscribe,2025-03-02,\nb@example.com,Spring,open,2025-03-02,\n")
    assert any("1 person unsubscribed" in note for note in report.notes)
    agreed = dict(files.rows("select customer_id, bool_and(accepts_email) filter (source_row is not null) from customers group by 1"))
    assert agreed == {"c1": False, "c2": True}


def test_messages_that_came_with_another_file_count_once(files):
    first = "a@example.com,Spring,open,2025-03-01 09:00,\n"
    files.load(LONG + first, "march.csv")
    report = files.load(LONG + first + "a@example.com,Summer,open,2025-04-01 09:00,\n", "april.csv")
    assert (report.rows_kept, report.rows_merged) == (1, 1) and files.rows("select count(*) from contacts") == [(2,)]


def test_events_of_a_website_stay_events(files):
    report = files.load("User ID,Event,Timestamp,Page\nu1,page_view,2025-03-01 09:00,/\nu1,click,2025-03-01 09:01,/a\n")
    assert report.table == "events"
