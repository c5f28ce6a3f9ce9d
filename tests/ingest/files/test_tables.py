"""Around the table: rows below the headings that are none, a second table in the file, sheets that were not read."""
import io

import pytest
import xlsxwriter

from segkit import engine
from segkit.ingest.files.opening import open_file
from segkit.ingest.recognise.fields import known


@pytest.fixture
def read(tmp_path):
    def reader(data, name="export.csv", **options):
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        (source,) = open_file(tmp_path / name, tmp_path / "staged", known, **options)
        with engine.connect(":memory:", tmp_path / "staged") as con:
            rows = engine.rows(con, source.sql, source.values)
        assert source.rows == len(rows)
        return source, [row[2:] for row in rows]

    return reader


TIKTOK = (
    "Order ID,Order Status,Quantity,Order Amount,Created Time\n"
    "Platform unique order ID.,Current order status.,Number of items bought.,Amount paid by the buyer.,Time the order was made.\n"
    "5838,Shipped,1,29.90,10/05/2026 22:05:43\n5839,Shipped,2,12.00,11/05/2026 09:00:01\n"
)


def test_a_row_that_describes_the_columns_is_no_data(read):
    source, rows = read(TIKTOK)
    assert [row[0] for row in rows] == ["5838", "5839"] and any("Platform unique order ID" in note for note in source.notes)


def test_a_first_row_with_broken_cells_is_still_data(read):
    _, rows = read("Order ID,Status,Quantity,Order Amount\nA1,n/a,unknown,see the note\nA2,paid,1,5.00\nA3,paid,2,6.00\n")
    assert len(rows) == 3


def test_lines_above_the_headings_are_shown(read):
    source, _ = read("# Report: Orders of May\n\nOrder ID,Order date,Total\nA,2026-05-01,1\nB,2026-05-02,2\n")
    assert any("Orders of May" in note for note in source.notes)


GA4 = (
    "# ----\n# Pages\n# Start date: 20260101\n\nEffective user ID,Event name,Date,Event value\n"
    "u1,purchase,20260105,3.5\nu2,purchase,20260106,4\n"
)


@pytest.mark.parametrize("gap", ["\n# ----\n# Users\n# Start date: 20260101\n\n", "\n\n"])
def test_of_several_tables_in_one_file_the_first_is_read_and_the_others_are_named(read, gap):
    source, rows = read(f"{GA4}{gap}Email,Order ID,Total\na@x.com,A7,12\nb@x.com,A8,13\n")
    assert rows == [("u1", "purchase", "20260105", "3.5"), ("u2", "purchase", "20260106", "4")]
    assert any("Another table" in note and "Order ID" in note for note in source.notes)


@pytest.mark.parametrize("gap", ["\n", "\n\n\n", ",,,\n"])
@pytest.mark.parametrize(
    "after",
    ["u3,purchase,20260107,5\n", "Seller ID: example\n", "Effective user ID,Event name,Date,Event value\nu3,buy,20260107,5\n"],
)
def test_a_gap_between_rows_is_no_second_table(read, gap, after):
    source, rows = read(GA4 + gap + after)
    assert len(rows) >= 3 and not any("Another table" in note for note in source.notes)


def test_blank_lines_inside_a_cell_are_no_gap(read):
    source, rows = read('Order ID,Note,Total\nA,"x\n\nEmail,Order ID,Total\n",1\nB,y,2\n')
    assert len(rows) == 2 and not any("Another table" in note for note in source.notes)


def workbook(**sheets):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name.startswith("Hidden"):
                sheet.hide()
    return data.getvalue()


def test_a_workbook_with_titles_totals_on_top_and_a_second_table(read):
    rows = [("Orders of May",), ("Total:", 42), (), ("Order ID", "Email", "Total"), ("A", "a@x.com", 40), ("B", "b@x.com", 2), (),
            ("SKU", "Product name", "Quantity"), ("S1", "Mug", 3)]
    source, found = read(workbook(May=rows, Hidden=[("Order ID", "Email", "Total", "Date")], April=[("Order ID",), ("A",)]), "book.xlsx")
    assert found == [("A", "a@x.com", "40"), ("B", "b@x.com", "2")] and source.sheet == "May"
    assert any("Another table" in note for note in source.notes)
    assert any("“April”" in note and "Hidden" not in note for note in source.notes), "sheets that were not read are named"
