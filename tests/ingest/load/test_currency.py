"""Are amounts of different currencies kept apart, inside a file and between files?"""

import pytest

from segkit.errors import BadValue, MissingData
from segkit.ingest.shop import Shop

HEAD = "Order ID,Date,Customer ID,Total,Currency\n"
EUR = HEAD + "".join(f"{n},2024-01-0{n},c{n},10,EUR\n" for n in range(1, 9))
JPY = HEAD + "".join(f"J{n},2024-01-0{n},c{n},1600,JPY\n" for n in range(1, 7))
MIXED = HEAD + "A1,2024-02-01,c1,10,€\nA2,2024-02-02,c2,12,USD\nA3,2024-02-03,c3,5,\n"
SPEND = "select currency, sum(total)::double from orders group by 1"


def test_a_file_in_another_currency_is_asked_about_before_anything_is_added(files):
    files.load(EUR, "eur.csv")
    report = files.load(JPY, "jpy.csv")
    assert not report.loaded and [(question.key, question.blocking) for question in report.questions] == [("currency", True)]
    assert report.questions[0].text == "The file is in JPY, the project in EUR. What is to be done with it?"
    assert [value for value, _ in report.questions[0].options] == ["EUR", "same", "convert"]
    assert files.rows(SPEND) == [("EUR", 80.0)]


def test_a_file_in_another_currency_is_left_out_or_taken_at_the_users_word(files):
    files.load(EUR, "eur.csv")
    with pytest.raises(MissingData, match="JPY, those of the project in EUR"):
        files.load(JPY, "jpy.csv", answers={"currency": "EUR"})
    report = files.load(JPY, "jpy.csv", answers={"currency": "same"})
    assert report.loaded and "as you said" in " ".join(report.notes)
    assert files.rows(SPEND) == [("EUR", 9680.0)]


def test_of_a_mixed_file_only_rows_in_the_projects_currency_count(files):
    files.load(EUR, "eur.csv")
    question = files.load(MIXED, "mixed.csv").questions[0]
    assert question.options[0] == ("EUR", "Load only 1 row in EUR, set the others aside")
    report = files.load(MIXED, "mixed.csv", answers={"currency": "EUR"})
    assert (report.rows_kept, report.set_aside) == (2, {"another currency": 1})
    assert files.rows(SPEND) == [("EUR", 95.0)]


def test_lines_in_another_currency_are_asked_about_too(files):
    files.load(EUR, "eur.csv")
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price,Currency\n"
    report = files.load(head + "1,2024-01-01,a,Mug,1,900,JPY\n1,2024-01-01,a,Card,1,300,JPY\n2,2024-01-02,b,Mug,2,900,JPY\n", "till.csv")
    assert [question.key for question in report.questions] == ["currency"]


def test_a_sign_and_a_code_are_one_currency_and_a_file_without_one_is_no_mismatch(files):
    files.load(EUR, "eur.csv")
    assert files.load(EUR.replace("EUR", "€").replace("\n", "\nB").removesuffix("B"), "sign.csv").loaded
    assert files.load("Order ID,Date,Customer ID,Total\nZ1,2024-03-01,c1,10\n", "none.csv").loaded


PLAIN = "Order ID,Date,Customer ID,Total\n"


def in_signs(*signs, name=""):
    """Return a file of orders of 50 each, with these signs in turn before the amounts."""
    return PLAIN + "".join(f"{name}{n},2024-01-{n % 28 + 1:02d},c{n % 5},{signs[n % len(signs)]}50.00\n" for n in range(100))


@pytest.mark.parametrize(("signs", "asked"), [
    (("$", "€"), ["sign:$"]), (("¥", "$"), ["sign:$", "sign:¥"]), (("$", "£"), ["sign:$"]), (("kr ", "€"), ["sign:kr"]),
    (("US$", "C$"), ["currency"]), (("€", "£"), ["currency"]),
])  # fmt: skip
def test_signs_of_several_currencies_are_never_added(files, signs, asked):
    report = files.load(in_signs(*signs))
    assert [question.key for question in report.questions] == asked and all(question.blocking for question in report.questions)
    assert not report.loaded and files.rows(SPEND) == []


