"""Is every system file sound, and does a mistake in one say what is wrong?"""

import pytest

from segkit.errors import BadValue
from segkit.ingest.parse.status import KNOWN, meaning, meanings, paid_at_the_door, unknown_words
from segkit.ingest.recognise.fields import fields
from segkit.ingest.recognise.systems import STATUSES, read_system, systems

GOOD = 'title = "T"\ntable = "orders"\ngrain = "order"\nconfidence = "seen"\nidentify = ["A"]\n'


def test_the_systems_of_today_are_there():
    assert {
        "shopify_orders",
        "shopify_customers",
        "generic_orders",
        "generic_lines",
        "generic_events",
        "generic_survey",
        "generic_customers",
    } <= set(systems())


@pytest.mark.parametrize("system", systems().values(), ids=lambda system: system.key)
def test_every_system_maps_onto_fields_of_its_table(system):
    table = "order_lines" if system.grain == "order_first_row" else system.table
    for name in {*system.columns, *system.evidence} - {*system.test}:  # what marks a test may be of no table
        assert {system.table, table} & set(fields()[name].tables), name


def test_a_new_system_is_one_file():
    system = read_system("shop", GOOD + '[columns]\ntotal = ["Sum", "Amount"]\n[status]\ncompleted = "Fertig"\n')
    assert system.columns["total"] == ("Sum", "Amount") and meaning("fertig", system) == "completed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", "not TOML"), (GOOD.replace("identify", "identifies"), "identifies"), (GOOD.replace('title = "T"', ""), "title"),
        (GOOD.replace('"orders"', '"order"'), "orders"), (GOOD.replace('grain = "order"', 'grain = "basket"'), "order_first_row"),
        (GOOD + "[columns]\ntotl = 'x'", "total"), (GOOD + "[status]\nsold = 'x'", "completed"),
        (GOOD.replace('identify = ["A"]', ""), "identify"),
        (GOOD + "date_order = 'dmy'", "day_first"), (GOOD + "country = 'Germany'", "two letters"),
        (GOOD + "time_zone = 'Berlin'", "no time zone 'Berlin'"),
        (GOOD + "[file_name]\naccepts_mail = {subscribed = 'yes'}", "accepts_email"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_file_and_what_would_be_right(text, words):
    with pytest.raises(BadValue, match=r"systems/shop\.toml") as mistake:
        read_system("shop", text)
    assert words in str(mistake.value)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("paid", "completed"), ("wc-completed", "completed"), ("partially_refunded", "partially_refunded"), ("Voided", "cancelled"),
        ("卖家已发货,等待买家确认", "completed"), ("买家已付款,等待卖家发货", "pending"), ("交易关闭", "cancelled"),
        ("Đã giao", "completed"),
        ("Đã hủy", "cancelled"), ("発送済", "completed"), ("部分退款", "partially_refunded"), ("frobnicated", ""),
    ],
)  # fmt: skip
def test_status_words(word, state):
    assert meaning(word, systems()["generic_orders"]) == state


def test_every_status_word_has_a_state():
    assert set(KNOWN.values()) == set(STATUSES)


def test_unknown_words_count_as_sales_until_the_user_says_otherwise():
    system, counts = systems()["generic_orders"], {"frobnicated": 3}
    assert meanings(counts, system, {}) == {"frobnicated": "completed"}
    assert [question.blocking for question in unknown_words(counts, system, {})] == [False]
    assert meanings(counts, system, {"status:frobnicated": "cancelled"}) == {"frobnicated": "cancelled"}


def test_a_shop_that_is_paid_at_the_door():
    states = {"pending": "pending", "voided": "cancelled", "paid": "completed"}
    assert paid_at_the_door({"pending": 456, "voided": 39, "paid": 1}, states)
    assert not paid_at_the_door({"pending": 40, "paid": 60}, states)
