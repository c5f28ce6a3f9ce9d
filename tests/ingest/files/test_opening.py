"""Files: do the bytes of any export become rows of text, every row counted, or one clear refusal?"""
import csv
import datetime as dt
import gzip
import io
import json
import os
import random
import zipfile

import duckdb
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit import engine
from segkit.errors import UnreadableFile
from segkit.ingest.files.opening import LIMITS, Limits, open_file
from segkit.words import fold

KNOWN = {fold(word) for word in (
    "Order ID", "Customer ID", "Email", "Total", "Order date", "Date", "Name", "Quantity", "Amount", "Respondent ID", "Email Address",
    "Start Date", "Sales record number", "Order number", "Event name", "Effective user ID", "Betrag", "Datum", "Status", "name", "event",
    "订单编号", "总金额", "订单状态", "訂單號碼", "訂單日期", "付款總金額", "注文番号", "注文日時", "合計金額", "客戶編號", "金額",
    "Größe", "Währung",
)}


def known(heading: str) -> bool:
    return fold(heading) in KNOWN


@pytest.fixture
def read(tmp_path):
    """Write bytes to a file and return its tables, each with its rows: row number, problem, cells."""
    folder = tmp_path / "staged"
    folder.mkdir()
    con = engine.connect(":memory:", folder)

    def reader(data, name="export.csv", **options):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return [(source, engine.rows(con, source.sql, source.values)) for source in open_file(path, folder, known, **options)]

    yield reader
    con.close()


def only(tables):
    assert len(tables) == 1
    source, rows = tables[0]
    assert source.rows == len(rows), "DuckDB read another number of rows than were counted in the bytes"
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    return source, [row[2:] for row in rows]


# --- delimiters, header rows, what stands around the table

@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(read, mark):
    source, rows = only(read(f"Order ID{mark}Total{mark}Note\nA1{mark}12.50{mark}x\nA2{mark}3{mark}\n"))
    assert source.headings == ("Order ID", "Total", "Note")
    assert rows == [("A1", "12.50", "x"), ("A2", "3", None)]


def test_a_decimal_comma_does_not_win_over_the_semicolon(read):
    _, rows = only(read("Datum;Betrag\n01.02.2026;1.234,50\n02.02.2026;7,00\n"))
    assert rows[0] == ("01.02.2026", "1.234,50")


def test_the_line_sep_is_obeyed_and_left_out(read):
    source, rows = only(read("sep=|\r\nOrder ID|Total\r\nA1|1,5\r\n"))
    assert source.delimiter == "vertical bar" and rows == [("A1", "1,5")] and source.header_row == 2


def test_blank_separated_columns_are_read_with_and_without_headings(read):
    source, rows = only(read(" 00001 19970101  1   11.77\r\n 00002 19970112 12   12.00\r\n"))
    assert source.headings == ("Column 1", "Column 2", "Column 3", "Column 4")
    assert rows == [("00001", "19970101", "1", "11.77"), ("00002", "19970112", "12", "12.00")]
    assert "no headings" in source.notes[0]
    _, rows = only(read(" customer_id date n value\n 00001 19970101  1   11.77\n 00001 19970102  1   11.77\n"))
    assert rows[0] == ("00001", "19970101", "1", "11.77")


def test_lines_above_the_headings_are_reported(read):
    source, rows = only(read('# Report\n# "quoted, thing\n\nOrder ID,Total\nA,1\nB,2\n'))
    assert source.preamble == ("# Report", '# "quoted, thing') or source.preamble[0] == "# Report"
    assert rows == [("A", "1"), ("B", "2")]


def test_headings_over_several_lines_do_not_shift_the_rows(read):
    source, rows = only(read('"Order\nID",Total,"How\n\nmuch"\nA,1,2\nB,2,3\n'))
    assert source.headings == ("Order ID", "Total", "How much")
    assert rows == [("A", "1", "2"), ("B", "2", "3")]


def test_no_two_columns_keep_one_name(read):
    source, _ = only(read("Email,Email,EMAIL,,Email\na,b,c,d,e\n"))
    assert source.headings == ("Email", "Email (2)", "EMAIL", "Column 4", "Email (3)")


def test_whole_records_in_quotes_are_taken_apart(read):
    _, rows = only(read('"Order ID,Name,Total"\n"A1,""Smith, Ann"",5"\n"A2,Bo,6"\n'))
    assert rows == [("A1", "Smith, Ann", "5"), ("A2", "Bo", "6")]


