"""Which keys stand for many people, or for nobody, and what becomes of their orders?"""

import pytest

from segkit.ingest.shop import Shop

HEAD = "Order,Date,Customer ID,Name,Email,Phone,Total\n"


def order(number, customer="", name="", email="", phone="", total=10):
    return f"{number},2024-03-{number % 28 + 1:02d} {number % 24:02d}:00,{customer},{name},{email},{phone},{total}\n"


def people(files):
    return dict(files.rows("select customer_key, count(*) from orders group by 1"))


def regulars(first=100, how_many=30):
    return "".join(order(first + n, f"R{n}", f"Regular {n}", f"regular{n}@x.com") for n in range(how_many))


@pytest.mark.parametrize("word", ["guest", "0", "00000", "Walk-in Customer", "Khách lẻ", "Público en general", "noreply@shop.com"])
def test_words_for_nobody_are_set_aside_and_listed(files, word):
    report = files.load(HEAD + regulars() + order(1, word) + order(2, word))
    assert report.set_aside == {"no customer on the row": 2}
    assert files.rows("select distinct reason from set_aside") == [(f"no customer on the row: '{word}'",)]


def test_a_mailbox_of_nobody_is_no_customer_but_a_phone_beside_it_is_one(files):
    both = order(1, "", "Ann", "noreply@shop.com", "+491711234567") + order(2, "", "Bob", "noreply@shop.com")
    report = files.load(HEAD + regulars() + both)
    assert people(files)["+491711234567"] == 1 and report.set_aside == {"no customer on the row": 1}
    (question,) = report.questions
    assert (question.key, question.blocking) == ("shared:noreply@shop.com", False)


def test_the_default_customer_of_a_till_is_found_and_its_orders_go_to_whom_they_name(files):
    till = "".join(order(n, "C1", f"Guest {n}", "", f"+49171123450{n}") if n < 9 else order(n, "C1", f"Guest {n}") for n in range(1, 25))
    report = files.load(HEAD + regulars() + till)
    assert "C1" not in people(files) and people(files)["+491711234501"] == 1
    assert report.set_aside == {"no customer on the row": 16}
    assert any("'C1' stands beside 24 different names" in note for note in report.notes)
    assert report.rows_kept == 30 + 8 and [question.key for question in report.questions] == ["shared:C1"]


def test_the_user_may_say_that_it_is_one_real_customer(files):
    till = "".join(order(n, "C1", f"Guest {n}") for n in range(1, 25))
    report = files.load(HEAD + regulars() + till, answers={"shared:C1": "one"})
    assert people(files)["C1"] == 24 and not report.set_aside and not report.questions


def test_a_firm_whose_people_order_again_and_again_is_a_customer(files):
    firm = "".join(order(n, "F1", f"Colleague {n % 12}") for n in range(1, 90))
    report = files.load(HEAD + regulars(200) + firm)
    assert people(files)["F1"] == 89 and not report.questions


def test_an_address_that_many_people_use_is_no_customer(files):
    shared = "".join(order(n, "", f"Person {n}", "kasse@shop.de") for n in range(1, 15))
    report = files.load(HEAD + regulars() + shared)
    assert "kasse@shop.de" not in people(files) and report.set_aside == {"no customer on the row": 14}


def test_a_family_that_shares_an_address_stays_a_customer(files):
    family = "".join(order(n, "", f"Person {n % 5}", "family@x.de") for n in range(1, 15))
    files.load(HEAD + regulars() + family)
    assert people(files)["family@x.de"] == 14


def test_marketplace_addresses_that_change_with_every_order_make_no_crowd(files):
    buyer = "".join(order(n, "ebay-ann", "Ann", f"x{n}@members.ebay.com") for n in range(1, 25))
    files.load(HEAD + regulars() + buyer)
    assert people(files)["ebay-ann"] == 24


def test_a_few_masked_customers_are_left_out_and_asked_about(files):
    report = files.load(HEAD + regulars() + order(1, "j***n") + order(2, "a***b"))
    assert report.loaded and report.set_aside == {"no customer on the row": 2}
    assert [question.key for question in report.questions] == ["masked"]


def test_a_file_of_masked_customers_asks_first(files):
    masked = HEAD + "".join(order(n, f"j***{n % 5}") for n in range(1, 20))
    report = files.load(masked)
    assert not report.loaded and [question.key for question in report.blocking] == ["masked"]
    report = files.load(masked, answers={"masked": "customers"})
    assert report.rows_kept == 19 and len(people(files)) == 5


def test_lines_of_a_shared_key_are_set_aside_too(files):
    head = "Order,Date,Customer ID,Name,Product,Quantity,Price\n"
    till = "".join(f"{n},2024-03-01 {n % 24:02d}:{n % 60:02d},T9,Person {n},Mug,1,5\n" for n in range(1, 25))
    usual = "".join(f"{n},2024-03-02,R{n},Regular {n},Mug,1,5\n{n},2024-03-02,R{n},Regular {n},Card,1,2\n" for n in range(100, 120))
    report = files.load(head + till + usual)
    assert report.set_aside == {"no customer on the order": 24} and "T9" not in people(files)
    assert files.rows("select distinct reason from set_aside") == [("no customer on the order: 'T9'",)]


def test_phones_are_one_number_by_the_country_of_the_row_or_the_shop(files):
    head = "Order,Date,Phone,Country,Total\n"
    files.load(head + "1,2024-03-01,0171 2345670,Germany,5\n2,2024-03-02,+49 171 2345670,,5\n3,2024-03-03,171 2345670,,5\n",
               shop=Shop(country="DE"))  # fmt: skip
    assert people(files) == {"+491712345670": 3}


def test_without_a_country_the_file_says_what_to_choose(files):
    report = files.load("Order,Date,Phone,Total\n1,2024-03-01,0912 345 678,5\n2,2024-03-02,0912345679,5\n")
    assert people(files) == {"0912345678": 1, "0912345679": 1}
    assert any("2 phone numbers in “Phone” have no country code" in note and "shop's country" in note for note in report.notes)
