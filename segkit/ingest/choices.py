"""What has the user said about a file? Its kind, its column map, and answers to the questions it raised."""

from collections.abc import Mapping
from dataclasses import dataclass

from segkit.errors import BadValue, UnknownName
from segkit.words import nearest

# What may be answered to each question; one that ends in a colon is asked per status word. A file cannot add to these.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "table": ("orders", "order_lines", "customers", "events", "surveys"),
    "date_order": ("day_first", "month_first", "year_first"),
    "decimal_mark": (".", ","),
    "negative": ("refund", "set_aside"),
    "repeated_orders": ("add", "once", "separate"),
    "currency_sign": ("same", "apart"),
    "amount_level": ("line", "order"),
    "discount_level": ("line", "order", "share", "none"),
    "status:": ("completed", "pending", "cancelled", "refunded", "partially_refunded", "test"),
}
_FROM_THE_FILE = ("currency", "map:")  # answered with what the file holds: a currency of its rows, a heading


@dataclass(frozen=True)
class Choices:
    """What the user has said about a file: its kind, its column map, and answers to questions.

    An answer that its question does not offer is refused; an answer to a question that the file does not ask is left alone.
    """

    table: str | None = None
    mapping: Mapping[str, object] | None = None
    answers: Mapping[str, str] | None = None
    replaces: int | None = None

    def __post_init__(self) -> None:
        for key, answer in self.said.items():
            allowed = OPTIONS.get(_question(key))
            if answer and allowed and answer not in allowed:
                raise BadValue(f"'{answer}' is no answer to '{key}'.", "Answers", nearest(str(answer), allowed))

    @property
    def said(self) -> dict[str, str]:
        return dict(self.answers or {})

    @property
    def kind(self) -> str | None:
        return self.table or self.said.get("table") or None

    @property
    def columns(self) -> dict[str, object]:
        """The user's column map, with the questions about columns that were answered."""
        asked = {key.removeprefix("map:"): heading for key, heading in self.said.items() if key.startswith("map:")}
        return {**(self.mapping or {}), **asked}


def check_question(key: str) -> None:
    """Refuse a question that no file ever asks."""
    known = [*OPTIONS, *_FROM_THE_FILE]
    if _question(key) not in known:
        raise UnknownName(f"there is no question '{key}'.", "Answers", nearest(key, known))


def _question(key: str) -> str:
    """Return the question without the status word or the field that it is about."""
    name, mark, _ = key.partition(":")
    return name + mark
