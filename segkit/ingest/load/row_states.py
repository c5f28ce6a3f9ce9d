"""Orders of which only a part was called off or sent back: some exports say on each row what became of that product."""

from segkit.ingest.load.levels import LINE, Money
from segkit.ingest.load.staging import filled_bits
from segkit.ingest.load.work import MOST_WORDS, Work, as_table
from segkit.ingest.parse.status import meanings
from segkit.words import literal

CALLED_OFF = "called off, unlike the rest of its order"


def settle_row_states(work: Work, money: Money) -> None:
    """Set aside the rows called off in an order that goes on, and count what came back on others as paid back.

    Only where each row has an amount of its own; elsewhere the status is the order's. An order whose rows all say the same is left
    to that.
    """
    if money.level != LINE or "status" not in work.columns:
        return
    differing = "select order_key from usable group by order_key having count(distinct coalesce(status_in_file, '')) > 1"
    if not work.one(f"select count(*) from ({differing})")[0]:
        return
    found = work.words_in("status_in_file", "usable")
    states = meanings(found, work.match.system, work.answers) if len(found) <= MOST_WORDS else {}
    off, back = (_words(states, state) for state in ("cancelled", "refunded"))
    if off or back:
        for rows in ("usable", "staged"):
            as_table(work, rows)
    if off:
        _set_aside_called_off(work, off, differing)
    if back:
        _count_as_paid_back(work, back, differing, money)


def _words(states: dict[str, str], wanted: str) -> str:
    return ", ".join(literal(word) for word, state in states.items() if state == wanted)


def _set_aside_called_off(work: Work, words: str, differing: str) -> None:
    going_on = f"select order_key from usable where coalesce(status_in_file not in ({words}), true)"
    work.run(f"""create or replace temp table called_off as select source_row from usable
        where status_in_file in ({words}) and order_key in ({differing}) and order_key in ({going_on})""")
    work.run(f"update staged set reason = {literal(CALLED_OFF)} where source_row in (select source_row from called_off)")
    work.run("delete from usable where source_row in (select source_row from called_off)")


def _count_as_paid_back(work: Work, words: str, differing: str, money: Money) -> None:
    """Give rows that came back their amount as refund; the status of their order is that of its other rows."""
    work.run(f"""update usable set back = coalesce(nullif(back, 0), {money.line()}), status_in_file = null
        where status_in_file in ({words}) and order_key in ({differing})
        and order_key in (select order_key from usable where coalesce(status_in_file not in ({words}), true))""")
    work.run(f"update usable set filled = {filled_bits(work.columns_of('usable'))}")