def test_row_names_without_a_heading_get_one(read):
    source, rows = only(read('"Order ID","Total"\n"1","A1",5\n"2","A2",6\n'))
    assert source.headings == ("Column 1", "Order ID", "Total") and rows[1] == ("2", "A2", "6")


def test_second_header_rows_are_left_out_and_reported(read):
    source, rows = only(read(
        "Respondent ID,Email Address,Start Date,How likely?,\n,,,Response,Group\n"
        "1,a@x.de,2026-01-01,9,Promoter\n2,b@x.de,2026-01-02,3,Detractor\n"
    ))  # fmt: skip
    assert source.headings[3:] == ("How likely?", "How likely? – Group")
    assert [row[0] for row in rows] == ["1", "2"] and "Response" in source.notes[0]
    source, rows = only(read(
        'Start Date,Email,Q1\nStart Date,Recipient Email,How likely?\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""x""}","{""ImportId"":""q""}"\n2026-01-01,a@x.de,9\n'
    ))  # fmt: skip
    assert rows == [("2026-01-01", "a@x.de", "9")]


def test_a_first_row_without_its_first_cells_is_still_a_row(read):
    _, rows = only(read("Order ID,Email,Total\n,,1520\nA,b@x.de,3\nB,b@x.de,4\n"))
    assert len(rows) == 3


def test_a_file_of_values_only_loses_no_row_to_the_headings(read):
    source, rows = only(read("17,2026-01-01,5.5\n18,2026-01-02,6.5\n"))
    assert len(rows) == 2 and source.headings == ("Column 1", "Column 2", "Column 3")


def test_a_known_word_among_the_values_does_not_become_the_headings(read):
    source, rows = only(read("uid,what,via\nu1,opened,search\nu2,opened,Email\nu3,Status,Email\n"))
    assert source.headings == ("uid", "what", "via") and len(rows) == 3
    source, rows = only(read("uid,via,sum\nu1,search,5\nName,Email,6\n"))
    assert source.headings == ("uid", "via", "sum") and len(rows) == 2


def test_group_titles_above_the_headings_are_no_headings(read):
    source, rows = only(read("Customer,,Order,\nCustomer ID,Email,Order ID,Total\n1,a@x.de,A,5\n"))
    assert source.headings == ("Customer ID", "Email", "Order ID", "Total") and len(rows) == 1


def test_headings_alone_give_no_rows(read):
    for text in ("Order ID,Total", "Order ID,Total\n", "\ufeffOrder ID;Total\r\n"):
        source, rows = only(read(text))
        assert rows == [] and source.headings == ("Order ID", "Total")


# --- cells and rows

def test_quotes_line_ends_and_blanks_inside_cells_are_kept(read):
    _, rows = only(read('Order ID,Name,Total\r\nA,"two\nlines, and ""quotes""",1\r\nB,"x\r\ny",2\r\n'))
    assert rows == [("A", 'two\nlines, and "quotes"', "1"), ("B", "x\r\ny", "2")]


def test_a_return_inside_a_cell_is_a_line_end_there_also_where_rows_are_short(read):
    _, rows = only(read('Order ID,Name,Total\nA,"x\ry",1\nB,z\n'))
    assert rows == [("A", "x\ry", "1"), ("B", "z", None)]


def test_marks_that_programs_put_around_values_are_taken_off(read):
    data = 'Order ID,Customer ID,Name\n="0012","\t69179","\'0455"\n  A1  ,\u00a0B2\u200b,\'s Hertogenbosch\n"=""77""",\'+4917,x\n'
    _, rows = only(read(data))
    assert rows == [("0012", "69179", "0455"), ("A1", "B2", "'s Hertogenbosch"), ("77", "+4917", "x")]


def test_marks_that_nobody_sees_are_taken_out_of_cells(read):
    _, rows = only(read("Email,Order date,Total\na\u200bnn@x.com,\t2026-05-01\t,\ufeff1\n\ufeffbo@x\u2060.com,2026-05-02,\u00a02\n"))
    assert rows == [("ann@x.com", "2026-05-01", "1"), ("bo@x.com", "2026-05-02", "2")]


