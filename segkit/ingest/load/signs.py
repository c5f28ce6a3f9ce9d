"""Which currency is each row's amount in, where only the sign beside it says so? €12.50 on one row, $9.99 on the next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from segkit.errors import BadValue
from segkit.ingest.load.work import MOST_WORDS, Unanswered, Work
from segkit.ingest.parse.money import currencies_of, words_beside
from segkit.ingest.parse.reading import Decision
from segkit.ingest.report import Question
from segkit.words import currencies_written, currency_named, is_shared, listed, may_be_same, plural

_MAIN = ("total", "line_total", "unit_price")


def tell_rows_apart(work: Work, decisions: Mapping[str, Decision], signs: Sequence[str], home: str) -> None:
    """Give the file a currency column: what stands beside the amount of each row. Ask which currency a shared sign means.

    `home` is the currency of the project, "" where it has none yet: a sign that can mean it does.
    """
    meant = {sign: _meant(work, sign, home) for sign in signs if is_shared(sign)}
    if unknown := [sign for sign, currency in meant.items() if not currency]:
        raise Unanswered(*(_ask_meaning(sign, signs) for sign in unknown))
    texts = [_currency_beside(work, place, column, meant) for place, column in enumerate(_written(work, decisions))]
    text = texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"
    columns = work.columns
    work.columns = replace(columns, text={**columns.text, "currency": text}, value={**columns.value, "currency": text})
    said = [f"{sign} is {currency}" for sign, currency in meant.items() if currency != sign]
    work.notes.append(f"The sign beside an amount says its currency{': ' + listed(said) if said else ''}.")
    _note_unsigned(work, text)


def _written(work: Work, decisions: Mapping[str, Decision]) -> list[str]:
    """Return the columns with currencies beside their amounts, those of the order and its lines first."""
    main = [work.source.column(heading) for name in _MAIN for heading in work.match.mapping.get(name, ())]
    found = [column for column, decision in decisions.items() if decision.currencies]
    return sorted(found, key=lambda column: main.index(column) if column in main else len(main))


def _meant(work: Work, sign: str, home: str) -> str:
    """Return the currency that a shared sign means: by the answer, the project, or what the system always writes; "" where none says."""
    answer = work.answer(f"sign:{sign}")
    code = currency_named(answer) or answer.upper()
    if answer and not (may_be_same(code, sign) and not is_shared(code)):
        raise BadValue(f"{sign} does not stand for '{answer}'.", "Answers", f"It can be: {', '.join(currencies_written(sign))}.")
    known = [code, home, work.match.system.currency.upper()]
    return next((one for one in known if one and may_be_same(one, sign)), "")


def _ask_meaning(sign: str, signs: Sequence[str]) -> Question:
    others = listed([one for one in signs if one != sign])
    return Question(
        f"sign:{sign}", f"Some amounts are written with {sign}, others with {others}. Which currency is {sign}?",
        tuple((code, code) for code in currencies_written(sign)),
        "No column names the currency, so the sign beside each amount has to; several currencies share this one.",
    )  # fmt: skip


def _currency_beside(work: Work, place: int, column: str, meant: Mapping[str, str]) -> str:
    """Return the SQL of the currency that a row's cell names; the words of the file are bound."""
    beside = words_beside(column)
    found = work.run(f"select distinct {beside} from {work.plain_rows} where {beside} <> '' limit {MOST_WORDS}")
    named = {words: names.pop() for (words,) in found if len(names := currencies_of(words.split())) == 1}
    known = {words: meant.get(one, one) for words, one in named.items() if one}
    work.values |= {f"beside_{place}": list(known), f"beside_{place}_is": list(known.values())}
    return f"map(cast($beside_{place} as varchar[]), cast($beside_{place}_is as varchar[]))[{beside}]"


def _note_unsigned(work: Work, text: str) -> None:
    """Note how many amounts have no sign, as those count like the ones that are not converted."""
    amounts = [work.columns.value[name] for name in _MAIN if name in work.columns]
    if amounts and (number := work.one(f"select count(*) from {work.plain_rows} where {amounts[0]} <> 0 and ({text}) is null")[0]):
        work.notes.append(f"{plural(number, 'amount has', 'amounts have')} no sign: taken for the currency that the file is counted in.")