def test_the_sign_of_each_row_is_its_currency(files):
    question = files.load(in_signs("€", "£")).questions[0]
    assert [option[0] for option in question.options] == ["EUR", "GBP", "convert"]
    report = files.load(in_signs("€", "£"), answers={"currency": "GBP"})
    assert (report.totals["spend"], report.totals["currency"], report.set_aside) == (2500.0, "GBP", {"another currency": 50})
    assert "The sign beside an amount says its currency." in report.notes


def test_which_currency_a_shared_sign_is_must_be_said_before_it_is_converted(files):
    text = in_signs("$", "€")
    question = files.load(text).questions[0]
    assert question.text == "Some amounts are written with $, others with EUR. Which currency is $?"
    assert [option[0] for option in question.options][:3] == ["USD", "AUD", "CAD"]
    with pytest.raises(BadValue, match="does not stand for 'EUR'"):
        files.load(text, answers={"sign:$": "EUR"})
    report = files.load(text, answers={"sign:$": "CAD", "currency": "convert"}, shop=Shop(rates={"CAD": 0.6}))
    assert files.rows("select currency, currency_in_file, sum(total)::double from orders group by all order by 2") == [
        ("EUR", "CAD", 1500.0), ("EUR", "EUR", 2500.0)]  # fmt: skip
    assert "$ is CAD" in " ".join(report.notes)


def test_a_shared_sign_is_the_projects_currency_where_it_can_be(files):
    files.load(HEAD + "A1,2024-01-01,c1,10,USD\n", "usd.csv")
    report = files.load(in_signs("$", "€"), "mixed.csv", answers={"currency": "USD"})
    assert report.set_aside == {"another currency": 50} and files.rows(SPEND) == [("USD", 2510.0)]


def test_worths_of_events_in_several_currencies_are_refused(files):
    head = "user_id,event_name,event_timestamp,value\n"
    rows = "".join(f"u{n},purchase,2024-01-0{n} 10:00:00,{'€' if n % 2 else '£'}5.00\n" for n in range(1, 9))
    with pytest.raises(MissingData, match=r"several currencies.*choose no column"):
        files.load(head + rows)
    assert files.load(head + rows, mapping={"value": ""}).loaded


def test_amounts_without_a_sign_among_others_are_spoken_of(files):
    report = files.load(in_signs("€", "£", ""), answers={"currency": "EUR"})
    assert any(note.startswith("33 amounts have no sign") for note in report.notes) and report.rows_kept == 67


def test_lines_with_signs_of_several_currencies_are_told_apart_too(files):
    head = "Invoice,Date,Customer ID,Product,Quantity,Unit price\n"
    rows = "1,2024-01-01,a,Mug,1,€9.50\n1,2024-01-01,a,Card,1,€3.00\n2,2024-01-02,b,Mug,2,£9.00\n3,2024-01-02,c,Mug,1,£9.00\n"
    report = files.load(head + rows + "3,2024-01-02,c,Card,1,€3.00\n", answers={"currency": "EUR"})
    assert report.totals["spend"] == 12.5 and report.set_aside == {"another currency": 1, "an order in several currencies": 2}


def test_thousands_of_yen_among_euros_are_read_by_the_sign_of_their_row(files):
    rows = "".join(f'{n},2024-01-0{n},c{n},"{"JPY 1.200" if n % 2 else "EUR 1.200,50"}"\n' for n in range(1, 9))
    assert files.load(PLAIN + rows, answers={"currency": "JPY"}).totals["spend"] == 4800.0


def test_a_sign_that_several_currencies_share_may_be_the_other_one(files):
    question = files.load(in_signs("$", "C$")).questions[0]
    assert (question.key, question.blocking) == ("currency_sign", True)
    assert question.text == "Some amounts are written in CAD, others in $. Are they all in CAD?"
    apart = {"currency_sign": "apart"}
    assert [question.key for question in files.load(in_signs("$", "C$"), answers=apart).questions] == ["sign:$"]
    assert files.load(in_signs("$", "C$"), answers={**apart, "sign:$": "USD", "currency": "CAD"}).totals["spend"] == 2500.0
    files.con.execute("delete from orders; delete from files; delete from set_aside")
    assert files.load(in_signs("$", "C$"), answers={"currency_sign": "same"}).totals["currency"] == "CAD"