@pytest.mark.parametrize("data", [
    "Order ID,Total\nA,1\r\nB,2\nC,3\r\n", "Order ID,Total\r\nA,1\nB,2\r\nC,3", "Order ID,Total\rA,1\rB,2\rC,3\r",
    "Order ID,Total\n\nA,1\n\n\nB,2\nC,3\n\n", "\ufeffOrder ID,Total\r\n\r\nA,1\r\nB,2\r\nC,3\r\n\r\n",
    "Order ID,Total\nA,1\nB,2\nC,3\n\x1a", "Order ID,Total\nA,1\r\nB,2\r\nC,3\r\n", "Order ID,Total\r\nA,1\nB,2\nC,3\n",
])  # fmt: skip
def test_line_ends_of_any_system_and_blank_lines(read, data):
    assert only(read(data))[1] == [("A", "1"), ("B", "2"), ("C", "3")]


def test_rows_with_too_few_or_too_many_cells_are_all_there(read):
    source, rows = read("Order ID,Total,Name\nA,1,x\nB,2\nC,3,Smith, Ann\nD\nE,5,y,\nF,6,z,,,8\n")[0]
    assert source.rows == len(rows) == 6 and source.has_problems
    assert [row[1] is not None for row in rows] == [False, False, True, False, False, True]
    assert rows[1][2:] == ("B", "2", None) and rows[3][2:] == ("D", None, None)


def test_ragged_rows_with_line_ends_in_cells(read):
    source, rows = read('Order ID,Total,Name\nA,1,"x\ny"\nB,2\nC,3,"p\nq",r\n')[0]
    assert source.rows == len(rows) == 3 and rows[0][4] == "x\ny" and rows[2][1] == "more cells than headings"


@pytest.mark.parametrize("line, cells", [
    ('A,5" pipe,1', ("A", '5" pipe', "1")), ('A,"5" pipe",1', ("A", '5" pipe', "1")), ('A,"never closed,1', ("A", '"never closed', "1")),
    ('A,say "hi",1', ("A", 'say "hi"', "1")),
])  # fmt: skip
def test_broken_quotes_swallow_no_rows(read, line, cells):
    _, rows = only(read(f'Order ID,Name,Total\n{line}\nB,"good, one",2\nC,"two\nlines",3\n'))
    assert rows == [cells, ("B", "good, one", "2"), ("C", "two\nlines", "3")]


def test_nul_bytes_are_left_out_and_reported(read):
    source, rows = only(read(b"Order ID,Total\n" + b"A1,1\n" * 300 + b"B\0 2,2\n"))
    assert rows[-1] == ("B 2", "2") and any("NUL" in note for note in source.notes)


def test_very_long_cells_are_read(read):
    long = "x" * 3_000_000
    _, rows = only(read(f"Order ID,Name\nA,{long}\nB,y\n"))
    assert rows[0][1] == long
    _, rows = only(read(f'Order ID,Name\nA,"{long}\n{long}"\nB,y\n'))
    assert len(rows[0][1]) == 6_000_001


def test_hostile_headings_and_values_are_only_text(read):
    nasty = ['"; drop table x; --', "c0", "a'b", "{x}", "$source_path", "![](http://x)", "%s", "source_row"]
    out = io.StringIO()
    csv.writer(out).writerows([nasty, nasty, nasty])
    source, rows = only(read(out.getvalue()))
    assert rows[0] == tuple(nasty) and len(source.headings) == len(nasty)


def test_numbers_of_rows_agree_in_a_large_file_with_line_ends_in_cells(read):
    chance = random.Random(7)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = [(f"A{i}", chance.choice(["x", "two\nlines", 'a "q", b', "é" * chance.randint(0, 900)]), str(i)) for i in range(20_000)]
    writer.writerows([("Order ID", "Name", "Total"), *rows])
    assert only(read(out.getvalue()))[1] == [tuple(cell or None for cell in row) for row in rows]


