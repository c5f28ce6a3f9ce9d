"""Which status words are in the file, and what do they stand for? Looked up once, before rows are written."""

from collections.abc import Mapping

from segkit.ingest.load.work import MOST_WORDS, Work
from segkit.ingest.parse.status import COMPLETED, LABELS, PENDING, meanings, paid_at_the_door, unknown_words
from segkit.words import count, listed

_SHOWN = 6


def state_case(work: Work, rows: str, text: str | None, statement_share: tuple[float, float] | None = None) -> str:
    """Return the SQL that turns the status text of a row into an order's state.

    A row without a status is not marked as paid, unless the column names nothing but exceptions (cancelled, refunded).
    """
    if text is None:
        return f"'{COMPLETED}'"
    counts = work.words_in(text, rows, statement_share, "Reading the status words")
    if len(counts) > MOST_WORDS:
        work.notes.append("The status column holds too many different words to be one; every order counts as a sale.")
        return f"'{COMPLETED}'"
    states = meanings(counts, work.match.system, work.answers)
    if paid_at_the_door(counts, states):
        work.notes.append("Hardly any order was ever marked as paid, as in shops that are paid on delivery: pending orders count as sold.")
    work.decisions["status_words"] = _in_words(work, counts, states)
    work.questions.extend(unknown_words(counts, work.match.system, work.answers))
    blank = PENDING if {COMPLETED, PENDING} & set(states.values()) else COMPLETED
    return _case(work, text, states, blank)


def _in_words(work: Work, counts: Mapping[str, int], states: Mapping[str, str]) -> str:
    """Return which words of the status column stand for which state, with their rows, the most frequent first."""
    rows = "rows" if work.match.system.grain == "order" else "orders"
    told = {state: [f"'{word}' ({count(counts[word])})" for word in counts if states[word] == state] for state in LABELS}
    parts = [f"{_few(words)}: {LABELS[state]}" for state, words in told.items() if words]
    return f"'{work.match.mapping['status'][0]}', by {rows}: {'; '.join(parts)}."


def _few(words: list[str]) -> str:
    return listed([*words[:_SHOWN], *(["others"] if len(words) > _SHOWN else [])])


def _case(work: Work, text: str, states: dict[str, str], blank: str) -> str:
    special = [(word, state) for word, state in states.items() if state != COMPLETED]
    whens = [f"when {text} is null then '{blank}'"] if blank != COMPLETED else []
    for number, (word, state) in enumerate(special):
        work.values |= {f"status_{number}": word, f"state_{number}": state}
        whens.append(f"when {text} = $status_{number} then $state_{number}")
    return f"case {' '.join(whens)} else '{COMPLETED}' end" if whens else f"'{COMPLETED}'"
