"""How is a column's text made plain before it is read? Steps that Python tries on samples and SQL does on every row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from segkit.words import literal


@dataclass(frozen=True)
class Step:
    """One replacement. The pattern must mean the same to Python and to DuckDB (RE2): no look-around, no \\b, no \\w."""

    pattern: str
    replacement: str = ""

    def on(self, text: str) -> str:
        return re.sub(self.pattern, self.replacement, text)

    def sql(self, text: str) -> str:
        return f"regexp_replace({text}, {literal(self.pattern)}, {literal(self.replacement)}, 'g')"


def iron(column: str, samples: Sequence[str], steps: Sequence[Step]) -> tuple[str, list[str]]:
    """Return the SQL that does the steps, and the samples after them. Steps that change no sample are left out: each costs time."""
    text, samples = column, list(samples)
    lowered = [sample.lower() for sample in samples]
    if lowered != samples:
        text, samples = f"lower({text})", lowered
    for step in steps:
        changed = [step.on(sample) for sample in samples]
        if changed != samples:
            text, samples = step.sql(text), changed
    return text, samples