CELLS = st.text(st.sampled_from('ab1 ",;\n\t|é年\'='), max_size=8)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_a_csv_writer_wrote_is_read_back(tmp_path_factory, table, line_end, quote_all):
    folder = tmp_path_factory.mktemp("table")
    rows = [[f"id{number}", *cells] for number, cells in enumerate(table)]
    with (folder / "x.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator=line_end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
        writer.writerows([["Order ID", "Email", "Name", "Total"], *rows])
    source = open_file(folder / "x.csv", folder / "staged", known)[0]
    con = engine.connect(":memory:", folder / "staged")
    read = [row[2:] for row in engine.rows(con, source.sql, source.values)]
    con.close()
    assert source.rows == len(read) == len(rows)
    assert [row[0] for row in read] == [row[0] for row in rows]
    for cells, wanted in zip(read, rows, strict=True):
        for cell, text in zip(cells, wanted, strict=True):
            assert _bare(cell or "") == _bare(text)


def _bare(text):
    """The text without the marks that reading takes off, and without the blanks around it."""
    return text.strip().lstrip("'").removeprefix('="').removesuffix('"').strip("'\" \t\n=")


# --- encodings

@pytest.mark.parametrize("codec, header, cell", [
    ("utf-8", "Order ID,Größe", "Zoë"), ("utf-8-sig", "Order ID,Größe", "Zoë"), ("cp1252", "Order ID,Größe", "Größe € 5"),
    ("utf-16", "Order ID,Größe", "王"), ("utf-16-le", "Order ID,Name", "Ann"), ("utf-16-be", "Order ID,Name", "Ann"), ("utf-32",
    "Order ID,Name", "王"),
    ("gb18030", "订单编号,总金额,订单状态", "交易成功"), ("cp950", "訂單號碼,訂單日期,付款總金額", "已完成"), ("cp932",
    "注文番号,注文日時,合計金額", "発送済①"),
    ("cp1252", "Order ID,Total,Name", "£12.50 José Müller"), ("gb18030", "Order ID,Total,Name", "买家会员名称上海市"),
    ("cp932", "Order ID,Total,Name", "ほうじ茶を買いました"), ("cp949", "Order ID,Total,Name", "대한민국 서울특별시 김민수"),
    ("cp1251", "Order ID,Total,Name", "Иванов Пётр, Москва"), ("cp950", "Order ID,Total,Name", "台北市中山區王小明先生的訂單"),
])  # fmt: skip
def test_each_encoding_is_recognised_by_what_it_makes_readable(read, codec, header, cell):
    width = header.count(",") + 1
    out = io.StringIO()
    csv.writer(out).writerows([header.split(","), *[[f"A{i}", *([cell] * (width - 1))] for i in range(3)]])
    source, rows = only(read(out.getvalue().encode(codec)))
    assert source.headings == tuple(header.split(",")) and rows[2] == ("A2", *([cell] * (width - 1)))


def test_a_byte_that_is_no_utf8_late_in_the_file_changes_the_encoding(read):
    data = b"Order ID,Name\n" + b"A,plain\n" * 60_000 + "B,José\n".encode("cp1252")
    source, rows = only(read(data))
    assert rows[-1] == ("B", "José") and source.encoding == "Windows-1252"


def test_utf8_with_a_few_cut_characters_stays_utf8(read):
    data = b"Order ID,Name\n" + "A,Zoë Müller\n".encode() * 40 + b"B,Zo\xc3\n"
    source, rows = only(read(data))
    assert rows[0][1] == "Zoë Müller" and rows[-1][1].startswith("Zo") and any("could not be read" in note for note in source.notes)


# --- other kinds of file

@pytest.fixture
def workbook(tmp_path):
    def make(**sheets):
        path = tmp_path / "book.xlsx"
        book = xlsxwriter.Workbook(str(path))
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, dt.datetime):
                        sheet.write_datetime(number, place, value, day)
                    else:
                        sheet.write(number, place, value)
        book.close()
        return path.read_bytes()

    return make


def test_a_workbook_is_read_as_a_person_sees_it(read, workbook):
    rows = [("My report",), (), ("Order ID", "Order date", "Total", "Name"),
            (1234, dt.datetime(2026, 5, 31), 12.5, "00123"), (583870900000000001, dt.datetime(2026, 5, 31, 10, 22, 11), 0.1 + 0.2, True)]
    source, cells = only(read(workbook(Notes=[("hello",)], Orders=rows), name="wrong_name.csv"))
    assert source.sheet == "Orders" and source.sheets == ("Notes", "Orders") and source.preamble == ("My report",)
    assert cells[0] == ("1234", "2026-05-31", "12.5", "00123")
    assert cells[1] == ("5.83870900000000E+17", "2026-05-31 10:22:11", "0.3", "TRUE")


def test_the_sheet_can_be_chosen(read, workbook):
    data = workbook(One=[("Order ID", "Total"), ("A", 1)], Two=[("Order ID", "Total"), ("B", 2)])
    assert only(read(data, name="b.xlsx", sheet="Two"))[1] == [("B", "2")]
    with pytest.raises(UnreadableFile, match="no sheet"):
        read(data, name="b.xlsx", sheet="Three")


