"""People: which records are one customer, and who is none?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import duckdb

from segkit.errors import UnknownName
from segkit.ingest.identity import who
from segkit.project.choices import WithChoices
from segkit.words import nearest


class WithPeople(WithChoices):
    """A project whose customers can be told apart or joined again; what was chosen is kept in the recipe."""

    def people(self) -> dict[str, int]:
        """Return how many customers there are by what they can be reached, and staff, joined records and rows of nobody."""
        return who.counted(self._con, self._recipe.staff_domains)

    def nobodies(self) -> list[tuple[str, int]]:
        """Return what stands in place of a customer on rows of nobody in particular, and on how many."""
        return who.nobodies(self._con)

    def merges(self) -> duckdb.DuckDBPyRelation:
        """Return one row per customer joined from several records: person, name, keys, rule, shared, files."""
        return who.merges(self._con, self._recipe.kept_apart)

    def split(self, person: str, *keys: str) -> None:
        """Make the records that were joined to a person customers of their own; with keys, only those records."""
        joined = who.keys_of(self._con, person, self._recipe.kept_apart)
        for key in keys or ([] if joined else [person]):
            if key not in joined:
                raise UnknownName(f"no record '{key}' was joined to {person}.", "Customers", nearest(key, joined))
        apart = {*(keys or joined)}
        self._relink(lambda recipe: replace(recipe, kept_apart=tuple(sorted({*recipe.kept_apart} | apart))))

    def rejoin(self, *keys: str) -> None:
        """Let records that were kept apart be joined again where they share an address; without keys, all of them."""
        for key in keys:
            if key not in self._recipe.kept_apart:
                raise UnknownName(f"no record '{key}' is kept apart.", "Customers", nearest(key, self._recipe.kept_apart))
        gone = {*(keys or self._recipe.kept_apart)}
        self._relink(lambda recipe: replace(recipe, kept_apart=tuple(key for key in recipe.kept_apart if key not in gone)))

    def staff_proposals(self) -> list[dict[str, Any]]:
        """Return the domains whose mailboxes may be staff: domain, mailboxes, orders, odd (tests, or worth nothing)."""
        return who.staff_proposals(self._con)

    def set_staff_domains(self, domains: Sequence[str]) -> None:
        """Keep with the project whose mailboxes are staff and no customers; their rows stay in the data."""
        plain = who.checked_domains(domains)
        self._change(lambda recipe: replace(recipe, staff_domains=plain))
