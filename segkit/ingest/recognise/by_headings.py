"""Which system wrote this file, and which column is which field? By headings first, by values where headings tie."""

from collections.abc import Mapping, Sequence

from segkit.ingest.recognise.asking import ask_field, ask_kind, ask_twins
from segkit.ingest.recognise.comments import has_numbered_sales, without_comments
from segkit.ingest.recognise.derived import fixed_heading
from segkit.ingest.recognise.fields import LIKELY, FieldWords, fields, fields_of
from segkit.ingest.recognise.match import PERSON, Columns, Match, Sample, chosen_columns, is_filled, needs_of
from segkit.ingest.recognise.samples import Look, look
from segkit.ingest.recognise.systems import System, systems
from segkit.ingest.recognise.twins import tell_amounts_apart
from segkit.tables import OF_ORDERS
from segkit.words import fold

_SURE_ENOUGH = 1.0
_MUST_BE_READ = ("ordered_at", "total", "event_at")
_NARROW = 3  # columns beside those that say who it is
_MISSED, _ONE_ROW_EACH = 5.0, 3.0


def recognise(
    headings: Sequence[str],
    sample: Sample,
    table: str | None = None,
    mapping: Mapping[str, object] | None = None,
    told: System | None = None,
) -> Match:
    """Return the system (the one told, where it is) and the column map of a file, and what the user must still say."""
    looks = {heading: look(sample.get(heading, ())) for heading in headings}
    chosen = chosen_columns(headings, mapping or {})
    if system := told or exact_system(headings, table):
        columns = _declared(system, headings, chosen)
        if system.table in ("customers", "surveys"):  # birthdays, sizes, tastes; a survey's questions are its own
            settled = {name: columns.get(name, ()) for name in {*columns, *system.columns, *chosen}}
            columns = _by_words(system.table, headings, looks, settled)
        return _finished(system, columns, looks, headings, chosen, sample)
    tries = []
    for system in (one for one in systems().values() if one.generic and _suits(one, table)):
        columns = tell_amounts_apart(_by_words(system.table, headings, looks, chosen), sample, chosen)
        missing = _missing(system, columns)
        tries.append((_weight(system, columns, looks) - _MISSED * missing, missing, system, columns))
    tries = without_comments(tries, looks)
    weight, missing, system, columns = max(tries, key=lambda one: one[0])
    match = _finished(system, columns, looks, headings, chosen, sample)
    if table is not None or chosen:  # the user has said what it is
        return match
    unsure = (missing and weight < _SURE_ENOUGH) or (system.table == "customers" and _may_be_answers(tries, columns, weight, looks))
    unsure = unsure or (system.table == "surveys" and has_numbered_sales(tries, looks))  # either half of the file would be lost
    return ask_kind(match) if unsure else match


def exact_system(headings: Sequence[str], table: str | None = None) -> System | None:
    """Return the system whose identifying headings are all there, the one with most of them; None where no system's are."""
    folded = {fold(heading) for heading in headings}
    exact = [one for one in systems().values() if one.fits(folded) and _suits(one, table)]
    return max(exact, key=lambda one: len(one.identify), default=None)


def _may_be_answers(tries: Sequence[tuple], columns: Columns, weight: float, looks: Mapping[str, Look]) -> bool:
    """Return whether what looks like a list of customers may as well be a short survey, with one answer a person.

    A score column says so unless much more is told of the customers; where nothing but who they are is told, a column of
    comments, of small numbers in a narrow file, or of a whole question does.
    """
    found = next((one for one in tries if one[2].table == "surveys"), None)
    if found is None:
        return False
    as_survey, missing, _, answered = found
    if "score" in answered:
        return 2 * as_survey >= weight
    if columns.keys() - PERSON:
        return False
    used = {heading for found in columns.values() for heading in found}
    left = {heading: values for heading, values in looks.items() if heading not in used}
    narrow = len(left) <= _NARROW  # wider files tell of people: the size of the household, the number of children
    return not missing or any(_asks(heading, values) or (narrow and _small_numbers(values)) for heading, values in left.items())


def _small_numbers(values: Look) -> bool:
    return values.filled > 1 and values.scale > 0.9 and values.yes_no < 1


def _asks(heading: str, values: Look) -> bool:
    """Return whether the column may hold answers: it has something in it, under a question or a word for scores."""
    return values.filled > 0 and (heading.rstrip().endswith(("?", "？")) or fields()["score"].fit(heading) >= LIKELY)


def _suits(system: System, table: str | None) -> bool:
    family = {"orders": OF_ORDERS}
    return table is None or system.table in family.get(table, (table,))


def _declared(system: System, headings: Sequence[str], chosen: Columns) -> dict[str, tuple[str, ...]]:
    alike = {fold(heading): heading for heading in reversed(headings)}
    there = {**alike, **{heading: heading for heading in headings}}  # headings may differ in the case of one letter
    columns = {
        name: tuple(found for one in wanted if (found := there.get(one) or alike.get(fold(one))))
        for name, wanted in system.columns.items()
    }
    told = [*system.fixed.items(), *((name, text) for name, words in system.file_name.items() for text in words.values())]
    columns |= {name: (*columns.get(name, ()), heading) for name, text in told if (heading := fixed_heading(text)) in headings}
    return {name: found for name, found in {**columns, **chosen}.items() if found}


def _by_words(table: str, headings: Sequence[str], looks: Mapping[str, Look], chosen: Columns) -> dict[str, tuple[str, ...]]:
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
    return {name: found for name, found in _known_by_name(columns).items() if found}


def _known_by_name(columns: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the columns; where nothing but "Kunde" or "Customer name" says who it is, that does."""
    if "full_name" not in columns or any(person in columns for person in PERSON):
        return columns
    names = columns["full_name"]
    return {**columns, "customer_id": names} if names and fields()["customer_id"].fit(names[0]) > 0 else columns


def _fit(entry: FieldWords, heading: str, values: Look) -> float:
    by_name = entry.fit(heading)
    by_value = values.rated if entry.name == "score" and values.filled else values.fit(entry.role)
    if (entry.name == "movement" and values.movement < 1) or (entry.name == "event_id" and values.filled and values.distinct < 0.5):
        return 0.0  # the id of a kind of event is no event's own
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
    return sum(1 for need in system.needs if not is_filled(need, columns))


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
    sample: Sample,
) -> Match:  # fmt: skip
    questions = tuple(ask_field(need, columns, looks, headings) for need in needs_of(system) if not is_filled(need, columns))
    questions += ask_twins({name: found for name, found in columns.items() if name not in chosen}, columns, sample)
    return Match(system, columns, questions, system.notes + _weak_note(system, columns), looks)


def _weak_note(system: System, columns: Columns) -> tuple[str, ...]:
    heading = columns.get("customer_id", ("",))[0]
    if not heading or system.columns or fields()["customer_id"].fit(heading) > 15:
        return ()
    return (f"'{heading}' is used to tell customers apart: people of the same name or number count as one.",)
