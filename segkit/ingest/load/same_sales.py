"""Do files of two systems list the same sales, as a shop and what takes its payments do? Asked once; then each counts once."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from segkit.ingest.load.brought import family_of
from segkit.ingest.load.recount import recount
from segkit.ingest.load.sale_pairs import Overlap, Settled, count_once, pair_sales, part_again, side_that_stays
from segkit.ingest.load.work import Unanswered, Work
from segkit.ingest.recognise.systems import systems
from segkit.ingest.report import LoadReport, Question
from segkit.tables import OF_ORDERS
from segkit.words import count, listed, literal, money, plural, share

KEY = "same_sales:"
ONCE, _ADDED = "Counted once: ", "Added, as chosen: "
_A_FEW = 3  # fewer alike may be chance
_MOST, _MANY = 0.6, 0.2  # of the smaller file: then the load waits for an answer, or the question stands beside what was loaded
_NAMED = 3  # so many files are named, of more only the number is told


@dataclass(frozen=True, eq=False)
class Listed:
    """A file of orders: of which family of systems, and what was answered for it."""

    source_id: int
    name: str
    system: str
    answers: Mapping[str, str] = field(default_factory=dict)
    work: Work | None = None  # of the file that is being loaded

    @property
    def family(self) -> str:
        return family_of(self.system)

    def answer(self, family: str) -> str:
        """Return what was answered about the sales of another family of systems; asking it of a file in work uses a lent answer."""
        return self.work.answer(KEY + family) if self.work else self.answers.get(KEY + family, "")


Pairs = list[tuple[Listed, Listed]]


def apart(cursor: duckdb.DuckDBPyConnection) -> set[int]:
    """Put sales of two systems beside each other again, so that versions and people can be settled; return the files that changed."""
    changed = part_again(cursor)
    for source_id, report in _reports(cursor, ONCE):
        _write(cursor, source_id, replace(report, notes=_without(report.notes, ONCE)))
    return changed


def together(cursor: duckdb.DuckDBPyConnection, work: Work | None = None) -> None:
    """Count sales that stand in files of two systems once, where the user said that they are the same; ask where nobody has yet.

    A load waits for the answer where most sales of the smaller file are in the other one too. Of files that are loaded, the
    question stands with the later one.
    """
    files = _listed(cursor, work)
    families = list(dict.fromkeys(file.family for file in files))
    if len(families) < 2:
        return _ask_anew(cursor, {}, work)
    pairs = [(later, file) for place, later in enumerate(files) for file in files[:place] if file.family != later.family]
    said = {pair: _said(*pair, files) for pair in pairs}
    for group in _by_families(pair for pair in pairs if said[pair] == "once"):
        _count_once(cursor, group)
    _note_added(cursor, [pair for pair in pairs if said[pair] == "add"])
    asked: dict[int, list[Question]] = {}
    for group in _by_asked(pair for pair in pairs if not said[pair]):
        mine, others = group[0][0], [other for _, other in group]
        overlap = pair_sales(cursor, [(mine.source_id, other.source_id) for other in others])
        if overlap.number >= _A_FEW and overlap.share >= _MANY:
            waits, stays = mine.work is not None and overlap.share >= _MOST, side_that_stays(cursor) == 1
            asked.setdefault(mine.source_id, []).append(_question(others, overlap, stays, waits))
    _ask_anew(cursor, asked, work)


def _listed(cursor: duckdb.DuckDBPyConnection, work: Work | None) -> list[Listed]:
    """Return the files of orders in their order, the one in work among them."""
    found = cursor.execute(f"select source_id, name, system, report ->> '$.answers' from files where main_table in {OF_ORDERS}").fetchall()
    files = [Listed(*one, json.loads(answers or "{}")) for *one, answers in found]
    if work and work.match.system.table in OF_ORDERS:
        files.append(Listed(work.source_id, work.source.name, work.match.system.key, work=work))
    return sorted(files, key=lambda file: file.source_id)


def _said(later: Listed, earlier: Listed, files: list[Listed]) -> str:
    """Return what was answered for one of two files about the other's system, or else for the latest file of either system."""
    own = later.answer(earlier.family) or earlier.answer(later.family)
    sides = {later.family: earlier.family, earlier.family: later.family}
    alike = [file.answer(sides[file.family]) for file in files if file.family in sides] if not own else []
    return own or next((answer for answer in reversed(alike) if answer), "")


def _by_families(pairs: Iterable[tuple[Listed, Listed]]) -> list[Pairs]:
    """Return the pairs of files by pair of families, each with the files of one family first."""
    found: dict[frozenset[str], Pairs] = {}
    for later, earlier in pairs:
        group = found.setdefault(frozenset((later.family, earlier.family)), [])
        turned = bool(group) and group[0][0].family != later.family
        group.append((earlier, later) if turned else (later, earlier))
    return list(found.values())


def _by_asked(pairs: Iterable[tuple[Listed, Listed]]) -> list[Pairs]:
    """Return the pairs of files by the file that is to be asked, which comes first, and the family that it is asked about."""
    found: dict[tuple[int, str], Pairs] = {}
    for later, earlier in pairs:
        mine, other = (earlier, later) if earlier.work else (later, earlier)
        found.setdefault((mine.source_id, other.family), []).append((mine, other))
    return list(found.values())


