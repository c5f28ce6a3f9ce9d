"""Is a large file of lines that is read in one go read like one that is looked at as a whole first? On samples, and on odd rows."""

import pytest

from segkit import engine, tables
from segkit.ingest import Shop, load_file
from segkit.ingest.load import at_once, narrow, one_file
from segkit.ingest.recognise.systems import systems
from tests.ingest.systems.test_samples import STEMS, UNSURE_ANSWER, expected, sample_of, system_of

LINES = [stem for stem in STEMS if system_of(stem).grain in at_once._GRAINS and sample_of(stem).suffix in (".csv", ".txt")]
TABLES = ("orders", "order_lines", "customers", "set_aside")
HEAD = (
    "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Phone,Id,Refunded Amount,"
    "Shipping Country,Billing Name"
)


WORDS = "Ada Ben Cleo Dora Emil Finn Gita Hugo Ines Jon".split()


@pytest.fixture
def taken(monkeypatch):
    """Every file counts as large; what is given says which way each was read."""
    ways = []
    read_in = one_file._read_in
    monkeypatch.setattr(narrow, "_LARGE", 0)
    monkeypatch.setattr(narrow, "_MOST_NEEDED", 0)  # no Parquet between: that is tested by itself

    def noted(*args, **more):
        ways.append("at once" if len(args) > 8 and args[8] else "as a whole")
        return read_in(*args, **more)

    monkeypatch.setattr(one_file, "_read_in", noted)
    return ways


def read(path, folder, answers, shop):
    con = engine.connect(":memory:", folder)
    for statement in tables.create_statements():
        con.execute(statement)
    (report, *_) = load_file(con, folder, path, answers=answers, shop=shop)
    found = {name: sorted(map(str, con.execute(f"select * from {name}").fetchall())) for name in TABLES}
    return {"notes": report.notes, "decisions": report.decisions, "totals": report.totals, "set aside": report.set_aside,
            "questions": [question.key for question in report.questions], **found}  # fmt: skip


def both_ways(path, folder, monkeypatch, answers=None, shop=None):
    answers, shop = answers or {}, shop or Shop()
    at_once_read = read(path, folder, answers, shop)
    with monkeypatch.context() as whole:
        whole.setattr(one_file, "first_rows", lambda source, match: None)
        return at_once_read, read(path, folder, answers, shop)


@pytest.mark.parametrize("stem", LINES)
def test_a_sample_is_the_same_either_way(stem, taken, tmp_path, monkeypatch):
    answers = {**expected(stem).get("answers", {}), **(UNSURE_ANSWER if system_of(stem).unsure else {})}
    here, there = both_ways(sample_of(stem), tmp_path, monkeypatch, answers, Shop(**expected(stem).get("shop", {})))
    assert here == there


def test_a_shopify_export_is_read_at_once(taken, tmp_path, monkeypatch):
    here, there = both_ways(export(tmp_path, [row(n) for n in range(1, 60)]), tmp_path, monkeypatch)
    assert here == there
    assert taken == ["at once", "as a whole"]
    assert here["totals"]["orders"] == 59


@pytest.mark.parametrize("way", ["at once", "as a whole"])
def test_each_step_of_a_load_begins_behind_the_one_before(way, taken, tmp_path, monkeypatch):
    if way == "as a whole":
        monkeypatch.setattr(one_file, "first_rows", lambda source, match: None)
    con = engine.connect(":memory:", tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)
    began = {}
    load_file(con, tmp_path, export(tmp_path, [row(n) for n in range(1, 60)]), progress=lambda share, words: began.setdefault(words, share))
    assert taken == [way]
    assert len(began) > 5 and list(began.values()) == sorted(began.values())


ODD = {
    "an amount with a comma": {"Total": '"1.234,50"'},
    "an amount that is none": {"Total": "gratis"},
    "an amount in whole thousands": {"Refunded Amount": "1.234"},
    "a day written otherwise": {"Created at": "31/12/2025 10:00"},
    "a day without a time": {"Created at": "2025-12-31"},
    "a day that is none": {"Created at": "2025-02-30 08:00:00 +0100"},
    "an id with blanks": {"Id": "' 500001 '"},
    "an id cut by a spreadsheet": {"Id": "5.83E+17"},
    "no order number": {"Name": ""},
    "only one cell": {heading: "" for heading in HEAD.split(",") if heading != "Email"},
    "a quantity in words": {"Lineitem quantity": "two"},
    "a phone without country": {"Phone": "030 1234567"},
    "a phone of another country": {"Phone": "030 1234567", "Shipping Country": "DE"},
    "a totals row": {**dict.fromkeys(HEAD.split(","), ""), "Name": "Total", "Total": "999.00"},
}


