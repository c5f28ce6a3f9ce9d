"""Which currency are a file's amounts in? Amounts in two currencies are never added: the user says which one counts."""

from collections.abc import Mapping
from itertools import combinations

from segkit.errors import MissingData
from segkit.ingest.choices import CONVERT
from segkit.ingest.load.rates import InCurrency, Options, conversion, offer, target
from segkit.ingest.load.signs import tell_rows_apart
from segkit.ingest.load.units import currency_in_headings
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.parse.reading import Decision
from segkit.ingest.report import Question
from segkit.tables import OF_ORDERS
from segkit.words import currency_named, is_shared, listed, may_be_same, plural

_SIGN = "currency_sign"  # the decision: what the signs beside the amounts say; and the question where that is not clear
_SAME = "SAME"  # the answer that a file's amounts are in the project's currency, whatever it says
_EACH = "Amounts in different currencies cannot be added, so a project counts in one."
_NO_CURRENCY = "cast(null as varchar)"

Names = Mapping[str, Mapping[str, int]]  # currency → the words for it in the currency column, with their rows


def sign_beside_amounts(work: Work, decisions: Mapping[str, Decision]) -> str:
    """Return the currency that the words beside the amounts say, "" where none do, or where each row says its own.

    A currency column that is filled tells the rows apart; without one, several signs do.
    """
    signs = sorted({sign for decision in decisions.values() for sign in decision.currencies}, key=lambda sign: (is_shared(sign), sign))
    told = any(decisions[work.source.column(heading)].filled for heading in work.match.mapping.get("currency", ()))
    if len(signs) < 2 or told:
        return signs[0] if len(signs) == 1 else ""
    if work.answer(_SIGN) == "apart" or not all(may_be_same(one, other) for one, other in combinations(signs, 2)):
        if work.match.system.table not in OF_ORDERS:
            raise MissingData(
                f"its amounts are in several currencies ({listed(signs)}), which cannot be added.", work.source.name,
                "Export one currency at a time, or choose no column for the amount.",
            )  # fmt: skip
        tell_rows_apart(work, decisions, signs, _home(work, {}))
        return ""
    if not work.answer(_SIGN):
        apart = "No: the sign beside each amount says its currency"
        raise Unanswered(_ask_sign(f"Some amounts are written in {signs[0]}, others in {listed(signs[1:])}.", signs[0], apart))
    return signs[0]


def _ask_sign(seen: str, currency: str, apart: str = "No: leave this file out") -> Question:
    options = (("same", f"Yes: all amounts are in {currency}"), ("apart", apart))
    return Question(_SIGN, f"{seen} Are they all in {currency}?", options, _EACH)


def currency_value(work: Work, rows: str, text: str | None, found_in_cells: str = "", counting: str = "true") -> InCurrency:
    """Return what the money of a file's orders is in; ask where it is in several currencies, or in another than the project's.

    `counting` is the SQL condition of the rows whose currency matters: others, as failed payments and fees, bring no money.
    """
    code = f"nullif(upper(trim({text})), '')"
    names = _by_currency(work, rows, code) if text else {}
    if len(names) > 1 and counting != "true":
        names = _by_currency(work, f"(select * from {rows} where {counting})", code) or names
    names = names or {named: {} for named in filter(None, [currency_in_headings(work.match)])}
    _check_signs(work, names, found_in_cells)
    names = names or {fixed: {} for fixed in _said_for_all(work, found_in_cells)}
    if not names:
        return InCurrency(_NO_CURRENCY)
    home = _home(work, names)
    alike = [name for name in names if not home or may_be_same(name, home)]
    if len(alike) < 2 and len(alike) < len(names):
        return _as_at_home(work, alike[0] if alike else home, names, code)
    if len(names) == 1:
        return InCurrency(_one_currency(work, alike[0], home))
    chosen = _chosen(work)
    question = ask_currency({name: names[name] for name in alike}, into := target(home, list(names), work.shop.rates), work.shop.rates)
    if chosen == CONVERT.upper() and CONVERT in dict(question.options):
        return conversion(work, into, names, code, question.options)
    if chosen not in alike:
        raise Unanswered(question)
    return _one_of_several(work, chosen, names, code)


def _by_currency(work: Work, rows: str, code: str) -> Names:
    """Return what the currency column says, by currency: €, Euro and EUR are one."""
    found: dict[str, dict[str, int]] = {}
    for name, number in work.run(f"select {code}, count(*) from {rows} where {code} is not null group by 1 order by 2 desc, 1 limit 60"):
        found.setdefault(currency_named(name) or name, {})[name] = number
    return dict(sorted(found.items(), key=lambda one: -_count(one[1])))


def _check_signs(work: Work, names: Names, sign: str) -> None:
    """Ask where the sign beside the amounts contradicts the currency column or heading; refuse a file in which it is right."""
    if not (sign and names) or any(may_be_same(sign, name) for name in names):
        return
    said = listed(list(names))
    if work.answer(_SIGN) == "apart":
        raise MissingData(
            f"its amounts are in {sign}, but its currency column or heading says {said}.", work.source.name,
            "Correct it and load it again.",
        )  # fmt: skip
    if not work.answer(_SIGN):
        where = "currency column" if any(names.values()) else "heading"
        raise Unanswered(_ask_sign(f"The amounts are written in {sign}, the {where} says {said}.", said))


