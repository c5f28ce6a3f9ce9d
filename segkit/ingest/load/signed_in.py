"""Who was it before signing in? Events carry the id of a device at first, and the person's own only from the login on."""

from dataclasses import replace

from segkit.ingest.load.columns import Columns
from segkit.ingest.load.work import Work
from segkit.ingest.parse.reading import without_empty_words

_TABLE = "signed_in_as"


def with_people_before_login(work: Work) -> tuple[Columns, str]:
    """Return the columns and the rows to read: events of a device that one person only signed in on are that person's.

    It needs two columns for who it was, the person's own id first. A device of several people stays on its own.
    """
    headings = work.match.mapping.get("customer_id", ())
    if len(headings) < 2:
        return work.columns, work.plain_rows
    own, device = (without_empty_words(work.source.column(heading), 1) for heading in headings[:2])
    work.run(
        f"""create or replace temp table {_TABLE} as
        select {device} as device, min({own}) as person from {work.plain_rows}
        where {own} is not null and {device} is not null group by 1 having count(distinct {own}) = 1""",
        (0.3, 0.35), "Looking who signed in",
    )  # fmt: skip
    known = f"case when {own} is not null then {own} else coalesce({_TABLE}.person, {work.columns.value['customer_id']}) end"
    columns = replace(work.columns, value={**work.columns.value, "customer_id": known})
    return columns, f"({work.plain_rows} as row left join {_TABLE} on {_TABLE}.device = {device})"
