"""Which orders of two files are the same one? Pairs by number, day and person; by time and amount where there is no number."""

from segkit.ingest.load.people import keep_same_person
from segkit.ingest.load.put_by import UNNUMBERED
from segkit.ingest.load.settling import Settling
from segkit.ingest.load.work import Work

# How far an order has come: of two versions, the one further on is the later one. A payment that failed may be tried again.
_STATES = "['pending', 'completed', 'partially_refunded', 'refunded', 'cancelled']"
_MAY_COME = ("fail|declin|expired|reject|draft|abandon|requires|incomplete|denied|blocked|unsuccess|entwurf|fehlgeschlagen|brouillon|échou|"
             "refus|borrador|fallid|rechaz|rascunho|falhou|recusad|nháp|không thành công|草稿|下書き|失败|失敗")  # fmt: skip
_FAR = f"""(case when {{0}}.status <> 'cancelled' or not coalesce(regexp_matches(lower({{0}}.status_in_file), '{_MAY_COME}'), false)
    then coalesce(list_position({_STATES}, {{0}}.status), 0) else 0 end, coalesce({{0}}.refunded, 0))"""
_PAIRED = f"""new.rowid as new_row, old.rowid as old_row, new.order_id as new_order, old.order_id as old_order,
    new.customer_key as new_key, old.customer_key as old_key, new.customer_id as new_person, old.customer_id as old_person,
    new.ordered_on as new_day, old.ordered_on as old_day, coalesce(new.platform_order_id = old.platform_order_id, false) as by_id,
    (new.total, new.refunded, new.status) is not distinct from (old.total, old.refunded, old.status) as unchanged,
    {_FAR.format("old")} as old_state, {_FAR.format("new")} as new_state,
    old_state > new_state as old_is_further, new_state > old_state as new_is_further, new.total = old.total as as_much,
    old_is_further and (old.status = 'cancelled' or coalesce(old.refunded, 0) > coalesce(new.refunded, 0)) as old_gives_back,
    new_is_further and (new.status = 'cancelled' or coalesce(new.refunded, 0) > coalesce(old.refunded, 0)) as new_gives_back"""
# A credit note, also one that was called off, may have the number of the sale it pays back, and is no version of it.
_IS_BACK = "({0}status = 'refund_only' or ({0}total = 0 and {0}refunded > 0))"
_BACK = f"{_IS_BACK.format('old.')} = {_IS_BACK.format('new.')}"
_SAME_DAY = f"orders new join orders old on old.order_id = new.order_id and old.ordered_on = new.ordered_on and {_BACK}"
# The id that the shop system gives an order decides where both files have it: numbers, days and addresses may be corrected later.
_SAME_ID = f"orders new join orders old on old.platform_order_id = new.platform_order_id and {_BACK}"
_NO_OTHER_ID = "coalesce(new.platform_order_id = old.platform_order_id, true)"
_HAS_IDS = "select 1 from {} where source_id = {} and platform_order_id is not null limit 1"
# Another time zone moves orders of the evening to the next day. Only a number that both files have but once may do so: tills start
# again with the same numbers the next day.
_DAY_APART = f"""(select min(rowid) filter (source_id = $source_id) as new_row, min(rowid) filter (source_id = $other) as old_row
        from orders where source_id in ($source_id, $other) and order_id in (
            select order_id from orders where source_id = $source_id and rowid not in (select new_row from met))
        group by order_id, {_IS_BACK.format('')}
        having count(*) = 2 and min(source_id) < max(source_id) and max(ordered_on) - min(ordered_on) = 1) once
    join orders new on new.rowid = once.new_row join orders old on old.rowid = once.old_row"""

_PARCELS = """new.order_id as new_order, old.order_id as old_order, new.key as new_key, old.key as old_key,
    new.person as new_person, old.person as old_person, new.day as new_day, old.day as old_day,
    coalesce(new.platform_id = old.platform_id, false) as by_id,
    (new.number, new.content) is not distinct from (old.number, old.content) as unchanged,
    old.number > new.number as old_is_further, new.number > old.number as new_is_further, old.returned > new.returned as old_gives_back"""
_ONCE = """select order_id, back from parcels group by all
    having count(*) = 2 and min(source_id) < max(source_id) and max(day) - min(day) = 1"""


