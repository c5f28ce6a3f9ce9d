"""What kind of row is it? Lists of payments hold sales, money paid back, and fees or withdrawals; a column says which."""

from collections.abc import Mapping
from dataclasses import replace

from segkit.ingest.load.columns import Columns
from segkit.ingest.load.work import MOST_WORDS, Work
from segkit.ingest.parse.reading import Decision
from segkit.ingest.recognise.movements import KNOWN
from segkit.ingest.recognise.systems import System
from segkit.ingest.report import Question
from segkit.words import count, fold, plural

_SIGNED = ("total", "line_total", "quantity")
_LABELS = (("sale", "A sale"), ("refund", "Money paid back to the customer"), ("set_aside", "Neither (a fee, a withdrawal, a transfer)"))
_IN_WORDS = {"sale": "sales", "refund": "money paid back", "set_aside": "neither, set aside"}


def told_by_movement(work: Work, decisions: Mapping[str, Decision]) -> Columns:
    """Return the columns with the amounts of refunds below zero, and with `movement` as SQL for sale, refund or set_aside.

    On refunds the customer is who got the money, where the system says in which column that stands.
    """
    columns = work.columns
    if "movement" not in columns:
        return columns
    text = columns.text["movement"]
    found = work.run(f"select {text} as word, count(*) from {work.plain_rows} group by all order by 2 desc, 1 limit {MOST_WORDS + 1}")
    if len(found) > MOST_WORDS:
        work.notes.append(f"'{work.match.mapping['movement'][0]}' holds too many words to say what kind of row each is: not used.")
        return replace(columns, value={name: sql for name, sql in columns.value.items() if name != "movement"})
    counts = dict(found)
    kinds = {word: kind_of(word, work.match.system, work.answers) for word in counts if word is not None}
    work.questions.extend(_unknown(counts, kinds))
    work.decisions["movement_rows"] = _in_words(work.match.mapping["movement"][0], counts, kinds)
    value, told = dict(columns.value), dict(columns.text)
    kind = _kind_sql(work, text, kinds)
    refund = f"({kind}) = 'refund'"
    for name in (name for name in _SIGNED if name in value):
        taken = f"coalesce({value[name]}, 1)" if name == "quantity" else value[name]
        value[name] = f"case when {refund} then -abs({taken}) else {value[name]} end"
    if "refunded" in value:
        value["refunded"] = f"case when not ({refund}) then {value['refunded']} end"
    for name, heading in _on_refunds(work).items():
        column = work.source.column(heading)
        value[name] = f"case when {refund} then {decisions[column].expression} else {value.get(name, 'null')} end"
        told[name] = f"case when {refund} then {column} else {told.get(name, 'null')} end"
    return replace(columns, value={**value, "movement": kind}, text=told)


def set_aside_test(columns: Columns) -> list[tuple[str, str]]:
    """Return the test for rows that are neither sale nor refund, with the reason as SQL."""
    if "movement" not in columns:
        return []
    return [(f"({columns.value['movement']}) = 'set_aside'", f"'neither sale nor refund: ''' || {columns.text['movement']} || ''''")]


def plain_sale(columns: Columns) -> str:
    """Return the SQL condition that a row is not known to be anything but a sale."""
    return f"({columns.value['movement']}) = 'sale'" if "movement" in columns else "true"


def kind_of(word: str, system: System, answers: Mapping[str, str]) -> str:
    """Return what a word says a row is: the user's answer, else the system's own words, else what every system says; "" where unknown."""
    own = {entry: kind for kind, entries in system.movement.items() for entry in entries}
    return answers.get(f"movement:{word}") or own.get(fold(word)) or KNOWN.get(fold(word), "")


def refund_headings(system: System, headings: tuple[str, ...]) -> dict[str, str]:
    """Return the heading that holds a field on rows that pay money back, by field, as far as the file has it."""
    alike = {fold(heading): heading for heading in reversed(headings)}
    found = {name: next((alike[fold(one)] for one in wanted if fold(one) in alike), "") for name, wanted in system.on_refunds.items()}
    return {name: heading for name, heading in found.items() if heading}


def _on_refunds(work: Work) -> dict[str, str]:
    return refund_headings(work.match.system, work.source.headings)


def _kind_sql(work: Work, text: str, kinds: Mapping[str, str]) -> str:
    """Return the SQL of a row's kind. In a list of both directions, money paid back to the shop itself is no customer's refund."""
    kind, amount = _case(work, text, kinds), work.columns.value.get("total")
    if amount is None or work.match.system.negative != "set_aside":
        return kind
    return f"case when ({kind}) = 'refund' and {amount} > 0 then 'set_aside' else {kind} end"


def _case(work: Work, text: str, kinds: Mapping[str, str]) -> str:
    whens = []
    for number, (word, kind) in enumerate(kinds.items()):
        if kind != "sale":
            work.values[f"movement_{number}"] = word
            whens.append(f"when {text} = $movement_{number} then '{kind or 'set_aside'}'")
    return f"case {' '.join(whens)} else 'sale' end" if whens else "'sale'"


def _in_words(heading: str, counts: Mapping[str | None, int], kinds: Mapping[str, str]) -> str:
    rows: dict[str, int] = {}
    for word, number in counts.items():
        kind = kinds.get(word, "sale") if word is not None else "sale"
        rows[kind or "set_aside"] = rows.get(kind or "set_aside", 0) + number
    return f"'{heading}' says what each row is: {', '.join(f'{count(number)} {_IN_WORDS[kind]}' for kind, number in rows.items())}."


def _unknown(counts: Mapping[str | None, int], kinds: Mapping[str, str]) -> list[Question]:
    return [
        Question(f"movement:{word}", f"What are the rows marked '{word}'?", _LABELS,
                 f"{plural(counts[word], 'row')} carry it; until you say, they are set aside.", blocking=False)
        for word, kind in kinds.items() if not kind
    ][:20]  # fmt: skip
