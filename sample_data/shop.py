"""How does the gift shop's data become Shopify's orders and customers exports, with web events and a survey?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from sample_data.days import END, with_offset
from sample_data.people import Person
from sample_data.sheets import TRUTH, money, write
from sample_data.shop_orders import Order, orders_of
from sample_data.shop_plan import plan
from sample_data.shop_web import EVENT_HEADINGS, SURVEY_HEADINGS, answers_of, events_of

ORDER_HEADINGS = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
    "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method",
    "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku",
    "Lineitem requires shipping", "Lineitem taxable", "Lineitem fulfillment status", "Billing Name", "Billing City",
    "Billing Zip", "Billing Country", "Shipping Name", "Shipping City", "Shipping Zip", "Shipping Country", "Notes",
    "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount", "Vendor",
    "Outstanding Balance", "Id", "Tags", "Risk Level", "Source", "Lineitem discount", "Tax 1 Name", "Tax 1 Value",
    "Phone",
)  # fmt: skip
BIRTHDAY = "Birth date (customer.metafields.facts.birth_date)"
CUSTOMER_HEADINGS = (
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Default Address Company",
    "Default Address Address1", "Default Address Address2", "Default Address City", "Default Address Province Code",
    "Default Address Country Code", "Default Address Zip", "Default Address Phone", "Phone", "Accepts SMS Marketing",
    "Total Spent", "Total Orders", "Note", "Tax Exempt", "Tags", BIRTHDAY,
)  # fmt: skip
PLACES = (
    ("Berlin", "DE", "10115"), ("Leipzig", "DE", "04109"), ("Hamburg", "DE", "20095"), ("Köln", "DE", "50667"),
    ("München", "DE", "80331"), ("Dresden", "DE", "01067"), ("Wien", "AT", "1010"), ("Graz", "AT", "8010"),
    ("Utrecht", "NL", "3511 AB"), ("Rotterdam", "NL", "3011 AA"), ("Gent", "BE", "9000"), ("Bolzano", "IT", "39100"),
)  # fmt: skip
DIAL = {"DE": "+49", "AT": "+43", "NL": "+31", "BE": "+32", "IT": "+39"}


def make(folder: Path) -> list[Path]:
    """Return the gift shop's files, written."""
    people = plan(Random("gift shop: people"))
    _settle(Random("gift shop: addresses"), people)
    orders = orders_of(Random("gift shop: orders"), people)
    typed = Random("gift shop: typing")
    return [
        write(folder / "orders_export.csv", ORDER_HEADINGS, [row for o in reversed(orders) for row in _rows(typed, o)]),
        write(folder / "customers_export.csv", CUSTOMER_HEADINGS, _customers(people, orders)),
        write(folder / "web_events.csv", EVENT_HEADINGS, events_of(Random("gift shop: web"), people, orders)),
        write(folder / "nps_survey.csv", SURVEY_HEADINGS, answers_of(Random("gift shop: survey"), people)),
        write(folder / "truth.csv", TRUTH, ({"customer_id": _id(p), "email": p.email, **p.truth} for p in people)),
    ]


def _settle(rng: Random, people: list[Person]) -> None:
    """Give buyers an address and some of them a phone."""
    for person in people:
        person.city, person.country, person.postcode = rng.choice(PLACES)
        number = f"{DIAL[person.country]}{rng.randint(150, 179)}{rng.randint(1_000_000, 9_999_999)}"
        person.phone = number if rng.random() < 0.5 else ""


def _id(person: Person) -> str:
    return str(7_210_448_000_000 + person.number * 1_373)


def _wants_mail(person: Person) -> str:
    return "yes" if not person.days or person.number % 9 < 5 else "no"


def _rows(rng: Random, order: Order) -> Iterator[dict[str, str]]:
    """Yield Shopify's rows of one order: the first carries the order, the others only their line."""
    head = {"Name": f"#{order.number}", "Email": _typed(rng, order), "Created at": with_offset(order.at)}
    head["Phone"] = "'" + order.phone if order.phone else ""
    for line, (good, variant, quantity) in enumerate(order.lines):
        yield (_order_cells(order) if line == 0 else {}) | head | {
            "Lineitem quantity": str(quantity),
            "Lineitem name": f"{good.name} - {variant}" if variant else good.name,
            "Lineitem price": money(good.cents),
            "Lineitem sku": good.sku,
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled" if _sent(order) else "pending",
            "Lineitem discount": "0.00",
            "Vendor": good.vendor,
        }


