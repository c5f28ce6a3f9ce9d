"""Which version of a subscription, an invoice, a deal or a referral counts, when several exports have it? That of the newest export."""

from segkit.ingest.load.put_by import put_by
from segkit.ingest.load.recount import recount
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.work import Work
from segkit.ingest.recognise.systems import systems
from segkit.tables import TOLD_UP_TO
from segkit.words import literal, plural

# By what a record is known to be the same one in another file.
NUMBERS = {"subscriptions": "subscription_id", "invoices": "invoice_id", "deals": "deal_id", "referrals": "referral_id"}


def newest_counts(work: Work | Settling, table: str) -> int:
    """Put by the records that another file of this kind brought too, in the file that reaches less far; return how many of the own.

    Between exports that reach equally far, the one that was loaded later counts. It is the same record where its number and its
    customer agree; among exports of one system the number says it alone, as a deal may pass to another customer.
    """
    system, taken = _system(work), 0
    others = f"from files where main_table = {literal(table)} and source_id <> $source_id order by source_id"
    for other, its_name, its_system in work.run(f"select source_id, name, system {others}"):
        found = systems().get(system)
        alone = system == its_system and found is not None and not found.generic
        who = "" if alone else " and new.customer_key = old.customer_key"
        pairs = f"""from {table} new join {table} old on new.{NUMBERS[table]} = old.{NUMBERS[table]}{who}
            where new.source_id = $source_id and old.source_id = {int(other)}"""
        if not work.one(f"select count(*) {pairs}")[0]:
            continue
        what = table.removesuffix("s")
        if _is_newer(work, table, other):
            older = put_by(work, table, f"select distinct old.rowid as row, $source_id as replaced_by {pairs}")
            work.notes.append(f"{plural(older, what)} came with {literal(its_name)} already; this newer version counts.")
            recount(work.cursor, other)
        else:
            known = put_by(work, table, f"select distinct new.rowid as row, {int(other)} as replaced_by {pairs}")
            stands = "stands" if known == 1 else "stand"
            work.notes.append(f"{plural(known, what)} {stands} in {literal(its_name)} too, which is newer: counted once.")
            taken += known
    return taken


def _system(work: Work | Settling) -> str:
    if isinstance(work, Work):
        return work.match.system.key
    return work.one("select system from files where source_id = $source_id")[0]


def _is_newer(work: Work | Settling, table: str, other: int) -> bool:
    day = TOLD_UP_TO[table]
    mine, theirs = (work.one(f"select max({day}) from {table} where source_id = {source}")[0] for source in ("$source_id", int(other)))
    if mine is None or theirs is None or mine == theirs:
        return work.source_id > other
    return mine > theirs
