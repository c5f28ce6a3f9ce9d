"""Is a large file, of which only the needed columns are kept, read like a small one? Also what is read from columns of no field."""

from pathlib import Path

import pytest

from segkit import engine, tables
from segkit.ingest import Shop, load_file
from segkit.ingest.load import narrow
from segkit.ingest.recognise.systems import systems

SAMPLES = Path(__file__).parents[1] / "systems" / "samples"
READ_FROM_THE_SIDE = {key for key, one in systems().items() if one.packed or one.sideways or one.on_refunds or one.differs}
TEXT = sorted(path for path in SAMPLES.glob("*.*") if path.suffix in (".csv", ".txt") and path.stem.split("-")[0] in READ_FROM_THE_SIDE)
ANSWERS = {"map_confirmed": "yes", "currency": "USD", "negative": "refund", "time_zone": "UTC"}


def read(path, folder):
    con = engine.connect(":memory:", folder)
    for statement in tables.create_statements():
        con.execute(statement)
    (report, *_) = load_file(con, folder, path, answers=ANSWERS, shop=Shop())
    found = {name: sorted(map(str, con.execute(f"select * from {name}").fetchall())) for name in ("orders", "order_lines", "set_aside")}
    return report.loaded, report.totals, report.set_aside, report.notes, found


@pytest.mark.parametrize("path", TEXT, ids=lambda path: path.stem)
def test_a_large_file_is_read_like_a_small_one(path, tmp_path, monkeypatch):
    small = read(path, tmp_path)
    monkeypatch.setattr(narrow, "_LARGE", 0)
    monkeypatch.setattr(narrow, "_MOST_NEEDED", 1)
    assert read(path, tmp_path) == small
