"""Which system wrote this file, and which column is which field? By headings first, by values where headings tie."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from segkit.errors import BadValue
from segkit.ingest.fields import SURE, FieldWords, fields, fields_of, title
from segkit.ingest.report import Question
from segkit.ingest.samples import Look, as_number, examples, look
from segkit.ingest.systems import System, systems
from segkit.words import fold, listed, nearest

PERSON = ("customer_id", "email", "phone")
KINDS = {
    "orders": "One order", "order_lines": "One product of an order", "customers": "One customer",
    "events": "One thing a person did", "surveys": "One person's survey answers",
}  # fmt: skip
_SURE_ENOUGH = 1.0
_MUST_BE_READ = ("ordered_at", "total", "event_at")
_MISSED, _ONE_ROW_EACH = 5.0, 3.0

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Match:
    """What a file was recognised as. `mapping` gives each field its headings: the first filled one wins."""

    system: System
    mapping: Columns
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    looks: Mapping[str, Look] = field(default_factory=dict)

    @property
    def used(self) -> frozenset[str]:
        """The headings that became a field."""
        return frozenset(heading for headings in self.mapping.values() for heading in headings)


def recognise(
    headings: Sequence[str],
    sample: Mapping[str, Sequence[str | None]],
    table: str | None = None,
    mapping: Mapping[str, object] | None = None,
) -> Match:
    """Return the system and the column map of a file with these headings, and what the user must still say."""
    looks = {heading: look(sample.get(heading, ())) for heading in headings}
    chosen = _chosen(headings, mapping or {})
    folded = {fold(heading) for heading in headings}
    exact = [one for one in systems().values() if one.fits(folded) and _suits(one, table)]
    if exact:
        system = max(exact, key=lambda one: len(one.identify))
        return _finished(system, _declared(system, headings, chosen), looks, headings, chosen, sample)
    tries = []
    for system in (one for one in systems().values() if one.generic and _suits(one, table)):
        columns = tell_amounts_apart(_by_words(system.table, headings, looks, chosen), sample, chosen)
        missing = _missing(system, columns)
        tries.append((_weight(system, columns, looks) - _MISSED * missing, missing, system, columns))
    weight, missing, system, columns = max(tries, key=lambda one: one[0])
    match = _finished(system, columns, looks, headings, chosen, sample)
    unsure = table is None and not chosen and missing and weight < _SURE_ENOUGH
    return _ask_kind(match) if unsure else match


def _suits(system: System, table: str | None) -> bool:
    family = {"orders": ("orders", "order_lines")}
    return table is None or system.table in family.get(table, (table,))


def _chosen(headings: Sequence[str], mapping: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return the user's own choices; an empty choice means: no column."""
    known = [name for name, entry in fields().items() if entry.title]
    chosen = {}
    for name, wanted in mapping.items():
        if name not in known:
            raise BadValue(f"there is no field '{name}'.", "Column map", nearest(name, known))
        wanted = (wanted,) if isinstance(wanted, str) else tuple(wanted or ())
        chosen[name] = tuple(_heading(one, headings) for one in wanted if one)
    return chosen


def _heading(wanted: str, headings: Sequence[str]) -> str:
    if wanted in headings:
        return wanted
    alike = [heading for heading in headings if fold(heading) == fold(wanted)]
    if len(alike) == 1:
        return alike[0]
    raise BadValue(f"the file has no column '{wanted}'.", "Column map", nearest(wanted, headings))


def _declared(system: System, headings: Sequence[str], chosen: Columns) -> dict[str, tuple[str, ...]]:
    by_fold: dict[str, str] = {}
    for heading in headings:
        by_fold.setdefault(fold(heading), heading)
    columns = {
        name: tuple(by_fold[fold(one)] for one in wanted if fold(one) in by_fold)
        for name, wanted in system.columns.items()
    }
    return {name: found for name, found in {**columns, **chosen}.items() if found}


def _by_words(
    table: str, headings: Sequence[str], looks: Mapping[str, Look], chosen: Columns
) -> dict[str, tuple[str, ...]]:
    """Return the best assignment of headings to the table's fields: the surest pair first, each heading once."""
    taken = {heading for found in chosen.values() for heading in found}
    pairs = []
    for order, entry in enumerate(fields_of(table).values()):
        for place, heading in enumerate(headings):
            fit = _fit(entry, heading, looks[heading])
            if fit > 0 and entry.name not in chosen and heading not in taken:
                pairs.append((-fit, order, place, entry.name, heading))
    columns = dict(chosen)
    for loss, _, _, name, heading in sorted(pairs):
        if name not in columns and heading not in taken and not _spare(name, -loss, columns):
            columns[name] = (heading,)
            taken.add(heading)
    return {name: found for name, found in columns.items() if found}


def _fit(entry: FieldWords, heading: str, values: Look) -> float:
    by_name = entry.fit(heading)
    by_value = values.fit(entry.role)
    if by_name > 0 and by_value < 0.5:  # a sure name with strange values is found, so that the user hears of it
        return by_name * 0.3 if by_name >= 80 and entry.name in _MUST_BE_READ else 0.0
    if entry.name == "email" or by_name > 10.5:
        return by_name * (0.7 + 0.3 * by_value)
    return by_name


def _spare(name: str, fit: float, columns: Columns) -> bool:
    """Say whether a weak word ("id", "customer") is not needed because somebody is named already."""
    return name == "customer_id" and fit < 15 and any(person in columns for person in PERSON)


