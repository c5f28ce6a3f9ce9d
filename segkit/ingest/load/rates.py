"""What is an amount in another currency worth in the project's? By the project's own rates; each order keeps the currency it came in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from segkit.errors import BadValue
from segkit.ingest.choices import CONVERT
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.report import Question
from segkit.tables import MONEY
from segkit.words import is_shared, listed, literal

_RATE = "decimal(18, 12)"
_MONEY = ("amount", "back", "given_back", "discount", "shipping", "tax")

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InCurrency:
    """What an order's money is in, as SQL: its currency, the test for rows in another one, and how it was converted.

    `rate` is what one unit of the order's own currency (`in_file`) is worth in `value`; "" where nothing is converted.
    """

    value: str
    another: str = ""
    rate: str = ""
    in_file: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The columns of an order that say it."""
        told = {"currency_in_file": self.in_file, "fx_rate": self.rate} if self.rate else {}
        return {"currency": self.value, **told}


def converted(found: str, money: InCurrency, names: Collection[str]) -> str:
    """Return the SELECT of found orders with their amounts in the project's currency."""
    if not money.rate:
        return found
    values = ", ".join(f"{in_project_money(name)} as {name}" for name in _MONEY if name in names)
    return f"select * replace ({values}) from ({found})"


def in_project_money(amount: str, rate: str = "fx_rate") -> str:
    """Return the SQL of an amount at a rate."""
    return f"cast(cast({amount} as decimal(20, 4)) * cast({rate} as {_RATE}) as {MONEY})"  # 20 + 18 digits are the most there are


def offer(into: str, names: Collection[str], rates: Mapping[str, float]) -> Options:
    """Return the option to convert, where it can be said which currencies are meant."""
    others = sorted(name for name in names if name != into)
    if not into or not others or any(map(is_shared, (into, *others))):
        return ()
    missing = [name for name in others if name not in rates]
    need = f"; you will be asked for {_the_rates(missing)}" if missing else ""
    return ((CONVERT, f"Convert {listed(others)} to {into} by your own rates of exchange{need}"),)


def target(home: str, names: Sequence[str], rates: Mapping[str, float]) -> str:
    """Return the currency to convert into: the project's, else the file's first that needs no rate; "" where all of them have one."""
    return home or next((name for name in names if rates.get(name, 1) == 1), "")


def conversion(
    work: Work, into: str, names: Mapping[str, Mapping[str, int]], code: str, otherwise: Options
) -> InCurrency:
    """Return how a file's rows are converted; ask for the rates that are missing, in which case nothing is loaded."""
    rates = work.shop.rates
    others = [name for name in names if name != into]
    if rates.get(into, 1) != 1:
        raise BadValue(
            f"this project counts in {into}, so one {into} cannot be worth {rates[into]:g}.", "Rates of exchange",
            f"Say what one {listed(sorted(others), 'or')} is worth in {into}; or choose another currency before any file is loaded.",
        )  # fmt: skip
    if missing := sorted(name for name in others if name not in rates):
        raise Unanswered(_ask_rates(into, missing, otherwise))
    used = {name: float(rates[name]) for name in others}
    work.values["currency"] = into
    work.decisions["currency"] = f"converted to {into}: {', '.join(f'{name} × {rate:g}' for name, rate in used.items())}"
    work.read_with.update(rates=used, currency=into)
    return InCurrency("cast($currency as varchar)", "", *_by_word(work, into, names, used, code))


def _by_word(
    work: Work, into: str, names: Mapping[str, Mapping[str, int]], used: Mapping[str, float], code: str
) -> tuple[str, str]:
    """Return the SQL of a row's rate and of its own currency; the words of the currency column are bound."""
    rates, own = [], []
    for place, (name, words) in enumerate(names.items()):
        work.values[f"rate_{place}"] = f"{used.get(name, 1):.12f}"
        bound = {f"worded_{place}_{number}": word for number, word in enumerate(words)}
        work.values |= bound
        test = f"{code} in ({', '.join(f'${word}' for word in bound)})" if bound else "true"
        rates.append(f"when {test} then cast($rate_{place} as {_RATE})")
        own.append(f"when {test} then {literal(name)}")
    return f"case {' '.join(rates)} else 1 end", f"case {' '.join(own)} end"


def _ask_rates(into: str, missing: Sequence[str], otherwise: Options) -> Question:
    return Question(
        "currency", f"To convert this file to {into}, Segkit needs {_the_rates(missing)}. What is to be done with it?",
        ((CONVERT, "Convert it, once the rates are entered"), *(option for option in otherwise if option[0] != CONVERT)),
        f"Enter {'it' if len(missing) == 1 else 'them'} under “Rates of exchange” on the Data screen. Nothing is loaded until then.",
        about=(into, *missing),
    )  # fmt: skip


def _the_rates(missing: Sequence[str]) -> str:
    return f"your rate for {missing[0]}" if len(missing) == 1 else f"your rates for {listed(missing)}"
