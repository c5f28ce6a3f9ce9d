"""Does a status that says something has not happened never count as if it had?"""

import pytest

from segkit.ingest.parse.status import meaning, meanings, unknown_words
from segkit.ingest.recognise.systems import systems

TURNED = (
    "Not paid", "not delivered", "Not completed", "To be paid", "order closed - not paid", "nicht bezahlt", "non payée", "no pagado",
    "Return requested", "Refund declined", "Refund pending", "unbezahlt", "undelivered", "Shipped - awaiting delivery", "chưa thanh toán",
    "未完成", "à expédier", "não pago", "not cancelled",
)  # fmt: skip


@pytest.mark.parametrize("word", TURNED)
def test_a_turned_word_is_asked_about_and_waits_as_pending(word):
    system, counts = systems()["generic_orders"], {word: 3}
    assert meaning(word, system) == "" and meanings(counts, system, {}) == {word: "pending"}
    (question,) = unknown_words(counts, system, {})
    assert not question.blocking and question.why.endswith("it counts as not paid yet.")
    assert meanings(counts, system, {f"status:{word}": "cancelled"}) == {word: "cancelled"}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Pending payment", "pending"), ("Awaiting fulfillment", "pending"), ("unpaid invoice", "pending"),
        ("Payment declined", "cancelled"), ("Payment failed", "cancelled"), ("Cancelled - not paid", "cancelled"),
        ("Canceled by seller", "cancelled"), ("giao hàng không thành công", "cancelled"), ("Paid in full", "completed"),
        ("Livré à domicile", "completed"),
        ("Delivered to customer", "completed"), ("unfulfilled", "pending"), ("未付款", "pending"),
    ],
)  # fmt: skip
def test_words_that_say_no_and_are_known_need_no_question(word, state):
    assert meaning(word, systems()["generic_orders"]) == state


def test_unpaid_orders_of_a_file_are_no_completed_sales(files):
    rows = "".join(f"{n},2024-01-0{n},c{n},10,{'Not paid' if n % 2 else 'Paid'}\n" for n in range(1, 9))
    report = files.load("Order ID,Date,Customer ID,Total,Status\n" + rows)
    assert report.loaded and [question.key for question in report.questions] == ["status:Not paid"]
    assert files.rows("select status, count(*) from orders group by 1 order by 1") == [("completed", 4), ("pending", 4)]
