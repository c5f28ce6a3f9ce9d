"""State: are words written together or not at all, and read again?"""

import duckdb
import pytest

from segkit.state import State


def test_words_are_there_again_and_the_newest_counts():
    con = duckdb.connect()
    state = State(con)
    assert "recipe" not in state and state.get("recipe") == ""
    state.put(recipe="a", facts="b")
    state.put(recipe="c")
    again = State(con)
    assert (again["recipe"], again["facts"], again.get("recipe")) == ("c", "b", "c")


def test_a_write_that_fails_changes_nothing_in_the_file_nor_in_memory():
    con = duckdb.connect()
    state = State(con)
    state.put(recipe="a")
    with pytest.raises(duckdb.Error):
        state.put(recipe="b", facts=object())
    assert state["recipe"] == State(con)["recipe"] == "a" and "facts" not in state
