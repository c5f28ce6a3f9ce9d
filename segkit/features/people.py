"""Who the customers are: everyone in any table, with the contact details the lists need."""

from segkit.consent import CONSENTS
from segkit.features.base import Feature
from segkit.ingest.identity.who import is_staff
from segkit.ingest.parse.emails import is_alias
from segkit.tables import KNOWN_FROM

# Somebody without a sign-up day is known from the first thing they did; who never did anything was always known. Where only one of
# several files has the sign-up day, it holds for all of them.
_LATER = """
select customer_id from orders where ordered_on > $as_of
union all select customer_id from events where event_on > $as_of
union all select customer_id from surveys where answered_on > $as_of
union all select customer_id from customers where signed_up_on > $as_of
""" + "".join(f"union all select customer_id from {table} where {day} > $as_of\n" for table, day in KNOWN_FROM.items())
PEOPLE = f"""
select customer_id from (
    (select customer_id from customers where signed_up_on is null except select customer_id from ({_LATER}) as later)
    union select customer_id from customers where signed_up_on <= $as_of
    union select customer_id from orders where ordered_on <= $as_of
    union select customer_id from events where event_on <= $as_of
    union select customer_id from surveys where answered_on is null or answered_on <= $as_of
    {"".join(f"union select customer_id from {table} where {day} <= $as_of " for table, day in KNOWN_FROM.items())}
) as known where customer_id is not null and not {is_staff()}
"""


# Details may come from several files; the newest file that knows one wins, for all but consent.
def _newest(field: str) -> str:
    return f"arg_max({field}, (source_id, source_row)) filter ({field} is not null)"


# An address of the customer's own goes before one that a marketplace gave out, however new.
_EMAIL = f"arg_max(email, (not {is_alias('email')}, source_id, source_row)) filter (email is not null)"
_IS_ALIAS = f"bool_and({is_alias('email')}) filter (email is not null)"


# Nobody who said no is written to because another file says yes. Files of orders, which tell what was ticked long ago, are asked
# only where no file of customers answers; their rows about people have no row number, as they stand for many orders.
def _consent(field: str) -> str:
    return f"coalesce(bool_and({field}) filter (source_row is not null), bool_and({field}))"


_OWN_SQL = {"email": _EMAIL, "email_is_alias": _IS_ALIAS}
DETAILS = tuple(
    Feature(name, _OWN_SQL.get(name) or (_consent if name in CONSENTS else _newest)(name), title, unit, meaning)
    for name, title, unit, meaning in (
        ("email", "E-mail", "text", "E-mail address."),
        ("email_is_alias", "E-mail is an alias", "yes/no",
         "The address was given out by a marketplace or mail service in place of the customer's own; lists leave it out."),
        ("phone", "Phone", "text", "Phone number."),
        ("first_name", "First name", "text", "First name."),
        ("last_name", "Last name", "text", "Last name."),
        ("full_name", "Full name", "text", "Whole name."),
        ("country", "Country", "text", "Country."),
        ("region", "Region", "text", "State or region."),
        ("city", "Town", "text", "Town."),
        ("postcode", "Postcode", "text", "Postal code."),
        ("birthday", "Birthday", "day", "Day of birth."),
        ("signed_up_on", "Signed up", "day", "Day the customer became known."),
        ("channel", "Channel", "text", "Where the customer came from."),
        ("accepts_email", "Accepts e-mail", "yes/no", "Agreed to marketing by e-mail."),
        ("accepts_sms", "Accepts text messages", "yes/no", "Agreed to marketing by text message."),
        ("tags", "Tags", "text", "Tags."),
        ("extra", "Further columns", "text", "Every further column of the customers file, by its heading."),
    )
)


def details_select() -> str:
    """Return the SQL with one row per customer of the customers table and a column for each detail."""
    details = ", ".join(f"{d.sql} as {d.name}" for d in DETAILS)
    return f"select customer_id, {details} from customers where signed_up_on is null or signed_up_on <= $as_of group by customer_id"
