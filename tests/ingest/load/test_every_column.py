"""Every column: does what a heading can be mapped to really reach the canonical table?"""
import csv

import pytest

from segkit.engine import rows
from segkit.ingest.recognise.fields import fields_of
from segkit.project import Project
from segkit.tables import DATA_TABLES

BY_ROLE = {"id": "a{}", "text": "text {}", "email": "p{}@example.com", "phone": "+49301234{}", "money": "{}.50", "number": "{}",
           "date": "2024-03-0{}", "time": "2024-03-0{} 10:00:00", "yes_no": "yes", "status": "paid"}  # fmt: skip
BY_NAME = {"currency": "EUR", "interval": "month", "movement": "sale", "question": "How likely are you to recommend us?"}
# Written from several columns, or read to decide what becomes of a row.
DERIVED = {"customer_id", "cancelled_at"}


def cell(field):
    return BY_NAME.get(field.name) or BY_ROLE[field.role]


@pytest.mark.parametrize("table", DATA_TABLES, ids=lambda table: table.name)
def test_a_field_that_can_be_mapped_is_written(tmp_path, table):
    known = fields_of(table.name)
    mapped = [name for name in known if name != "cancelled_at"]
    with (tmp_path / "all.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(mapped)
        writer.writerows([cell(known[name]).format(row) for name in mapped] for row in range(1, 7))
    with Project() as project:
        report = project.load(tmp_path / "all.csv", table=table.name, mapping={name: name for name in mapped})
        assert report.loaded, report.questions
        written = [field.name for field in table.fields if field.name in mapped and field.name not in DERIVED]
        counts = rows(project.connection, f"select {', '.join(f'count({name})' for name in written)} from {table.name}")[0]
    lost = [name for name, number in zip(written, counts, strict=True) if not number]
    assert not lost, f"{lost} can be mapped, but no loader in segkit/ingest/load writes them to {table.name}"
