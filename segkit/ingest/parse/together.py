"""How are all columns of one kind decided? Plain ones by their counts, the others looked at, with their neighbours as proof."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from segkit.ingest.files.source import Source
from segkit.ingest.parse.closer import Finder, Look, look
from segkit.ingest.parse.reading import Decision, Hints

Counted = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """What dates have to say about how they are decided, and amounts in the same places."""

    roles: tuple[str, ...]
    is_plain: Callable[[Counted], bool]
    plain: Callable[[str, str, Counted], Decision]  # column, role, its counts
    finder: Callable[[str], Finder]  # role
    proven: Callable[[Collection[Counted], Collection[Look]], set[str]]  # the plain columns' counts, the others' looks
    looked_at: Callable[[Source, str, str, Look, set[str], Hints, Mapping[str, str]], Decision]
    also_empty: str = "false"  # SQL over the column {0}


def decide_kind(
    kind: Kind,
    con: duckdb.DuckDBPyConnection,
    source: Source,
    columns: Mapping[str, str],
    counted: Mapping[str, Counted],
    hints: Hints,
    answers: Mapping[str, str],
) -> dict[str, Decision]:
    """Return the decision for each of the columns (given with their roles) that is of this kind."""
    roles = {column: role for column, role in columns.items() if role in kind.roles}
    plain = {column: counted[column] for column in roles if kind.is_plain(counted[column])}
    looks = {
        column: look(con, source, column, kind.finder(role), kind.also_empty.format(column))
        for column, role in roles.items()
        if column not in plain
    }
    proven = kind.proven(plain.values(), looks.values())
    return {column: kind.plain(column, roles[column], counts) for column, counts in plain.items()} | {
        column: kind.looked_at(source, column, roles[column], seen, proven, hints, answers) for column, seen in looks.items()
    }
