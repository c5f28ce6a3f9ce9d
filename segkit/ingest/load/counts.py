"""Where did every row go? Kept, merged or set aside with a reason; the sum must be the rows of the file."""

from dataclasses import dataclass, field

from segkit.ingest.load.columns import reason_case
from segkit.ingest.load.work import Work

Tests = list[tuple[str, str]]


@dataclass(frozen=True)
class Counts:
    """The rows of a file that became a row of the main table, were merged into one, or were set aside by reason."""

    kept: int
    merged: int = 0
    aside: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return self.kept + self.merged + sum(self.aside.values())


def where_usable(tests: Tests) -> str:
    """Return the WHERE clause that lets only rows through for which no test is true."""
    return "where " + " and ".join(f"not ({test})" for test, _ in tests) if tests else ""


def set_rows_aside(work: Work, tests: Tests, kept: int, oddities: Tests | None = None) -> dict[str, int]:
    """Keep the rows for which a test is true, each with its reason and text, and return how many there are by reason.

    The file is read a second time for it, so it happens only where the rows kept are not all.
    """
    if work.source.rows is not None and work.source.rows == kept:
        return {}
    reasons = reason_case((work.columns.oddities() if oddities is None else oddities) + tests)
    unusable = " or ".join(f"({test})" for test, _ in tests) or "false"
    found = f"{work.rows} where {unusable}"
    if work.source.whole:  # the text of a row is made of all its columns
        found = f"(select source_row, {reasons} as reason from {found}) as unusable join {work.whole_rows} using (source_row)"
        reasons = "reason"
    work.run(
        f"""insert into set_aside by name
        select $source_id as source_id, source_row, {reasons} as reason, {work.source.row_text} as row_text from {found}""",
        (0.8, 0.9), "Listing the rows that cannot be used",
    )  # fmt: skip
    return reasons_of(work)


def reasons_of(work: Work) -> dict[str, int]:
    """Return how many rows of the file were set aside, by reason without the value that follows it."""
    return dict(
        work.run(
            """select split_part(reason, ': ''', 1) as words, count(*) from set_aside where source_id = $source_id
            group by words order by 2 desc, 1"""
        )
    )
