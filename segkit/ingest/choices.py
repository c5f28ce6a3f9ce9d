"""What has the user said about a file? Its kind, its column map, and answers to the questions it raised."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """What the user has said about a file: its kind, its column map, and answers to questions."""

    table: str | None = None
    mapping: Mapping[str, object] | None = None
    answers: Mapping[str, str] | None = None
    replaces: int | None = None

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
