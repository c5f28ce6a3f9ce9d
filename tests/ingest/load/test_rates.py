"""Are amounts in another currency converted by the project's own rates and no others, and can each of them be explained?"""

from dataclasses import replace

import pytest

from segkit.errors import BadValue
from segkit.ingest.recognise import by_headings, systems
from segkit.ingest.report import LoadReport
from segkit.ingest.shop import Shop, check_rates
from segkit.project import Project

HEAD = "Order ID,Date,Customer ID,Total,Refunded,Shipping,Currency\n"
EUR = HEAD + "".join(f"{n},2024-01-0{n},c{n},10,0,1,EUR\n" for n in range(1, 9))
MIXED = HEAD + (
    "A1,2024-02-01,c1,100,0,5,USD\nA2,2024-02-02,c2,50,20,5,usd\nA3,2024-02-03,c3,12000,0,0,JPY\nA4,2024-02-04,c4,30,0,0,EUR\n"
    "A5,2024-02-05,c5,40,0,0,EUR\nA6,2024-02-05,c6,60,0,0,EUR\nA7,2024-02-06,c7,8,0,0,\n"
)
RATES = Shop(rates={"USD": 0.9, "JPY": 0.006})
CONVERT = {"currency": "convert"}
SUMS = "select sum(total)::double, sum(refunded)::double, sum(shipping)::double, min(currency), max(currency) from orders"


def test_a_file_in_several_currencies_is_converted_into_the_one_that_has_no_rate(files):
    report = files.load(MIXED, answers=CONVERT, shop=RATES)
    # 100 × 0.9 + 50 × 0.9 + 12,000 × 0.006 + 30 + 40 + 60 + 8 = 345; 20 × 0.9 = 18 paid back; 10 × 0.9 = 9 of shipping
    assert files.rows(SUMS) == [(345.0, 18.0, 9.0, "EUR", "EUR")]
    assert report.decisions["currency"] == "converted to EUR: USD × 0.9, JPY × 0.006"
    assert report.rows_kept == 7 and report.totals["spend"] == 327.0


def test_each_converted_order_keeps_its_currency_and_its_rate(files):
    files.load(MIXED, answers=CONVERT, shop=RATES)
    kept = "select order_id, currency_in_file, fx_rate, total::double from orders where order_id in ('A1', 'A3', 'A4', 'A7') order by 1"
    told = files.rows(kept)
    assert told == [("A1", "USD", 0.9, 90.0), ("A3", "JPY", 0.006, 72.0), ("A4", "EUR", 1.0, 30.0), ("A7", None, 1.0, 8.0)]


def test_the_report_shows_each_currency_beside_what_it_is_worth(files):
    report = files.load(MIXED, answers=CONVERT, shop=RATES)
    assert report.totals["converted"] == [
        {"currency": "EUR", "rate": 1.0, "orders": 3, "spend_in_file": 130.0, "spend": 130.0},
        {"currency": "USD", "rate": 0.9, "orders": 2, "spend_in_file": 130.0, "spend": 117.0},
        {"currency": "JPY", "rate": 0.006, "orders": 1, "spend_in_file": 12000.0, "spend": 72.0},
    ]
    assert LoadReport.from_json(report.to_json()) == report


def test_missing_rates_are_named_and_nothing_is_loaded(files):
    report = files.load(MIXED, answers=CONVERT, shop=Shop(rates={"USD": 0.9}))
    assert not report.loaded and files.rows("select count(*) from orders") == [(0,)]
    (question,) = report.questions
    assert question.text.startswith("To convert this file to EUR, Segkit needs your rate for JPY.") and question.about == ("EUR", "JPY")
    assert [value for value, _ in question.options] == ["convert", "EUR", "USD", "JPY"]
    assert LoadReport.from_json(report.to_json()).questions == report.questions


def test_no_rate_is_ever_invented(files):
    report = files.load(MIXED, answers=CONVERT)
    assert not report.loaded and "your rates for JPY and USD" in report.questions[0].text


def test_rates_of_which_nobody_knows_the_currency_convert_nothing(files):
    report = files.load(MIXED, answers=CONVERT, shop=Shop(rates={"USD": 0.9, "JPY": 0.006, "EUR": 1.1}))
    assert not report.loaded and "choose the project's currency first" in report.questions[0].why
    assert "convert" not in dict(report.questions[0].options)


def test_a_rate_of_the_projects_own_currency_is_refused(files):
    files.load(EUR, "eur.csv")
    with pytest.raises(BadValue, match=r"counts in EUR, so one EUR cannot be worth 1\.1"):
        files.load(MIXED, "mixed.csv", answers=CONVERT, shop=Shop(rates={"USD": 0.9, "JPY": 0.006, "EUR": 1.1}))


