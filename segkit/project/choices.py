"""Choices: what did the analyst decide for the whole project? Kept in its recipe."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from segkit import ingest
from segkit.consent import agreed
from segkit.errors import BadValue, UnknownName
from segkit.features.left_out import checked as checked_rules
from segkit.ingest.parse.countries import country_names
from segkit.ingest.shop import Shop
from segkit.maps import find_map
from segkit.project.opened import Opened
from segkit.recipe import Recipe, checked
from segkit.words import is_shared, may_be_same


class WithChoices(Opened):
    """An open project whose choices can be read and changed; each change is in the file at once."""

    @property
    def recipe(self) -> Recipe:
        """Every choice made in this project."""
        return self._recipe

    @recipe.setter
    def recipe(self, recipe: Recipe) -> None:
        checks = checked(recipe)
        if checks.kept_apart == self._recipe.kept_apart:
            self._change(lambda _: checks)
        else:
            self._relink(lambda _: checks)

    def _change(self, change: Callable[[Recipe], Recipe]) -> None:
        """Keep what a change makes of the recipe; changes of two tabs at once follow one another."""
        with self._lock:
            recipe = change(self._recipe)
            self._state.put(recipe=recipe.to_toml())
            self._recipe = recipe

    def _relink(self, change: Callable[[Recipe], Recipe]) -> None:
        """Keep a change of what is kept apart, and link the records of one person anew."""
        with self._changing_data():
            self._change(change)
            ingest.link_people(self._con, self._shop())

    def _shop(self) -> Shop:
        """Return what was chosen for the project and holds for each of its files."""
        return Shop(country=self._recipe.country, time_zone=self._recipe.time_zone, rates=self._recipe.rates,
                    kept_apart=self._recipe.kept_apart, currency=self._recipe.currency)  # fmt: skip

    @property
    def as_of(self) -> date | None:
        """The day everything is computed for: chosen, or the last day with data."""
        return self._recipe.as_of or self.last_day

    @as_of.setter
    def as_of(self, day: date | None) -> None:
        self._change(lambda recipe: replace(recipe, as_of=day))

    @property
    def revenue_policy(self) -> str:
        """How money is counted: net, gross or paid."""
        return self._recipe.revenue_policy

    @revenue_policy.setter
    def revenue_policy(self, policy: str) -> None:
        self._change(lambda recipe: replace(recipe, revenue_policy=policy))

    @property
    def currency(self) -> str:
        """The currency of the orders: what the files say, else what was chosen; empty where nobody says it."""
        return self.currency_in_files or self._recipe.currency

    def set_currency(self, code: str) -> None:
        """Keep the currency of the amounts with the project; it holds as long as no file names one.

        One that the sign beside a file's amounts cannot mean is refused.
        """
        if sign := self.sign_against(code):
            raise BadValue(f"a file writes its amounts with {sign}, which does not stand for {code}.", "Currency",
                           f"Choose a currency that is written with {sign}, or remove the file.")  # fmt: skip
        self._change(lambda recipe: replace(recipe, currency=code))

    def sign_against(self, code: str) -> str:
        """Return the sign beside a loaded file's amounts that cannot mean this currency; "" where there is none."""
        said = (report.decisions.get("currency_sign", "") for report in self.files() if report.answers.get("currency") != "same")
        return next((sign for sign in said if code and is_shared(sign) and not may_be_same(sign, code)), "")

    @property
    def time_zone(self) -> str:
        """Whose days and hours count, as in "Europe/Berlin"; empty where nothing was chosen: then times stay as the files have them."""
        return self._recipe.time_zone

    def set_time_zone(self, zone: str) -> None:
        """Keep where the shop is. Files loaded before are read anew by `reload`; `outdated` says which."""
        self._change(lambda recipe: replace(recipe, time_zone=zone))

    @property
    def rates(self) -> dict[str, float]:
        """What one of each other currency is worth in the project's."""
        return dict(self._recipe.rates)

    def set_rates(self, rates: Mapping[str, float]) -> None:
        """Keep the rates of exchange. Files converted before are read anew by `reload`; `outdated` says which."""
        self._change(lambda recipe: replace(recipe, rates=dict(rates)))

    def set_country(self, code: str) -> None:
        """Keep the shop's country: for its holidays, and for phone numbers without a country code in files read from now on."""
        if code and code not in country_names():
            raise UnknownName(f"there is no country '{code}'.", "Country", "Write two letters, as in DE.")
        self._change(lambda recipe: replace(recipe, country=code))

    def map(self, key: str) -> list[dict[str, str]]:
        """Return the rows of an editable table: benefits, occasions or stages."""
        found = find_map(key)
        return self._recipe.maps[key] if key in self._recipe.maps else found.starter()

    def set_map(self, key: str, table: Sequence[Mapping[str, str]]) -> None:
        """Keep the edited rows with the project; refuse a row that cannot work, naming it."""
        checked = find_map(key).checked(table)
        self._change(lambda recipe: replace(recipe, maps={**recipe.maps, key: checked}))

    def set_list_columns(self, names: Sequence[str]) -> None:
        """Keep the columns of a list, by name in the order of the file, with the project."""
        self._change(lambda recipe: replace(recipe, list_columns=tuple(names)))

    def set_list_consents(self, names: Sequence[str]) -> None:
        """Keep with the project what everybody on a list must have agreed to: accepts_email, accepts_sms."""
        agreed(names)
        self._change(lambda recipe: replace(recipe, list_consents=tuple(names)))

    def leave_out(self, rule: str, on: bool = True) -> None:
        """Leave the rows out that a rule names, or count them again; they stay in the data either way."""
        checked_rules([rule])

        def changed(recipe: Recipe) -> Recipe:
            others = set(recipe.left_out) - {rule}
            return replace(recipe, left_out=checked_rules({*others, rule} if on else others))

        self._change(changed)