def test_a_code_says_which_currency_the_sign_beside_it_means(files):
    text = in_signs("$").replace("50.00", "50.00 CAD")
    assert files.load(text).totals["currency"] == "CAD"


def test_a_currency_column_says_which_rows_a_sign_stands_for(files):
    rows = "".join(f"{n},2024-01-0{n},c{n},{'$' if n % 2 else '€'}10.00,{'USD' if n % 2 else 'EUR'}\n" for n in range(1, 9))
    report = files.load(HEAD + rows, answers={"currency": "EUR"})
    assert (report.totals["spend"], report.set_aside) == (40.0, {"another currency": 4})


def test_an_empty_currency_column_tells_no_signs_apart(files):
    report = files.load(HEAD + in_signs("£", "€").removeprefix(PLAIN).replace("\n", ",\n"))
    assert [question.key for question in report.questions] == ["currency"] and not report.loaded


def test_a_sign_that_contradicts_the_currency_column_is_asked_about(files):
    text = HEAD + "".join(f"{n},2024-01-0{n},c{n},$10.00,EUR\n" for n in range(1, 9))
    assert [question.text for question in files.load(text).questions] == [
        "The amounts are written in $, the currency column says EUR. Are they all in EUR?"
    ]
    with pytest.raises(MissingData, match=r"in \$, but"):
        files.load(text, answers={"currency_sign": "apart"})
    assert files.load(text, answers={"currency_sign": "same"}).totals["currency"] == "EUR"
    assert files.load(text.replace("EUR", "USD").replace("\n", "\nU").removesuffix("U"), "usd.csv").questions


@pytest.mark.parametrize(("first", "second"), [("$", "€"), ("€", "$"), ("$", "¥"), ("kr ", "$"), ("$", "€ ")])
def test_a_sign_is_compared_with_the_projects_currency_too(files, first, second):
    assert files.load(in_signs(first, name="A"), "first.csv").loaded
    report = files.load(in_signs(second, name="B"), "second.csv")
    assert not report.loaded and [question.key for question in report.questions] == ["currency"]
    home = report.questions[0].options[0][0]
    with pytest.raises(MissingData, match="those of the project in"):
        files.load(in_signs(second, name="B"), "second.csv", answers={"currency": home})
    assert files.load(in_signs(second, name="B"), "second.csv", answers={"currency": "same"}).loaded
    assert files.load(in_signs(first, name="C"), "third.csv").loaded


@pytest.mark.parametrize(("first", "second"), [("$", "USD "), ("USD ", "$"), ("$", "$"), ("¥", "CNY "), ("NOK ", "kr ")])
def test_a_sign_and_a_currency_it_can_mean_are_one(files, first, second):
    assert files.load(in_signs(first, name="A"), "first.csv").loaded
    report = files.load(in_signs(second, name="B"), "second.csv")
    assert report.loaded and any("taken for the same currency" in note for note in report.notes) == (first != second)


def test_of_the_currencies_a_sign_can_mean_two_are_not_added(files):
    assert files.load(in_signs("$", name="A"), "first.csv").loaded
    mixed = HEAD + "B1,2024-02-01,c1,10,USD\nB2,2024-02-02,c2,12,AUD\nB3,2024-02-03,c3,5,EUR\n"
    question = files.load(mixed, "mixed.csv").questions[0]
    assert {value for value, _ in question.options} == {"USD", "AUD"}
    report = files.load(mixed, "mixed.csv", answers={"currency": "AUD"})
    assert (report.rows_kept, report.set_aside) == (1, {"another currency": 2})


def test_the_words_of_one_currency_are_one_answer(files):
    words = ("EUR", "€", "Euro", "eur ", "USD")
    text = HEAD + "".join(f"{n},2024-01-{n + 1:02d},c{n},10,{words[n % 5]}\n" for n in range(20))
    assert files.load(text).questions[0].options[:2] == (("EUR", "EUR (16 rows)"), ("USD", "USD (4 rows)"))
    for answer in ("EUR", "€"):
        report = files.load(text, f"{answer}.csv", answers={"currency": answer})
        assert (report.totals["spend"], report.totals["currency"], report.set_aside) == (160.0, "EUR", {"another currency": 4})
        files.con.execute("delete from orders; delete from files; delete from set_aside")
    assert files.load(text.replace("USD", "€"), "euro.csv").loaded
