"""Parse: does every way of writing a date, an amount or an id give the right value, or a question, and never a wrong one?"""
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segkit import engine
from segkit.errors import UnreadableFile
from segkit.ingest.files.source import Source
from segkit.ingest.parse.by_column import Hints, decide
from segkit.ingest.parse.reading import NO_HINTS


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    con = engine.connect(":memory:", tmp_path_factory.mktemp("parse"))
    yield con
    con.close()


def table(**columns):
    """A Source over values given here, in place of a file."""
    rows = list(zip(*columns.values(), strict=True))
    names = [f"c{number}" for number in range(len(columns))]
    values = {f"v{r}_{c}": value for r, row in enumerate(rows) for c, value in enumerate(row)}
    listed = ", ".join(f"({r + 1}, {', '.join(f'$v{r}_{c}::varchar' for c in range(len(names)))})" for r in range(len(rows)))
    sql = f"select * from (values {listed}) as t(source_row, {', '.join(names)})"
    return Source("x.csv", None, None, "", 0, sql, values, tuple(columns), delimiter="comma")


def parse(con, role, texts, hints=NO_HINTS, answers=None):
    """Return the decision for one column of texts, and the values it gives."""
    source = table(Column=texts)
    decision = decide(con, source, {"c0": role}, hints, answers)["c0"]
    return decision, read(con, source, decision)


def read(con, source, decision):
    found = engine.rows(con, f"select {decision.expression} from ({source.sql}) order by source_row", source.values)
    return [value for (value,) in found]


def moment(*parts):
    return dt.datetime(*parts)


NEW_YEAR = moment(2026, 1, 5, 10, 22, 11)


# --- dates

