"""Is an answer that its question does not offer refused, and one that is meant for another file left alone?"""

import re
from pathlib import Path

import pytest

from segkit.errors import BadValue, UnknownName
from segkit.ingest import choices
from segkit.ingest.choices import OPTIONS, Choices, check_question
from segkit.ingest.load.levels import _ask, _ask_discount
from segkit.ingest.load.orders import ask_negative
from segkit.ingest.load.repeats import _ask as ask_repeats
from segkit.ingest.parse.status import LABELS
from segkit.ingest.recognise.asking import KINDS

HEAD = "Order ID,Customer ID,Order date,Total,Status\n"
ROWS = HEAD + "".join(f"{n},c{n},2024-01-{n:02d},50,{'Zork' if n % 2 else 'paid'}\n" for n in range(1, 21))


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        ("status:Zork", "canceled", "Answers: 'canceled' is no answer to 'status:Zork'. Did you mean cancelled?"),
        ("status:Zork", "it's", "'it's' is no answer to 'status:Zork'."),
        ("status:Zork", "x' || (select count(*) from files) || 'y", "is no answer to 'status:Zork'."),
        ("negative", "setaside", "'setaside' is no answer to 'negative'. Did you mean set_aside?"),
        ("amount_level", "orders", "'orders' is no answer to 'amount_level'. Did you mean order?"),
        ("repeated_orders", "twice", "Known: add, once, separate."),
        ("date_order", "dayfirst", "Did you mean day_first or year_first?"),
        ("table", "order", "Did you mean orders"),
    ],
)
def test_an_answer_that_is_no_option_is_refused_and_names_the_nearest(files, key, answer, said):
    with pytest.raises(BadValue) as refused:
        files.load(ROWS, answers={key: answer})
    assert said in str(refused.value) and files.rows("select count(*) from orders") == [(0,)]


def test_a_status_answer_decides_what_the_word_means(files):
    report = files.load(ROWS, answers={"status:Zork": "cancelled"})
    assert report.totals["spend"] == 500.0 and not report.questions


def test_an_answer_for_another_file_does_not_stop_this_one(files):
    others = {"negative": "refund", "repeated_orders": "add", "status:Foo": "test", "currency": "EUR", "later": "x", "date_order": ""}
    assert files.load(ROWS, answers=others).loaded


def test_a_state_travels_as_a_value_and_is_no_sql(files, monkeypatch):
    monkeypatch.setattr(choices, "OPTIONS", {})
    files.load(ROWS, answers={"status:Zork": "x' || (select count(*) from files) || 'y"})
    assert files.rows("select distinct status from orders where status like 'x%'") == [("x' || (select count(*) from files) || 'y",)]


def test_the_options_are_those_that_the_questions_show():
    asked = [_ask("x"), _ask_discount("x"), ask_negative(1, 1.0), ask_repeats(1, 1)]
    assert all(tuple(value for value, _ in question.options) == OPTIONS[question.key] for question in asked)
    assert tuple(LABELS) == OPTIONS["status:"] and tuple(KINDS) == OPTIONS["table"]


def test_every_question_that_loading_asks_is_known_to_the_command_line():
    texts = (path.read_text("utf-8") for path in Path(choices.__file__).parent.rglob("*.py"))
    found = {key for text in texts for key in re.findall(r'Question\(\s*f?"(\w+:?)', text)}
    assert {"negative", "currency", "status:", "map:"} <= found
    for key in found:
        check_question(key)


def test_a_question_that_no_file_asks_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match=r"no question 'negativ'\. Did you mean negative"):
        check_question("negativ")


def test_choices_without_answers_say_nothing():
    assert Choices().said == {} and Choices(answers={"table": "orders"}).kind == "orders"