def test_a_file_in_another_currency_than_the_project_is_converted_into_it(files):
    files.load(EUR, "eur.csv")
    question = files.load(EUR.replace("EUR", "USD").replace("\n", "\nU").removesuffix("U"), "usd.csv").questions[0]
    assert dict(question.options)["convert"] == "Convert USD to EUR by your own rates of exchange; you will be asked for your rate for USD"
    files.load(EUR.replace("EUR", "USD").replace("\n", "\nU").removesuffix("U"), "usd.csv", answers=CONVERT, shop=Shop(rates={"USD": 0.5}))
    assert files.rows(SUMS)[0][0] == 120.0 and files.rows("select distinct currency from orders") == [("EUR",)]


def test_the_signs_beside_the_amounts_say_what_is_converted(files):
    files.load(EUR, "eur.csv")
    text = "Order ID,Date,Customer ID,Total\n" + "".join(f"B{n},2024-03-0{n},c{n},£10.50\n" for n in range(1, 5))
    files.load(text, "pounds.csv", answers=CONVERT, shop=Shop(rates={"GBP": 2}))
    pounds = "select sum(total)::double, min(currency_in_file), min(fx_rate) from orders where order_id like 'B%'"
    assert files.rows(pounds) == [(84.0, "GBP", 2.0)]


def test_lines_are_converted_with_their_order(files):
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Currency\n"
    rows = "1,2024-01-01,a,Mug,2,900,JPY\n1,2024-01-01,a,Card,1,300,JPY\n2,2024-01-02,b,Mug,2,9,EUR\n3,2024-01-03,b,Mug,1,9,EUR\n"
    report = files.load(head + rows, answers=CONVERT, shop=RATES)
    assert files.rows("select order_id, total::double, currency_in_file, fx_rate from orders order by 1") == [
        ("1", 12.6, "JPY", 0.006), ("2", 18.0, "EUR", 1.0), ("3", 9.0, "EUR", 1.0)]  # fmt: skip
    assert files.rows("select sum(line_total)::double, min(unit_price)::double from order_lines") == [(39.6, 1.8)]
    assert report.totals["spend"] == 39.6


def test_an_order_whose_rows_are_in_two_currencies_is_set_aside_and_never_added_up(files):
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Currency\n"
    rows = "1,2024-01-01,a,Mug,2,900,JPY\n1,2024-01-01,a,Card,1,3,EUR\n2,2024-01-02,b,Mug,2,9,EUR\n3,2024-01-03,b,Mug,1,9,EUR\n"
    report = files.load(head + rows, answers=CONVERT, shop=RATES)
    assert report.set_aside == {"an order in several currencies": 2} and report.totals["spend"] == 27.0


def test_products_inside_an_orders_row_are_converted_with_it(files, monkeypatch):
    beside = {"product": "Item {n}", "unit_price": "Price {n}"}
    found = {key: replace(one, sideways=beside) if key == "generic_orders" else one for key, one in systems.systems().items()}
    monkeypatch.setattr(by_headings, "systems", lambda: found)
    text = "Order ID,Date,Customer ID,Total,Currency,Item 1,Price 1\n1,2024-01-01,a,12,EUR,Mug,12\n2,2024-01-02,b,3000,JPY,Tee,3000\n"
    assert files.load(text, table="orders", answers=CONVERT, shop=RATES).loaded
    assert files.rows("select product, unit_price::double from order_lines order by 1") == [("Mug", 12.0), ("Tee", 18.0)]


def test_a_sign_of_several_currencies_cannot_be_converted(files):
    files.load(EUR, "eur.csv")
    text = "Order ID,Date,Customer ID,Total\n" + "".join(f"B{n},2024-03-0{n},c{n},$10.50\n" for n in range(1, 5))
    assert "convert" not in dict(files.load(text, "dollars.csv").questions[0].options)


def test_a_chosen_currency_is_the_projects_where_no_file_names_one(files):
    pounds = Shop(currency="GBP", rates={"EUR": 0.8, "USD": 0.7, "JPY": 0.005})
    question = files.load(EUR, shop=pounds).questions[0]
    assert question.text == "The file is in EUR, the project in GBP. What is to be done with it?"
    assert [value for value, _ in question.options] == ["EUR", "GBP", "same", "convert"]
    files.load(MIXED, answers=CONVERT, shop=pounds)
    assert files.rows("select distinct currency from orders") == [("GBP",)]
    assert not files.load(EUR, "eur.csv", shop=pounds, answers={"currency": "EUR"}).loaded, "pounds and euros are never added"