def _said_for_all(work: Work, found_in_cells: str) -> list[str]:
    """Return the one currency of a file without currency column; what the system always writes says what a shared sign means."""
    system = work.match.system.currency.upper()
    if system and (not found_in_cells or may_be_same(found_in_cells, system)):
        return [system]
    return [found_in_cells] if found_in_cells else []


def _home(work: Work, names: Names) -> str:
    """Return the currency of the orders that other files brought, the sign beside their amounts, or that chosen for the project.

    "" where none of them says. Before any orders are there, the user may give up the chosen one for the file's.
    """
    chosen = work.shop.currency
    found = work.run("""
        select upper(trim(currency)) from orders
        where source_id <> $source_id and currency is not null group by 1 order by count(*) desc, 1 limit 1""") or work.run(
        f"""select report ->> '$.decisions.{_SIGN}' as sign from files
        where source_id <> $source_id and main_table in ('orders', 'order_lines') and sign is not null order by source_id limit 1""")
    if found:
        home = currency_named(found[0][0]) or found[0][0]
        return chosen if is_shared(home) and chosen and may_be_same(home, chosen) else home
    return _chosen(work) if _may_give_up(work, names) and _chosen(work) in names else chosen


def _may_give_up(work: Work, names: Names) -> bool:
    """Return whether the project's chosen currency may become the file's one: no other file brought amounts yet."""
    return len(names) == 1 and not work.run("select 1 from orders where source_id <> $source_id limit 1")


def _one_currency(work: Work, name: str, home: str) -> str:
    if home and name != home:
        work.notes.append(f"The file's amounts are in {name}, the project's in {home}: they are taken for the same currency.")
    return _bound(work, name)


def _as_at_home(work: Work, home: str, names: Names, code: str) -> InCurrency:
    """Return what the money is in of a file that is not wholly in the project's currency, or ask what to do with it."""
    chosen = _chosen(work)
    question = ask_other_currency(home, names, work.shop.rates, _may_give_up(work, names) and bool(work.shop.currency))
    if chosen == CONVERT.upper() and CONVERT in dict(question.options):
        return conversion(work, home, names, code, question.options)
    if chosen == _SAME:
        work.notes.append(f"The file says {listed(sorted(names))}; as you said, its amounts are in {home}.")
        return InCurrency(_bound(work, home))
    if chosen != home:
        raise Unanswered(question)
    if home not in names:
        raise MissingData(
            f"its amounts are in {listed(sorted(names))}, those of the project in {home}.", work.source.name,
            f"Load it into a project of its own, or convert its amounts to {home} with your rates of exchange.",
        )  # fmt: skip
    return _one_of_several(work, home, names, code)


def _one_of_several(work: Work, chosen: str, names: Names, code: str) -> InCurrency:
    """Return the chosen currency, and the test for the rows whose currency column says another one."""
    others = [f"{plural(_count(found), 'row')} in {name}" for name, found in names.items() if name != chosen]
    work.notes.append(f"Only orders in {chosen} count; {listed(others)} are set aside.")
    words = {f"currency_{number}": name for number, name in enumerate(names[chosen])}
    work.values |= words
    return InCurrency(_bound(work, chosen), f"coalesce({code} not in ({', '.join(f'${word}' for word in words)}), false)")


def ask_other_currency(home: str, names: Names, rates: Mapping[str, float], may_give_up: bool = False) -> Question:
    """Return the question what to do with a file in another currency than the project's."""
    inside = _count(names.get(home, {}))
    only = f"Load only {plural(inside, 'row')} in {home}, set the others aside"
    leave = "Leave this file out: it belongs into a project of its own"
    before = f"{home} was chosen before any file named a currency"
    instead: Options = tuple((name, f"Count in {name}: {before}") for name in names if may_give_up)
    return Question(
        "currency", f"The file is in {listed(sorted(names))}, the project in {home}. What is to be done with it?",
        (*instead, (home, only if inside else leave),
         (_SAME.lower(), f"Load all of it: its amounts are in {home}, whatever the file says"), *offer(home, names, rates)),
        _EACH, about=(home, *(name for name in sorted(names) if name != home)),
    )  # fmt: skip


def ask_currency(names: Names, into: str, rates: Mapping[str, float]) -> Question:
    """Return the question which of several currencies the amounts are to be in."""
    options = tuple((name, f"{name} ({plural(_count(found), 'row')})") for name, found in names.items())
    return Question(
        "currency", "The file holds several currencies. Which one do you want to look at?", (*options, *offer(into, names, rates)),
        "Amounts in different currencies cannot be added. Rows in the others are set aside."
        + ("" if into else " To convert them, choose the project's currency first: your rates name a worth for each of them."),
        about=(into, *(name for name in names if name != into)),
    )  # fmt: skip


def _chosen(work: Work) -> str:
    answer = work.answer("currency")
    return currency_named(answer) or answer.upper()


def _count(found: Mapping[str, int]) -> int:
    return sum(found.values())


def _bound(work: Work, name: str) -> str:
    """Return the SQL of the currency. A shared sign is no currency to write down: the report keeps it for later files."""
    if is_shared(name):
        work.decisions[_SIGN] = name
        return _NO_CURRENCY
    work.values["currency"] = name
    return "cast($currency as varchar)"