@pytest.mark.parametrize("text, wanted", [
    ("2026-01-05 10:22:11", NEW_YEAR), ("2026-01-05", moment(2026, 1, 5)), ("2026-01-05T10:22:11Z", NEW_YEAR),
    ("2026-01-05 10:22:11 -0500", NEW_YEAR),
    ("2026-01-05T10:22:11+02:00", NEW_YEAR), ("2026-01-05 10:22:11 UTC", NEW_YEAR),
    ("2026-01-05T10:22:11.250Z", moment(2026, 1, 5, 10, 22, 11, 250000)),
    ("2026-01-05 10:22:11.123456789", moment(2026, 1, 5, 10, 22, 11, 123456)), ("2026-01-05 10:22", moment(2026, 1, 5, 10, 22)),
    ("2026-01-05 10:22 PM", moment(2026, 1, 5, 22, 22)), ("2026-01-05 10:22:11 PM", moment(2026, 1, 5, 22, 22, 11)),
    ("2026-1-5 8:03", moment(2026, 1, 5, 8, 3)),
    ("2026/01/05 10:22:11", NEW_YEAR), ("2026.01.05", moment(2026, 1, 5)), ("20260105", moment(2026, 1, 5)), ("20260105102211", NEW_YEAR),
    ("1767608531", NEW_YEAR), ("1767608531000", NEW_YEAR), ("1767608531000000", NEW_YEAR), ("46027.4320717593", NEW_YEAR),
    ("46027", moment(2026, 1, 5)),
    ("05-Jan-26", moment(2026, 1, 5)), ("Jan-05-26", moment(2026, 1, 5)), ("5 January 2026", moment(2026, 1, 5)),
    ("January 5, 2026", moment(2026, 1, 5)),
    ("Jan 5, 2026, 10:22 AM", moment(2026, 1, 5, 10, 22)), ("Jan 5, 2026 10:22 PM", moment(2026, 1, 5, 22, 22)),
    ("5th January 2026", moment(2026, 1, 5)),
    ("Mon, 05 Jan 2026 10:22:11 GMT", NEW_YEAR), ("Mon Jan 05 2026 10:22:11 GMT+0000 (Coordinated Universal Time)", NEW_YEAR),
    ("5. Januar 2026", moment(2026, 1, 5)), ("5 janv. 2026", moment(2026, 1, 5)), ("5 de enero de 2026", moment(2026, 1, 5)),
    ("5 gennaio 2026", moment(2026, 1, 5)),
    ("5. März 2026", moment(2026, 3, 5)), ("5 août 2026", moment(2026, 8, 5)), ("5 grudnia 2026", moment(2026, 12, 5)),
    ("5 января 2026", moment(2026, 1, 5)),
    ("2026年1月5日 10:22", moment(2026, 1, 5, 10, 22)), ("2026年1月5日", moment(2026, 1, 5)),
    ("2026/1/5 上午 10:22", moment(2026, 1, 5, 10, 22)),
    ("2026/1/5 下午 03:05", moment(2026, 1, 5, 15, 5)), ("2026年1月5日 10時22分11秒", NEW_YEAR),
    ("2026년 1월 5일 오후 3:05", moment(2026, 1, 5, 15, 5)),
    ("05Jan2026", moment(2026, 1, 5)), ("25/12/2026 9:05", moment(2026, 12, 25, 9, 5)),
    ("12/25/2026 9:05:01 PM", moment(2026, 12, 25, 21, 5, 1)),
    ("12/25/26 12:05 AM", moment(2026, 12, 25, 0, 5)), ("25.12.2026, 10:22", moment(2026, 12, 25, 10, 22)),
    ("05.01.2026", moment(2026, 1, 5)),
    (" 2026-01-05 ", moment(2026, 1, 5)), ("05/05/2026", moment(2026, 5, 5)),
    ("45383.43", moment(2024, 4, 1, 10, 19, 12)), ("45383,43", moment(2024, 4, 1, 10, 19, 12)), ("Jul-25-26", moment(2026, 7, 25)),
    ("1767608531.5", moment(2026, 1, 5, 10, 22, 11, 500000)), ("2026010510", moment(2026, 1, 5, 10)),
    ("202601051022", moment(2026, 1, 5, 10, 22)),
    ("Mon, 23 Sep 2024 14:21:24 +0000", moment(2024, 9, 23, 14, 21, 24)), ("10 Nov 2025 18:03", moment(2025, 11, 10, 18, 3)),
    ("2026/5/1 2:30:00 PM", moment(2026, 5, 1, 14, 30)), ("03/15/2026 10:00:00 AM", moment(2026, 3, 15, 10)),
    ("2022-01-11 04:32:30 -0500", moment(2022, 1, 11, 4, 32, 30)), ("Jan 5, 2026 10:22:11 AM PST", NEW_YEAR),
    ("2026-01-05 10:22:11 America/New_York", NEW_YEAR), ("2026-01-05 10:22:11 Eastern Time (US & Canada)", NEW_YEAR),
    ("2026-01-05T10:22:11.123456Z", moment(2026, 1, 5, 10, 22, 11, 123456)),
    ("2026-01-05 10:22:11,123", moment(2026, 1, 5, 10, 22, 11, 123000)),
    ("20260105T102211Z", NEW_YEAR), ("20260105 10:22:11", NEW_YEAR), ("13-05-2026T10:22:11Z", moment(2026, 5, 13, 10, 22, 11)),
    ("10:22 13/01/2026", moment(2026, 1, 13, 10, 22)), ("10:22:11 13/01/2026", moment(2026, 1, 13, 10, 22, 11)),
    ("13/01/2026 10:22:11 CH", moment(2026, 1, 13, 22, 22, 11)), ("13/01/2026 10:22:11 SA", moment(2026, 1, 13, 10, 22, 11)),
    ("25/12/2026 10.22", moment(2026, 12, 25, 10, 22)), ("2026-01-05 10.22.11", NEW_YEAR),
    ("2026年1月5日（月）10:22", moment(2026, 1, 5, 10, 22)), ("2026/01/05(月) 10:22:11", NEW_YEAR),
    ("2026. 1. 5. 오전 10:22:11", NEW_YEAR), ("2026. 1. 5", moment(2026, 1, 5)), ("lundi 5 janvier 2026", moment(2026, 1, 5)),
    ("ngày 5 tháng 1 năm 2026", moment(2026, 1, 5)), ("Montag, 5. Januar 2026", moment(2026, 1, 5)),
])  # fmt: skip
def test_one_way_to_write_a_moment(con, text, wanted):
    decision, values = parse(con, "time", [text, None])
    assert decision.question is None, decision.question
    assert values == [wanted, None] and decision.unreadable == 0 and decision.filled == 1


@pytest.mark.parametrize("text", [
    "hello", "12/1/10 8:26 x", "1.70445E+12", "112/05/01", "99/99/2026", "2026-13-45", "0001-01-01 00:00:00", "9999-12-31", "5/2026",
    "1,5", "31/02/2026",
])  # fmt: skip
def test_what_is_no_date_is_counted_not_guessed(con, text):
    decision, values = parse(con, "date", [text, "2026-05-31"])
    assert values[0] is None and values[1] == dt.date(2026, 5, 31)
    assert decision.unreadable == 1 and decision.filled == 2


