"""Which status words and currencies are in the file, and what do they stand for? Looked up once, before rows are written."""

from segkit.ingest.report import Question
from segkit.ingest.status import COMPLETED, meanings, paid_at_the_door, unknown_words
from segkit.ingest.work import Unanswered, Work
from segkit.words import listed, plural

_TOO_MANY = 300  # a column with more different words is no status


def state_case(work: Work, rows: str, text: str | None, statement_share: tuple[float, float] | None = None) -> str:
    """Return the SQL that turns the status text of a row into an order's state."""
    if text is None:
        return f"'{COMPLETED}'"
    found = work.run(
        f"select {text} as word, count(*) from {rows} where {text} is not null group by all order by 2 desc, 1 limit {_TOO_MANY + 1}",
        statement_share, "Reading the status words",
    )  # fmt: skip
    if len(found) > _TOO_MANY:
        work.notes.append("The status column holds too many different words to be one; every order counts as a sale.")
        return f"'{COMPLETED}'"
    counts = dict(found)
    states = meanings(counts, work.match.system, work.answers)
    if paid_at_the_door(counts, states):
        work.notes.append("Hardly any order was ever marked as paid, as in shops that are paid on delivery: pending orders count as sold.")
    work.questions.extend(unknown_words(counts, work.match.system, work.answers))
    return _case(work, text, states)


def _case(work: Work, text: str, states: dict[str, str]) -> str:
    special = [(word, state) for word, state in states.items() if state != COMPLETED]
    if not special:
        return f"'{COMPLETED}'"
    for number, (word, _) in enumerate(special):
        work.values[f"status_{number}"] = word
    whens = " ".join(f"when $status_{number} then '{state}'" for number, (_, state) in enumerate(special))
    return f"case {text} {whens} else '{COMPLETED}' end"


def currency_value(work: Work, rows: str, text: str | None, found_in_cells: str = "") -> tuple[str, str]:
    """Return the SQL of an order's currency, and the SQL test for rows in another one ("" where there is none).

    Amounts in two currencies are never added: the user says which one counts, the others are set aside.
    """
    fixed = found_in_cells or work.match.system.currency
    if text is None:
        return (_bound(work, fixed) if fixed else "cast(null as varchar)"), ""
    code = f"upper(trim({text}))"
    counts = dict(work.run(f"select {code}, count(*) from {rows} where {text} is not null group by 1 order by 2 desc, 1 limit 60"))
    if not counts:
        return (_bound(work, fixed) if fixed else "cast(null as varchar)"), ""
    if len(counts) == 1:
        return _bound(work, next(iter(counts))), ""
    chosen = work.answer("currency").upper()
    if chosen not in counts:
        raise Unanswered(ask_currency(counts))
    work.notes.append(f"Only orders in {chosen} count; {listed(_others(counts, chosen))} are set aside.")
    return _bound(work, chosen), f"coalesce({code}, $currency) <> $currency"


def _others(counts: dict[str, int], chosen: str) -> list[str]:
    return [f"{plural(number, 'row')} in {code}" for code, number in counts.items() if code != chosen]


def ask_currency(counts: dict[str, int]) -> Question:
    """Return the question which of several currencies the amounts are to be in."""
    options = tuple((code, f"{code} ({plural(number, 'row')})") for code, number in counts.items())
    return Question("currency", "The file holds several currencies. Which one do you want to look at?", options,
                    "Amounts in different currencies cannot be added. Rows in the others are set aside.")  # fmt: skip


def _bound(work: Work, code: str) -> str:
    work.values["currency"] = code.upper()
    return "cast($currency as varchar)"