def pair_orders(work: Work | Settling, verdict: str) -> None:
    """Pair orders of one number, day and person in the table `met`; the person may go by an id here and by an e-mail address there.

    `verdict` is the SQL that says whether the new one of two is the one to put by.
    """
    found = f"select *, {verdict} as drop_new from (select {_PAIRED}, true as numbered from"
    one_of_each = f"where new.source_id = $source_id and old.source_id = $other and {_NO_OTHER_ID}"
    work.run(f"create or replace temp table met as {found} {_SAME_DAY} {one_of_each})")
    if _both_have_ids(work, "orders"):
        work.run(f"insert into met by name {found} {_SAME_ID} {one_of_each} and new.rowid not in (select new_row from met))")
    work.run(f"insert into met by name {found} {_DAY_APART} {one_of_each})")
    keep_same_person(work, "met")


def _both_have_ids(work: Work | Settling, table: str) -> bool:
    return all(work.run(_HAS_IDS.format(table, source)) for source in ("$source_id", "$other"))


def pair_unnumbered(work: Work | Settling, moment: str, verdict: str, linked: bool = False) -> None:
    """Pair orders without a number of one customer, time and amount: as many as both files have.

    With `linked`, a customer is everybody whose records were just joined; pairs of records that were one person before are
    left out, as they were settled then.
    """
    who, just, apart = "customer_key", "", ""
    if linked:
        before = "coalesce((select customer_id from linked_before where customer_key = {}.customer_key), {}.customer_key)"
        who, just = "customer_id", "and customer_id in (select person from just_joined)"
        apart = f"and {before.format('new', 'new')} <> {before.format('old', 'old')}"
    # A row that takes money back has no total, its amount is what went back.
    work.run(f"""
        insert into met by name
        with alike as (
            select *, rowid, {who} as who, {moment} as moment, status = 'refund_only' as back,
                case when status = 'refund_only' then refunded else total end as amount,
                row_number() over (partition by source_id, who, {moment}, back, amount order by length(order_id), order_id) as place
            from orders where source_id in ($source_id, $other) and {UNNUMBERED} {just})
        select *, {verdict} as drop_new from (
            select {_PAIRED}, false as numbered
            from alike new join alike old using (who, moment, back, amount, place)
            where new.source_id = $source_id and old.source_id = $other {apart})""")


def pair_lines(work: Work | Settling, verdict: str) -> None:
    """Pair the orders of which both files have lines in the table `lines_met`, also where the order itself comes from a third file."""
    some = "select 1 from order_lines where source_id = {} limit 1"
    both = all(work.run(some.format(source)) for source in ("$source_id", "$other"))
    work.run(f"""
        create or replace temp table parcels as
        select source_id, order_id, customer_key as key, any_value(customer_id) as person, ordered_on as day,
            any_value(platform_order_id) as platform_id,
            coalesce(sum(line_total), sum(quantity)) < 0 as back, count(*) as number, (sum(quantity), sum(line_total)) as content,
            coalesce(-sum(line_total) filter (quantity < 0 or line_total < 0), 0) as returned
        from order_lines where {both} and source_id in ($source_id, $other) and ordered_on between $new_first - 1 and $new_last + 1
        group by source_id, order_id, customer_key, ordered_on""")
    found = f"select *, {verdict} as drop_new from (select {_PARCELS}"
    one_of_each = "where new.source_id = $source_id and old.source_id = $other and coalesce(new.platform_id = old.platform_id, true))"
    renamed = f"{one_of_each[:-1]} and (new.order_id, new.day) <> (old.order_id, old.day))"
    work.run(f"""create or replace temp table lines_met as
        {found} from parcels new join parcels old using (order_id, day, back) {one_of_each}
        union all by name {found} from parcels new join parcels old using (platform_id, back) {renamed}
        union all by name {found} from ({_ONCE}) once
            join parcels new using (order_id, back) join parcels old using (order_id, back) {one_of_each}
        union all by name select new_order, old_order, new_key, old_key, new_person, old_person, new_day, old_day,
            by_id, unchanged, old_is_further, old_gives_back, drop_new from met where not numbered""")
    keep_same_person(work, "lines_met")
