"""Consent: who on a list agreed to hear from the shop by e-mail or text message, and how many are left out for lack of it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segkit.errors import UnknownName
from segkit.words import count, nearest, plural, quote

# What a customer may have agreed to, by the name of its feature, and how a sentence calls it.
CONSENTS: Mapping[str, str] = {"accepts_email": "e-mail", "accepts_sms": "text messages"}


@dataclass(frozen=True)
class LeftOut:
    """How many customers a list would hold, and how many of them it leaves out because they said no, or nobody knows."""

    customers: int
    refused: int
    unknown: int

    @property
    def remaining(self) -> int:
        """How many customers are on the list."""
        return self.customers - self.refused - self.unknown

    def __str__(self) -> str:
        """Return it as one sentence: "312 of 1,204 left out: 290 did not agree, 22 unknown (counts as not agreed)."."""
        out = self.refused + self.unknown
        if not self.customers:
            return "There are no customers to leave out."
        if not out:
            return f"Nobody is left out: {'the one customer' if self.customers == 1 else f'all {count(self.customers)}'} agreed."
        reasons = [f"{count(self.refused)} did not agree"] if self.refused else []
        reasons += [f"{count(self.unknown)} unknown (counts as not agreed)"] if self.unknown else []
        return f"{count(out)} of {plural(self.customers, 'customer')} left out: {', '.join(reasons)}."


def agreed(consents: Sequence[str]) -> str:
    """Return the SQL that is true where a customer agreed to all of these, false where to one not, and empty where nobody knows."""
    for name in consents:
        if name not in CONSENTS:
            raise UnknownName(f"there is no consent '{name}'.", "", nearest(name, CONSENTS))
    return " and ".join(quote(name) for name in consents) or "true"
