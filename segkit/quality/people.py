"""Who are the customers, and how can they be reached: shares with their numbers, and why not every customer is a buyer."""

from typing import Any

from segkit.ingest.identity.who import is_staff
from segkit.ingest.parse.emails import is_alias
from segkit.quality.base import WORTH_KNOWING, Data, Finding, Fix
from segkit.tables import PEOPLE_IN
from segkit.words import count, plural, share

_TOLD = (
    ("email", "an e-mail address", "lists for newsletters and ad platforms find people by it"),
    ("phone", "a phone number", "text messages need it, and ad platforms find people by it"),
)
_CONSENT = (("accepts_email", "e-mail"), ("accepts_sms", "text messages"))
_ELSEWHERE = " union ".join(f"select {person} as customer_id from {table}" for table, keys in PEOPLE_IN.items()
                            if table not in ("customers", "orders") for person, _ in keys)  # fmt: skip
_SQL = f"""
    with told as (
        select customer_id, bool_or(email is not null and not {is_alias('email')}) as email, bool_or(phone is not null) as phone,
            coalesce(bool_and(accepts_email) filter (source_row is not null), bool_and(accepts_email)) as accepts_email,
            coalesce(bool_and(accepts_sms) filter (source_row is not null), bool_and(accepts_sms)) as accepts_sms,
            0 as sold, 0 as pending, 0 as called_off, 0 as others
        from customers group by customer_id),
    did as (
        select customer_id, count(*) filter (status not in ('cancelled', 'test', 'refund_only', 'pending')) as sold,
            count(*) filter (status = 'pending') as pending, count(*) filter (status in ('cancelled', 'test')) as called_off,
            count(*) filter (status = 'refund_only') as others
        from orders group by customer_id),
    seen as ({_ELSEWHERE}),
    known as (
        select coalesce(told.customer_id, did.customer_id) as customer_id, told.email, told.phone, told.accepts_email, told.accepts_sms,
            coalesce(did.sold, 0) as sold, coalesce(did.pending, 0) as pending, coalesce(did.called_off, 0) as called_off,
            coalesce(did.others, 0) as others
        from told full join did on told.customer_id = did.customer_id),
    everybody as (
        select known.* from known
        union all by name select seen.customer_id, 0 as sold, 0 as pending, 0 as called_off, 0 as others
        from seen anti join known using (customer_id)),
    counted as (
        select * replace (coalesce(email, false) or (contains(customer_id, '@') and not {is_alias('customer_id')}) as email),
            {is_staff()} as staff
        from everybody where customer_id is not null)
    select count(*) as customers, count(*) filter (sold + pending > 0) as buyers,
        count(*) filter (sold = 0 and pending > 0) as only_pending,
        count(*) filter (sold + pending = 0 and called_off > 0) as only_called_off,
        count(*) filter (sold + pending + called_off = 0 and others > 0) as only_paid_back,
        count(*) filter (sold + pending + called_off + others = 0) as without_order,
        count(*) filter (email) as email, count(*) filter (phone) as phone,
        count(accepts_email) as knows_accepts_email, count(*) filter (accepts_email) as accepts_email,
        count(accepts_sms) as knows_accepts_sms, count(*) filter (accepts_sms) as accepts_sms,
        (select count(*) from counted where staff) as staff
    from counted where not staff"""


def people(data: Data) -> list[Finding]:
    """Return how customers known and customers with an order fit together, and who can be reached how."""
    found = data.one(_SQL, {"staff_domains": list(data.staff_domains)})
    if not found["customers"]:
        return []
    return [*_buyers(found), *(_contact(found, *one) for one in _TOLD), *(_consent(found, *one) for one in _CONSENT)]


def _buyers(found: dict[str, Any]) -> list[Finding]:
    customers, buyers = found["customers"], found["buyers"]
    parts = (
        (buyers, "have an order that counts"),
        (found["only_called_off"], "have cancelled or test orders only"),
        (found["only_paid_back"], "have money paid back only: their orders are not in the files"),
        (found["without_order"], "have no order in the files, such as newsletter subscribers and visitors"),
    )
    details = tuple(f"{count(number)} {words}" for number, words in parts if number)
    if found["only_pending"]:
        details += (f"{count(found['only_pending'])} of those with an order have pending ones only: they count, but not "
                    "where only paid orders do",)  # fmt: skip
    if found["staff"]:
        details += (f"{count(found['staff'])} of your own staff are not among them",)
    if customers == buyers:
        return [Finding("buyers", "Customers and buyers", f"All {plural(customers, 'customer')} have an order that counts.",
                        details=details[1:])]  # fmt: skip
    why = ("The files name more customers than the segments of buyers hold. Nobody is lost: the parts below add up. "
           "With an earlier as-of day there are fewer, as later customers are not known yet.")  # fmt: skip
    says = f"{plural(customers, 'customer')} known, {count(buyers)} of them with an order."
    return [Finding("buyers", "Customers and buyers", says, WORTH_KNOWING, customers - buyers, why, (), details)]


def _contact(found: dict[str, Any], name: str, words: str, why: str) -> Finding:
    customers, number = found["customers"], found[name]
    says = f"{count(number)} of {plural(customers, 'customer')} ({share(number / customers)}) have {words}."
    if 2 * number >= customers:
        return Finding(f"with_{name}", f"Customers with {words}", says)
    fix = Fix("file", f"Add the customers export of your shop or newsletter tool: it usually holds {words} for each customer.")
    reason = f"{why[:1].upper()}{why[1:]}; the others stay on the list without it."
    return Finding(f"with_{name}", f"Customers with {words}", says, WORTH_KNOWING, customers - number, reason, (fix,))


def _consent(found: dict[str, Any], name: str, words: str) -> Finding:
    customers, known, agreed = found["customers"], found[f"knows_{name}"], found[name]
    title = f"Consent to {words}"
    if known == customers:
        return Finding(f"knows_{name}", title, f"Known for all {plural(customers, 'customer')}: {count(agreed)} agreed.")
    says = (f"Known for {count(known)} of {plural(customers, 'customer')} ({share(known / customers)}): {count(agreed)} agreed."
            if known else f"No file says who agreed to {words} ({plural(customers, 'customer')}).")  # fmt: skip
    fix = Fix("file", "Add the customers or newsletter export that says who agreed; unknown counts as not agreed.")
    return Finding(f"knows_{name}", title, says, WORTH_KNOWING, customers - known,
                   "Advertising needs consent; a list that asks for it leaves everybody out of whom nobody knows.", (fix,))  # fmt: skip
