"""Fixtures: how does a test of the loader get a project that holds just the files it writes?"""

import pytest

from segkit import engine, tables
from segkit.ingest import load_file


class Files:
    """A project in memory: `load` writes a text as a file and loads it, `rows` asks the tables."""

    def __init__(self, folder):
        self.folder = folder
        self.con = engine.connect(":memory:", folder)
        for statement in tables.create_statements():
            self.con.execute(statement)

    def load(self, text, name="file.csv", **choices):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        (report,) = load_file(self.con, self.folder, path, **choices)
        return report

    def rows(self, sql):
        return self.con.execute(sql).fetchall()


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)
