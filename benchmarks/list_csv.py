"""List as CSV: what does writing the list of a large segment cost, against DuckDB's own copy of the same columns?"""
import hashlib
from pathlib import Path

from benchmarks.data import Sizes
from benchmarks.measure import Row, alternate, in_seconds, median, timed
from benchmarks.subject import subject
from segkit.lists import Column, find_flavour, write_list

COLUMNS = ("customer_id", "order_count", "total_spend", "mean_order_value", "first_ordered_on", "last_ordered_on", "days_since_last_order",
           "usual_gap_days", "discounted_share", "leading_occasion", "last_nps_score", "spend_share")  # fmt: skip
_BY_HAND = "copy (select {columns} from features where spend_rank <= 50 / 100.0) to '{path}' (format csv, header)"


def list_csv(sizes: Sizes, folder: Path) -> list[Row]:
    """Return one row: the better half of the buyers, twelve columns."""
    csv, columns = find_flavour("csv"), [Column(name, name) for name in COLUMNS]
    with subject(sizes, folder) as (project, con):
        ours, theirs = project.folder / "ours.csv", project.folder / "theirs.csv"
        written = []

        def our_list(turn: int) -> float:
            select, values = project.members_sql("usage", "Heavy", volume="spend", heavy_top=50)
            seconds, rows = timed(lambda: write_list(project.connection, select, values, columns, csv, ours))
            written.append(rows)
            return seconds

        def their_list(turn: int) -> float:
            return timed(lambda: con.execute(_BY_HAND.format(columns=", ".join(COLUMNS), path=theirs)))[0]

        our_seconds, their_seconds = map(median, alternate(max(3, sizes.moves // 2), our_list, their_list))
        agree = _bytes(ours) == _bytes(theirs)
        ours.unlink(), theirs.unlink()
    return [
        Row(f"list of {written[-1]:,} customers to CSV, {len(COLUMNS)} columns", "raw DuckDB copy", 1.5, in_seconds(our_seconds),
            in_seconds(their_seconds), our_seconds / their_seconds, note="the files are the same" if agree else "FILES DIFFER")
    ]  # fmt: skip


def _bytes(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
