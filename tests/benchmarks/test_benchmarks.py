"""Benchmarks: does every measurement still run and report, and do both sides give the same answers? Never: how fast."""
import subprocess
import sys
from dataclasses import replace

import pytest

from benchmarks import report
from benchmarks.__main__ import ROWS, main
from benchmarks.data import TINY, orders_file
from benchmarks.measure import Row, alternate, quantile
from tools import chromium

IN_A_BROWSER = ("screen_latency", "drag_updates")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("benchmarks")


@pytest.mark.parametrize("name", [name for name in ROWS if name not in IN_A_BROWSER])
def test_it_runs_and_reports(name, folder):
    rows = ROWS[name](TINY, folder)
    assert all(row.figure > 0 and row.ours and row.theirs for row in rows)
    assert not [row.note for row in rows if "DIFFER" in row.note]


@pytest.mark.browser
@pytest.mark.parametrize("name", IN_A_BROWSER)
def test_it_runs_in_a_browser_and_reports(name, folder, root):
    if chromium.find() is None:
        (pytest.fail if chromium.in_ci() else pytest.skip)("no Chromium: see tools/chromium.py")
    # In a process of its own, because other tests may hold a browser of this one.
    command = [sys.executable, "-m", "benchmarks", "--tiny", "--only", name, "--folder", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300)
    assert done.stdout.count(" | at ") == 1 and "not measured" not in done.stdout, done.stderr


@pytest.mark.parametrize("name", IN_A_BROWSER)
def test_without_a_browser_the_row_says_so(name, folder, monkeypatch):
    monkeypatch.setattr(chromium, "find", lambda: None)
    (row,) = ROWS[name](TINY, folder)
    assert row.holds is None and "Chromium" in row.note and "not measured" in report.line(row)


def test_the_command_prints_a_table_and_writes_the_page(folder, capsys):
    main(["--tiny", "--only", "list_csv", "--folder", str(folder), "--out", str(folder / "RESULTS.md")])
    assert "| work | Segkit | against |" in capsys.readouterr().out
    page = (folder / "RESULTS.md").read_text(encoding="utf-8")
    assert "raw DuckDB copy" in page and f"Python {sys.version_info.major}" in page


def test_the_same_file_is_made_at_every_run(folder):
    first = orders_file(folder / "a", 500, 50).read_bytes()
    assert orders_file(folder / "b", 500, 50).read_bytes() == first and len(first.splitlines()) == 501


def test_both_sides_take_turns():
    order = []
    taken = alternate(2, lambda turn: order.append(("a", turn)) or 1.0, lambda turn: order.append(("b", turn)) or 2.0)
    assert order == [("a", 0), ("b", 0), ("a", 1), ("b", 1)] and taken == [[1.0, 1.0], [2.0, 2.0]]


def test_a_limit_is_kept_or_not():
    row = Row("work", "against", 2.0, "1 s", "1 s", 1.9)
    assert row.holds and not replace(row, figure=2.1).holds
    assert replace(row, limit=20, figure=21, at_least=True).holds and not replace(row, limit=20, figure=19, at_least=True).holds


def test_the_95th_percentile_is_near_the_top():
    assert quantile(list(range(101)), 0.95) == 95 and quantile([7.0], 0.95) == 7.0
