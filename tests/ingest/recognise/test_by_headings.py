"""Is each export recognised as what it is, and does each column become the right field?"""

import pytest

from segkit.errors import BadValue
from segkit.ingest.recognise.by_headings import recognise
from segkit.ingest.recognise.fields import fields, known, names_order_total
from segkit.ingest.recognise.samples import as_number, look


def seen(headings, rows=()):
    sample = {heading: [row[place] for row in rows] for place, heading in enumerate(headings)}
    return recognise(headings, sample)


@pytest.mark.parametrize(
    ("headings", "system", "some"),
    [
        (["Name", "Email", "Financial Status", "Total", "Created at", "Lineitem name", "Lineitem quantity"], "shopify_orders",
         {"order_id": "Name"}),
        (["First Name", "Email", "Accepts Email Marketing", "Total Spent", "Total Orders"], "shopify_customers", {"email": "Email"}),
        (["customer_id", "date", "number_of_cds", "dollar_value"], "generic_orders", {"total": "dollar_value", "units": "number_of_cds"}),
        (["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"], "generic_lines",
         {"product": "Description", "sku": "StockCode", "unit_price": "UnitPrice"}),
        (["user_id", "session_id", "event", "timestamp", "platform"], "generic_events",
         {"event_at": "timestamp", "session_id": "session_id"}),
        (["email", "score", "comment"], "generic_survey", {"score": "score", "answer": "comment"}),
        (["Email", "First name", "Plan", "Seats"], "generic_customers", {"first_name": "First name"}),
        (["Bestellnummer", "Kundennummer", "Bestelldatum", "Gesamtbetrag"], "generic_orders",
         {"order_id": "Bestellnummer", "total": "Gesamtbetrag"}),
        (["訂單編號", "會員編號", "下單時間", "訂單金額"], "generic_orders", {"customer_id": "會員編號", "total": "訂單金額"}),
        (["Mã đơn hàng", "Người Mua", "Ngày đặt hàng", "Tên sản phẩm", "Số lượng", "Giá ưu đãi"], "generic_lines",
         {"customer_id": "Người Mua"}),
    ],
)  # fmt: skip
def test_a_system_is_recognised_by_its_headings(headings, system, some):
    match = seen(headings)
    assert match.system.key == system and not match.questions
    assert {name: match.mapping[name][0] for name in some} == some


PEOPLE = [f"p{number}@x.com" for number in range(8)]


def survey(headings, write, *more):
    """Return what a file of eight people is recognised as: their address, a score of 1 to 5 as written, and the same for all."""
    return seen(headings, [(one, write(1 + place % 5), *more) for place, one in enumerate(PEOPLE)])


@pytest.mark.parametrize(
    ("headings", "write"),
    [
        (["Email", "Score", "Comment"], str), (["E-mail", "Zufriedenheit", "Kommentar"], str), (["邮箱", "满意度", "意见"], str),
        (["Email", "How satisfied are you?", "Why?"], str), (["E-Mail", "Wie zufrieden sind Sie?", "Anmerkungen"], str),
        (["Email", "Bewertung 1-5", "Was können wir besser machen?"], str), (["Email", "Score", "Comment"], "{}/5".format),
        (["Email", "Rating (1-5)", "Comment"], "{} - fine".format), (["Email", "Stars", "Comment"], lambda score: "★" * score),
    ],
)  # fmt: skip
def test_a_short_survey_is_no_list_of_customers(headings, write):
    match = survey(headings, write, "fine")
    assert match.system.key == "generic_survey" and not match.questions and match.mapping["score"] == (headings[1],)


ORDERS = [(f"2026-03-{day:02}", f"Ann {day % 9}", "12.50") for day in range(1, 29)]


@pytest.mark.parametrize("comment", ["", "sometimes", "always"])
@pytest.mark.parametrize(
    "headings",
    [
        ["Date", "Customer", "Amount", "Comment"], ["Date", "Customer", "Amount", "Note"], ["Datum", "Kunde", "Betrag", "Bemerkung"],
        ["Order Date", "Customer Name", "Order Total", "Comments"], ["date", "client", "montant", "remarque"],
        ["日期", "客户", "金额", "备注"],
    ],
)  # fmt: skip
def test_orders_with_a_column_for_comments_are_no_survey(headings, comment):
    words = {"": lambda _: "", "sometimes": lambda place: "" if place % 10 else "please ring", "always": "nice thing {}".format}[comment]
    match = seen(headings, [(*row, words(place)) for place, row in enumerate(ORDERS)])
    assert match.system.key == "generic_orders" and not match.questions
    assert match.mapping["total"] == (headings[2],) and match.mapping["customer_id"] == (headings[1],)


def test_marks_from_0_to_10_beside_words_are_a_survey_although_one_is_called_price():
    rows = [(f"2026-03-{day:02}", f"p{day}@x.com", str(day % 5 + 1), str(day % 4 + 1), "ok") for day in range(1, 20)]
    assert seen(["Date", "Email", "Price", "Rating", "Comment"], rows).system.key == "generic_survey"


def test_scores_beside_amounts_are_still_a_survey():
    rows = [(*row, str(place % 11), "fine") for place, row in enumerate(ORDERS)]
    assert seen(["Date", "Customer", "Amount", "NPS", "Comment"], rows).system.key == "generic_survey"


def test_orders_with_some_ratings_are_orders_and_with_a_rating_each_it_is_asked():
    headings = ["Order ID", "Date", "Customer", "Amount", "Rating", "Review"]
    rows = [(str(place), *row, str(place % 5 + 1), "nice") for place, row in enumerate(ORDERS)]
    few = [row if place % 6 == 0 else (*row[:4], "", "") for place, row in enumerate(rows)]
    match = seen(headings, few)
    assert match.system.key == "generic_orders" and not match.questions
    assert [question.key for question in seen(headings, rows).questions] == ["table"]


