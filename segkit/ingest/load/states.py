"""Which states do the words of a file stand for? Looked up once per different word, as SQL over the staged rows."""

from collections.abc import Mapping
from typing import Any

from segkit.ingest.load.work import MOST_WORDS, Work
from segkit.ingest.parse.states import INTERVALS, VOCABULARIES, Vocabulary, interval_of
from segkit.ingest.report import Question
from segkit.words import listed


def state_sql(work: Work, column: str, table: str, otherwise: str) -> str:
    """Return the SQL of the state that a column's words stand for; `otherwise` holds where the row has no word."""
    if column not in work.columns:
        return otherwise
    vocabulary, own = VOCABULARIES[table], work.match.system.status
    counts = _words(work, column)
    if len(counts) > MOST_WORDS:
        work.notes.append(f"'{work.match.mapping[column][0]}' holds too many different words to be a status; it is not used.")
        return otherwise
    states = vocabulary.states(counts, own, work.answers)
    work.questions.extend(vocabulary.unknown(counts, own, work.answers))
    if table == "deals" and counts and not {"won", "lost"} & set(states.values()):
        heading = work.match.mapping[column][0]
        work.notes.append(f"No word under '{heading}' says that a deal was won or lost: all of them count as open.")
    return _looked_up(work, column, states, otherwise)


def interval_sql(work: Work) -> tuple[str, str]:
    """Return the SQL of how often a subscription is paid and of how many of those intervals; empty where nobody says it.

    Where no column says it, the name of the plan may; else the user is asked, and until then no monthly amount is worked out.
    """
    given = "coalesce(interval_count, 1)"
    if "interval" in work.columns:
        counts = _words(work, "interval")
        found = {word: interval_of(word) for word in list(counts)[:MOST_WORDS]}
        answered = {word: work.answer(f"interval:{word}", name) for word, (name, _) in found.items()}
        work.questions.extend(INTERVALS.unknown(_unknown(counts, found), {}, work.answers))
        times = {word: number for word, (_, number) in found.items() if number > 1}
        number = f"({given} * {_looked_up(work, 'interval', times, '1')})" if times else given
        return _looked_up(work, "interval", answered, "null"), number
    if work.answer("interval"):
        work.values["interval_answer"] = work.answer("interval")
        return "cast($interval_answer as varchar)", given
    if not {"amount"} <= work.columns.value.keys() or {"mrr", "arr"} & work.columns.value.keys():
        return "cast(null as varchar)", given
    return _from_plans(work), given


def _from_plans(work: Work) -> str:
    """Return the SQL of the interval that the plan's name says, as in "Pro, monthly"; ask where not all of them do."""
    plans = _words(work, "plan") if "plan" in work.columns else {}
    found = {plan: INTERVALS.meaning(plan, {}) for plan in plans if not any(sign.isdigit() for sign in plan)}
    told = {plan: name for plan, name in found.items() if name}
    if not plans or len(told) < len(plans):
        work.questions.append(_ask(set(plans) - set(told)))
    if not told:
        return "cast(null as varchar)"
    work.notes.append("How often the plans are paid is taken from their names.")
    return _looked_up(work, "plan", told, "null")


def _ask(plans: set[str]) -> Question:
    of = f" of {listed([f'“{plan}”' for plan in sorted(plans)[:5]])}" if plans else ""
    return Question("interval", f"How often are the amounts{of} paid?", tuple(INTERVALS.labels.items()),
                    "No column says it. Until you say, no monthly amount (MRR) is worked out for them.", blocking=False)  # fmt: skip


def _unknown(counts: Mapping[str, int], found: Mapping[str, tuple[str, int]]) -> dict[str, int]:
    return {word: number for word, number in counts.items() if not found.get(word, ("", 1))[0]}


def _words(work: Work, column: str) -> dict[str, int]:
    return work.words_in(column, "staged")


def _looked_up(work: Work, column: str, found: Mapping[str, Any], otherwise: str) -> str:
    """Return the SQL that turns each word into what was found for it."""
    by_value: dict[Any, list[str]] = {}
    for word, value in found.items():
        by_value.setdefault(value, []).append(word)
    whens = []
    for value, words in by_value.items():
        name = f"looked_up_{len(work.values)}"
        work.values |= {f"{name}_words": words, name: value or None}
        whens.append(f"when list_contains(cast(${name}_words as varchar[]), {column}) then ${name}")
    return f"case {' '.join(whens)} else {otherwise} end" if whens else otherwise


def meaning_sql(work: Work, text: str, vocabulary: Vocabulary) -> str:
    """Return the SQL of what a text of the file itself stands for; such rows are many, so the text is looked up where it stands."""
    counts, own = work.words_in(text, work.plain_rows), work.match.system.status
    work.questions.extend(vocabulary.unknown(counts, own, work.answers))
    return _looked_up(work, text, vocabulary.states(counts, own, work.answers), f"'{vocabulary.otherwise}'")
