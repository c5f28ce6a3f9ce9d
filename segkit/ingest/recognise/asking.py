"""What must the user say about a file's columns? One question per open point, with the columns to choose from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from segkit.ingest.recognise.fields import fields, title
from segkit.ingest.recognise.match import Columns, Match, Sample
from segkit.ingest.recognise.samples import Look, examples
from segkit.ingest.report import Question
from segkit.words import fold, listed

KINDS = {
    "orders": "One order", "order_lines": "One product of an order", "customers": "One customer",
    "events": "One thing a person did", "surveys": "One person's survey answers",
    "subscriptions": "One subscription", "invoices": "One invoice", "deals": "One deal of the sales team",
    "contacts": "One message to a person, or what became of it", "referrals": "One person who was referred",
}  # fmt: skip
_WHO_WHEN_WHAT = {
    "customer_id": "Which column says who the customer is?",
    "ordered_at": "Which column says when the order was placed?",
    "total": "Which column holds the amount of the order?",
    "product": "Which column names the product?",
    "quantity": "Which column holds the quantity or the amount of the line?",
    "event_name": "Which column says what happened?",
    "event_at": "Which column says when it happened?",
    "score": "Which column holds the score?",
}
_HOW_KNOWN = {
    "parsed by others": "only from other programs that read it, not from a real file",
    "from general knowledge": "from general knowledge, not from a real file",
}
_NUMBERED = re.compile(r" \(\d+\)$")


def ask_field(need: str, columns: Columns, looks: Mapping[str, Look], headings: Sequence[str]) -> Question:
    name = need.split("|")[0]
    role = fields()[name].role
    may_serve = ("full_name",) if name == "customer_id" else ()
    used = {heading for field, found in columns.items() for heading in found if field not in may_serve}

    def rank(heading: str) -> tuple[bool, float]:
        return heading in used, -(fields()[name].fit(heading) / 100 + looks[heading].fit(role))

    ranked = sorted(headings, key=rank)
    fitting = [heading for heading in ranked if role == "id" or looks[heading].fit(role) >= 0.5]
    seen = f"None of the columns is known to be one: {listed(headings[:12])}."
    if not fitting:
        seen += f" No column looks like it either; the file may be a summary, without {title(name).lower()} on its rows."
    return Question(f"map:{name}", _WHO_WHEN_WHAT.get(name, f"Which column is '{title(name)}'?"),
                    tuple((heading, heading) for heading in ranked), seen)  # fmt: skip


def ask_for(name: str, match: Match, headings: Sequence[str], why: str) -> Question:
    """Return the question for another column, because the one that was found does not serve."""
    others = {field: found for field, found in match.mapping.items() if field != name}
    return replace(ask_field(name, others, match.looks, headings), why=why)


def ask_kind(match: Match) -> Match:
    question = Question("table", "What does one row of this file stand for?", tuple(KINDS.items()), "The headings do not say it clearly.")
    return Match(match.system, match.mapping, (question,), match.notes, match.looks)


def ask_to_confirm(match: Match, answers: Mapping[str, str]) -> list[Question]:
    """Return the question whether the column map of a system is right of which no real export was seen; none where it was answered."""
    if not match.system.unsure or answers.get("map_confirmed"):
        return []
    why = (
        f"Segkit knows this export {_HOW_KNOWN[match.system.confidence]}. Compare the figures with your platform's own, and look through "
        "“Columns, and how they were read”: a wrong one is put right there."
    )
    asked = f"Were the columns of this file ({match.system.title}) read right?"
    return [Question("map_confirmed", asked, (("yes", "Yes, they were"),), why, blocking=False)]


def ask_twins(found: Columns, columns: Columns, sample: Sample) -> tuple[Question, ...]:
    """Return a question per field whose heading stands on two columns that differ: guessing would be wrong half the time."""
    used = {heading for headings in columns.values() for heading in headings}
    questions = []
    for name, headings in found.items():
        twins = [one for one in sample if one not in used and _bare(one) == _bare(headings[0]) and sample[one] != sample[headings[0]]]
        if twins and any(value for twin in twins for value in sample[twin]):
            options = tuple((one, f"{one}: {', '.join(examples(sample[one])) or 'empty'}") for one in (headings[0], *twins))
            questions.append(
                Question(
                    f"map:{name}",
                    f"Which of these columns is '{title(name)}'?",
                    options,
                    "Their headings are the same, their values are not.",
                )
            )
    return tuple(questions)


def _bare(heading: str) -> str:
    return fold(_NUMBERED.sub("", heading))
