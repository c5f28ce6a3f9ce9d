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
    Field("phone", "phone", "Phone number with + and country code; only its digits where no country is known."),
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
    Field("order_id", "id", "The order's number, after the shop where one is named; made from file and row where the file has none.",
          required=True),
    Field("platform_order_id", "id", "The id that the shop system itself gave the order, where the file has it."),
    Field("store", "text", "The shop it is from; empty where there is one only."),
    *_PERSON,
    Field("ordered_at", "time", "When it was ordered, local time of the shop.", required=True),
    Field("ordered_on", "date", "The day it was ordered."),
    Field("total", "money", "What the customer was charged, tax and shipping included where the file includes them.", required=True),
    Field("refunded", "money", "What was paid back."),
    Field("discount", "money", "Discount on the whole order."),
    Field("shipping", "money", "Shipping charged."),
    Field("tax", "money", "Tax charged."),
    Field("currency", "text", "Three-letter currency."),
    Field("currency_in_file", "text", "The currency that the file's amounts were in, where they were converted."),
    Field("fx_rate", "number", "What one of it was worth in the project's currency: each amount is the file's times this."),
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
    Field("platform_order_id", "id", "The id that the shop system itself gave the order, where the file has it."),
    Field("store", "text", "The shop it is from; empty where there is one only."),
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

SUBSCRIPTIONS = Table("subscriptions", "one row per subscription", (
    Field("subscription_id", "id", "The subscription's number; made from person, plan and start where the file has none.", required=True),
    *_PERSON,
    Field("plan", "text", "The plan; several plans of one subscription are joined by +."),
    Field("interval", "text", "How often it is paid: day, week, month, quarter, half_year, year, or once."),
    Field("interval_count", "number", "It is paid every so many intervals."),
    Field("quantity", "number", "Seats or pieces."),
    Field("amount", "money", "Price of one piece for one period."),
    Field("currency", "text", "Three-letter currency; amounts of several currencies stand side by side and are never added."),
    Field("monthly_amount", "money", "What it brings a month while it runs: amount times quantity, brought to a month."),
    Field("mrr", "money", "What it brings a month as the file has it: the monthly amount while active or past due, else 0."),
    Field("status", "status", "trialing, active, past_due, unpaid, paused, incomplete or canceled."),
    Field("status_in_file", "text", "The status as the file words it."),
    Field("started_at", "time", "When it started."),
    Field("started_on", "date", "The day it started."),
    Field("trial_start", "date", "First day of the trial."),
    Field("trial_end", "date", "Last day of the trial."),
    Field("current_period_end", "date", "Up to when it is paid; may lie ahead."),
    Field("cancel_requested_on", "date", "The day the customer called it off; it may run on to the end of the period."),
    Field("ended_on", "date", "The day it was over."),
    Field("cancel_reason", "text", "Why it was called off."),
    Field("extra", "pairs", "Every other column of the file, by heading."),
    *_ORIGIN,
))  # fmt: skip

INVOICES = Table("invoices", "one row per invoice", (
    Field("invoice_id", "id", "The invoice's number; made from file and row where the file has none.", required=True),
    *_PERSON,
    Field("subscription_id", "id", "The subscription it bills."),
    Field("issued_on", "date", "The day of the invoice."),
    Field("due_on", "date", "The day it is to be paid; may lie ahead."),
    Field("paid_on", "date", "The day it was paid."),
    Field("amount_due", "money", "What is to be paid, before any payment."),
    Field("amount_paid", "money", "What was paid."),
    Field("refunded", "money", "What was paid back."),
    Field("tax", "money", "Tax in it."),
    Field("currency", "text", "Three-letter currency."),
    Field("status", "status", "draft, open, paid, void or uncollectible."),
    Field("status_in_file", "text", "The status as the file words it."),
    Field("attempt_count", "number", "How often payment was tried."),
    Field("extra", "pairs", "Every other column of the file, by heading."),
    *_ORIGIN,
))  # fmt: skip

