"""Which columns does a system's file give only in pieces, or not at all? "Date + Time" together, "Buyer ()" from brackets, fixed texts."""

from collections.abc import Iterable
from dataclasses import replace

from segkit.ingest.files.source import Source
from segkit.ingest.recognise.systems import System
from segkit.words import fold, literal

_PLUS, _BRACKETS = " + ", " ()"


def with_derived(source: Source, system: System | None, chosen: Iterable[str] = ()) -> Source:
    """Return the file with one more column for each heading "A + B" and each fixed text that its system or the user asks for."""
    wanted = [heading for headings in system.columns.values() for heading in headings] if system else []
    made = {heading: sql for one in (*wanted, *chosen) for find in (_together, _in_brackets) for heading, sql in find(one, source)}
    made |= {fixed_heading(text): literal(text) for text in (*system.fixed.values(), *_told_by_name(source, system))} if system else {}
    if not made:
        return source
    first = len(source.headings)
    listed = ", ".join(f"{sql} as c{first + place}" for place, sql in enumerate(made.values()))
    return replace(
        source, sql=f"select *, {listed} from ({source.sql})", headings=(*source.headings, *made), derived=source.derived + len(made)
    )


def fixed_heading(text: str) -> str:
    """Return the heading under which a text that stands on every row is shown."""
    return f"always “{text}”"


def _told_by_name(source: Source, system: System) -> list[str]:
    """Return the texts that the file's name tells, as in subscribed_members_export.csv: of each field the first whose word is in it."""
    name = source.name.rsplit("/", 1)[-1].casefold()
    found = (next((text for word, text in words.items() if word in name), "") for words in system.file_name.values())
    return [text for text in found if text]


def _together(heading: str, source: Source) -> list[tuple[str, str]]:
    """Return the heading, as the file writes its parts, and the SQL that puts them together; nothing where a part is not there."""
    if _PLUS not in heading or heading in source.headings:
        return []
    by_fold = {fold(one): one for one in reversed(source.headings)}
    parts = [by_fold.get(fold(part)) for part in heading.split(_PLUS)]
    if not all(parts):
        return []
    cells = ", ".join(f"nullif(trim({source.column(part)}), '')" for part in parts if part)
    return [(_PLUS.join(part for part in parts if part), f"nullif(concat_ws(' ', {cells}), '')")]


def _in_brackets(heading: str, source: Source) -> list[tuple[str, str]]:
    """Return the heading and the SQL of what stands in brackets at the end of its cells; the whole cell where it has none."""
    alike = {fold(one): one for one in reversed(source.headings)}
    inside = alike.get(fold(heading.removesuffix(_BRACKETS)))
    if not heading.endswith(_BRACKETS) or heading in source.headings or inside is None:
        return []
    column = source.column(inside)
    return [(f"{inside}{_BRACKETS}", f"coalesce(nullif(trim(regexp_extract({column}, '[(]([^()]+)[)]\\s*$', 1)), ''), {column})")]
