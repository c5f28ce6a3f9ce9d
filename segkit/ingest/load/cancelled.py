"""Which orders were called off? A column of cancellations holds days, yes and no, or nothing in many spellings."""

from segkit.ingest.files.source import EMPTY_WORDS
from segkit.ingest.load.columns import Columns
from segkit.ingest.load.work import Work
from segkit.ingest.parse import dates
from segkit.ingest.parse.status import KNOWN
from segkit.ingest.parse.yes_no import NO, YES
from segkit.words import count, listed, literal, plural

# Days that exports write for "never": 1970-01-01, 0001-01-01, 9999-12-31.
_REAL_DAY = "between timestamp '1971-01-01' and timestamp '2199-12-31'"
# Words of consent among those for yes: an order that is active or accepted is not called off.
_GOES_ON = {"on", "subscribed", "opted in", "opt-in", "opted-in", "accepted", "active", "enabled"}
_CALLED_OFF = {word for word, state in KNOWN.items() if state == "cancelled"} | (set(YES) - _GOES_ON)
_CLEAR = _CALLED_OFF | _GOES_ON | set(NO) | set(EMPTY_WORDS)


def cancelled_sql(columns: Columns) -> str:
    """Return the SQL that says whether a row is cancelled: a real day, a yes, or a word for it; anything else is not."""
    if "cancelled_at" not in columns:
        return "false"
    day, text = columns.value["cancelled_at"], columns.text["cancelled_at"]
    return f"coalesce(case when ({day}) is not null then ({day}) {_REAL_DAY} else {_one_of(text, _CALLED_OFF)} end, false)"


def note_cancelled(work: Work) -> None:
    """Note what the user should know of cancellations: texts that say neither yes nor no, and where most orders are cancelled."""
    _note_unread(work)
    _note_states(work)


def _note_unread(work: Work) -> None:
    """Note the texts among the cancellations that say neither when nor whether; plain dates need no look."""
    if "cancelled_at" not in work.columns or work.held:  # held to how it began, all are days
        return
    day, text = work.columns.value["cancelled_at"], work.columns.text["cancelled_at"]
    if day in (dates.plain(text), dates.plain_with_offset(text)):
        return
    number, example = work.one(f"""
        select count(*), min({text}) from {work.plain_rows} where {text} is not null and ({day}) is null
        and not {_one_of(text, _CLEAR)} and regexp_matches({text}, '[1-9]|\\p{{L}}') and try_cast({text} as timestamp) is null""")
    if number:
        work.notes.append(
            f"{plural(number, 'row')} of '{work.match.mapping['cancelled_at'][0]}' {'says' if number == 1 else 'say'} neither a day nor "
            f"yes or no, as in {literal(example[:40])}: not taken for cancelled."
        )


def _note_states(work: Work) -> None:
    """Note where most orders are cancelled, and how many were paid back in part without an amount that says so."""
    columns = [work.match.mapping[name][0] for name in ("cancelled_at", "status") if name in work.match.mapping]
    if not columns:
        return
    orders, cancelled, silent = work.one("""
        select count(*) filter (status <> 'refund_only'), count(*) filter (status = 'cancelled'),
            count(*) filter (status = 'partially_refunded' and refunded = 0 and total > 0)
        from orders where source_id = $source_id""")
    if 2 * cancelled > orders:
        named = listed([f"'{heading}'" for heading in columns])
        work.notes.append(f"{count(cancelled)} of {plural(orders, 'order')} are cancelled and do not count. Too many? Look at {named}.")
    if silent:
        says, whole = ("says", "it counts") if silent == 1 else ("say", "they count")
        work.notes.append(f"{plural(silent, 'partially refunded order')} {says} no amount paid back: {whole} in full.")


def _one_of(text: str, words: set[str]) -> str:
    return f"lower(trim({text})) in ({', '.join(map(literal, sorted(words)))})"
