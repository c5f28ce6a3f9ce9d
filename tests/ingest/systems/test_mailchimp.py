"""Is an audience of Mailchimp, a ZIP file with a file per state, read with the consent that each file's name or headings give?"""

import zipfile
from pathlib import Path

from segkit import engine, tables
from segkit.ingest import load_file

SAMPLES = Path(__file__).parent / "samples"
INSIDE = {"nonsubscribed": "mailchimp_audience.csv", "subscribed": "mailchimp_audience.csv", "unsubscribed": "mailchimp_unsubscribed.csv"}


def test_a_zip_file_of_all_states(tmp_path):
    path = tmp_path / "subscribed_and_others.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for state, sample in INSIDE.items():
            other_people = (SAMPLES / sample).read_text(encoding="utf-8").replace("a1b2c3d4", state).replace("@", f"@{state}.")
            packed.writestr(f"{state}_members_export_1.csv", other_people)
    con = engine.connect(":memory:", tmp_path)
    for statement in tables.create_statements():
        con.execute(statement)
    reports = load_file(con, tmp_path, path)
    assert sorted(report.system for report in reports) == ["mailchimp_audience", "mailchimp_audience", "mailchimp_unsubscribed"]
    by_file = "select accepts_email, count(*) from customers where source_id = $source_id group by all"
    agreed = {report.file.rsplit("/", 1)[-1]: con.execute(by_file, {"source_id": report.source_id}).fetchall() for report in reports}
    assert agreed == {
        "nonsubscribed_members_export_1.csv": [(False, 5)], "subscribed_members_export_1.csv": [(True, 5)],
        "unsubscribed_members_export_1.csv": [(False, 3)],
    }  # fmt: skip
