"""Was a file with these columns loaded before? What was chosen for it holds for this one too, where the values allow it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import duckdb

from segkit.engine import rows
from segkit.ingest.choices import UNLESS_SEEN, Choices, Lent
from segkit.ingest.files.source import Source
from segkit.ingest.load.work import Work
from segkit.ingest.parse.by_column import Decision, Hints
from segkit.ingest.recognise.match import Match
from segkit.words import fold, literal

# About the rows of one file, or its place among the others; asked anew where it is not clear.
_OF_ONE_FILE = ("currency", "store", "repeated_orders", "table")
_NOT_OF_COLUMNS = ("map:", "same_sales:")  # kept as columns, and with the files that are loaded
_AS_ITS_SYSTEM = ("as this system writes its dates", "as this system writes amounts")


def fingerprint(source: Source) -> str:
    """Return what stands for the file's own headings, in whatever order."""
    own = source.headings[: len(source.headings) - source.derived]
    return hashlib.sha256(json.dumps(sorted(map(fold, own)), ensure_ascii=False).encode()).hexdigest()


def layout_of(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, Any]:
    """Return what is remembered of a file with these headings: name, system, and what was chosen; {} where there was none."""
    sql = "select name, system, chosen from layouts where fingerprint = $fingerprint"
    found = rows(con, sql, {"fingerprint": fingerprint(source)})
    return {"name": found[0][0], "system": found[0][1], **json.loads(found[0][2])} if found else {}


def lend(choices: Choices, layout: Mapping[str, Any], whole: bool = False) -> Choices:
    """Return the choices with those of an earlier file added; what is said of this file goes first.

    With `whole`, the kind and the columns hold that the earlier file was found to have, chosen or not.
    """
    if not layout or (choices.kind and choices.kind not in (layout["table"], layout["found"]["table"])):
        return choices
    table = layout["table"] or (layout["found"]["table"] if whole else None)
    mapping = {**(layout["found"]["mapping"] if whole else {}), **layout["mapping"], **(choices.mapping or {})}
    lent = Lent(layout["name"], layout["answers"])
    if whole or layout["table"] or layout["mapping"]:
        lent.used.add("map:")
    return replace(choices, table=choices.table or (None if choices.kind else table), mapping=mapping or choices.mapping, lent=lent)


def remember(work: Work, choices: Choices) -> None:
    """Keep what was chosen for the file, for the next one with the same columns; it stays when the file goes."""
    answers = {**choices.lent.answers, **{key: answer for key, answer in (choices.answers or {}).items() if answer}}
    kept = {key: answer for key, answer in answers.items() if key not in _OF_ONE_FILE and not key.startswith(_NOT_OF_COLUMNS)}
    found = {"table": work.match.system.table, "mapping": work.match.mapping}
    chosen = {"table": choices.kind, "mapping": choices.columns, "answers": kept, "found": found}
    row = {"fingerprint": fingerprint(work.source), "name": work.source.name, "system": work.match.system.key,
           "chosen": json.dumps(chosen, ensure_ascii=False)}  # fmt: skip
    work.cursor.execute("delete from layouts where fingerprint = $fingerprint", {"fingerprint": row["fingerprint"]})
    work.cursor.execute("insert into layouts by name select $fingerprint as fingerprint, $name as name, $system as system, "
                        "$chosen as chosen", row)  # fmt: skip


def hinted(hints: Hints, match: Match, lent: Lent) -> Hints:
    """Return the hints with what was answered for an earlier file: it decides only where the values do not."""
    earlier = {key: lent.answers[key] for key in ("date_order", "decimal_mark") if lent.answers.get(key)}
    return replace(hints, **earlier)


def worded(decisions: dict[str, Decision], match: Match, lent: Lent) -> dict[str, Decision]:
    """Return the decisions in words that name the earlier file where its answer decided."""
    earlier = {words: key for words, key in zip(_AS_ITS_SYSTEM, UNLESS_SEEN, strict=False) if lent.answers.get(key)}
    for column, decision in decisions.items():
        for words, key in earlier.items():
            if words in decision.words and lent.use(key):
                decisions[column] = replace(decision, words=decision.words.replace(words, f"as in {literal(lent.name)}"))
    return decisions


def note_of(work: Work, lent: Lent) -> list[str]:
    """Return the sentence that says which earlier file the choices are from, where they came to be used."""
    used = set(lent.used)
    if "negative" in used and not _took_back(work):
        used.discard("negative")
    if not used or lent.name == work.source.name:
        return []
    return [f"Read like {literal(lent.name)}, which has the same columns: what you chose there holds here too."]


def _took_back(work: Work) -> bool:
    """Return whether the file has amounts below zero at all."""
    back = "select 1 from orders where source_id = $source_id and status = 'refund_only' limit 1"
    aside = "select 1 from set_aside where source_id = $source_id and reason = 'amount below zero' limit 1"
    return bool(work.run(back) or work.run(aside))
