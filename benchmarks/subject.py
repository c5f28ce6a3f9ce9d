"""Subject: the project that is asked, and a plain DuckDB with the same table of features to ask the same by hand."""
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from benchmarks.data import Sizes, project_folder
from segkit import Project


@contextmanager
def subject(sizes: Sizes, folder: Path) -> Iterator[tuple[Project, duckdb.DuckDBPyConnection]]:
    """Yield the project and the plain connection, which has DuckDB's own defaults and a file of its own."""
    home = project_folder(folder, sizes.customers)
    plain, handed_over = home / "plain.db", home / "features.parquet"
    with Project(home / "project.segkit", folder=home) as project:
        if not plain.exists():
            project.facts()
            project.connection.cursor().execute(f"copy features to '{handed_over}' (format parquet)")
            with duckdb.connect(str(plain)) as con:
                con.execute(f"create table features as from read_parquet('{handed_over}')")
            handed_over.unlink()
        with duckdb.connect(str(plain)) as con:
            yield project, con


def same(ours: dict[str, tuple], theirs: dict[str, tuple]) -> bool:
    """Return whether both found the same segments with the same numbers; sums of floats may differ in the last digits."""
    if set(ours) != set(theirs):
        return False
    pairs = [(a, b) for name in ours for a, b in zip(ours[name], theirs[name], strict=True)]
    return all(a is b is None or (None not in (a, b) and abs(float(a) - float(b)) <= 1e-6 * max(1, abs(float(b)))) for a, b in pairs)