def _typed(rng: Random, order: Order) -> str:
    """Return the e-mail as typed at the till: one in fifty with a capital."""
    email = order.person.email if order.person else ""
    return email.title() if rng.random() < 0.02 else email


def _sent(order: Order) -> bool:
    return not order.cancelled and order.status != "pending" and (END - order.at.date()).days > 2


def _order_cells(order: Order) -> dict[str, str]:
    """Return the cells that only the first row of an order has."""
    paid = order.status not in ("pending", "voided")
    tax = order.total - round(order.total / 1.19)
    return _who_and_where(order) | {
        "Financial Status": order.status,
        "Paid at": with_offset(order.at + timedelta(seconds=4)) if paid else "",
        "Fulfillment Status": "fulfilled" if _sent(order) else "unfulfilled",
        "Fulfilled at": with_offset(order.at + timedelta(hours=26)) if _sent(order) else "",
        "Currency": "EUR",
        "Subtotal": money(order.goods - order.discount),
        "Shipping": money(order.shipping),
        "Taxes": money(tax),
        "Total": money(order.total),
        "Discount Code": order.code,
        "Discount Amount": money(order.discount),
        "Notes": order.note,
        "Cancelled at": with_offset(order.at + timedelta(minutes=35)) if order.cancelled else "",
        "Payment Method": "Cash" if order.source == "pos" else "PayPal" if order.number % 3 else "Shopify Payments",
        "Payment Reference": f"r{order.number * 7919 % 10**9:09d}",
        "Refunded Amount": money(order.refunded),
        "Outstanding Balance": money(0 if paid else order.total),
        "Id": str(5_841_200_000_000 + order.number * 4_241),
        "Risk Level": "Low",
        "Source": order.source,
        "Tax 1 Name": "VAT 19%",
        "Tax 1 Value": money(tax),
    }


def _who_and_where(order: Order) -> dict[str, str]:
    """Return the name and address cells; a present goes to somebody else's name."""
    if order.person is None:
        return {"Accepts Marketing": "no"}
    person = order.person
    return {
        "Accepts Marketing": _wants_mail(person),
        "Shipping Method": "Express (next day)" if order.express else "Standard",
        "Billing Name": person.name,
        "Billing City": person.city,
        "Billing Zip": _zip(person),
        "Billing Country": person.country,
        "Shipping Name": order.recipient or person.name,
        "Shipping City": person.city,
        "Shipping Zip": _zip(person),
        "Shipping Country": person.country,
    }


def _zip(person: Person) -> str:
    return f"'{person.postcode}" if person.postcode.startswith("0") else person.postcode


def _customers(people: list[Person], orders: list[Order]) -> Iterator[dict[str, str]]:
    """Yield Shopify's customer rows; the totals are what Shopify would report for these orders."""
    mine = defaultdict(list)
    for order in orders:
        if order.person and not order.cancelled and order.status != "pending":
            mine[order.person.number].append(order)
    for person in people:
        bought = mine[person.number]
        known_birthday = person.habit == "Birthday" or person.number % 5 < 2
        yield (_address(person) if person.days else {}) | {
            "Customer ID": f"'{_id(person)}",
            "First Name": person.first if person.days or person.number % 3 else "",
            "Last Name": person.last if person.days or person.number % 3 else "",
            "Email": person.email,
            "Accepts Email Marketing": _wants_mail(person),
            "Accepts SMS Marketing": "yes" if person.phone and person.number % 4 == 0 else "no",
            "Total Spent": money(sum(order.total - order.refunded for order in bought)),
            "Total Orders": str(len(bought)),
            "Tax Exempt": "no",
            "Tags": "newsletter" if not person.days else "",
            BIRTHDAY: person.birthday.isoformat() if known_birthday else "",
        }


def _address(person: Person) -> dict[str, str]:
    phone = f"'{person.phone}" if person.phone else ""
    return {
        "Default Address Address1": f"Lindenweg {person.number % 120 + 1}",
        "Default Address City": person.city,
        "Default Address Country Code": person.country,
        "Default Address Zip": _zip(person),
        "Default Address Phone": phone,
        "Phone": phone,
    }