DEALS = Table("deals", "one row per deal", (
    Field("deal_id", "id", "The deal's number; made from its name and customer where the file has none.", required=True),
    *_PERSON,
    Field("company", "text", "The company the deal is with."),
    Field("deal_name", "text", "The deal's name."),
    Field("pipeline", "text", "The pipeline it is in."),
    Field("stage", "text", "The stage as the file words it."),
    Field("status", "status", "open, won or lost."),
    Field("amount", "money", "What it is worth."),
    Field("currency", "text", "Three-letter currency."),
    Field("probability", "number", "How likely it is won, in per cent."),
    Field("created_on", "date", "The day it began."),
    Field("closes_on", "date", "The day it was closed; of an open deal, the day that is hoped for."),
    Field("owner", "text", "Who looks after it."),
    Field("channel", "text", "Where it came from."),
    Field("extra", "pairs", "Every other column of the file, by heading."),
    *_ORIGIN,
))  # fmt: skip

CONTACTS = Table("contacts", "one row per person, message and what became of it", (
    *_PERSON,
    Field("action", "status", "sent, opened, clicked, bounced, unsubscribed, complained or other.", required=True),
    Field("contacted_at", "time", "When it happened.", required=True),
    Field("contacted_on", "date", "The day it happened."),
    Field("times", "number", "How often, where the file counts it; else 1."),
    Field("campaign", "text", "The campaign or flow."),
    Field("message", "text", "The message: its name or subject."),
    Field("channel", "text", "E-mail, text message, push …"),
    Field("link", "text", "The link that was clicked."),
    Field("extra", "pairs", "Every other column of the file, by heading."),
    *_ORIGIN,
))  # fmt: skip

REFERRALS = Table("referrals", "one row per person who was referred", (
    Field("referral_id", "id", "The referral's number; made from both people where the file has none.", required=True),
    *_PERSON,
    Field("referred_id", "id", "The person who was referred, after records of one person were linked."),
    Field("referred_key", "id", "The referred person's id or e-mail address as the file gave it."),
    Field("referred_on", "date", "The day of the referral."),
    Field("code", "text", "The code or link that was shared."),
    Field("reward", "text", "What the referrer got for it."),
    Field("status", "status", "pending, successful or rejected."),
    Field("status_in_file", "text", "The status as the file words it."),
    Field("extra", "pairs", "Every other column of the file, by heading."),
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

LAYOUTS = Table("layouts", "one row per set of headings that was loaded; stays when the file goes", (
    Field("fingerprint", "text", "Stands for the headings, in whatever order."),
    Field("name", "text", "The last file with them."),
    Field("system", "text", "The system that wrote it."),
    Field("chosen", "text", "What was chosen for it, as JSON: kind, column map and answers."),
))  # fmt: skip

OF_ORDERS = (ORDERS.name, ORDER_LINES.name)
DATA_TABLES = (CUSTOMERS, ORDERS, ORDER_LINES, EVENTS, SURVEYS, SUBSCRIPTIONS, INVOICES, DEALS, CONTACTS, REFERRALS)
RECORDS = ("subscriptions", "invoices", "deals", "referrals")  # with a number and a state of their own, that change from export to export
# Every column that says which person a row is about, with the key that the file gave.
PEOPLE_IN = {table.name: (("customer_id", "customer_key"),) for table in DATA_TABLES}
PEOPLE_IN["referrals"] += (("referred_id", "referred_key"),)
# The day from which a row of these tables is known, and the last day that it tells of, as SQL. What may lie ahead, as the end of a
# paid period or the day on which a deal is hoped to close, is neither.
KNOWN_FROM = {
    "subscriptions": "started_on", "invoices": "issued_on", "deals": "created_on", "contacts": "contacted_on", "referrals": "referred_on",
}
TOLD_UP_TO = {
    "subscriptions": "greatest(started_on, trial_start, cancel_requested_on, case when status = 'canceled' then ended_on end)",
    "invoices": "greatest(issued_on, paid_on)",
    "deals": "greatest(created_on, case when status <> 'open' then closes_on end)",
    "contacts": "contacted_on", "referrals": "referred_on",
}  # fmt: skip
TABLES = {table.name: table for table in (*DATA_TABLES, SET_ASIDE, FILES, LAYOUTS)}


def create_statements() -> list[str]:
    """Return the SQL that creates every canonical table that does not exist yet."""
    return [
        f"create table if not exists {table.name} ({', '.join(f'{f.name} {f.sql_type}' for f in table.fields)})"
        for table in TABLES.values()
    ]