def test_a_column_without_any_date_is_unreadable_as_a_whole(con):
    decision, values = parse(con, "date", ["a", "b"])
    assert values == [None, None] and decision.unreadable == 2 and decision.examples


def test_words_for_nothing_are_empty_not_unreadable(con):
    decision, values = parse(con, "time", ["2026-01-05 10:22:11", "N/A", "-", "0000-00-00 00:00:00", "(not set)"])
    assert values == [NEW_YEAR] + [None] * 4 and decision.unreadable == 0


def test_all_rows_decide_the_order_of_day_and_month(con):
    rows = [f"{day:02}/01/2026" for day in range(1, 13)]
    assert parse(con, "date", [*rows, "13/01/2026"])[1][:2] == [dt.date(2026, 1, 1), dt.date(2026, 1, 2)]
    assert parse(con, "date", [*rows, "01/13/2026"])[1][:2] == [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]


def test_the_order_of_a_late_row_decides_the_first_ones(con, tmp_path):
    path = tmp_path / "late.csv"
    path.write_text("id,d\n" + "1,02/03/2026\n" * 30_000 + "2,25/03/2026\n")
    from segkit.ingest.files.opening import open_file

    folder = tmp_path / "staged"
    source = open_file(path, folder, lambda heading: heading == "id")[0]
    con = engine.connect(":memory:", folder)
    decision = decide(con, source, {"c1": "date"})["c1"]
    assert set(read(con, source, decision)) == {dt.date(2026, 3, 2), dt.date(2026, 3, 25)}
    con.close()


def test_where_no_row_decides_the_user_is_asked_and_the_answer_holds(con):
    decision, _ = parse(con, "date", ["09/03/26", "09/12/26"])
    assert decision.question.key == "date_order" and decision.question.blocking
    assert dict(decision.question.options) == {"day_first": "9 March 2026", "month_first": "3 September 2026"}
    for answer, wanted in (("day_first", dt.date(2026, 3, 9)), ("month_first", dt.date(2026, 9, 3))):
        decision, values = parse(con, "date", ["09/03/26", "09/12/26"], answers={"date_order": answer})
        assert decision.question is None and values[0] == wanted


@pytest.mark.parametrize("text", ["09/03/26", "12/1/10 8:26", "03/01/2026 10:00:00 AM", "05/01/2026, 10:22", "10:22 05/01/2026"])
def test_a_day_that_may_be_a_month_is_asked_about(con, text):
    assert parse(con, "time", [text])[0].question.key == "date_order"


def test_a_hint_counts_only_where_the_rows_do_not_tell(con):
    hints = Hints(date_order="month_first")
    assert parse(con, "date", ["09/03/26", "09/12/26"], hints)[1][0] == dt.date(2026, 9, 3)
    assert parse(con, "date", ["09/03/26", "25/12/26"], hints)[1][0] == dt.date(2026, 3, 9)


def test_rows_that_contradict_each_other_are_asked_about(con):
    decision, _ = parse(con, "date", ["25/12/2026", "12/26/2026", "01/02/2026"])
    assert decision.question.key == "date_order" and "only" in decision.question.why
    decision, values = parse(con, "date", ["25/12/2026", "12/26/2026", "01/02/2026"], answers={"date_order": "day_first"})
    assert values == [dt.date(2026, 12, 25), None, dt.date(2026, 2, 1)] and decision.unreadable == 1


def test_two_digit_years_first_are_not_taken_for_days(con):
    decision, _ = parse(con, "date", ["26-01-05", "26-01-06"])
    assert "year_first" in dict(decision.question.options)
    assert parse(con, "date", ["26-01-05", "26-01-06"], answers={"date_order": "year_first"})[1][0] == dt.date(2026, 1, 5)
    assert parse(con, "date", ["99-01-25", "26-01-06"])[1] == [dt.date(1999, 1, 25), dt.date(2026, 1, 6)]


def test_two_digit_birth_years_lie_in_the_past(con):
    _, values = parse(con, "date", ["25/12/55", "13/01/07", "13/01/2050"])
    assert values == [dt.date(1955, 12, 25), dt.date(2007, 1, 13), dt.date(2050, 1, 13)]


def test_one_date_column_decides_for_the_other(con):
    source = table(Created=["25/03/2026", "26/03/2026"], Paid=["01/02/2026", "02/03/2026"])
    decisions = decide(con, source, {"c0": "time", "c1": "date"})
    assert decisions["c1"].question is None and read(con, source, decisions["c1"])[0] == dt.date(2026, 2, 1)


