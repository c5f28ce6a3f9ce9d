"""Does the file hold rows twice? Rows that are alike to the last letter: one thing written twice, or two things alike."""

from segkit.ingest.load.work import Unanswered, Work, as_table
from segkit.ingest.report import Question
from segkit.words import plural

KEY = "repeated_rows"
_NEARLY_ALL, _ENOUGH_ROWS = 0.95, 8
_LARGE = 500_000  # rows; of larger files a part of the customers is looked at
_LINE = "product, sku, quantity, unit_price, line_total"
_LIKE = {
    "events": "customer_key, event_name, event_at, session_id, product, value", "orders": "customer_key, ordered_at, total, status",
}  # fmt: skip


def settle_twins(work: Work) -> None:
    """Note the rows of an order that are alike in everything; ask where nearly every row is there twice."""
    columns = [name for name in work.columns_of("usable") if name != "source_row"]
    alike = ", ".join(columns)
    part = f"usable {_part(work, 'order_key') or 'where true'}"
    # Hardly any order has the same product twice; only of those all columns are compared.
    same_product = f"select order_key from {part} group by order_key, {_LINE} having count(*) > 1"
    rows, repeated, spare = work.one(
        f"""select (select count(*) from {part}), coalesce(sum(often), 0)::bigint, coalesce(sum(often - 1), 0)::bigint
        from (select count(*) as often from {part} and order_key in ({same_product}) group by {alike} having count(*) > 1)"""
    )
    if not repeated:
        return
    answer = work.answer(KEY)
    if not answer and rows >= _ENOUGH_ROWS and repeated >= _NEARLY_ALL * rows:
        raise Unanswered(_ask(rows))
    if answer == "once":
        as_table(work, "usable")
        work.values["twins_merged"] = work.one(
            f"delete from usable where source_row not in (select min(source_row) from usable group by {alike})"
        )[0]
        return
    told = "rows repeat" if spare > 1 else "row repeats"
    work.notes.append(f"{_about(work)}{spare:,} {told} another row of the same order to the last letter: counted as bought again.")


def note_twins(work: Work, table: str) -> None:
    """Note how many rows written to the table repeat another one of this file in everything that counts."""
    where = _part(work, "customer_key") or "where true"
    (spare,) = work.one(
        f"""select coalesce(sum(often - 1), 0)::bigint from
        (select count(*) as often from {table} {where} and source_id = $source_id group by {_LIKE[table]}) where often > 1"""
    )
    if spare:
        work.notes.append(f"{_about(work)}{plural(spare, 'row')} repeat another row of this file to the last letter: counted all the same.")


def merged_twins(work: Work) -> int:
    """Return how many rows were left out because they are in the file twice."""
    return work.values.get("twins_merged", 0)


def _part(work: Work, column: str) -> str:
    return f"where hash({column}) % 16 = 0" if _is_large(work) else ""


def _is_large(work: Work) -> bool:
    return work.source.rows is not None and work.source.rows > _LARGE


def _about(work: Work) -> str:
    return "In a sixteenth of the file, " if _is_large(work) else ""


def _ask(rows: int) -> Question:
    return Question(
        KEY,
        "Nearly every row stands in the file twice. What are the second ones?",
        (("once", "The same rows again: count each once"), ("add", "Bought again: count all of them")),
        f"{plural(rows, 'row')} were compared to the last letter. Counting a row twice would double its amount.",
    )  # fmt: skip