def test_before_any_file_the_chosen_currency_gives_way(files):
    report = files.load(EUR, shop=Shop(currency="GBP"), answers={"currency": "EUR"})
    assert report.loaded and report.totals["currency"] == "EUR"


def test_a_sign_that_contradicts_the_chosen_currency_is_asked_about(files):
    shop, head = Shop(currency="EUR"), "Order ID,Date,Customer ID,Total\n"
    assert files.load(head + "1,2024-01-01,a,10\n2,2024-01-02,b,10\n", shop=shop).loaded
    report = files.load(head + "3,2024-01-01,a,$10\n4,2024-01-02,b,$10\n", "b.csv", shop=shop)
    assert [question.key for question in report.questions] == ["currency"] and "project in EUR" in report.questions[0].text
    assert files.load(head + "5,2024-01-01,a,€10\n6,2024-01-02,b,€10\n", "c.csv", shop=shop).loaded


@pytest.mark.parametrize("rates, said", [
    ({"usd": 1}, "not three capital letters"), ({"USD": 0}, "above zero"), ({"USD": -1}, "above zero"), ({"USD": True}, "above zero"),
    ({"USD": float("nan")}, "above zero"), ({"USD": "0.9"}, "above zero"), ([1], "not a table"), ({"USD": float("inf")}, "above zero"),
])  # fmt: skip
def test_rates_that_cannot_be_are_refused(rates, said):
    with pytest.raises(BadValue, match=said):
        check_rates(rates, "recipe")


def test_new_rates_make_converted_files_outdated_and_reading_them_again_counts_them_anew(tmp_path):
    (tmp_path / "mixed.csv").write_text(MIXED, "utf-8")
    (tmp_path / "eur.csv").write_text(EUR, "utf-8")
    with Project() as project:
        project.set_rates({"USD": 0.9, "JPY": 0.006})
        report = project.load(tmp_path / "mixed.csv", answers=CONVERT)
        project.load(tmp_path / "eur.csv")
        assert project.outdated() == []
        project.set_rates({"USD": 1, "JPY": 0.006})
        assert [one.file for one in project.outdated()] == ["mixed.csv"]
        project.reload(report.source_id)
        assert project.outdated() == [] and project.currency == "EUR"
        assert next(one for one in project.files() if one.file == "mixed.csv").totals["spend"] == 340.0


def test_a_new_zone_makes_files_with_times_outdated(tmp_path):
    (tmp_path / "utc.csv").write_text("Order ID,Date,Customer ID,Total\n1,2024-01-06T03:30:00Z,a,10\n", "utf-8")
    (tmp_path / "days.csv").write_text("Order ID,Date,Customer ID,Total\n2,2024-01-06,a,10\n", "utf-8")
    with Project() as project:
        report = project.load(tmp_path / "utc.csv")
        project.load(tmp_path / "days.csv")
        project.set_time_zone("America/New_York")
        assert [one.file for one in project.outdated()] == ["utc.csv"]
        project.reload(report.source_id)
        assert project.outdated() == []
        days = project.connection.cursor().execute("select order_id, ordered_on::varchar from orders order by 1").fetchall()
        assert days == [("1", "2024-01-05"), ("2", "2024-01-06")]


def test_the_answer_where_the_shop_is_holds_for_the_project(tmp_path):
    (tmp_path / "utc.csv").write_text("Order ID,Date,Customer ID,Total\n1,2024-01-06T03:30:00Z,a,10\n", "utf-8")
    with Project() as project:
        report = project.load(tmp_path / "utc.csv")
        project.reload(report.source_id, answers={"time_zone": "Asia/Tokyo"})
        assert project.time_zone == "Asia/Tokyo" and 'time_zone = "Asia/Tokyo"' in project.recipe.to_toml()
        assert project.files()[0].totals["first_day"] == "2024-01-06" and not project.files()[0].questions
        project.set_time_zone("")
        assert len(project.outdated()) == 1


def test_a_currency_that_a_files_sign_cannot_mean_is_refused(tmp_path):
    (tmp_path / "dollars.csv").write_text("Order ID,Date,Customer ID,Total\n1,2024-01-06,a,$10\n2,2024-01-07,b,$12.50\n", "utf-8")
    with Project() as project:
        project.load(tmp_path / "dollars.csv")
        with pytest.raises(BadValue, match=r"a file writes its amounts with \$, which does not stand for EUR"):
            project.set_currency("EUR")
        project.set_currency("CAD")
        assert project.currency == "CAD"
