"""Slider: what does one move of a slider cost, against the same question put to DuckDB by hand?"""
from pathlib import Path

from benchmarks.data import Sizes
from benchmarks.measure import Row, alternate, in_seconds, median, timed
from benchmarks.subject import same, subject

_CASE = """case when order_rank <= $heavy / 100.0 then 'Heavy' when order_rank <= ($heavy + 30) / 100.0 then 'Medium'
    when order_rank is not null then 'Light' else 'Non-user' end"""
_NUMBERS = """count(*) as customers, sum(order_count) as orders, sum(total_spend) as spend,
    sum(total_spend)::double / nullif(sum(order_count), 0) as mean_order_value,
    sum(order_count) / count(*) as orders_per_customer,
    sum(total_spend)::double / count(*) as spend_per_customer,
    sum(units_for_rank) / nullif(sum(order_count), 0) as units_per_order,
    sum(spend_last_365_days)::double / nullif(sum(orders_last_365_days), 0)
        / nullif(sum(spend_year_before)::double / nullif(sum(orders_year_before), 0), 0) - 1 as basket_trend,
    count(*) filter (order_count >= 2) / nullif(count(*) filter (order_count >= 1), 0) as repeat_rate,
    avg(days_since_last_order) as mean_days_since_last_order,
    avg(repeat_span_days) as mean_relationship_days,
    avg(usual_gap_days) as mean_usual_gap_days,
    100.0 * (count(*) filter (last_nps_score >= 9) - count(*) filter (last_nps_score <= 6)) / nullif(count(last_nps_score), 0) as nps,
    count(last_nps_score) as nps_answers"""
_SUMMARY = f"select {_CASE} as segment, {_NUMBERS} from features group by segment"
_BARS = f"""select {_CASE} as segment, least(greatest(floor((order_count - $low) / $width), 0), $last) as bar, count(*)
    from features where order_count is not null group by segment, bar"""


def slider(sizes: Sizes, folder: Path) -> list[Row]:
    """Return two rows: the table of one dimension, and the table with its picture, at every move another setting."""
    with subject(sizes, folder) as (project, con):
        bars = project.bars("order_count")
        shape = {"low": bars.low, "width": bars.width, "last": bars.count - 1}
        tables, pictures = {}, {}

        def our_table(turn: int) -> float:
            seconds, tables["ours"] = timed(lambda: _ours(project.summary("usage", heavy_top=_heavy(turn))))
            return seconds

        def their_table(turn: int) -> float:
            seconds, tables["theirs"] = timed(lambda: _theirs(con.execute(_SUMMARY, {"heavy": _heavy(turn)})))
            return seconds

        def our_picture(turn: int) -> float:
            seconds, pictures["ours"] = timed(lambda: project.picture("usage", heavy_top=_heavy(turn)))
            return seconds

        def their_picture(turn: int) -> float:
            heavy = {"heavy": _heavy(turn)}
            seconds, pictures["theirs"] = timed(
                lambda: (con.execute(_SUMMARY, heavy).fetchall(), con.execute(_BARS, heavy | shape).fetchall())
            )
            return seconds

        taken = [median(seconds) for seconds in alternate(sizes.moves, our_table, their_table, our_picture, their_picture)]
        agree = same(tables["ours"], tables["theirs"]) and _same_bars(*pictures["ours"], *pictures["theirs"])
    return _rows(sizes, taken, "the answers are the same" if agree else "ANSWERS DIFFER")


def _rows(sizes: Sizes, taken: list[float], note: str) -> list[Row]:
    what = f"one slider move: label {sizes.customers:,} customers and summarise one dimension"
    return [
        Row(what, "raw DuckDB: case + group by of the same numbers", 2.0, in_seconds(taken[0]), in_seconds(taken[1]), taken[0] / taken[1],
            note=note),
        Row("the same with the bars of the picture", "raw DuckDB: the same two queries", 2.0, in_seconds(taken[2]), in_seconds(taken[3]),
            taken[2] / taken[3]),
    ]  # fmt: skip


def _heavy(turn: int) -> int:
    return 10 + turn % 30


def _ours(relation) -> dict[str, tuple]:
    """Return the numbers that were also asked by hand, by segment."""
    names = [part.split(",")[0].split()[0] for part in _NUMBERS.split(" as ")[1:]]
    position = {name: place for place, name in enumerate(relation.columns)}
    return {row[position["segment"]]: tuple(row[position[name]] for name in names) for row in relation.fetchall()}


def _theirs(cursor) -> dict[str, tuple]:
    return {segment: numbers for segment, *numbers in cursor.fetchall()}


def _same_bars(our_table: list[dict], our_bars: list[dict], table: list[tuple], bars: list[tuple]) -> bool:
    customers = {row["segment"]: row["customers"] for row in our_table if row["customers"]}
    ours = {(bar["segment"], int(bar["bar"])): bar["customers"] for bar in our_bars}
    return customers == {row[0]: row[1] for row in table} and ours == {(segment, int(bar)): n for segment, bar, n in bars}