def test_several_ways_to_write_dates_in_one_column(con):
    texts = ["2026/05/01 10:22:11", "2026年5月2日 11:40", "2026-05-03", "46146", "May 5, 2026", None]
    assert [value and value.day for value in parse(con, "time", texts)[1]] == [1, 2, 3, 4, 5, None]


TIMES = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"]
DAYS = [
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%b %d, %Y", "%d-%b-%y",
    "%d/%m/%y", "%m/%d/%y", "%Y%m%d",
]  # fmt: skip


def this_century(moment, day):
    return moment.replace(year=moment.year - 100) if "%y" in day and moment.year > 2040 else moment


@settings(deadline=None, max_examples=150)
@given(st.lists(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2049, 12, 31)), min_size=1, max_size=6),
       st.sampled_from(DAYS), st.sampled_from(TIMES))  # fmt: skip
def test_dates_are_read_as_they_were_written_or_asked_about(con, moments, day, time):
    assume(day != "%Y%m%d" or not time)
    texts = [moment.strftime(day + time) for moment in moments]
    decision, values = parse(con, "time", texts)
    if decision.question is None:
        assert values == [this_century(dt.datetime.strptime(text, day + time), day) for text in texts]
    else:  # asked only where both orders fit every row
        assert all(int(part) <= 12 for text in texts for part in (text[0:2], text[3:5]))


# --- amounts and numbers

@pytest.mark.parametrize("text, wanted", [
    ("1234.50", "1234.5"), ("-0.55", "-0.55"), ("1,234.50", "1234.5"), ("1.234,50", "1234.5"), ("12,50", "12.5"), ("$8.00", "8"),
    ("-$12.00", "-12"),
    ("$-12.00", "-12"), ("($12.00)", "-12"), ("(50.00)", "-50"), ("50.00-", "-50"), ("€ 1.234,50", "1234.5"), ("1 234,50 €",
    "1234.5"), ("1\u00a0234,50\u00a0€", "1234.5"),
    ("1\u202f234,50 €", "1234.5"), ("1'234.50", "1234.5"), ("CHF 1’234.50", "1234.5"), ("NT$880", "880"), ("NT$1,200", "1200"),
    ("£1,020.00", "1020"), ("৳2,999.00", "2999"),
    ("Rs.500", "500"), ("Rs. 1,20,000.00", "120000"), ("kr 5,-", "5"), ("12.5 USD", "12.5"), ("USD 12.5", "12.5"), ("₫120.000",
    "120000"), ("120.000 ₫", "120000"),
    ("1.234.567", "1234567"), ("1,234,567", "1234567"), ("−5.25", "-5.25"), ("+5.25", "5.25"), (".5", "0.5"), ("5.", "5"), ("0,5",
    "0.5"), ("1.5E3", "1500"), ("¥1,960", "1960"),
    ("R$ 1.234,56", "1234.56"), ("৳2,999", "2999"), ("12.50-", "-12.5"), ("EUR 1,200.00", "1200"), ("1\u202f234,50\u00a0€", "1234.5"),
    ("1.200.000 ₫", "1200000"), ("120.000đ", "120000"), ("1,200円", "1200"), ("Rp120.000", "120000"), ("Rp 1.200.000,00", "1200000"),
    ("CLP 120.000", "120000"), ("CLP$120.000", "120000"), ("₩120,000", "120000"), ("KRW 120,000", "120000"), ("COP$ 120.000", "120000"),
    ("KWD 12.500", "12.5"), ("KD 12.500", "12.5"), ("USD$12.50", "12.5"), ("12 000 FCFA", "12000"), ("NTD 1,200", "1200"),
    ("1200 Baht", "1200"), ("R 12.50", "12.5"), ("₲120.000", "120000"), ("$1,234", "1234"), ("USD 1,234", "1234"),
    ("(USD 12.50)", "-12.5"),
    ("12,00 zł", "12"), ("\uffe51,960.00", "1960"), ("0.125", "0.125"), ("99999999999999.9999",
    "99999999999999.9999"),
])  # fmt: skip
def test_one_way_to_write_an_amount(con, text, wanted):
    decision, values = parse(con, "money", [text, None])
    assert decision.question is None, decision.question
    assert values == [Decimal(wanted), None] and decision.unreadable == 0


