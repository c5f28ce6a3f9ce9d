"""Does the page of known exports say what the files in segkit/ingest/systems say?"""
from segkit.ingest.recognise.systems import systems
from tools.systems_table import PAGE, page


def test_the_page_is_written_from_the_files():
    assert PAGE.read_text("utf-8") == page(), "run: python -m tools.systems_table"


def test_every_system_stands_on_it_once():
    rows = [line.split(" | ")[0] for line in page().splitlines() if line.startswith("| ") and not line.startswith("| export")]
    assert sorted(rows) == sorted(f"| {system.title}" for system in systems().values() if not system.generic)
