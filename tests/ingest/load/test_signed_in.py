"""Do events from before the login count for the person who then signed in, and only where that is sure?"""

MAP = {"customer_id": ["user", "device"], "event_name": "event", "event_at": "time"}


def load(files, *rows):
    text = "\n".join(["user,device,event,time", *rows])
    return files.load(text, table="events", mapping=MAP)


def keys(files):
    return files.rows("select customer_key, count(*) from events group by all order by all")


def test_what_a_device_did_before_the_login_is_the_persons(files):
    report = load(files, ",d1,view,2026-01-05 10:00:00", "u1,d1,login,2026-01-05 10:01:00", ",d1,view,2026-01-06 10:00:00")
    assert report.loaded and keys(files) == [("u1", 3)]


def test_a_device_on_which_nobody_signed_in_stays_on_its_own(files):
    load(files, ",d1,view,2026-01-05 10:00:00", "u1,d2,login,2026-01-05 10:01:00")
    assert keys(files) == [("d1", 1), ("u1", 1)]


def test_a_device_of_two_people_is_neither_ones(files):
    load(files, ",d1,view,2026-01-05 10:00:00", "u1,d1,login,2026-01-05 10:01:00", "u2,d1,login,2026-01-05 11:01:00")
    assert keys(files) == [("d1", 1), ("u1", 1), ("u2", 1)]


def test_words_for_nobody_are_no_person(files):
    load(files, "null,d1,view,2026-01-05 10:00:00", "u1,d1,login,2026-01-05 10:01:00")
    assert keys(files) == [("u1", 2)]