@pytest.mark.parametrize("text", [
    "abc", "12 apples", "1,23,4", "1.2.3", "12 34", "--5", "1,2345.00", "€", "12%", "A12", "1.234,56,78", "5-6", "12/5", "inf",
    "1e99",
])  # fmt: skip
def test_what_is_no_amount_is_counted_not_guessed(con, text):
    decision, values = parse(con, "money", [text, "12.50", "3.25"])
    assert values == [None, Decimal("12.5"), Decimal("3.25")] and decision.unreadable == 1


def test_the_decimal_mark_is_decided_for_the_whole_column(con):
    assert parse(con, "money", ["1.012,50", "-0,55", "511"])[1] == [Decimal("1012.5"), Decimal("-0.55"), Decimal(511)]
    assert parse(con, "money", ["1,012.50", "1,234", "5"])[1][1] == Decimal(1234)
    assert parse(con, "money", ["1.234", "12,5"])[1] == [Decimal(1234), Decimal("12.5")]
    assert parse(con, "money", ["1.234", "12.5"])[1] == [Decimal("1.234"), Decimal("12.5")]


def test_points_before_three_digits_are_asked_about(con):
    decision, _ = parse(con, "money", ["1.234", "12.500", "900"])
    assert decision.question.key == "decimal_mark" and decision.question.blocking
    assert parse(con, "money", ["1.234", "900"], answers={"decimal_mark": "."})[1] == [Decimal("1.234"), Decimal(900)]
    assert parse(con, "money", ["1.234", "900"], answers={"decimal_mark": ","})[1] == [Decimal(1234), Decimal(900)]
    assert parse(con, "number", ["1,234", "900"])[0].question is not None


@pytest.mark.parametrize("texts", [
    ["120.000", "90.000"], ["€1.234"], ["$120.000"], ["12,500 KWD"],
])  # fmt: skip
def test_groups_of_three_in_money_of_no_known_kind_are_asked_about(con, texts):
    assert parse(con, "money", texts)[0].question.key == "decimal_mark"


def test_currencies_without_cents_need_no_question(con):
    assert parse(con, "money", ["120.000", "90.000"], Hints(currency="VND"))[1] == [Decimal(120000), Decimal(90000)]
    decision, values = parse(con, "money", ["NT$1,200", "NT$880"])
    assert values == [Decimal(1200), Decimal(880)] and decision.currencies == ("TWD",)


@pytest.mark.parametrize("texts, values", [(["1,200", "880"], [1200, 880]), (["120,000", "90,000"], [120000, 90000])])
def test_commas_before_three_digits_mark_thousands_where_columns_are_not_parted_by_semicolons(con, texts, values):
    assert parse(con, "money", texts)[1] == [Decimal(value) for value in values]


@pytest.mark.parametrize("hints", [
    Hints(currency="VND"), Hints(currencies=("VND",)), Hints(currency="VND", decimal_mark="."),
    Hints(currency="USD", currencies=("JPY", "KRW")),
])  # fmt: skip
def test_money_without_cents_never_shrinks_a_thousand_times_whatever_else_the_file_shows(con, hints):
    assert parse(con, "money", ["120.000", "90.000"], hints)[1] == [Decimal(120000), Decimal(90000)]
    source = table(Total=["120.000", "90.000"], Weight=["1.5", "0.25"])
    decisions = decide(con, source, {"c0": "money", "c1": "number"}, hints)
    assert read(con, source, decisions["c0"]) == [Decimal(120000), Decimal(90000)]


def test_the_currency_written_beside_amounts_goes_before_that_of_the_project(con):
    assert parse(con, "money", ["120.000 ₫"], Hints(currency="USD"))[1] == [Decimal(120000)]
    assert parse(con, "money", ["$120.000"], Hints(currency="CLP"))[1] == [Decimal(120000)]
    assert parse(con, "money", ["$120.000"], Hints(currency="VND"))[0].question is not None


def test_another_column_of_the_file_decides(con):
    source = table(Gross=["1.012,50", "7,25"], Net=["1.234", "5.678"])
    decisions = decide(con, source, {"c0": "money", "c1": "money"})
    assert decisions["c1"].question is None and read(con, source, decisions["c1"]) == [Decimal(1234), Decimal(5678)]


def test_amounts_that_contradict_each_other_are_asked_about(con):
    decision, _ = parse(con, "money", ["1,234.50", "1.234,50"])
    assert decision.question.key == "decimal_mark"


def test_several_currencies_in_a_column_are_told(con):
    decision, _ = parse(con, "money", ["£5.00", "€6.00"])
    assert decision.currencies == ("EUR", "GBP") and decision.notes


