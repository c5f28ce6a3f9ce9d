"""Which status words and currencies are in the file, and what do they stand for? Looked up once, before rows are written."""

from segkit.errors import MissingData
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.parse.status import COMPLETED, meanings, paid_at_the_door, unknown_words
from segkit.ingest.report import Question
from segkit.words import CURRENCY_SIGNS, listed, plural

_SAME = "SAME"  # the answer that a file's amounts are in the project's currency, whatever it says
_SIGNS = {sign.strip(): code for code, sign in CURRENCY_SIGNS.items() if sign not in "$¥"}  # those two stand for several
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

    Amounts in two currencies are never added, inside a file or across files: the user says which one counts, the others
    are set aside.
    """
    fixed = found_in_cells or work.match.system.currency
    code = f"upper(trim({text}))"
    found = f"select {code}, count(*) from {rows} where {text} is not null group by 1 order by 2 desc, 1 limit 60"
    counts = dict(work.run(found)) if text else {}
    if not counts and not fixed:
        return "cast(null as varchar)", ""
    codes = {_SIGNS.get(name, name) for name in counts or [fixed.upper()]}
    home = _home(work)
    if home and codes != {home}:
        return _as_at_home(work, home, counts, codes, code)
    if len(codes) == 1:
        return _bound(work, codes.pop()), ""
    chosen = work.answer("currency").upper()
    if chosen not in counts:
        raise Unanswered(ask_currency(counts))
    work.notes.append(f"Only orders in {chosen} count; {listed(_others(counts, chosen))} are set aside.")
    return _bound(work, chosen), f"coalesce({code}, $currency) <> $currency"


def _home(work: Work) -> str:
    """Return the currency of the orders that other files brought, "" where none of them says."""
    found = work.run("""
        select upper(trim(currency)) from orders
        where source_id <> $source_id and currency is not null group by 1 order by count(*) desc, 1 limit 1""")
    return found[0][0] if found else ""


def _as_at_home(work: Work, home: str, counts: dict[str, int], codes: set[str], code: str) -> tuple[str, str]:
    """Return currency and test for a file that is not wholly in the project's currency, or ask what to do with it."""
    chosen = work.answer("currency").upper()
    if chosen == _SAME:
        work.notes.append(f"The file says {listed(sorted(codes))}; as you said, its amounts are in {home}.")
        return _bound(work, home), ""
    if chosen != home:
        raise Unanswered(ask_other_currency(home, counts, codes))
    if home not in codes:
        raise MissingData(
            f"its amounts are in {listed(sorted(codes))}, those of the project in {home}.", work.source.name,
            f"Load it into a project of its own, or convert its amounts to {home} first.",
        )  # fmt: skip
    at_home = [name for name in counts if _SIGNS.get(name, name) == home]
    work.values |= {f"currency_{number}": name for number, name in enumerate(at_home)}
    others = {name: number for name, number in counts.items() if name not in at_home}
    work.notes.append(f"Only orders in {home} count; {listed(_others(others, home))} are set aside.")
    return _bound(work, home), f"coalesce({code} not in ({', '.join(f'$currency_{number}' for number in range(len(at_home)))}), false)"


def ask_other_currency(home: str, counts: dict[str, int], codes: set[str]) -> Question:
    """Return the question what to do with a file in another currency than the project's."""
    inside = sum(number for name, number in counts.items() if _SIGNS.get(name, name) == home)
    only = f"Load only {plural(inside, 'row')} in {home}, set the others aside"
    leave = "Leave this file out: it belongs into a project of its own"
    return Question(
        "currency", f"The file is in {listed(sorted(codes))}, the project in {home}. What is to be done with it?",
        ((home, only if inside else leave), (_SAME.lower(), f"Load all of it: its amounts are in {home}, whatever the file says")),
        "Amounts in different currencies cannot be added, so a project counts in one.",
    )  # fmt: skip


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