@pytest.mark.parametrize("shop", [Shop(), Shop(country="AT")], ids=["", "of an Austrian shop"])
@pytest.mark.parametrize("cells", ODD.values(), ids=ODD)
def test_a_later_row_that_is_written_otherwise_has_its_say(cells, shop, taken, tmp_path, monkeypatch):
    monkeypatch.setattr(at_once, "FIRST_ROWS", 20)
    path = export(tmp_path, [row(n) for n in range(1, 60)] + [row(60, **cells)])
    here, there = both_ways(path, tmp_path, monkeypatch, shop=shop)
    assert here == there


@pytest.mark.parametrize("cells", [{"Phone": "none of your business"}, {"Email": "no address"}])
def test_cells_that_cannot_be_read_are_noted_and_no_reason_to_begin_again(cells, taken, tmp_path, monkeypatch):
    monkeypatch.setattr(at_once, "FIRST_ROWS", 20)
    here, there = both_ways(export(tmp_path, [row(n) for n in range(1, 60)] + [row(60, **cells)]), tmp_path, monkeypatch)
    assert here == there
    assert taken == ["at once", "as a whole"]
    assert any("cannot be read" in note for note in here["notes"])


def test_the_phone_of_an_address_counts_as_its_own_whether_it_is_that_of_the_order_or_not(taken, tmp_path, monkeypatch):
    phones = [
        "+4930{0},+4930{0},+4930{0}", "+4930{0},+4940{0},+4989{0}", ",+4940{0},", ",,+4989{0}", "none,+4940{0},", "+4930{0},none,", ",,",
    ]  # fmt: skip
    lines = [
        ",".join(row(number, Phone="").values()) + "," + phones[number % len(phones)].format(1_000_000 + number) for number in range(1, 80)
    ]
    path = tmp_path / "orders_export.csv"
    path.write_text("\n".join([HEAD.replace("Phone,", "Spare,") + ",Phone,Billing Phone,Shipping Phone", *lines]) + "\n", encoding="utf-8")
    here, there = both_ways(path, tmp_path, monkeypatch)
    assert here == there
    assert taken == ["at once", "as a whole"]
    for number in (7, 8, 9, 10, 11):
        assert any(f"{1_000_000 + number}" in customer for customer in here["customers"]), number


def test_first_rows_that_would_be_refused_alone_are_seen_among_all(taken, tmp_path, monkeypatch):
    monkeypatch.setattr(at_once, "FIRST_ROWS", 20)
    rows = [row(n, **({"Id": "5.83E+17"} if n in (3, 5, 7) else {})) for n in range(1, 200)]
    here, there = both_ways(export(tmp_path, rows), tmp_path, monkeypatch)
    assert here == there
    assert here["totals"]["orders"] == 199 and taken == ["as a whole", "as a whole"]


def test_a_key_that_many_share_is_nobody_either_way(taken, tmp_path, monkeypatch):
    here, there = both_ways(export(tmp_path, [row(n, Email="till@example.com") for n in range(1, 60)]), tmp_path, monkeypatch)
    assert here == there
    assert taken == ["at once", "at once", "as a whole", "as a whole"]  # the second time without that key
    assert any("till@example.com" in note for note in here["notes"])


@pytest.mark.slow
def test_rows_keep_their_numbers_however_many_there_are(taken, tmp_path):
    path = export(tmp_path, [row(n, line) for n in range(1, 130_001) for line in (1, 2, 3)])
    con = engine.connect(str(tmp_path / "project.db"), tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)
    load_file(con, tmp_path, path)
    wrong = "where source_row <> 3 * (cast(order_id[2:] as integer) - 1) + line_number"
    assert con.execute(f"select count(*), (select count(*) from order_lines {wrong}) from order_lines").fetchall() == [(390_000, 0)]
    assert taken == ["at once"]


def row(number, line=1, **cells):
    """Return a row of a Shopify export; what belongs to the order stands on its first line only."""
    first = {"Financial Status": "paid", "Paid at": "2025-03-04 10:11:12 +0100", "Currency": "EUR", "Total": f"{number % 90 + 10}.50",
             "Phone": f"+4930{1_000_000 + number}", "Id": str(500_000 + number), "Refunded Amount": "0.00"}  # fmt: skip
    every = {"Name": f"#{number}", "Email": f"person{number % 1000}@example.com", "Created at": "2025-03-04 10:11:12 +0100",
             "Lineitem quantity": "1", "Lineitem name": f"Mug {line}", "Lineitem price": "9.90",
             "Billing Name": f"{WORDS[number % 10]} {WORDS[number // 10 % 10]}"}  # fmt: skip
    return {**dict.fromkeys(HEAD.split(","), ""), **every, **(first if line == 1 else {}), **cells}


def export(folder, rows):
    path = folder / "orders_export.csv"
    path.write_text("\n".join([HEAD, *(",".join(one.values()) for one in rows)]) + "\n", encoding="utf-8")
    return path


def test_every_system_whose_rows_are_lines_is_among_the_samples():
    named = {key for key, one in systems().items() if one.grain in at_once._GRAINS and not one.generic and not one.refused}
    assert named - {stem.split("-")[0] for stem in STEMS} == set()
