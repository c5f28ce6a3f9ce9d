"""Are the sample files what the generator writes, and do they agree with the truth planted beside them?"""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from sample_data import HERE, SAMPLES
from sample_data.make import make_all
from sample_data.sheets import TRUTH

LAST_DAY = "2026-10-31"
SEGMENTS = {
    "usage": {"Heavy", "Medium", "Light", "Non-user"},
    "loyalty": {"Prospect", "First-time", "Repeat", "Loyal", "Advocate", "Lapsing"},
    "lifecycle": {"Prospect", "New", "Active", "Slipping", "Dormant", "Lost", "Won back"},
    "rfm": {"Champions", "New", "Previously loyal", "Dormant", "Prospects"},
    "benefit": {"Convenience", "Price", "Quality", "Gifting", "Health", "Status", "Sustainability", "Family", "Fun",
                "Service"},
    "occasion": {"Christmas", "Black Friday", "Valentine's Day", "Mother's Day", "Easter", "Birthday", "Wedding",
                 "Baby", "Moving home", "Gift", "Weekend", "Late night", "Lunch", "Friday evening"},
    "aida": {"No contact", "Attention", "Interest", "Desire", "Abandoned cart", "Action", "Loyalty", "Advocacy"},
}  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def shop() -> dict[str, list[dict[str, str]]]:
    """Return the gift shop's files by name."""
    return {path.stem: read(path) for path in (HERE / "gift_shop").glob("*.csv")}


@pytest.fixture(scope="module")
def shop_orders(shop: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return the first row of every order of the gift shop."""
    return [row for row in shop["orders_export"] if row["Id"]]


def test_the_generator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    for written in make_all(tmp_path):
        kept = HERE / written.relative_to(tmp_path)
        assert written.read_bytes() == kept.read_bytes(), f"{kept.name} differs: run python -m sample_data.make"


def test_the_files_are_small_enough_for_the_repository() -> None:
    assert sum(path.stat().st_size for path in HERE.rglob("*.csv")) <= 12_000_000


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_a_sample_names_files_that_exist_and_leaves_the_truth_out(sample) -> None:
    assert all(path.is_file() for path in sample.files)
    assert sample.truth.is_file() and sample.truth not in sample.files
    assert {*sample.files, sample.truth} == set(sample.folder.glob("*.csv"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_the_truth_has_known_words_and_each_customer_once(sample) -> None:
    truth = read(sample.truth)
    assert tuple(truth[0]) == TRUTH
    assert len({row["customer_id"] for row in truth}) == len({row["email"] for row in truth}) == len(truth)
    for dimension, known in SEGMENTS.items():
        assert {row[dimension] for row in truth} <= {"", *known}, dimension


@pytest.mark.parametrize(
    ("customers", "heading"),
    [
        ("gift_shop/customers_export.csv", "Customer ID"),
        ("pizza/club_guests.csv", "Member number"),
        ("software/customers.csv", "Account ID"),
    ],
)
def test_the_truth_and_the_customers_file_hold_the_same_people(customers: str, heading: str) -> None:
    path = HERE / customers
    listed = {(row[heading].lstrip("'"), row["Email"]) for row in read(path)}
    assert listed == {(row["customer_id"], row["email"]) for row in read(path.parent / "truth.csv")}


@pytest.mark.parametrize(
    ("file", "heading", "customer", "rows"),
    [
        ("gift_shop/orders_export.csv", "Created at", "Email", 15_129),
        ("gift_shop/web_events.csv", "timestamp", "user_id", 31_925),
        ("gift_shop/nps_survey.csv", "Submitted at", "Email", 760),
        ("pizza/till_lines.csv", "Order date", "Member number", 11_605),
        ("software/usage_events.csv", "Event time", "Account ID", 22_396),
        ("software/survey.csv", "Submitted at", "Account ID", 1_134),
    ],
)
def test_a_file_has_its_rows_known_people_and_no_later_day(file: str, heading: str, customer: str, rows: int) -> None:
    found = read(HERE / file)
    known = {row[key] for row in read((HERE / file).parent / "truth.csv") for key in ("customer_id", "email")}
    assert len(found) == rows
    assert {row[customer].lower() for row in found} - {name.lower() for name in known} <= {""}
    assert max(row[heading][:10] for row in found) <= LAST_DAY


@pytest.mark.parametrize("file", ["gift_shop/orders_export.csv", "pizza/till_lines.csv", "software/usage_events.csv"])
def test_every_business_is_open_on_the_last_day(file: str) -> None:
    assert LAST_DAY in (HERE / file).read_text("utf-8")


def test_shopify_rows_after_the_first_carry_only_their_line(shop) -> None:
    allowed = {"Name", "Email", "Created at", "Phone", "Vendor"}
    later = [row for row in shop["orders_export"] if not row["Id"]]
    filled = {heading for row in later for heading, cell in row.items() if cell}
    assert later and {heading for heading in filled if not heading.startswith("Lineitem")} <= allowed


def test_shopify_totals_add_up(shop, shop_orders) -> None:
    goods = defaultdict(Decimal)
    for row in shop["orders_export"]:
        goods[row["Name"]] += Decimal(row["Lineitem price"]) * int(row["Lineitem quantity"])
    for row in shop_orders:
        assert Decimal(row["Subtotal"]) == goods[row["Name"]] - Decimal(row["Discount Amount"])
        assert Decimal(row["Total"]) == Decimal(row["Subtotal"]) + Decimal(row["Shipping"])
        assert Decimal(row["Refunded Amount"]) <= Decimal(row["Total"])


def test_the_shop_has_the_mess_of_a_real_one(shop, shop_orders) -> None:
    states = Counter((row["Financial Status"], bool(row["Cancelled at"])) for row in shop_orders)
    assert {("paid", True), ("voided", True), ("pending", False), ("refunded", False)} <= set(states)
    assert states[("partially_refunded", False)] > 50
    nameless = [row for row in shop_orders if not row["Email"]]
    assert {bool(row["Phone"]) for row in nameless} == {True, False}
    assert all(row["Phone"].startswith("'+") for row in nameless if row["Phone"])
    assert any(row["Email"] != row["Email"].lower() for row in shop_orders)
    assert any("\n" in row["Notes"] for row in shop_orders)


def test_shopify_reports_what_a_customer_paid(shop, shop_orders) -> None:
    spent = defaultdict(Decimal)
    for row in shop_orders:
        if not row["Cancelled at"] and row["Financial Status"] != "pending":
            spent[row["Email"].lower()] += Decimal(row["Total"]) - Decimal(row["Refunded Amount"])
    assert all(Decimal(row["Total Spent"]) == spent[row["Email"]] for row in shop["customers_export"])


def test_planted_non_buyers_never_bought(shop, shop_orders) -> None:
    readers = {row["email"] for row in shop["truth"] if row["usage"] == "Non-user"}
    theirs = [row for row in shop_orders if row["Email"].lower() in readers]
    assert len(readers) == 480
    assert theirs and all(row["Cancelled at"] for row in theirs)


def test_a_till_line_is_quantity_times_price_less_discount() -> None:
    for row in read(HERE / "pizza" / "till_lines.csv"):
        full = int(row["Quantity"]) * Decimal(row["Unit price"])
        assert Decimal(row["Line total"]) == full - Decimal(row["Discount"])
