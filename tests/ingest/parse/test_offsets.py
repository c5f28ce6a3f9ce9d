"""Offsets: does every way of naming a zone behind a time tell how far from UTC its clock was?"""

import pytest

from segkit.ingest.parse.offsets import clock

CLOCK = "2024-01-05 10:22:11"


@pytest.mark.parametrize("text, wanted", [
    (f"{CLOCK}Z", 0), (f"{CLOCK} UTC", 0), (f"{CLOCK} GMT", 0), (f"{CLOCK} -0500", -300), (f"{CLOCK}+05:30", 330), (f"{CLOCK} +9", 540),
    ("2024-01-05T10:22:11.123456-08:00", -480), ("Jan 5, 2024 10:22:11 AM PST", -480), ("5 Jan 2024 10:22 PM PDT", -420),
    (f"{CLOCK} GMT+8", 480), (f"{CLOCK} UTC-03:30", -210), ("Fri Jan 05 2024 10:22:11 GMT-0500 (Eastern Standard Time)", -300),
    (f"{CLOCK} CEST", 120), (f"{CLOCK} JST", 540), ("2024-01-05T10:22:11+01:00[Europe/Berlin]", 60),
    ("1704450131", 0), ("1704450131123456", 0),
    (f"{CLOCK} Asia/Tokyo", "Asia/Tokyo"), (f"{CLOCK} Pacific Time (US & Canada)", "America/Los_Angeles"),
])  # fmt: skip
def test_the_distance_from_utc(files, text, wanted):
    found = clock("c0", "null", [text])
    sql = f"select {found.offset or 'null'}, {found.zone or 'null'} from (values ($text)) as t(c0)"
    offset, zone = files.con.execute(sql, {"text": text}).fetchone()
    assert (zone if isinstance(wanted, str) else offset) == wanted


@pytest.mark.parametrize("text", [CLOCK, "2024年1月5日 10:22", "5/1/2024 2:30 PM", "45383.43", "2024010510", f"{CLOCK} XYZ"])
def test_a_time_without_a_zone_says_none(text):
    assert clock("c0", "null", [text]).silent


@pytest.mark.parametrize("text", [
    "2024-01-05", "20240105", "45383", "2024-01-05 00:00:00", "1/5/2024 12:00:00 AM", "05-Jan-24", "2024-01-05T00:00:00Z",
])  # fmt: skip
def test_a_day_without_a_time_has_no_clock(text):
    assert clock("c0", "null", [text]) is None


def test_only_times_that_are_all_utc_are_utc():
    assert clock("c0", "null", [f"{CLOCK}Z", f"{CLOCK} +00:00"]).utc
    assert not clock("c0", "null", [f"{CLOCK}Z", f"{CLOCK} +01:00"]).utc and not clock("c0", "null", [f"{CLOCK}Z", CLOCK]).utc
