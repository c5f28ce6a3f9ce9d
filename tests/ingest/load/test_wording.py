"""Are amounts of different currencies kept apart, inside a file and between files?"""

import pytest

from segkit.errors import MissingData

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
    assert [value for value, _ in report.questions[0].options] == ["EUR", "same"]
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
