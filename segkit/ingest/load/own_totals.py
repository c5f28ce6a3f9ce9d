"""Does a file add itself up as we do? Its totals row is no data, but a free check on the sum of the rows."""

from collections.abc import Sequence
from decimal import Decimal

from segkit.ingest.load.columns import TOTALS_ROW
from segkit.ingest.load.work import Work
from segkit.words import listed, money

_MEASURES = ("total", "line_total", "value", "refunded", "discount", "line_discount", "shipping", "tax", "quantity", "units")
_OURS = "select sum(total - case status when 'refund_only' then refunded else 0 end) from orders where source_id = $source_id"
_LOOK = "Compare with the system's own figures: rows may be missing from the export, or the total may count other rows"


def note_own_totals(work: Work) -> None:
    """Note for each column that the file adds up itself whether its total agrees with the sum of the rows."""
    tests = work.columns.oddities()
    (totals,) = (test for test, reason in tests if reason == TOTALS_ROW)
    data = " and ".join(f"({test}) is not true" for test, _ in tests)
    headings = {name: work.match.mapping[name][0] for name in _MEASURES if name in work.columns and name in work.match.mapping}
    if not headings:
        return
    told = [f"list({work.columns.value[name]}) filter ({totals})" for name in headings]
    sums = [f"sum({work.columns.value[name]}) filter ({data})" for name in headings]
    found = work.one(f"select {', '.join([*told, *sums])} from {work.rows}")
    agreeing = []
    for (name, heading), own, ours in zip(headings.items(), found[: len(told)], found[len(told) :], strict=True):
        own = [amount for amount in own or () if amount is not None]
        if not own:
            continue
        sums_of_ours = [ours or 0, *work.one(_OURS)] if name == "total" and work.match.system.table != "events" else [ours or 0]
        if _agree(own, sums_of_ours):
            agreeing.append(f"'{heading}' {_shown(max(own, key=abs))}")
        else:
            told = f"The file's own total of '{heading}', {_shown(max(own, key=abs))}, differs from the sum of its rows"
            work.notes.append(f"{told}, {_shown(ours or 0)}. {_LOOK}.")
    if agreeing:
        work.notes.append(f"The file's own total agrees with the sum of its rows: {listed(agreeing)}.")


def _agree(own: Sequence[Decimal | float], ours: Sequence[Decimal | float | None]) -> bool:
    """Say whether one of the totals, or all of them together where they are parts, is one of our sums to the cent."""
    candidates = {float(amount) for amount in (*own, sum(own))}
    return any(abs(one - float(other)) <= max(0.01, abs(one) / 10_000) for one in candidates for other in ours if other is not None)


def _shown(amount: Decimal | float) -> str:
    return money(amount) if isinstance(amount, Decimal) else f"{amount:,g}"
