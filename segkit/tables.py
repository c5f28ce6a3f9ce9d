"""The canonical tables: what every export is turned into, field by field, and what one row stands for."""

from dataclasses import dataclass

MONEY = "DECIMAL(18,4)"


@dataclass(frozen=True)
class Field:
    """One column of a canonical table. `role` says how a file's text becomes its value."""

    name: str
    role: str  # id | text | email | phone | date | time | money | number | yes_no | status
    meaning: str
    required: bool = False

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.role]


@dataclass(frozen=True)
class Table:
    """One canonical table: its grain in words and its fields."""

    name: str
    grain: str
    fields: tuple[Field, ...]

    def __getitem__(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


SQL_TYPES = {
    "id": "VARCHAR", "text": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR", "status": "VARCHAR", "time": "TIMESTAMP",
    "date": "DATE", "money": MONEY, "number": "DOUBLE", "yes_no": "BOOLEAN", "row": "BIGINT", "pairs": "MAP(VARCHAR, VARCHAR)",
}  # fmt: skip

_PERSON = (
    Field("customer_id", "id", "The person, after records of one person were linked.", required=True),
    Field("customer_key", "id", "The id as the file gave it."),
)
_ORIGIN = (
    Field("source_id", "row", "The file the row came from."),
    Field("source_row", "row", "The row number in that file."),
)

CUSTOMERS = Table("customers", "one row per customer and file", (
    *_PERSON,
    Field("email", "email", "E-mail address, lower case."),
    Field("phone", "phone", "Phone number as given."),
    Field("first_name", "text", "First name."),
    Field("last_name", "text", "Last name."),
    Field("full_name", "text", "Whole name, where the file has only that."),
    Field("country", "text", "Country."),
    Field("region", "text", "State, province or region."),
    Field("city", "text", "Town."),
    Field("postcode", "text", "Postal code."),
    Field("birthday", "date", "Day of birth."),
    Field("signed_up_on", "date", "Day the customer became known."),
    Field("channel", "text", "Where the customer came from."),
    Field("accepts_email", "yes_no", "Agreed to marketing by e-mail."),
    Field("accepts_sms", "yes_no", "Agreed to marketing by text message."),
    Field("tags", "text", "Tags, separated by commas."),
    Field("extra", "pairs", "Every other column of the file, by heading."),
    *_ORIGIN,
))  # fmt: skip

ORDERS = Table("orders", "one row per order", (
    Field("order_id", "id", "The order's number; made from file and row where the file has none.", required=True),
    *_PERSON,
    Field("ordered_at", "time", "When it was ordered, local time of the shop.", required=True),
    Field("ordered_on", "date", "The day it was ordered."),
    Field("total", "money", "What the customer was charged, tax and shipping included where the file includes them.", required=True),
    Field("refunded", "money", "What was paid back."),
    Field("discount", "money", "Discount on the whole order."),
    Field("shipping", "money", "Shipping charged."),
    Field("tax", "money", "Tax charged."),
    Field("currency", "text", "Three-letter currency."),
    Field("status", "status", "completed, pending, cancelled, refunded, partially_refunded, refund_only or test."),
    Field("status_in_file", "text", "The status as the file words it."),
    Field("coupon", "text", "Discount code."),
    Field("channel", "text", "Where the order came from."),
    Field("payment_method", "text", "How it was paid."),
    Field("shipping_method", "text", "How it was sent."),
    Field("is_gift", "yes_no", "Gift flag, gift note, or sent to somebody else."),
    Field("country", "text", "Country it was sent to."),
    Field("city", "text", "Town it was sent to."),
    Field("units", "number", "Items in the order."),
    *_ORIGIN,
))  # fmt: skip

ORDER_LINES = Table("order_lines", "one row per product in an order", (
    Field("order_id", "id", "The order it belongs to.", required=True),
    *_PERSON,
    Field("ordered_on", "date", "The day it was ordered."),
    Field("line_number", "row", "Position in the order."),
    Field("product", "text", "Product name.", required=True),
    Field("sku", "text", "Stock number."),
    Field("category", "text", "Category."),
    Field("brand", "text", "Brand."),
    Field("quantity", "number", "Units; negative when returned."),
    Field("unit_price", "money", "Price of one."),
    Field("line_total", "money", "Price of the line after its discount."),
    Field("line_discount", "money", "Discount on the line."),
    *_ORIGIN,
))  # fmt: skip

EVENTS = Table("events", "one row per thing a person did", (
    *_PERSON,
    Field("event_name", "text", "What happened.", required=True),
    Field("event_at", "time", "When it happened.", required=True),
    Field("event_on", "date", "The day it happened."),
    Field("session_id", "id", "The visit it belongs to."),
    Field("product", "text", "The product it was about."),
    Field("category", "text", "The category it was about."),
    Field("value", "money", "Money value."),
    Field("properties", "text", "Every other column of the file, as JSON."),
    *_ORIGIN,
))  # fmt: skip

SURVEYS = Table("surveys", "one row per answer", (
    *_PERSON,
    Field("answered_on", "date", "The day of the answer."),
    Field("question", "text", "The question."),
    Field("score", "number", "The score given."),
    Field("answer", "text", "The answer in words."),
    Field("scale", "text", "nps for the recommend question, else empty."),
    *_ORIGIN,
))  # fmt: skip

SET_ASIDE = Table("set_aside", "one row per row of a file that was not used", (
    *_ORIGIN,
    Field("reason", "text", "Why it was not used."),
    Field("row_text", "text", "The row as it stood in the file."),
))  # fmt: skip

FILES = Table("files", "one row per loaded file", (
    Field("source_id", "row", "Number of the file."),
    Field("name", "text", "The file's name."),
    Field("path", "text", "Where it lies."),
    Field("sha256", "text", "Fingerprint of its bytes."),
    Field("system", "text", "The system that wrote it."),
    Field("main_table", "text", "The table it mainly fills."),
    Field("report", "text", "The load report as JSON."),
))  # fmt: skip

DATA_TABLES = (CUSTOMERS, ORDERS, ORDER_LINES, EVENTS, SURVEYS)
TABLES = {table.name: table for table in (*DATA_TABLES, SET_ASIDE, FILES)}


def create_statements() -> list[str]:
    """Return the SQL that creates every canonical table that does not exist yet."""
    return [
        f"create table if not exists {table.name} ({', '.join(f'{f.name} {f.sql_type}' for f in table.fields)})"
        for table in TABLES.values()
    ]
