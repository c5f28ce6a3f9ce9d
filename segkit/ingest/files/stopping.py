"""How does a load stop soon after it was told to? What takes long asks a Stop now and then, or lets it watch a query."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from segkit.errors import Cancelled

_LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Stop:
    """Whether the user has stopped the load; without an event nobody can."""

    cancelled: threading.Event | None = None

    def check(self) -> None:
        """Raise Cancelled once the load was stopped."""
        if self.cancelled is not None and self.cancelled.is_set():
            raise Cancelled("The load was stopped; nothing was changed.")

    @contextmanager
    def watching(self, con: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Interrupt what runs on this very connection, not on its cursors, the moment the load is stopped."""
        self.check()
        if self.cancelled is None:
            yield
            return
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(con, done), daemon=True)
        watcher.start()
        try:
            yield
        except duckdb.InterruptException:
            self.check()
            raise
        finally:
            done.set()
            watcher.join()

    def _watch(self, con: duckdb.DuckDBPyConnection, done: threading.Event) -> None:
        while not done.wait(_LOOK_EVERY):
            if self.cancelled.is_set():
                con.interrupt()


NEVER = Stop()


class Watched:
    """Stands in for a connection where queries are asked one after the other on fresh cursors: each can be stopped."""

    def __init__(self, con: duckdb.DuckDBPyConnection, stop: Stop):
        self._con, self._stop = con, stop

    def cursor(self) -> "_WatchedCursor":
        """Return a new cursor that is watched while it runs."""
        return _WatchedCursor(self._con.cursor(), self._stop)


class _WatchedCursor:
    def __init__(self, cursor: duckdb.DuckDBPyConnection, stop: Stop):
        self._cursor, self._stop = cursor, stop

    def execute(self, sql: str, values: dict | None = None) -> duckdb.DuckDBPyConnection:
        with self._stop.watching(self._cursor):
            return self._cursor.execute(sql, values)
