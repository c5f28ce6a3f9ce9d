"""Is it the same record again? Numbers that stand on several rows of one file; those of other files are in newest."""

from segkit.ingest.load.kinds import Kind
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.report import Question
from segkit.words import plural

_ITS_ROWS = "partition by number, person"


def settle_numbers(work: Work, kind: Kind) -> None:
    """Leave one row per record in the table `records`.

    Rows that are the same count once. A made number that is on several rows stands for several records. The rows of a subscription
    with several plans are its parts; of any other record the last row is its newest version.
    """
    same = [f.name for f in kind.table.fields if f.name not in ("customer_id", "customer_key", "source_id", "source_row", "extra")]
    _drop(work, f"select source_row from (select source_row, row_number() over (partition by number, person, {', '.join(same)} "
                "order by source_row) as place from records) where place > 1")  # fmt: skip
    if not work.one("select count(*) from (select 1 from records group by number, person having count(*) > 1)")[0]:
        return
    work.run(f"""
        update records set number = records.number || ' (' || twin.place || ')' from (
            select source_row as row, row_number() over ({_ITS_ROWS} order by source_row) as place from records where made) twin
        where records.source_row = twin.row and twin.place > 1""")
    if kind.table.name == "subscriptions":
        _join_plans(work)
    elif kind.table.name == "invoices":
        _settle_invoices(work)
    _drop(work, f"select source_row from (select source_row, row_number() over ({_ITS_ROWS} order by source_row desc) as place "
                "from records) where place > 1")  # fmt: skip


def _drop(work: Work, rows: str) -> int:
    return work.one(f"delete from records where source_row in ({rows})")[0]


def _join_plans(work: Work) -> None:
    """Make one row of a subscription that has a row per plan: its plans joined, its amounts added."""
    joined = work.one("""
        update records set plan = whole.plan, quantity = 1, amount = whole.amount, monthly_amount = whole.monthly_amount, mrr = whole.mrr
        from (
            select max(source_row) as row, string_agg(plan, ' + ' order by source_row) as plan, sum(mrr) as mrr,
                sum(amount * coalesce(quantity, 1)) as amount, sum(monthly_amount) as monthly_amount
            from records group by number, person having count(*) > 1 and count(distinct plan) > 1 and count(distinct currency) < 2) whole
        where records.source_row = whole.row""")[0]
    if joined:
        have = plural(joined, "subscription has", "subscriptions have")
        work.notes.append(f"{have} several plans, a row each: their amounts are added up.")


def _settle_invoices(work: Work) -> None:
    """Add up the rows of an invoice or take one of them, as the user says, where their amounts differ; else they are its lines."""
    repeated = work.one("""
        select count(*) from (
            select 1 from records group by number, person having count(*) > 1 and count(distinct (amount_due, amount_paid)) > 1)""")[0]
    if not repeated:
        return
    answer = work.answer("repeated_invoices")
    if not answer:
        raise Unanswered(Question(
            "repeated_invoices",
            f"{plural(repeated, 'invoice number repeats', 'invoice numbers repeat')} on rows with different amounts. What are those rows?",
            (("add", "Parts of one invoice: add the amounts"), ("once", "Newer versions of the invoice: the last row counts")),
            "Adding a repeated amount would count money twice.",
        ))  # fmt: skip
    if answer == "add":
        amounts = ("amount_due", "amount_paid", "refunded", "tax")
        work.run(f"""
            update records set {', '.join(f'{name} = whole.{name}' for name in amounts)} from (
                select max(source_row) as row, {', '.join(f'sum({name}) as {name}' for name in amounts)}
                from records group by number, person having count(*) > 1) whole
            where records.source_row = whole.row""")