def test_parquet_is_read_as_text(read, tmp_path):
    path = str(tmp_path / "t.parquet")
    columns = "1 as \"Order ID\", 12.50::decimal(9,2) as \"Total\", timestamp '2026-05-31 10:00:00' as \"Date\", null as x"
    duckdb.sql(f"select {columns}").write_parquet(path)
    source, rows = only(read((tmp_path / "t.parquet").read_bytes(), name="no_suffix"))
    assert rows == [("1", "12.50", "2026-05-31 10:00:00", None)] and source.kind == "parquet"


@pytest.mark.parametrize("shape", ["lines", "list", "wrapped", "pretty"])
def test_json_of_any_shape_is_flattened_one_level(read, shape):
    records = [{"event": "visit", "time": 1767225600, "properties": {"distinct_id": "u1", "a/b": "x"}},
               {"event": "buy", "time": 1767225601, "properties": {"distinct_id": "583870900000000001", "items": [1, 2]}}]
    data = {"lines": "\n".join(map(json.dumps, records)), "list": json.dumps(records), "wrapped": json.dumps({"meta": 1, "data": records}),
            "pretty": json.dumps(records, indent=2)}[shape]
    source, rows = only(read(data, name="events.json"))
    assert set(source.headings) == {"event", "time", "properties.distinct_id", "properties.a/b", "properties.items"}
    ids = source.headings.index("properties.distinct_id")
    assert [row[ids] for row in rows] == ["u1", "583870900000000001"]


def test_lists_inside_json_records_stay_inside(read):
    lines = "\n".join(json.dumps({"id": number, "lines": [{"sku": "a"}, {"sku": "b"}]}) for number in range(3))
    source, rows = only(read(lines, name="orders.jsonl"))
    assert source.headings == ("id", "lines") and len(rows) == 3


def test_what_is_no_table_in_a_zip_is_left_out_and_told(read):
    source, rows = only(read(zipped(**{"readme.txt": "Thank you!\n", "orders.csv": "Order ID,Total\nA,1\n"}), name="all.zip"))
    assert rows == [("A", "1")] and "readme.txt" in source.notes[0]


