"""Are amounts in cents, and amounts of money that has none, read in whole money on every row?"""

from dataclasses import replace

import pytest

from segkit.ingest.recognise import by_headings, systems
from segkit.ingest.shop import Shop

HEAD = "Order ID,Customer ID,Order date,Total,Currency\n"
TOTALS = "select total::double from orders order by order_id"


def orders(*amounts):
    return HEAD + "".join(f'{n},c{n},2024-01-{n:02d},"{amount}",{currency}\n' for n, (amount, currency) in enumerate(amounts, 1))


def totals(files):
    return [total for (total,) in files.rows(TOTALS)]


@pytest.fixture
def in_cents(monkeypatch):
    found = {key: replace(one, cents=("total",)) for key, one in systems.systems().items()}
    monkeypatch.setattr(by_headings, "systems", lambda: found)


def test_cents_become_whole_money(files, in_cents):
    report = files.load(orders(("1250", "usd"), ("999", "USD")))
    assert totals(files) == [12.5, 9.99] and "in cents: divided by 100" in report.decisions["total"]


def test_money_without_cents_is_not_divided(files, in_cents):
    files.load(orders(("1250", "JPY"), ("999", "¥ "), ("5", "jpy")).replace("¥ ", "円"))
    assert totals(files) == [1250.0, 999.0, 5.0]


def test_of_a_currency_column_each_row_counts(files, in_cents):
    shop = Shop(rates={"JPY": 0.01, "KWD": 3})
    files.load(orders(("1250", "EUR"), ("1250", "JPY"), ("1250", "KWD")), shop=shop, answers={"currency": "convert"})
    assert totals(files) == [12.5, 12.5, 3.75]


def test_the_currency_column_says_what_a_mark_before_three_digits_means(files):
    assert not files.load(orders(("120.000", "VND"), ("90.000", "VND"))).questions
    assert totals(files) == [120000.0, 90000.0]


def test_the_projects_currency_says_it_where_no_file_does(files):
    text = orders(("120.000", ""), ("90.000", "")).replace(",Currency", "").replace('",\n', '"\n')
    assert [question.key for question in files.load(text).questions] == ["decimal_mark"]
    assert files.load(text, shop=Shop(currency="VND")).loaded and totals(files) == [120000.0, 90000.0]


def test_beside_money_with_cents_thousands_without_any_are_still_thousands(files):
    text = orders(("120.000", "VND"), ("12.50", "USD"), ("900.000", "VND"), ("7.25", "USD"))
    files.load(text, shop=Shop(rates={"VND": 0.00004}), answers={"currency": "convert"})
    assert totals(files) == [4.8, 12.5, 36.0, 7.25]


def test_a_heading_may_name_the_currency_of_its_amounts(files):
    report = files.load(orders(("120.000", ""), ("90.000", "")).replace("Total,Currency", "Total (VND),Town"))
    assert report.totals["currency"] == "VND" and totals(files) == [120000.0, 90000.0]
    other = files.load(orders(("12.50", "")).replace("Total,Currency", "Total (USD),Town"), "usd.csv")
    assert [question.key for question in other.questions] == ["currency"]


def test_a_heading_that_the_signs_contradict_is_asked_about(files):
    text = orders(("$12.50", ""), ("$9.00", "")).replace("Total,Currency", "Total (EUR),Town")
    asked = files.load(text).questions
    assert [question.text for question in asked] == ["The amounts are written in $, the heading says EUR. Are they all in EUR?"]
