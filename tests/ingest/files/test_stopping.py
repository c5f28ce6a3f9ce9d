"""Does a load stop while a file is still being unpacked, decoded or looked at, and leave nothing behind?"""

import gzip
import json
import threading
import time
import zipfile

import duckdb
import pytest
import xlsxwriter

from segkit.errors import Cancelled
from segkit.ingest.files.opening import open_file
from segkit.ingest.files.stopping import NEVER, Stop, Watched

ROWS = "order,customer,amount,note\n" + "".join(f"{n},c{n % 99},{n}.50,caf\u00e9 number {n:09}\n" for n in range(60_000))
BROKEN = ROWS.replace("number 000000007", 'number "7')


class After(threading.Event):
    """Is set from the moment it has been asked so many times."""

    def __init__(self, times):
        super().__init__()
        self.times, self.asked = times, 0

    def is_set(self):
        self.asked += 1
        return self.asked > self.times


def zipped(path, text):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("orders.csv", text)


def as_json(path, text):
    heads, *lines = [line.split(",") for line in text.splitlines()]
    path.write_text("\n".join(json.dumps(dict(zip(heads, line, strict=True))) for line in lines), encoding="utf-8")


WRITE = {
    "plain.csv": lambda path: path.write_text(ROWS, encoding="utf-8"),
    "western.csv": lambda path: path.write_bytes(ROWS.encode("cp1252")),
    "quotes.csv": lambda path: path.write_text(BROKEN, encoding="utf-8"),
    "packed.csv.gz": lambda path: path.write_bytes(gzip.compress(ROWS.encode())),
    "packed.zip": lambda path: zipped(path, ROWS),
    "records.jsonl": lambda path: as_json(path, ROWS),
}


def everything_asked(path, folder):
    event = After(10**9)
    open_file(path, folder, lambda heading: heading in ROWS, stop=Stop(event))
    return event.asked


@pytest.mark.parametrize("name", WRITE)
def test_it_stops_at_every_step_of_opening_a_file_and_leaves_nothing(tmp_path, name):
    WRITE[name](tmp_path / name)
    steps = everything_asked(tmp_path / name, tmp_path / "first")
    assert steps > 5, "asked after every piece"
    late = () if name == "records.jsonl" else (steps // 2, steps - 1)  # a query is asked about by the clock, not by its steps
    for place, times in enumerate((0, 1, *late)):
        event, folder = After(times), tmp_path / f"staged {place}"
        with pytest.raises(Cancelled):
            open_file(tmp_path / name, folder, lambda heading: heading in ROWS, stop=Stop(event))
        assert list(folder.glob("*")) == [] and event.asked <= times + 40


def test_a_workbook_stops_between_its_rows(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("Orders")
        for number, line in enumerate(ROWS.splitlines()[:2000]):
            sheet.write_row(number, 0, line.split(","))
    event = After(1000)
    with pytest.raises(Cancelled):
        open_file(tmp_path / "book.xlsx", tmp_path / "staged", lambda heading: heading in ROWS, stop=Stop(event))
    assert event.asked == 1001 and list((tmp_path / "staged").glob("*")) == []


def test_a_query_is_interrupted_while_it_runs():
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    for_hours = "select sum(hash(a.range * b.range)) from range(1000000) a, range(1000000) b"
    with pytest.raises(Cancelled):
        Watched(duckdb.connect(), Stop(stop)).cursor().execute(for_hours)
    assert time.monotonic() - began < 5


def test_a_watched_connection_answers_as_any_other():
    for stop in (NEVER, Stop(threading.Event())):
        con = Watched(duckdb.connect(), stop)
        assert con.cursor().execute("select $a + 1", {"a": 1}).fetchall() == [(2,)]
        with pytest.raises(duckdb.BinderException):
            con.cursor().execute("select nothing")