def test_gzip_and_zip_are_unpacked(read):
    text = b"Order ID,Total\nA,1\n"
    assert only(read(gzip.compress(text), name="o.csv.gz"))[1] == [("A", "1")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("2026/orders.csv", text)
        out.writestr("people.csv", "Customer ID,Email\n1,a@x.de\n")
        out.writestr("__MACOSX/._orders.csv", b"\0\1")
    tables = read(packed.getvalue(), name="all.zip")
    assert [source.name for source, _ in tables] == ["all.zip/2026/orders.csv", "all.zip/people.csv"]
    assert tables[0][0].sha256 != tables[1][0].sha256


def test_gzip_files_inside_a_zip_file_are_unpacked_as_amplitude_exports_are(read):
    days = {f"1/2026-01-0{day}.json.gz": gzip.compress(b'{"a": "x", "b": %d}\n{"a": "y", "b": 2}\n' % day) for day in (5, 6)}
    tables = read(zipped(**days), name="export.zip")
    assert [source.name for source, _ in tables] == ["export.zip/1/2026-01-05.json.gz", "export.zip/1/2026-01-06.json.gz"]
    assert [row[-2:] for row in tables[1][1]] == [("x", "6"), ("y", "2")]
    with pytest.raises(UnreadableFile, match="inside an archive"):
        read(zipped(**{"a.gz": gzip.compress(gzip.compress(b"a,b\n1,2\n"))}), name="twice.zip")


# --- refusals

def encrypted_workbook():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("name, data, words", [
    ("empty.csv", b"", "empty"), ("blank.csv", b"\n\n  \n", "empty"), ("bom.csv", b"\xef\xbb\xbf", "empty"),
    ("one.csv", b"Email\na@x.de\nb@x.de\n", "one column"), ("junk.csv", bytes(random.Random(1).randbytes(5000)), "not a table"),
    ("book.xlsx", encrypted_workbook(), "password"), ("page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "web page"),
    ("broken.xlsx", b"PK\x03\x04" + b"x" * 500, "damaged"), ("broken.csv.gz", gzip.compress(b"a,b\n" * 500, mtime=0)[:-20], "damaged"),
    ("paper.pdf", b"%PDF-1.7 ...", "PDF"), ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900, "damaged"),
    ("bad.parquet", b"PAR1" + b"x" * 200, "damaged"), ("bad.json", b'{"a": [1, 2', "no list of records"),
    ("empty.zip", zipped(), "no file"), ("nested.zip", zipped(a=zipped(b="x,y\n1,2\n")), "inside an archive"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_one_sentence_and_leaves_nothing_behind(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=words) as refusal:
        open_file(tmp_path / name, tmp_path / "staged", known)
    assert refusal.value.fix and refusal.value.where.startswith(name)
    assert os.listdir(tmp_path / "staged") == []


def test_bombs_are_refused_before_they_fill_the_disk(tmp_path):
    small = Limits(max_unpacked=1 << 20, free_ratio_below=1 << 16)
    zeros = b"0,0\n" * 500_000
    bombs = {"b.csv.gz": gzip.compress(zeros), "b.zip": zipped(a=zeros), "b.xlsx": zipped(**{"[Content_Types].xml": zeros})}
    bombs["g.zip"] = zipped(a=gzip.compress(zeros))
    for name, data in bombs.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnreadableFile, match="unpacks to far more"):
            open_file(tmp_path / name, tmp_path / "staged", known, limits=small)
        assert os.listdir(tmp_path / "staged") == []


def test_a_zip_with_a_password_or_too_many_members_is_refused(read):
    locked = bytearray(zipped(a="x,y\n1,2\n"))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile, match="password"):
        read(bytes(locked), name="l.zip")
    with pytest.raises(UnreadableFile, match="3 files"):
        read(zipped(a="1", b="2", c="3"), name="m.zip", limits=Limits(max_members=2))


def test_a_sheet_that_spans_billions_of_cells_is_refused(tmp_path, workbook):
    data = io.BytesIO(workbook(Far=[("Order ID", "Total"), ("A", 1)]))
    changed = io.BytesIO()
    with zipfile.ZipFile(data) as book, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as out:
        for member in book.infolist():
            content = book.read(member)
            out.writestr(member, content.replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="B2"', b'r="XFD1048576"'))
    (tmp_path / "far.xlsx").write_bytes(changed.getvalue())
    with pytest.raises(UnreadableFile, match="spans"):
        open_file(tmp_path / "far.xlsx", tmp_path / "staged", known)


def test_a_file_over_the_limit_is_refused(read):
    with pytest.raises(UnreadableFile, match="larger than"):
        read("Order ID,Total\nA,1\n" * 100, limits=Limits(max_bytes=100))
    assert LIMITS.max_bytes == 2 << 30


def test_too_many_columns_are_refused(read):
    with pytest.raises(UnreadableFile, match="columns"):
        read(",".join(f"h{i}" for i in range(50)) + "\n", limits=Limits(max_columns=20))


# --- the twelve traps

@pytest.mark.parametrize("number, columns, rows, encoding", [
    ("t01", 4, 6, "UTF-8"), ("t02", 14, 3, "UTF-8"), ("t03", 14, 2, "GB18030"), ("t04", 13, 3, "UTF-8"), ("t05", 8, 3, "UTF-8"),
    ("t06", 8, 6, "UTF-8"), ("t07", 14, 3, "UTF-8"), ("t08", 4, 2, "UTF-16"), ("t09", 8, 2, "Big5"), ("t10", 9, 2, "Shift_JIS"),
    ("t11", 5, 3, "UTF-8"), ("t12", 12, 2, "UTF-8"),
])  # fmt: skip
def test_the_traps_are_read_whole(traps, tmp_path, number, columns, rows, encoding):
    path = next(traps.glob(f"{number}_*"))
    source = open_file(path, tmp_path, known)[0]
    con = engine.connect(":memory:", tmp_path)
    read = engine.rows(con, source.sql, source.values)
    con.close()
    assert (len(source.headings), len(read), source.encoding) == (columns, rows, encoding)
    assert source.rows == rows and not any(row[1] for row in read)
    assert not any(set(cell) & set("\ufeff\t\ufffd") for row in read for cell in row[2:] if cell)


def test_cdnow_is_read_whole(cdnow, tmp_path):
    source = open_file(cdnow, tmp_path, known)[0]
    assert source.rows == 69_659 and len(source.headings) == 4