def _missing(system: System, columns: Columns) -> int:
    """Return the number of needs that no column fills."""
    return sum(1 for need in system.needs if not _filled(need, columns))


def _weight(system: System, columns: Columns, looks: Mapping[str, Look]) -> float:
    found = sum(weight * _strength(name, columns) for name, weight in system.evidence.items() if name in columns)
    return found + (_ONE_ROW_EACH if system.table == "customers" and _one_row_each(columns, looks) else 0)


def _one_row_each(columns: Columns, looks: Mapping[str, Look]) -> bool:
    """Return whether nobody appears twice in the first rows, as in a list of customers."""
    people = [looks[columns[name][0]] for name in PERSON if name in columns]
    return any(values.filled > 2 and values.distinct > 0.99 for values in people)


def _strength(name: str, columns: Columns) -> float:
    return max(50.0, fields()[name].fit(columns[name][0])) / 100


def _finished(
    system: System, columns: Columns, looks: Mapping[str, Look], headings: Sequence[str], chosen: Columns,
    sample: Mapping[str, Sequence[str | None]],
) -> Match:  # fmt: skip
    questions = tuple(_ask_field(need, columns, looks, headings) for need in _needs(system) if not _filled(need, columns))
    questions += _ask_twins({name: found for name, found in columns.items() if name not in chosen}, columns, sample)
    return Match(system, columns, questions, system.notes + _weak_note(system, columns), looks)


def _needs(system: System) -> tuple[str, ...]:
    if system.needs:
        return system.needs
    return ("customer_id|email|phone",) + {
        "orders": ("ordered_at", "total"), "order_lines": ("ordered_at", "product|sku"), "events": ("event_name", "event_at"),
        "surveys": ("score|answer",),
    }.get(system.table, ())  # fmt: skip


def _filled(need: str, columns: Columns) -> bool:
    return any(name in columns for name in need.split("|"))


def _weak_note(system: System, columns: Columns) -> tuple[str, ...]:
    heading = columns.get("customer_id", ("",))[0]
    if not heading or system.columns or fields()["customer_id"].fit(heading) > 15:
        return ()
    return (f"'{heading}' is used to tell customers apart: people of the same name or number count as one.",)


_NUMBERED = re.compile(r" \(\d+\)$")


def _ask_twins(found: Columns, columns: Columns, sample: Mapping[str, Sequence[str | None]]) -> tuple[Question, ...]:
    """Return a question per field whose heading stands on two columns that differ: guessing would be wrong half the time."""
    used = {heading for headings in columns.values() for heading in headings}
    questions = []
    for name, headings in found.items():
        twins = [one for one in sample if one not in used and _bare(one) == _bare(headings[0]) and sample[one] != sample[headings[0]]]
        if twins and any(value for twin in twins for value in sample[twin]):
            options = tuple((one, f"{one}: {', '.join(examples(sample[one])) or 'empty'}") for one in (headings[0], *twins))
            questions.append(
                Question(f"map:{name}", f"Which of these columns is '{title(name)}'?", options, "Their headings are the same, their values are not.")
            )
    return tuple(questions)


def _bare(heading: str) -> str:
    return fold(_NUMBERED.sub("", heading))


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


def _ask_field(need: str, columns: Columns, looks: Mapping[str, Look], headings: Sequence[str]) -> Question:
    name = need.split("|")[0]
    role = fields()[name].role
    used = {heading for found in columns.values() for heading in found}

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
    return replace(_ask_field(name, others, match.looks, headings), why=why)


def _ask_kind(match: Match) -> Match:
    question = Question(
        "table", "What does one row of this file stand for?", tuple(KINDS.items()), "The headings do not say it clearly."
    )
    return Match(match.system, match.mapping, (question,), match.notes, match.looks)


def tell_amounts_apart(
    columns: dict[str, tuple[str, ...]], sample: Mapping[str, Sequence[str | None]], declared: Columns
) -> dict[str, tuple[str, ...]]:
    """Return the columns with the line's amount and the order's amount in their places.

    Exports name both nearly alike (one shop system differs in the case of one letter), but only the line's amount is
    quantity times price.
    """
    if not {"quantity", "unit_price", "total"} <= columns.keys() or {"total", "line_total"} & declared.keys():
        return columns
    used = {heading for name, found in columns.items() if name != "total" for heading in found}
    alike = [heading for heading in sample if heading not in used and fields()["total"].fit(heading) >= SURE / 2]
    lines = [heading for heading in alike if _is_product(sample, columns, heading)]
    others = [heading for heading in alike if heading not in lines]
    if len(lines) != 1 or not others or "line_total" in columns:
        return columns
    best = max(others, key=lambda heading: fields()["total"].fit(heading))
    return {**columns, "line_total": (lines[0],), "total": (best,)}


def _is_product(sample: Mapping[str, Sequence[str | None]], columns: Columns, heading: str) -> bool:
    """Return whether the column is quantity times price on nearly every row, and not only where one was bought."""
    triples = zip(sample[columns["quantity"][0]], sample[columns["unit_price"][0]], sample[heading], strict=True)
    read = [(as_number(one), as_number(price), as_number(amount)) for one, price, amount in triples]
    known = [(one * price, amount, one) for one, price, amount in read if None not in (one, price, amount)]
    equal = sum(1 for product, amount, _ in known if abs(product - amount) <= 0.01 * abs(amount) + 0.005)
    return bool(known) and equal >= 0.95 * len(known) and any(one != 1 for _, _, one in known)
