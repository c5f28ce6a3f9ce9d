"""House rules: is the code still built as CONTRIBUTING.md says, in the points a machine can check?"""
import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
LIBRARY = sorted((ROOT / "segkit").rglob("*.py"))
APP = [ROOT / "app.py", *PAGES]
# Prose begins with "Select"; queries are written small or all large, and begin a text or a bracket.
SQL = re.compile(r"(^|[(,]|\bas)\s*(select|SELECT)\b.+\b(from|FROM)\b|\b(case when|CASE WHEN|insert into|INSERT INTO)\b"
                 r"|\b(create|CREATE)\s+(or replace |OR REPLACE )?(temp |TEMP )?(table|TABLE|view|VIEW)\b", re.DOTALL)
CLOCKS = {"current_date", "current_timestamp", "now()", "today()", "random()", "ntile("}


def by_path(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def docstrings(module: ast.Module) -> set[int]:
    """Return the ids of the nodes that are documentation, not values."""
    first = (node.body[0] for node in ast.walk(module) if isinstance(getattr(node, "body", None), list) and node.body)
    return {id(line.value) for line in first if isinstance(line, ast.Expr)}


def texts(path: Path) -> list[str]:
    """Return the string literals of a file without its docstrings; an f-string counts as its fixed parts joined."""
    module = tree(path)
    words = docstrings(module)
    joined = [node for node in ast.walk(module) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    plain = [node.value for node in ast.walk(module) if isinstance(node, ast.Constant)
             and isinstance(node.value, str) and id(node) not in words | inside]
    return plain + ["…".join(part.value for part in node.values if isinstance(part, ast.Constant)) for node in joined]


def imported(path: Path) -> set[str]:
    """Return the first names of the modules a file imports."""
    nodes = list(ast.walk(tree(path)))
    plain = {name.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return plain | {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}


def test_segkit_works_without_streamlit():
    code = ("import sys, pkgutil, importlib, segkit\n"
            "for m in pkgutil.walk_packages(segkit.__path__, 'segkit.'):\n"
            "    m.name.endswith('__main__') or importlib.import_module(m.name)\n"
            "print(sorted(m for m in sys.modules if m.split('.')[0] in ('streamlit', 'pages', 'altair')))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.strip()
    assert "streamlit" not in loaded and "pages" not in loaded, loaded


@pytest.mark.parametrize("path", LIBRARY, ids=by_path)
def test_only_the_app_and_its_pages_import_streamlit(path):
    assert not imported(path) & {"streamlit", "pages"}


@pytest.mark.parametrize("path", PAGES, ids=by_path)
def test_a_page_opens_no_database_and_writes_no_sql(path):
    assert not imported(path) & {"duckdb", "sqlite3"}
    assert [text for text in texts(path) if SQL.search(text)] == []


@pytest.mark.parametrize("text, is_sql", [
    ("select name\nfrom customers", True),
    ("with a as (select 1 from b) ...", True),
    ("SELECT count(*) FROM orders", True),
    ("create or replace table x as ...", True),
    ("Select a segment from the list, or group by channel.", False),
    ("You can select one from the menu; create your own.", False),
])
def test_the_search_for_sql_tells_it_from_prose(text, is_sql):
    assert bool(SQL.search(text)) == is_sql


@pytest.mark.parametrize("path", APP, ids=by_path)
def test_a_page_never_trusts_text_as_markup(path):
    source = path.read_text(encoding="utf-8")
    assert "unsafe_allow_html" not in source and "unsafe_allow_javascript" not in source
    assert "LinkColumn" not in source and "ImageColumn" not in source


@pytest.mark.parametrize("path", [*LIBRARY, *APP], ids=by_path)
def test_a_file_says_in_its_first_line_what_it_answers(path):
    text = ast.get_docstring(tree(path)) or ""
    assert text or not path.read_text(encoding="utf-8").strip(), "the file has no docstring"


@pytest.mark.parametrize("path", LIBRARY, ids=by_path)
def test_yesterdays_answer_stays_the_same(path):
    found = [text for text in texts(path) if any(clock in text.lower() for clock in CLOCKS)]
    assert found == [], "time and chance are arguments, never read inside a query"


def test_every_requirement_has_an_upper_bound_and_a_reason():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-data.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        blocks = "\n".join(lines).split("\n\n")
        needed = [line for line in lines if line and line[0] not in "#-"]
        assert needed and all(re.search(r"<\d|==", line) for line in needed), name
        assert all(block.lstrip().startswith("#") for block in blocks), f"a line of {name} has no reason above it"


def test_the_app_sends_no_usage_statistics():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "gatherUsageStats = false" in config
