"""What makes a subscription, an invoice, a deal and a referral: its number, its person, and what follows from its columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from segkit.ingest.load.states import interval_sql, state_sql
from segkit.ingest.load.work import Work
from segkit.ingest.parse.states import PER_MONTH
from segkit.tables import DEALS, INVOICES, MONEY, REFERRALS, SUBSCRIPTIONS, Table

SQL = Mapping[str, str]
_BRINGS_MONEY = "('active', 'past_due')"  # a trial, a pause and an end bring none


@dataclass(frozen=True)
class Kind:
    """One kind of record. Expressions are SQL: of `person` and `beside` over the file, the others over its staged rows.

    `made_of` names the columns that tell records without a number apart, `needs` what a row must have and the reason where it has
    not, `follows` the columns that are worked out, and `told` what is known of its person under another name than usual.
    """

    table: Table
    number: str
    made_of: tuple[str, ...]
    day: str
    follows: Callable[[Work], SQL]
    person: Callable[[Work], str] = lambda work: work.columns.person
    beside: tuple[str, ...] = ()
    needs: tuple[tuple[tuple[str, ...], str], ...] = ()
    told: Mapping[str, tuple[str, ...]] | None = None


def _subscription(work: Work) -> SQL:
    over = "coalesce(ended_on, cancel_requested_on)"
    by_days = f"case when {over} is not null then 'canceled' else 'active' end"
    status = state_sql(work, "status", "subscriptions", by_days)
    interval, number = interval_sql(work)
    periods = " ".join(f"when '{name}' then {sql.format('(amount * coalesce(quantity, 1))')}" for name, sql in PER_MONTH.items())
    computed = f"cast(round(case {interval} {periods} end / greatest({number}, 1), 4) as {MONEY})"
    monthly = f"coalesce(mrr, cast(arr / 12 as {MONEY}), {computed})"
    return {
        "status_in_file": "status", "status": status, "interval": interval, "interval_count": number, "monthly_amount": monthly,
        "mrr": f"case when {status} in {_BRINGS_MONEY} then {monthly} else 0 end", "started_on": "cast(started_at as date)",
        "ended_on": f"case when {status} = 'canceled' then {over} else ended_on end",
    }  # fmt: skip


def _invoice(work: Work) -> SQL:
    by_amount = "case when paid_on is not null or (amount_paid > 0 and amount_paid >= coalesce(amount_due, 0)) then 'paid' else 'open' end"
    status = state_sql(work, "status", "invoices", by_amount)
    paid = "amount_paid" if "amount_paid" in work.columns else f"case when {status} = 'paid' then amount_due else 0 end"
    return {"status_in_file": "status", "status": status, "amount_paid": paid, "amount_due": "coalesce(amount_due, amount_paid)"}


def _deal(work: Work) -> SQL:
    by_stage = state_sql(work, "stage", "deals", "'open'")
    status = state_sql(work, "status", "deals", by_stage) if "status" in work.columns else by_stage
    in_per_cent = "probability * case when (select max(probability) from staged) <= 1 then 100 else 1 end"  # some write 0.75, some 75
    return {"status": status, "stage": "coalesce(stage, status)", "probability": in_per_cent}


def _referral(work: Work) -> SQL:
    status = state_sql(work, "status", "referrals", "'successful'" if "status" not in work.columns else "'pending'")
    key = "coalesce(referred_id, referred_email)"
    return {"status_in_file": "status", "status": status, "referred_id": key, "referred_key": key}


def _of_deal(work: Work) -> str:
    """Return the first of the people whom a deal names; without one, its company is the customer."""
    company = work.columns.get("company")
    return f"coalesce(nullif(trim(split_part({work.columns.person}, ';', 1)), ''), {company})"


def _referrer(work: Work) -> str:
    named = [work.columns.value[name] for name in ("referrer_id", "referrer_email") if name in work.columns]
    return f"coalesce({', '.join([*named, work.columns.person])})"


KINDS = {
    kind.table.name: kind
    for kind in (
        Kind(SUBSCRIPTIONS, "subscription_id", ("person", "plan", "started_at"), "cast(started_at as date)", _subscription,
             beside=("arr",)),
        Kind(INVOICES, "invoice_id", (), "issued_on", _invoice, needs=((("amount_due", "amount_paid"), "no amount on the row"),)),
        Kind(DEALS, "deal_id", ("deal_name", "person"), "created_on", _deal, person=_of_deal,
             needs=((("deal_id", "deal_name"), "no deal on the row"),), told={"full_name": ("full_name", "company")}),
        Kind(REFERRALS, "referral_id", ("person", "referred_key"), "referred_on", _referral, person=_referrer,
             beside=("referred_email", "referred_name", "referrer_email", "referrer_name"),
             needs=((("referred_id", "referred_email"), "nobody on the row who was referred"),),
             told={"email": ("referrer_email", "email"), "full_name": ("referrer_name", "full_name")}),
    )
}  # fmt: skip