def test_a_list_of_customers_with_an_empty_column_for_notes_is_no_survey():
    match = seen(["Name", "Email", "City", "Note"], [(f"A{place}", one, "Graz", "") for place, one in enumerate(PEOPLE)])
    assert match.system.key == "generic_customers" and not match.questions


def test_where_only_a_name_could_say_who_it_is_it_is_offered_first():
    (question,) = seen(["Date", "Name", "Amount", "Feedback"], [(*row, "") for row in ORDERS]).questions
    assert question.key == "map:customer_id" and question.options[0][0] == "Name"


@pytest.mark.parametrize("rows", [1, 2])
def test_a_survey_of_one_or_two_answers_is_one_too(rows):
    match = seen(["Email", "Score", "Comment"], [("a@x.com", "5", "ok"), ("b@x.com", "4", "")][:rows])
    assert match.system.key == "generic_survey" and not match.questions


@pytest.mark.parametrize(
    ("headings", "write"),
    [
        (["Email", "Q1"], str), (["Email", "Feedback"], lambda _: "calls often"), (["E-mail", "Was fehlt Ihnen?"], lambda _: "Brot"),
        (["Email", "Satisfaction"], lambda _: "Very satisfied"),
    ],
)  # fmt: skip
def test_what_may_be_answers_or_customers_is_asked(headings, write):
    assert [question.key for question in survey(headings, write).questions] == ["table"]


def test_a_list_of_customers_with_a_score_is_asked_about_unless_it_tells_much_more_of_them():
    little = ["Email", "Zufriedenheit", "First name", "Last name", "Phone", "City", "Country"]
    more = ("A", "B", "+49 170 1234567", "Graz", "AT")
    assert [question.key for question in survey(little, str, *more).questions] == ["table"]
    much = [*little, "Birthday", "Signed up", "Accepts email marketing", "Tags", "Postcode"]
    match = survey(much, str, *more, "1980-01-01", "2024-01-01", "yes", "vip", "8010")
    assert match.system.key == "generic_customers" and not match.questions


def test_points_of_a_loyalty_scheme_are_no_score():
    match = seen(["Name", "Email", "Points"], [("A", one, str(350 + place)) for place, one in enumerate(PEOPLE)])
    assert match.system.key == "generic_customers" and not match.questions


def test_a_summary_without_dates_is_asked_about_and_not_taken_for_customers():
    match = seen(["Effective user ID", "Event name", "Event count"], [("u1", "view", "3"), ("u1", "buy", "1")])
    assert [question.key for question in match.questions] == ["map:event_at"]


def test_values_overrule_a_heading_that_fits_by_name_only():
    match = seen(["Customer ID", "Date", "Total", "Price Point Name"], [("a", "2024-01-02", "5.00", "Regular")] * 3)
    assert "unit_price" not in match.mapping


def test_of_two_amounts_the_product_of_quantity_and_price_is_the_lines():
    headings = ["Order ID", "Buyer", "Order date", "Product name", "Quantity", "Price", "Total amount", "total  Amount"]
    rows = [("1", "x", "2024-01-02", "Mug", "2", "10", "20", "35"), ("1", "x", "2024-01-02", "Card", "1", "5", "5", "35")]
    match = seen(headings, rows)
    assert (match.mapping["line_total"], match.mapping["total"]) == (("Total amount",), ("total  Amount",))


def test_a_name_says_who_the_customer_is_only_where_nothing_better_does():
    assert seen(["Customer", "Date", "Amount"]).mapping["customer_id"] == ("Customer",)
    assert "customer_id" not in seen(["Customer", "Email", "Date", "Amount"]).mapping


def test_a_field_or_heading_that_does_not_exist_is_refused_with_the_nearest_one():
    with pytest.raises(BadValue, match="Did you mean total"):
        recognise(["a", "b"], {}, mapping={"totl": "a"})
    with pytest.raises(BadValue, match="Amount"):
        recognise(["Customer", "Amount"], {}, mapping={"total": "Amonut"})


def test_an_empty_choice_takes_a_column_out():
    assert "discount" not in recognise(["Email", "Date", "Total", "Discount"], {}, mapping={"discount": ""}).mapping


@pytest.mark.parametrize("heading", ["E-Mail", "E_MAIL", "\ufeffemail", "商品总价(元)", "sellerSku", "Created date (UTC)"])
def test_spellings_of_a_heading_do_not_matter(heading):
    assert known(heading)


def test_every_field_has_a_role_a_title_and_words():
    for entry in fields().values():
        assert entry.tables and entry.ranks
        assert bool(entry.title) == bool(entry.role)


def test_order_totals_are_told_by_name():
    assert names_order_total("Order Total") and names_order_total("订单金额") and not names_order_total("Amount")


@pytest.mark.parametrize(
    ("values", "role", "fits"),
    [
        (["2024-01-02", "05-Jan-26"], "time", True), (["120000.00", "$1,240.00", "(5.00)"], "money", True),
        (["12 Mugs", "red"], "money", False), (["a@b.de"], "email", True), (["264455-20260501-0001"], "id", True),
        (["1704099600"], "time", True),
    ],
)  # fmt: skip
def test_looks_of_values(values, role, fits):
    assert (look(values).fit(role) >= 0.5) == fits


@pytest.mark.parametrize(("text", "number"), [("1,234.50", 1234.5), ("12,50", 12.5), ("1,200", 1200.0), ("x", None), (None, None)])
def test_samples_read_as_numbers(text, number):
    assert as_number(text) == number
