"""The project file, open: is it one, what stands in it, and when is it at rest?"""

import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Self

import duckdb

from segkit import source_files
from segkit.at_hand import AtHand
from segkit.engine import MEMORY, connect
from segkit.errors import MissingData, ProjectProblem
from segkit.ingest.changes import CREATE_COUNT, changes
from segkit.ingest.report import LoadReport
from segkit.last_day import Reach
from segkit.project.noted import noted
from segkit.recipe import read_recipe
from segkit.segments import Bins
from segkit.state import State
from segkit.tables import create_statements
from segkit.upkeep import add_new_columns, refuse_another_kind, remove_folder, sweep


class Opened:
    """An open project file: its connection, its recipe, the reports of the files in it, and what was noted of their data."""

    def __init__(self, path: str | Path | None = None, folder: str | Path | None = None, memory: str = MEMORY):
        """Open the project. `folder` is the only place it reads and writes; a temporary one unless given."""
        self.path = Path(path) if path else None
        parent = self.path.resolve().parent if self.path else None
        if parent and not parent.is_dir():
            raise MissingData("the folder does not exist.", str(parent), "Create it first, or choose another place.")
        refuse_another_kind(self.path)
        mark = f".segkit-{self.path.name if self.path else ''}-"
        temporary = None if folder else Path(tempfile.mkdtemp(prefix=mark, dir=parent))
        self.folder = Path(folder) if folder else temporary
        self._connect(memory, temporary)
        self._loading, self._building = threading.RLock(), threading.RLock()  # held while data change, while features are built
        self._checking, self._lock = threading.RLock(), threading.RLock()  # while the data are checked, while a choice is kept
        self._bars: dict[tuple[str, str], Bins] = {}  # by version of the features and measure
        try:
            self._read_file()
        except BaseException:
            self.close()
            raise
        if parent:
            sweep(self.path, mark, self.folder)

    def _connect(self, memory: str, temporary: Path | None) -> None:
        """Open the database; the temporary folder goes when it is closed, or cannot be opened."""
        try:
            self._con = connect(str(self.path or self.folder / "temporary.segkit"), self.folder, memory)
        except BaseException:
            remove_folder(temporary)
            raise
        self._at_hand = AtHand(self._con)
        self._close = weakref.finalize(self, _shut, (self._at_hand, self._con), temporary)

    def _read_file(self) -> None:
        try:
            for statement in (*create_statements(), CREATE_COUNT):
                self._con.execute(statement)
            add_new_columns(self._con)
            self._state = State(self._con)
        except duckdb.Error as error:
            fix = "Choose another file, or start a new project."
            raise ProjectProblem("this database is not a Segkit project.", str(self.path or ""), fix) from error
        self._recipe = read_recipe(self._state.get("recipe"))
        self.notice_changes()

    def close(self) -> None:
        """Close the file; the project cannot be used afterwards."""
        self._close()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Keep the project file still, everything written, so that it may be copied while others go on reading it."""
        with self._loading, self._building, self._checking, self._lock:
            with suppress(duckdb.Error):  # a reader in the way: then the log beside the file holds the last changes
                self._con.cursor().execute("checkpoint")
            yield

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The sandboxed connection, for the list writer and the benchmarks; take a cursor per query."""
        return self._con

    def files(self) -> list[LoadReport]:
        """Return the report of every loaded file, in the order of loading."""
        return source_files.reports(self._con)

    @property
    def last_day(self) -> date | None:
        """The last day with data, not counting rows mistyped to a day far beyond it."""
        return self.reach.last_day

    @property
    def reach(self) -> Reach:
        """The last day with data, and how many rows are dated after a long gap beyond it."""
        return Reach.from_text(self._state.get("reach"))

    @property
    def currency_in_files(self) -> str:
        """The currency of most orders; empty where the files name none."""
        return self._state.get("currency")

    def _filled(self) -> set[str]:
        return set(self._state.get("filled").split())

    @contextmanager
    def _changing_data(self) -> Iterator[None]:
        """Let one load or removal happen at a time; of an archive the first tables stay, also when a later one is refused."""
        with self._loading:
            try:
                yield
            finally:
                self.notice_changes()

    def notice_changes(self) -> None:
        """Note what the data say of themselves if they have changed, so that no later question has to read them for it.

        The changes are counted where they happen: a program killed right after a load notices when it opens the file again.
        """
        version = f"changes {changes(self._con)}"
        if self._state.get("data_version") != version or "reach" not in self._state:
            self._state.put(**noted(self._con), data_version=version)


def _shut(opened: Sequence[AtHand | duckdb.DuckDBPyConnection], temporary: Path | None) -> None:
    for each in opened:
        each.close()
    remove_folder(temporary)
