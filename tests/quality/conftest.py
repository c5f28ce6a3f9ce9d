"""Fixtures: how does a test of the checks get the findings of a few rows, or of a file?"""
import pytest

from segkit import Project
from segkit.quality import Finding
from tests.support import fill


class Shop:
    """A project whose findings are asked for by key; a part of the key before its colon will do."""

    def __init__(self, folder):
        self.folder, self.project = folder, Project()

    def fill(self, **tables):
        fill(self.project, **tables)
        return self

    def load(self, text, name="orders.csv", **choices):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        report = self.project.load(path, **choices)
        assert report.loaded, report.questions
        return report

    def find(self, key) -> list[Finding]:
        return [one for one in self.project.quality() if one.key.partition(":")[0] == key]

    def one(self, key) -> Finding:
        (found,) = self.find(key)
        return found


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    yield made
    made.project.close()
