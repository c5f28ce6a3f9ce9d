"""What happened to a file: the report of one load, the questions it leaves open, and the sum over its rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True)
class Question:
    """A decision only the user can take. A blocking question keeps the file from being loaded until it is answered.

    Where `free` is filled, it says what may be typed instead of an option: "Name of the shop".
    """

    key: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    why: str = ""
    blocking: bool = True
    free: str = ""
    about: tuple[str, ...] = ()  # of a question about currencies: the project's, then the others


@dataclass(frozen=True)
class LoadReport:
    """One file's way into the project: how it was read, what each column became, and where every row went.

    rows_kept became a row of the main table, rows_merged were folded into a row another one began (or were in the
    project already), and set_aside counts the rest by reason. Once loaded, the three add up to rows_read.
    """

    file: str
    source_id: int = 0
    system: str = ""
    system_title: str = ""
    table: str = ""
    grain: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 1
    rows_read: int = 0
    rows_kept: int = 0
    rows_merged: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    fallbacks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    totals: dict[str, Any] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    read_with: dict[str, Any] = field(default_factory=dict)  # the project's choices that mattered to the file: time_zone, rates …
    store: str = ""
    loaded: bool = False

    def __post_init__(self) -> None:
        counted = self.rows_kept + self.rows_merged + self.rows_set_aside
        if self.loaded and counted != self.rows_read:
            raise AssertionError(f"{self.file}: {self.rows_read} rows read, {counted} accounted for")

    @property
    def rows_set_aside(self) -> int:
        return sum(self.set_aside.values())

    @property
    def blocking(self) -> tuple[Question, ...]:
        """The questions that must be answered before the file can be loaded."""
        return tuple(question for question in self.questions if question.blocking)

    def to_json(self) -> str:
        """Return the report as text that `from_json` reads back unchanged."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str)

    @classmethod
    def from_json(cls, text: str) -> "LoadReport":
        """Return the report that `to_json` wrote; fields this version does not know are left out."""
        known = {item.name for item in fields(cls)}
        found = {key: value for key, value in json.loads(text).items() if key in known}
        return replace(cls(file=""), **{key: _READERS.get(key, lambda same: same)(value) for key, value in found.items()})


def _questions(found: list[Mapping[str, Any]]) -> tuple[Question, ...]:
    read = {"options": lambda pairs: tuple((value, label) for value, label in pairs), "about": tuple}
    return tuple(Question(**{key: read.get(key, lambda same: same)(value) for key, value in item.items()}) for item in found)


def _tuples(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in found.items()}


_READERS = {
    "questions": _questions, "examples": _tuples, "fallbacks": _tuples, "notes": tuple, "headings": tuple, "sheets": tuple,
}  # fmt: skip
