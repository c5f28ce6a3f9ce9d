"""Are times of a known zone turned into the shop's own days, right through summer time, and all others left as they stand?"""

import pytest

from segkit.errors import BadValue
from segkit.ingest.load.zones import zone_in_heading
from segkit.ingest.shop import Shop

HEAD = "Order ID,Customer ID,Order date,Total\n"
NEW_YORK, BERLIN = Shop(time_zone="America/New_York"), Shop(time_zone="Europe/Berlin")
AT = "select ordered_at::varchar, ordered_on::varchar from orders order by order_id"


def orders(*moments, heading="Order date"):
    return HEAD.replace("Order date", heading) + "".join(f"{n},c{n},\"{moment}\",10\n" for n, moment in enumerate(moments, 1))


def asked(report):
    return [(question.key, question.blocking) for question in report.questions]


@pytest.mark.parametrize("shop, text, wanted", [
    (NEW_YORK, "2024-01-06 03:30:00 UTC", "2024-01-05 22:30:00"), (NEW_YORK, "2024-07-06T03:30:00Z", "2024-07-05 23:30:00"),
    (NEW_YORK, "2022-01-11 04:32:30 -0500", "2022-01-11 04:32:30"), (NEW_YORK, "2022-07-11 04:32:30 -0400", "2022-07-11 04:32:30"),
    (BERLIN, "2022-01-11 04:32:30 -0500", "2022-01-11 10:32:30"), (BERLIN, "2024-03-31T00:59:59Z", "2024-03-31 01:59:59"),
    (BERLIN, "2024-03-31T01:00:00Z", "2024-03-31 03:00:00"), (BERLIN, "1704495600", "2024-01-06 00:00:00"),
    (BERLIN, "1704495600123", "2024-01-06 00:00:00.123"), (BERLIN, "Mon, 23 Sep 2024 23:21:24 +0000", "2024-09-24 01:21:24"),
    (BERLIN, "Jan 5, 2024 10:22:11 PM PST", "2024-01-06 07:22:11"), (BERLIN, "2024-01-05 22:00:00 Asia/Tokyo", "2024-01-05 14:00:00"),
    (BERLIN, "20240105T233000Z", "2024-01-06 00:30:00"), (BERLIN, "2024-01-05 12:30:00 America/New_York", "2024-01-05 18:30:00"),
    (BERLIN, "2024-01-05 08:30:00 PM America/Los_Angeles", "2024-01-06 05:30:00"),
])  # fmt: skip
def test_an_instant_counts_on_the_shops_own_day(files, shop, text, wanted):
    report = files.load(orders(text, text), shop=shop)
    assert set(files.rows(AT)) == {(wanted, wanted[:10])} and not report.questions
    assert f"into {shop.time_zone} time" in report.decisions["ordered_at"]


def test_offsets_of_summer_and_winter_in_one_file_are_read_row_by_row(files):
    files.load(orders("2022-01-11 23:32:30 -0500", "2022-07-11 23:32:30 -0400"), shop=BERLIN)
    assert files.rows(AT) == [("2022-01-12 05:32:30", "2022-01-12"), ("2022-07-12 05:32:30", "2022-07-12")]


def test_without_a_chosen_zone_a_written_local_time_stays_as_it_is(files):
    report = files.load(orders("2022-01-11 23:32:30 -0500", "2022-07-11 23:32:30 -0400"))
    assert files.rows(AT) == [("2022-01-11 23:32:30", "2022-01-11"), ("2022-07-11 23:32:30", "2022-07-11")] and not report.questions


@pytest.mark.parametrize("heading, wanted", [
    ("Created (UTC)", "UTC"), ("created_utc", "UTC"), ("Submit Date (UTC)", "UTC"), ("Time (GMT+8)", 480), ("Date (UTC-03:30)", -210),
    ("Created date (PST)", "America/Los_Angeles"), ("Date [Europe/Berlin]", "Europe/Berlin"), ("Date (JST)", 540), ("Order date", ""),
    ("Date (local)", ""), ("Outcome", ""),
])  # fmt: skip
def test_a_heading_may_name_the_zone_of_its_column(heading, wanted):
    assert zone_in_heading(heading) == wanted


