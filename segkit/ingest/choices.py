"""What has the user said about a file? Its kind, its column map, and answers to the questions it raised."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from segkit.errors import BadValue, UnknownName
from segkit.ingest.shop import ANY_SHOP, Shop, check_zone
from segkit.words import nearest

# What may be answered to each question; one that ends in a colon is asked per status word, or per system. A file cannot add to these.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "table": ("orders", "order_lines", "customers", "events", "surveys", "subscriptions", "invoices", "deals", "contacts", "referrals"),
    "date_order": ("day_first", "month_first", "year_first"),
    "decimal_mark": (".", ","),
    "negative": ("refund", "set_aside"),
    "repeated_orders": ("add", "once", "separate"),
    "repeated_rows": ("once", "add"),
    "currency_sign": ("same", "apart"),
    "amount_level": ("line", "order"),
    "discount_level": ("line", "order", "share", "none"),
    "map_confirmed": ("yes",),
    "movement:": ("sale", "refund", "set_aside"),
    "shared:": ("nobody", "one"),
    "masked": ("nobody", "customers"),
    "status:": ("completed", "pending", "cancelled", "refunded", "partially_refunded", "test"),
    "subscription:": ("trialing", "active", "past_due", "unpaid", "paused", "incomplete", "canceled"),
    "invoice:": ("draft", "open", "paid", "void", "uncollectible"),
    "deal:": ("open", "won", "lost"),
    "contact:": ("sent", "opened", "clicked", "bounced", "unsubscribed", "complained", "other"),
    "referral:": ("pending", "successful", "rejected"),
    "interval": ("day", "week", "month", "quarter", "half_year", "year", "once"),
    "interval:": ("day", "week", "month", "quarter", "half_year", "year", "once"),
    "repeated_invoices": ("add", "once"),
    "same_sales:": ("once", "add"),
}
# Answered with what the file holds, a currency of its rows or a heading, with the name of a shop, or with a time zone.
_FREE = ("currency", "sign:", "map:", "store", "time_zone", "file_zone")
# What the values of a file may show by themselves: an earlier file's answer holds only where they do not.
UNLESS_SEEN = ("date_order", "decimal_mark", "amount_level", "discount_level")
CONVERT = "convert"  # the answer that a file's amounts are converted by the project's rates
OWN_ZONE = "own"  # the answer that a file's times are the shop's local time
SAME_STORE = "same"  # the answer that a file is from the shop of the file that has its order numbers too
_LONGEST_STORE = 60
_LIKE_UNNUMBERED = re.compile(r"file \d", re.I)  # how orders without a number are numbered


@dataclass
class Lent:
    """The answers given for an earlier file with the same columns, and which of them came to be used."""

    name: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def use(self, key: str) -> str:
        """Return the earlier answer, "" where there is none, and remember that it was used."""
        if key in self.answers:
            self.used.add(key)
        return self.answers.get(key, "")


class Answers(dict):
    """The answers given for a file, then those lent to it, which are noted down when they are asked for."""

    def __init__(self, said: Mapping[str, str], lent: Lent):
        super().__init__({**{key: answer for key, answer in lent.answers.items() if key not in UNLESS_SEEN}, **said})
        self._said, self._lent = said, lent

    def used(self) -> dict[str, str]:
        """Return the answers without those that were lent and not asked for."""
        return {**{key: answer for key, answer in self._lent.answers.items() if key in self._lent.used}, **self._said}

    def earlier(self, key: str) -> str:
        """Return what was answered for the earlier file, also where the values of this one come first."""
        return self._lent.use(key)

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) and self.get(str(key)) is not None

    def get(self, key: str, otherwise: str | None = None) -> str | None:
        """Return the answer to a question."""
        if key not in self._said and super().__contains__(key):
            self._lent.used.add(key)
        return super().get(key, otherwise)


@dataclass(frozen=True)
class Choices:
    """What the user has said about a file: its kind, its column map, and answers to questions.

    An answer that its question does not offer is refused; an answer to a question that the file does not ask is left alone.
    """

    table: str | None = None
    mapping: Mapping[str, object] | None = None
    answers: Mapping[str, str] | None = None
    replaces: int | None = None
    shop: Shop = ANY_SHOP
    store: str | None = None
    lent: Lent = field(default_factory=Lent)

    def __post_init__(self) -> None:
        check_store(self.store or (self.answers or {}).get("store") or "")
        for key, answer in (self.answers or {}).items():
            allowed = OPTIONS.get(_question(key))
            if answer and allowed and answer not in allowed:
                raise BadValue(f"'{answer}' is no answer to '{key}'.", "Answers", nearest(str(answer), allowed))
            if answer and key in ("time_zone", "file_zone") and answer != OWN_ZONE:
                check_zone(answer, f"Answer to '{key}'")

    @property
    def said(self) -> Answers:
        """What was answered for this file, and what an earlier file with its columns lends where nothing was."""
        return Answers(self.answers or {}, self.lent)

    @property
    def kind(self) -> str | None:
        return self.table or self.said.get("table") or None

    @property
    def columns(self) -> dict[str, object]:
        """The user's column map, with the questions about columns that were answered."""
        asked = {key.removeprefix("map:"): heading for key, heading in self.said.items() if key.startswith("map:")}
        return {**(self.mapping or {}), **asked}


def check_store(name: str) -> None:
    """Refuse a name of a shop that cannot stand before an order number."""
    if len(name) > _LONGEST_STORE or _LIKE_UNNUMBERED.match(name.strip()) or any(not sign.isprintable() for sign in name):
        raise BadValue(f"'{name[:_LONGEST_STORE]}' is no name for a shop.", "Shop", f"Use up to {_LONGEST_STORE} letters, as in: Berlin.")


def check_question(key: str) -> None:
    """Refuse a question that no file ever asks."""
    known = [*OPTIONS, *_FREE]
    if _question(key) not in known:
        raise UnknownName(f"there is no question '{key}'.", "Answers", nearest(key, known))


def _question(key: str) -> str:
    """Return the question without the status word or the field that it is about."""
    name, mark, _ = key.partition(":")
    return name + mark
