"""Files in, read again, and out: what becomes of the data when a file comes or goes?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from segkit import ingest, source_files
from segkit.engine import run
from segkit.errors import MissingData
from segkit.ingest.report import LoadReport
from segkit.project.choices import WithChoices


class WithFiles(WithChoices):
    """A project that takes files in, each read with the choices of the shop."""

    def load(self, path: str | Path, **choices: Any) -> LoadReport | list[LoadReport]:
        """Load one file and return its report; a list of reports where an archive holds several tables.

        Choices: table, mapping, answers, sheet, name, store (of several shops), progress, cancelled.
        """
        reports = self.load_all(path, **choices)
        return reports[0] if len(reports) == 1 else reports

    def load_all(self, path: str | Path, **choices: Any) -> list[LoadReport]:
        """Load one file and return a report per table in it."""
        with self._changing_data():
            choices = self._placed(choices)
            return ingest.load_file(self._con, self.folder, Path(path), shop=self._shop(), **choices)

    def inspect(self, path: str | Path, **choices: Any) -> list[LoadReport]:
        """Return what loading the file would do, without loading it."""
        return ingest.inspect_file(self._con, self.folder, Path(path), shop=self._shop(), **choices)

    def reload(self, source_id: int, **choices: Any) -> list[LoadReport]:
        """Load a file again in place of its first load; further choices go before those of the first load."""
        with self._changing_data():
            path, name = source_files.find(self._con, self.folder, source_id)
            if not path.exists():
                raise MissingData("the file is no longer where it was.", str(path), "Add the file again.")
            before, choices = next(report for report in self.files() if report.source_id == source_id), self._placed(choices)
            return ingest.load_file(self._con, self.folder, path, name=name, replaces=source_id, shop=self._shop(),
                                    **source_files.choices_again(before, choices))

    def outdated(self) -> list[LoadReport]:
        """Return the files that were read with another time zone, country or other rates than those chosen now: reload them."""
        now = {"time_zone": self._recipe.time_zone, "country": self._recipe.country, "rates": self._recipe.rates}
        return [report for report in self.files() if source_files.was_read_otherwise(report, now)]

    def _placed(self, choices: Mapping[str, Any]) -> dict[str, Any]:
        """Return the choices of a load without the answer where the shop is: that is kept with the project, for all of its files."""
        answers = dict(choices.get("answers") or {})
        if zone := answers.pop("time_zone", ""):
            self.set_time_zone(zone)
        return {**choices, "answers": answers} if "answers" in choices else dict(choices)

    def remove(self, source_id: int) -> None:
        """Take a file out of the project; the data are as they were before it. A copy kept with the project goes too."""
        with self._changing_data():
            path, _ = source_files.find(self._con, self.folder, source_id)
            ingest.remove_file(self._con, source_id, self._shop())
            source_files.remove_if_unused(self._con, self.folder, path)

    def set_aside(self, source_id: int) -> duckdb.DuckDBPyRelation:
        """Return the rows of a file that were not used: row, reason, the row's text."""
        sql = "select source_row as row, reason, row_text from set_aside where source_id = $source_id order by source_row"
        return run(self._con, sql, {"source_id": source_id})