def slow_amount(text, mark):
    """The obvious way: every digit counts, the mark parts whole from rest, groups of three, minus in front, behind or as brackets."""
    negative = text.startswith(("-", "(")) or text.endswith("-")
    whole, _, rest = text.strip("-()€$ ").partition(mark)
    digits = "".join(sign for sign in whole if sign.isdigit())
    return (-1 if negative else 1) * Decimal(f"{digits or 0}.{rest or 0}")


def written(amount, mark, grouped, decimals, sign):
    text = f"{abs(amount):,.{decimals}f}" if grouped else f"{abs(amount):.{decimals}f}"
    text = text.translate({ord(","): "." if mark == "," else ",", ord("."): mark})
    forms = {"front": f"-{text}", "behind": f"{text}-", "brackets": f"({text})"}
    return forms[sign] if amount < 0 else text


AMOUNTS = st.decimals(-10**9, 10**9, places=2, allow_nan=False)


@settings(deadline=None, max_examples=150)
@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.sampled_from(".,"), st.booleans(), st.sampled_from([0, 2]),
       st.sampled_from(["front", "behind", "brackets"]), st.sampled_from(["", "€", "$"]))  # fmt: skip
def test_amounts_are_read_as_they_were_written_or_asked_about(con, amounts, mark, grouped, decimals, sign, unit):
    texts = [unit + written(amount, mark, grouped, decimals, sign) for amount in amounts]
    decision, values = parse(con, "money", texts)
    wanted = [slow_amount(written(amount, mark, grouped, decimals, sign), mark) for amount in amounts]
    if decision.question is None:
        assert values == wanted, texts
    else:
        assert decimals == 0 and grouped


# --- ids and the rest

def test_ids_stay_text(con):
    texts = ["00123", "6917926768823643751", "A-77", "12345678901234567890123", "1e5", "N/A", "(not set)", " C1 ", "55.0", "v1.0"]
    decision, values = parse(con, "id", texts)
    assert values == ["00123", "6917926768823643751", "A-77", "12345678901234567890123", "1e5", None, None, "C1", "55", "v1.0"]
    assert decision.unreadable == 0


def test_ids_that_a_spreadsheet_destroyed_are_refused(con):
    with pytest.raises(UnreadableFile, match=r"5.83871E\+17"):
        parse(con, "id", ["5.83871E+17", "7.13036E+12", "00123"])
    decision, values = parse(con, "id", ["5.83871E+17", *map(str, range(100))])
    assert values[0] is None and decision.unreadable == 1


def test_ids_that_a_spreadsheet_has_rounded_are_refused(con):
    with pytest.raises(UnreadableFile, match="end in 000"):
        parse(con, "id", [f"58387090000{number:04}000" for number in range(20)])
    for ids in ([f"58387090000{number:04}123" for number in range(20)], [f"20260501{number:06}000" for number in range(20)]):
        assert parse(con, "id", ids)[1] == ids, "moments written without a mark are no rounded ids"


def test_ids_lose_what_programs_put_around_them(con):
    marked = ["'00123", "\ufeffA7", "A\u200b8", "\u00a0B1\u00a0", "124.0", "A'5"]
    assert parse(con, "id", marked)[1] == ["00123", "A7", "A8", "B1", "124", "A'5"]


@pytest.mark.parametrize("text, wanted", [
    ("Yes", True), ("TRUE", True), ("1", True), ("subscribed", True), ("ja", True), ("是", True), ("no", False), ("FALSE", False),
    ("0", False), ("Nein", False), ("unsubscribed", False), ("否", False), ("maybe", None),
])  # fmt: skip
def test_yes_and_no(con, text, wanted):
    decision, values = parse(con, "yes_no", [text])
    assert values == [wanted] and decision.unreadable == (wanted is None)


def test_emails_and_phones(con):
    decision, values = parse(con, "email", [" Ann@Example.COM ", "no mail", "-"])
    assert values == ["ann@example.com", None, None] and decision.unreadable == 1
    decision, values = parse(con, "phone", ["+49 (171) 12-34.567", "0049 171 1234567", "138****0001", "8.49E+10", "0912345678"])
    assert values == ["+491711234567", "+491711234567", None, None, "0912345678"] and decision.unreadable == 2


def test_empty_columns_and_empty_files_are_no_error(con):
    for role in ("id", "date", "time", "money", "number", "yes_no", "email", "phone", "text", "status"):
        decision, values = parse(con, role, [None, None])
        assert values == [None, None] and decision.filled == decision.unreadable == 0 and decision.question is None
    assert decide(con, table(Column=["x"]), {}) == {}
