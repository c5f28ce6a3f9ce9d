"""Which cells cannot be read, and what stands in them? A note for each column, with a few examples."""

from collections.abc import Mapping, Sequence

from segkit.ingest.load.work import Work
from segkit.ingest.parse.reading import Decision, is_empty_word
from segkit.words import listed, plural

_SPOKEN_OF_ELSEWHERE = ("ordered_at", "total", "event_at", "score", "cancelled_at")  # rows set aside; the last: load/cancelled.py
_EXAMPLES, _LONGEST = 3, 40


def note_unreadable(work: Work, decisions: Mapping[str, Decision]) -> None:
    """Note how many cells of a column stay empty because they cannot be read, and what stands in some of them."""
    elsewhere = {work.source.column(heading) for name in _SPOKEN_OF_ELSEWHERE for heading in work.match.mapping.get(name, ())}
    unread = {column: found for column, found in decisions.items() if found.unreadable and column not in elsewhere}
    looked_up = _examples(work, [found for found in unread.values() if not found.examples])
    for column, found in unread.items():
        heading = work.source.headings[work.source.columns.index(column)]
        texts = [f"'{_short(text)}'" for text in (*found.examples, *looked_up.get(column, ()))[:_EXAMPLES]]
        such = f" (such as {listed(texts)})" if texts else ""
        stay = "stays" if found.unreadable == 1 else "stay"
        work.notes.append(f"{plural(found.unreadable, 'cell')} of '{heading}' cannot be read{such} and {stay} empty.")


def _examples(work: Work, unread: Sequence[Decision]) -> dict[str, list[str]]:
    """Return a few texts that cannot be read, by column, from one look at the file; it is looked at only where there are any."""
    if not unread:
        return {}
    test = "{0} is not null and ({1}) is null and not {2}"
    found = work.one("select " + ", ".join(
        f"min(distinct {one.column}, {_EXAMPLES}) filter ({test.format(one.column, one.expression, is_empty_word(one.column))})"
        for one in unread
    ) + f" from {work.plain_rows}")  # fmt: skip
    return {one.column: list(texts or ()) for one, texts in zip(unread, found, strict=True)}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