def test_times_under_a_heading_with_a_zone_are_turned_by_it(files):
    files.load(orders("2024-01-06 03:30:00", "2024-07-06 03:30:00", heading="Order date (UTC)"), shop=NEW_YORK)
    assert files.rows(AT) == [("2024-01-05 22:30:00", "2024-01-05"), ("2024-07-05 23:30:00", "2024-07-05")]
    assert files.load(orders("2024-03-06 03:30:00", heading="Order date (GMT+8)"), "b.csv", shop=BERLIN).loaded
    assert ("2024-03-05 20:30:00", "2024-03-05") in files.rows(AT)


@pytest.mark.parametrize("text, heading", [
    ("2024-01-06T03:30:00Z", "Order date"), ("1704495600", "Order date"), ("2024-01-06 03:30:00", "Order date (UTC)"),
])  # fmt: skip
def test_a_file_in_utc_loads_and_asks_where_the_shop_is(files, text, heading):
    report = files.load(orders(text, text, heading=heading))
    assert report.loaded and asked(report) == [("time_zone", False)]
    assert "Where is the shop?" in report.questions[0].text and "Europe/Berlin" in dict(report.questions[0].options)
    assert not files.load(orders(text + " ", text, heading=heading), "b.csv", answers={"time_zone": "Europe/Berlin"}).questions


@pytest.mark.parametrize("texts", [("2024-01-06", "2024-01-07"), ("2024-01-06 00:00:00", "2024-01-07 00:00:00"), ("20240106", "20240107")])
def test_days_without_a_time_are_never_moved_and_never_asked_about(files, texts):
    report = files.load(orders(*texts, heading="Order date (UTC)"), shop=NEW_YORK)
    assert [day for _, day in files.rows(AT)] == ["2024-01-06", "2024-01-07"] and not report.questions


def test_a_file_without_a_zone_asks_only_where_another_zone_is_known(files):
    plain = orders("2024-01-06 03:30:00", "2024-07-06 03:30:00")
    assert not files.load(plain).questions
    assert asked(files.load(plain.replace("c1", "d1"), "b.csv", shop=NEW_YORK)) == [("file_zone", False)]
    assert ("2024-01-06 03:30:00", "2024-01-06") in files.rows(AT)  # until the answer the shop's own local time
    assert not files.load(orders("2024-01-06", "2024-01-07"), "days.csv", shop=NEW_YORK).questions


def test_beside_a_file_in_utc_one_without_a_zone_is_asked_about(files):
    files.load(orders("2024-01-06T03:30:00Z"), "utc.csv")
    assert asked(files.load(orders("2024-02-06 03:30:00"), "plain.csv")) == [("file_zone", False)]


def test_the_answer_says_which_clock_a_file_follows(files):
    text = orders("2024-01-06 03:30:00", "2024-07-06 03:30:00")
    assert not files.load(text, answers={"file_zone": "UTC"}, shop=NEW_YORK).questions
    assert files.rows(AT) == [("2024-01-05 22:30:00", "2024-01-05"), ("2024-07-05 23:30:00", "2024-07-05")]
    files.con.execute("delete from orders; delete from files")
    assert not files.load(text, answers={"file_zone": "own"}, shop=NEW_YORK).questions
    assert files.rows(AT)[0] == ("2024-01-06 03:30:00", "2024-01-06")


@pytest.mark.parametrize("key", ["time_zone", "file_zone"])
def test_a_zone_that_does_not_exist_is_refused_with_the_nearest(files, key):
    with pytest.raises(BadValue, match=r"no time zone 'Europe/Berln'\. Did you mean Europe/Berlin"):
        files.load(orders("2024-01-06"), answers={key: "Europe/Berln"})


def test_orders_of_two_zones_are_one_across_midnight(files):
    there = [f"2024-01-{day:02d} 03:30:00" for day in (6, 8, 10, 12)]
    here = [f"2024-01-{day:02d} 22:30:00" for day in (5, 7, 9, 11)]
    files.load(orders(*there, heading="Order date (UTC)"), "utc.csv")
    report = files.load(orders(*here), "local.csv")
    assert (report.rows_kept, report.rows_merged) in ((0, 4), (4, 0)) and files.rows("select count(*) from orders") == [(4,)]


