"""Does the look at all bytes, made a block at a time, see what one sees going through them byte by byte?"""

import threading
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit.errors import Cancelled
from segkit.ingest.files import scan as scanning
from segkit.ingest.files.scan import scan
from segkit.ingest.files.stopping import Stop

CHUNKS = (5, 16, 1 << 19)
CELLS = ["a", "12", "", '"x"', '"a,b"', '"l\nm"', '"d""q"', "#7", '""', '"""a"""', '"\r\n"', "O'Brien", '"l\r\nm",', 'x"y']


@pytest.fixture
def looked_at(tmp_path, monkeypatch):
    """What the scan says of bytes, cut at these places."""
    def look(data: bytes, chunk: int = 1 << 19, delimiter: str = ","):
        monkeypatch.setattr(scanning, "CHUNK", chunk)
        file = tmp_path / "file.csv"
        file.write_bytes(data)
        return scan(file, delimiter, 0, 1 << 24)

    return look


def byte_by_byte(data: bytes) -> dict:
    """Return the same as a scan, of one pass with a flag for being inside quotes."""
    if data.rpartition(b"\n")[2].strip(b"\r"):
        data += b"\n"
    found, inside, cells, record = Counter(), False, 1, b""
    seen = {"lines_in_cells": False, "line_ends": 0, "returns": 0, "bare_returns": 0}
    for place in range(len(data)):
        one = data[place : place + 1]
        record += one
        if one == b'"':
            inside = not inside
        elif inside:
            seen["lines_in_cells"] = seen["lines_in_cells"] or one in b"\r\n"
        elif one == b",":
            cells += 1
        elif one == b"\r":
            seen["returns" if data[place + 1 : place + 2] == b"\n" else "bare_returns"] += 1
        elif one == b"\n":
            seen["line_ends"] += 1
            found[cells if record.strip(b"\r\n") else 0] += 1
            cells, record = 1, b""
    blank_lines = found.pop(0, 0)
    return {"widths": found, "blank_lines": blank_lines > 0, **seen}


@settings(max_examples=300, deadline=None)
@given(
    lines=st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5), min_size=1, max_size=12),
    line_end=st.sampled_from(["\n", "\r\n"]), last=st.booleans(), chunk=st.sampled_from(CHUNKS),
)  # fmt: skip
def test_blocks_hold_what_the_bytes_hold(lines, line_end, last, chunk, tmp_path_factory):
    data = (line_end.join(",".join(line) for line in lines) + (line_end if last else "")).encode()
    file = tmp_path_factory.getbasetemp() / "scanned.csv"
    file.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "CHUNK", chunk)
        found = scan(file, ",", 0, 1 << 24)
    expected = byte_by_byte(data)
    if data.count(b'"') % 2:  # which lines the mark that is never closed takes in depends on where one looks
        assert found.broken_quotes
        return
    assert found.widths == expected["widths"] and found.lines_in_cells == expected["lines_in_cells"]
    if not last and found.returns:
        return  # the last line is given an end of the kind that the others have
    for name in ("line_ends", "returns", "bare_returns"):
        assert getattr(found, name) == expected[name], name
    assert (found.gap_at >= 0) >= expected["blank_lines"]


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize(("text", "marks"), [
    ("a,b\n1,2\n", set()),
    ("a,b\n1, 2\n", {"outer_blanks"}),
    ("a ,b\n", {"outer_blanks"}),
    (" a,b\n", {"outer_blanks"}),
    ('"a ",b\n', {"outer_blanks"}),
    ('a," b"\n', {"outer_blanks"}),
    ('"a, b",c d\n', set()),  # inside a cell
    ('"he said "" yes "" twice",c\n', set()),
    ("a,'12\n", {"apostrophes"}),
    ("'+1,b\n", {"apostrophes"}),
    ("O'Brien,b\n'tis,b\n", set()),
    ('a,="001"\n', {"equals_quotes", "bare_marks"}),
    ('a,"=""001"""\n', {"equals_quotes"}),
    ("a=1,b\n", set()),
    ("a\tb,c\n", {"tabs_in_cells"}),
    ('x"y,b"z\n', {"bare_marks", "broken_quotes"}),
    ('"a,b\n', {"broken_quotes", "lines_in_cells"}),
    ("a,b\u00a0\n", {"wide_blanks"}),
    ("a,é\u2019\n", set()),
    ("a,b\x00\n", {"nul_bytes"}),
    ("a,b\x1a", {"ends_in_mark"}),
    ('a,"b\nc"\n', {"lines_in_cells"}),
    ('a,"b\rc"\n', {"lines_in_cells"}),
    ("a,b\rc\n", {"bare_returns"}),
])  # fmt: skip
def test_marks_are_seen_wherever_the_file_is_cut(looked_at, text, marks, chunk):
    names = ("outer_blanks", "apostrophes", "equals_quotes", "bare_marks", "tabs_in_cells", "broken_quotes", "wide_blanks", "nul_bytes",
             "ends_in_mark", "lines_in_cells", "bare_returns")  # fmt: skip
    found = looked_at(text.encode(), chunk)
    assert {name for name in names if getattr(found, name)} == marks


def test_the_first_bytes_that_are_no_utf8_are_named(looked_at):
    data = b"a,b\n" * 50 + "Zoë,1\n".encode() + b"Jos\xe9,2\n" + b"a,b\n" * 50
    for chunk in CHUNKS:
        assert looked_at(data, chunk).not_utf8_at == data.index(b"\xe9")


def test_where_blank_lines_or_remarks_stand_is_told_when_the_lines_are_uneven(looked_at):
    assert looked_at(b"#1001,a\n#1002,b\n").gap_at == -1  # order numbers of Shopify
    assert looked_at(b"a,b\n\nc,d\n").gap_at == 0
    assert looked_at(b"a,b\n# end\n").gap_at == 0


def test_the_fingerprint_is_that_of_the_whole_file(looked_at, tmp_path):
    found = looked_at(b"a,b\n1,2\n", 5)
    assert found.sha256 == scanning.fingerprint(tmp_path / "file.csv") and found.bytes == 8


def test_a_look_that_is_stopped_ends_at_once(tmp_path):
    (tmp_path / "file.csv").write_bytes(b"a,b\n" * 1000)
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        scan(tmp_path / "file.csv", ",", 0, 1 << 24, Stop(cancelled))
