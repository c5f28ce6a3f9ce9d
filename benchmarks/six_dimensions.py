"""Six dimensions: what do all six classic dimensions at once cost, against the same six in one query?"""
from pathlib import Path

from benchmarks.data import Sizes
from benchmarks.measure import Row, alternate, in_seconds, median, timed
from benchmarks.subject import same, subject
from segkit import Project

SIX = ("rfm", "benefit", "occasion", "loyalty", "usage", "aida")


def six_dimensions(sizes: Sizes, folder: Path) -> list[Row]:
    """Return one row: customers, orders and spend per segment of six dimensions."""
    with subject(sizes, folder) as (project, con):
        sql, values = _by_hand(project)
        found = {}

        def ours(turn: int) -> float:
            seconds, found["ours"] = timed(lambda: project.summaries(SIX))
            return seconds

        def theirs(turn: int) -> float:
            seconds, found["theirs"] = timed(lambda: con.execute(sql, values).fetchall())
            return seconds

        our_seconds, their_seconds = map(median, alternate(sizes.moves, ours, theirs))
        agree = same(_named(found["ours"]), _named_by_hand(found["theirs"]))
    return [
        Row(f"six dimensions at once, {sizes.customers:,} customers", "raw DuckDB: the same six in one query (grouping sets)", 2.0,
            in_seconds(our_seconds), in_seconds(their_seconds), our_seconds / their_seconds,
            note="the answers are the same" if agree else "ANSWERS DIFFER")
    ]  # fmt: skip


def _by_hand(project: Project) -> tuple[str, dict]:
    """Return one plain query over the same rules: a case per dimension in words, grouped by each."""
    labels = [project.labelling(key) for key in SIX]
    scores = ", ".join(f"{_renamed(score.sql, label)} as {score.name}" for label in labels for score in label.dimension.scores)
    words = ", ".join(f"{label.sql} as {label.dimension.key}" for label in labels)
    sets = ", ".join(f"({key})" for key in SIX)
    which = ", ".join(f"grouping({key})" for key in SIX)
    sql = f"""select {', '.join(SIX)}, {which}, count(*), sum(order_count), sum(total_spend)
        from (select order_count, total_spend, {words} from (select *, {scores} from features)) group by grouping sets ({sets})"""
    return sql, {name: value for label in labels for name, value in label.values.items()}


def _renamed(sql: str, label) -> str:
    from segkit.dimensions.base import renamed

    return renamed(sql, label.dimension.key)


def _named(found: dict[str, list[dict]]) -> dict[str, tuple]:
    return {f"{key} {row['segment']}": (row["customers"], row["orders"], row["spend"]) for key, rows in found.items() for row in rows}


def _named_by_hand(found: list[tuple]) -> dict[str, tuple]:
    answer = {}
    for row in found:
        place = row[len(SIX) : 2 * len(SIX)].index(0)
        answer[f"{SIX[place]} {row[place]}"] = row[-3:]
    return answer