def test_the_system_may_always_write_one_zone(files, monkeypatch):
    from dataclasses import replace

    from segkit.ingest.recognise import by_headings, systems

    found = {key: replace(one, time_zone="UTC") for key, one in systems.systems().items()}
    monkeypatch.setattr(by_headings, "systems", lambda: found)
    files.load(orders("2024-01-06 03:30:00", "2024-01-06 12:00:00 -0500"), shop=NEW_YORK)
    assert [at for at, _ in files.rows(AT)] == ["2024-01-05 22:30:00", "2024-01-06 12:00:00"]


def test_events_and_days_of_people_follow_the_shop_too(files):
    files.load("user_id,event_name,event_timestamp\nu1,view,1704501000000000\nu1,buy,1704501000000001\n", shop=NEW_YORK)
    seen = files.rows("select distinct date_trunc('minute', event_at)::varchar, event_on::varchar from events")
    assert seen == [("2024-01-05 19:30:00", "2024-01-05")]
    files.load("Customer ID,Email,Created at\nu1,a@x.de,2024-01-06T03:30:00Z\nu2,b@x.de,2024-01-06T03:30:00Z\n", "p.csv", shop=NEW_YORK)
    assert files.rows("select distinct signed_up_on::varchar from customers") == [("2024-01-05",)]


PAYPAL = '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","From Email Address","Transaction ID"\n'


def paid(*zones):
    return PAYPAL + "".join(
        f'"07/30/2026","23:30:00","{zone}","Ann","General Payment","Completed","USD","10.00","ann{n}@x.com","T{n}"\n'
        for n, zone in enumerate(zones, 1)
    )


@pytest.mark.parametrize("zone, wanted", [
    ("PST", "2026-07-31 09:30:00"), ("PDT", "2026-07-31 08:30:00"), ("CEST", "2026-07-30 23:30:00"), ("CET", "2026-07-31 00:30:00"),
    ("BST", "2026-07-31 00:30:00"), ("GMT", "2026-07-31 01:30:00"), ("Europe/Berlin", "2026-07-30 23:30:00"),
    ("America/Los_Angeles", "2026-07-31 08:30:00"), ("GMT+01:00", "2026-07-31 00:30:00"), ("BRST", "2026-07-31 03:30:00"),
])  # fmt: skip
def test_paypals_own_column_names_the_zone_of_each_row(files, zone, wanted):
    report = files.load(paid(zone, "Europe/Berlin"), shop=BERLIN)
    assert [at for at, _ in files.rows(AT)] == [wanted, "2026-07-30 23:30:00"] and not report.questions


@pytest.mark.parametrize("zones", [("PST", "PDT"), ("GMT", "GMT"), ("CET", "CEST"), ("Europe/London", "Europe/London")])
def test_a_payment_list_that_names_its_zone_is_asked_about_none(files, zones):
    report = files.load(paid(*zones))
    assert not report.questions and {at for at, _ in files.rows(AT)} == {"2026-07-30 23:30:00"}


def test_a_zone_that_nobody_knows_is_still_asked_about(files):
    assert asked(files.load(paid("QQQ"), shop=BERLIN)) == [("file_zone", False)]


def test_rows_of_a_zone_that_nobody_knows_beside_others_are_spoken_of(files):
    report = files.load(paid("Europe/Berlin", "QQQ"), shop=BERLIN)
    assert any("name no time zone that is known, as '07/30/2026 23:30:00 QQQ'" in note for note in report.notes)
    assert not any("time zone" in note for note in files.load(paid("PST", "Arizona").replace(",T", ",U"), "more.csv", shop=BERLIN).notes)


@pytest.mark.parametrize("zone, wanted", [
    ("Europe/Dublin", "2024-07-05 22:30:00"), ("Asia/Kolkata", "2024-07-05 22:30:00"), ("Asia/Jerusalem", "2024-07-05 23:30:00"),
    ("Europe/Berlin", "2024-07-05 19:00:00"),
])  # fmt: skip
def test_letters_of_several_zones_mean_the_shops_own(files, zone, wanted):
    files.load(orders("2024-07-05 22:30:00 IST"), shop=Shop(time_zone=zone))
    assert files.rows(AT)[0][0] == wanted


def test_who_writes_gmt_in_winter_is_in_ireland_in_summer(files):
    files.load(orders("2024-01-05 22:30:00 GMT", "2024-07-05 22:30:00 IST"), shop=BERLIN)
    assert [at for at, _ in files.rows(AT)] == ["2024-01-05 23:30:00", "2024-07-05 23:30:00"]
