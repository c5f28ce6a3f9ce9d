"""How do the rows of one order, or about one person, become one row? Most often one of them has all there is, and is looked up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from segkit.ingest.load.work import Work


@dataclass(frozen=True)
class Leading:
    """Which row of several counts first: `row` is the aggregate that gives its source_row, `each` makes that of a value from its SQL."""

    row: str
    each: Callable[[str], str]


def one_row_each(
    work: Work, table: str, rows: str, key: str, leading: Leading, values: Mapping[str, str], filled: str, together: Mapping[str, str],
    share: tuple[float, float], words: str,
) -> None:  # fmt: skip
    """Make the table of one row per key, with how many rows it has and its leading row's number as source_row.

    `values` has the SQL of what the leading row tells, and `filled` that of a number with a bit for each of them that a row has;
    `together` has aggregates over all rows. A row looked up by its number takes a tenth of the memory, and half the time, of an
    aggregate for each value. Only where the leading row lacks what another one has, the rows are gone through value by value.
    """
    added = "".join(f", {sql} as {name}" for name, sql in together.items())
    met = f"select {key}, count(*) as rows, {leading.row} as source_row, bit_or({filled}) as filled{added} from {rows} group by {key}"
    listed = ", ".join(f"{sql} as {name}" for name, sql in values.items())
    work.run(
        f"""create or replace temp table {table} as
        select met.* exclude (filled){''.join(f', row.{name}' for name in values)} from ({met}) as met
        join (select source_row, {filled} as filled, {listed} from {rows}) as row using (source_row) where row.filled = met.filled""",
        share, words,
    )  # fmt: skip
    if work.one(f"select (select count(*) from {rows}) - (select coalesce(sum(rows), 0) from {table})")[0]:
        one_by_one = "".join(f", {leading.each(sql)} as {name}" for name, sql in values.items())
        work.run(f"""insert into {table} by name select {key}, count(*) as rows, {leading.row} as source_row{added}{one_by_one} from {rows}
            where {key} not in (select {key} from {table}) group by {key}""")
