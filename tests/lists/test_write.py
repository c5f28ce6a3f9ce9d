"""Write: does a list hold exactly its rows, in every flavour, and does nothing in it run as a formula?"""
import csv
import io
import zipfile
from datetime import date
from functools import partial

import duckdb
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from segkit import engine
from segkit.errors import BadValue, UnknownName
from segkit.lists import FLAVOURS, Column, find_flavour, safe_name, write_list

NASTY = ("=1+1", "+49 170 1234567", "-5", "@SUM(A1)", "\t=1+1", "|calc", "%x", "＝1+1", " =1+1", '=HYPERLINK("http://x.example","y")')
PLAIN = ("Zoë", "李小龍", "a,b", 'say "hi"', "two\nlines", "0012", "1-2", "x=1")
SELECT = "select * from people order by id"
COLUMNS = (Column("id", "Customer"), Column("name", "Name"), Column("spend", "Total spend"), Column("day", "Last order"),
           Column("agreed", "Agreed"))

FRAMES = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".xlsx": partial(pd.read_excel, engine="calamine")}


@pytest.fixture
def con(tmp_path):
    con = engine.connect(":memory:", tmp_path)
    con.execute("create table people (id integer, name varchar, spend decimal(18,2), day date, agreed boolean, more map(varchar, varchar))")
    rows = [(number, name, number + 0.5, date(2026, 1, 1 + number), number % 2 == 0) for number, name in enumerate((*NASTY, *PLAIN))]
    con.executemany("insert into people values (?, ?, ?, ?, ?, map {'Shoe size': '42'})", rows)
    con.execute("insert into people values (99, null, null, null, null, null)")
    return con


def written(con, tmp_path, flavour, columns=COLUMNS, select=SELECT):
    path = tmp_path / f"list{find_flavour(flavour).suffix}"
    return path, write_list(con, select, {}, columns, find_flavour(flavour), path)


def read_csv(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("flavour", [flavour.key for flavour in FLAVOURS])
def test_every_flavour_holds_as_many_rows_as_it_says(con, tmp_path, flavour):
    path, count = written(con, tmp_path, flavour)
    assert count == len(NASTY) + len(PLAIN) + 1 == len(FRAMES[path.suffix](path))


def test_csv_keeps_every_value_as_it_is(con, tmp_path):
    path, _ = written(con, tmp_path, "csv")
    assert path.read_bytes()[:8] == b"Customer"
    assert [row[1] for row in read_csv(path)[1:]] == [*NASTY, *PLAIN, ""]


def test_the_excel_flavour_is_recognised_and_runs_nothing(con, tmp_path):
    path, _ = written(con, tmp_path, "excel_csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfCustomer,Name,Total spend")
    names = [row[1] for row in read_csv(path)[1:]]
    assert names[: len(NASTY)] == ["'" + name for name in NASTY]
    assert names[len(NASTY):] == [*PLAIN, ""]


def test_a_heading_that_looks_like_a_formula_is_defused_too(con, tmp_path):
    path, _ = written(con, tmp_path, "excel_csv", columns=[Column("id", "=cmd,x"), Column("name", "Name")])
    assert read_csv(path)[0] == ["'=cmd,x", "Name"]


def test_numbers_stay_numbers_in_the_excel_flavour(con, tmp_path):
    con.execute("update people set spend = -3 where id = 0")
    path, _ = written(con, tmp_path, "excel_csv")
    assert read_csv(path)[1][2] == "-3.00"


def test_a_workbook_has_text_as_text_and_no_formula(con, tmp_path):
    path, _ = written(con, tmp_path, "xlsx")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[1].strip() for row in rows[1:]] == [name.strip() for name in (*NASTY, *PLAIN, "")]
    assert rows[1][2:] == [0.5, date(2026, 1, 1), True]
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"<hyperlink" not in sheet
    styles = zipfile.ZipFile(path).read("xl/styles.xml")
    assert b'quotePrefix="1"' in styles


def test_parquet_keeps_the_types(con, tmp_path):
    path, _ = written(con, tmp_path, "parquet")
    kinds = duckdb.sql(f"select * from '{path}'").types
    assert list(map(str, kinds)) == ["INTEGER", "VARCHAR", "DECIMAL(18,2)", "DATE", "BOOLEAN"]


def test_columns_come_in_the_order_chosen(con, tmp_path):
    path, _ = written(con, tmp_path, "csv", columns=[Column("spend", "Spend"), Column("id", "Id")])
    assert read_csv(path)[0] == ["Spend", "Id"]


@pytest.mark.parametrize("flavour", [flavour.key for flavour in FLAVOURS])
def test_an_empty_list_has_its_headings(con, tmp_path, flavour):
    path, count = written(con, tmp_path, flavour, select="select * from people where id < 0")
    frame = FRAMES[path.suffix](path)
    assert count == 0 and len(frame) == 0 and list(frame.columns) == [column.heading for column in COLUMNS]


def test_the_other_columns_of_a_file_fit_into_one_cell(con, tmp_path):
    path, _ = written(con, tmp_path, "csv", columns=[Column("id", "Id"), Column("more", "More")])
    assert read_csv(path)[1][1] == '{"Shoe size":"42"}'


def test_a_list_without_columns_or_with_an_unknown_one_is_refused(con, tmp_path):
    with pytest.raises(BadValue, match="at least one column"):
        written(con, tmp_path, "csv", columns=[])
    with pytest.raises(UnknownName, match="no column 'nmae'"):
        written(con, tmp_path, "csv", columns=[Column("nmae", "Name")])
    with pytest.raises(BadValue, match="same heading"):
        written(con, tmp_path, "csv", columns=[Column("id", "A"), Column("name", "a")])
    assert not list(tmp_path.glob("*.csv"))


def test_nothing_is_written_outside_the_project(con, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside.csv"
    with pytest.raises(duckdb.Error):
        write_list(con, SELECT, {}, COLUMNS, find_flavour("csv"), outside)
    assert not outside.exists()


@pytest.mark.parametrize("parts, name", [
    (("Heavy",), "heavy.csv"),
    (("At risk", "Loyal × Heavy"), "at-risk-loyal-heavy.csv"),
    (("../../etc/passwd",), "etc-passwd.csv"),
    (("=cmd|' /C calc'!A0",), "cmd-c-calc-a0.csv"),
    (("Čaj & 茶",), "čaj-茶.csv"),
    (("CON",), "customers-con.csv"),
    (("", "///"), "customers.csv"),
    (("x" * 300,), "x" * 60 + ".csv"),
])
def test_a_file_name_is_safe_everywhere(parts, name):
    assert safe_name(*parts, suffix=".csv") == name


def test_a_long_list_goes_to_a_second_sheet(con, tmp_path, monkeypatch):
    monkeypatch.setattr("segkit.lists.files.SHEET_ROWS", 10)
    path, count = written(con, tmp_path, "xlsx")
    sheets = [CalamineWorkbook.from_path(str(path)).get_sheet_by_index(number).to_python() for number in (0, 1)]
    assert sum(len(sheet) - 1 for sheet in sheets) == count and len(sheets[0]) == 11 and sheets[0][0] == sheets[1][0]
