"""State: the few words a project file holds of itself, by name: its recipe, what was noted of its data, what is built."""

import threading

import duckdb

from segkit.engine import rows, transaction

_CREATE = "create table if not exists project_state (name varchar primary key, value varchar)"


class State:
    """The words, in memory and in the file: written together, or not at all."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        """Read the words from the file, which gets a table for them when it has none."""
        con.execute(_CREATE)
        self._con, self._lock = con, threading.RLock()
        self._words = dict(rows(con, "select name, value from project_state"))

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def __contains__(self, name: str) -> bool:
        return name in self._words

    def get(self, name: str, default: str = "") -> str:
        """Return the word, or the default where the file holds none."""
        return self._words.get(name, default)

    def put(self, **words: str) -> None:
        """Write the words to the file, then remember them."""
        with self._lock:
            with transaction(self._con) as cursor:
                for name, value in words.items():
                    cursor.execute("insert or replace into project_state values ($name, $value)", {"name": name, "value": value})
            self._words |= words