def _count_once(cursor: duckdb.DuckDBPyConnection, group: Pairs) -> None:
    overlap = pair_sales(cursor, [(one.source_id, other.source_id) for one, other in group])
    files = {file.source_id: file for pair in group for file in pair}
    if overlap.number:
        for one in count_once(cursor):
            for file, words in _in_words(one, files).items():
                _note(cursor, file, words)
    for source_id in sorted(files):
        recount(cursor, source_id)


def _in_words(one: Settled, files: Mapping[int, Listed]) -> dict[Listed, str]:
    """Return for both files what became of their sales, and what was paid back of them."""
    goes, stays = files[one.goes_from], files[one.stays_in]
    worth, back = money(one.worth, one.currency, cents=True), money(one.told_worth, one.currency, cents=True)
    sales, orders = plural(one.number, "sale"), plural(one.told, "order")
    was = f" What only this file tells was paid back of {orders} ({back}) is subtracted there." if one.told else ""
    here = f" What only that file tells was paid back of {orders} ({back}) is subtracted here." if one.told else ""
    return {
        goes: f"{ONCE}{sales} ({worth}) of this file {'stands' if one.number == 1 else 'stand'} in {literal(stays.name)} too and "
              f"{'counts' if one.number == 1 else 'count'} as there.{was}",
        stays: f"{ONCE}{sales} ({worth}) of this file {'stands' if one.number == 1 else 'stand'} in {literal(goes.name)} too and "
               f"{'counts' if one.number == 1 else 'count'} as here.{here}",
    }  # fmt: skip


def _note_added(cursor: duckdb.DuckDBPyConnection, pairs: Pairs) -> None:
    """Say at the load of a file what counts twice if the answer that sales are different ones is wrong."""
    for group in _by_asked(pair for pair in pairs if any(file.work for file in pair)):
        overlap = pair_sales(cursor, [(one.source_id, other.source_id) for one, other in group])
        if overlap.number >= _A_FEW:
            _note(cursor, group[0][0], f"{_ADDED}{_alike(overlap, _names(other for _, other in group))}.")


def _question(others: list[Listed], overlap: Overlap, stays: bool, waits: bool) -> Question:
    names, one = _names(others), len(others) == 1
    they_have = f"{names} {'has' if one else 'have'}"
    once, twice = (money(worth, overlap.currency, cents=True) for worth in (overlap.worth, 2 * overlap.worth))
    smaller = "this file has" if overlap.of_one <= overlap.of_other else they_have
    as_kept = "this file has" if stays else they_have
    titles = listed(dict.fromkeys(systems()[other.system].title for other in others if other.system in systems()))
    return Question(
        f"{KEY}{others[0].family}",
        f"{_alike(overlap, names)}. That is {share(overlap.share)} of what {smaller} on the days of both. Are they the same sales?",
        (("once", f"The same sales: count them once, as {as_kept} them"), ("add", "Different sales: add them")),
        f"A shop and what takes its payments list the same sales, and {names} {'was' if one else 'were'} read as: {titles}. "
        f"Counted once they are worth {once}, added {twice}.{'' if waits else ' Until you answer, they are added.'}",
        blocking=waits,
    )  # fmt: skip


def _alike(overlap: Overlap, names: str) -> str:
    worth = money(overlap.worth, overlap.currency, cents=True)
    return (f"{plural(overlap.number, 'sale')} of this file ({worth}) {'stands' if overlap.number == 1 else 'stand'} in {names} too: "
            "same customer and amount, at most a day apart")  # fmt: skip


def _names(files: Iterable[Listed]) -> str:
    names = [literal(file.name) for file in files]
    more = [f"{count(len(names) - _NAMED)} more"] if len(names) > _NAMED + 1 else []
    return listed([*names[: _NAMED if more else None], *more])


def _ask_anew(cursor: duckdb.DuckDBPyConnection, asked: Mapping[int, list[Question]], work: Work | None) -> None:
    """Ask the questions of the file in work, and write those of the other files in place of the ones that stood there."""
    for source_id, report in _reports(cursor, KEY, asked):
        others = [question for question in report.questions if not question.key.startswith(KEY)]
        if (questions := (*others, *asked.get(source_id, ()))) != report.questions:
            _write(cursor, source_id, replace(report, questions=questions))
    mine = asked.get(work.source_id, []) if work else []
    if waiting := [question for question in mine if question.blocking]:
        raise Unanswered(*waiting)
    if mine:
        work.questions += mine


def _reports(cursor: duckdb.DuckDBPyConnection, words: str, also: Collection[int] = ()) -> list[tuple[int, LoadReport]]:
    """Return the reports that hold these words, and those of further files."""
    found = cursor.execute(
        "select source_id, report from files where contains(report, $words) or list_contains($also::bigint[], source_id)",
        {"words": words, "also": list(also)},
    )
    return [(source_id, LoadReport.from_json(text)) for source_id, text in found.fetchall()]


def _note(cursor: duckdb.DuckDBPyConnection, file: Listed, words: str) -> None:
    if file.work:
        file.work.notes.append(words)
        return
    (text,) = cursor.execute("select report from files where source_id = $source_id", {"source_id": file.source_id}).fetchone()
    report = LoadReport.from_json(text)
    _write(cursor, file.source_id, replace(report, notes=(*report.notes, words)))


def _write(cursor: duckdb.DuckDBPyConnection, source_id: int, report: LoadReport) -> None:
    written = {"source_id": source_id, "report": report.to_json()}
    cursor.execute("update files set report = $report where source_id = $source_id", written)


def _without(notes: Iterable[str], beginning: str) -> tuple[str, ...]:
    return tuple(note for note in notes if not note.startswith(beginning))
