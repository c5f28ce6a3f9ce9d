"""Is every layout of the collected export headings recognised as one system? Skips where the collection is not at hand."""
import json
from pathlib import Path

import pytest

from segkit.ingest.recognise.by_headings import exact_system

COLLECTION = Path(__file__).resolve().parents[4] / "shared" / "reference" / "export-presets.json"
LAYOUTS = {key: one for key, one in json.loads(COLLECTION.read_text("utf-8")).items() if one} if COLLECTION.exists() else {}


@pytest.mark.skipif(not LAYOUTS, reason="the collection of headings is not at hand")
def test_the_collection_is_read():
    assert len(LAYOUTS) >= 39


@pytest.mark.parametrize("key", LAYOUTS)
def test_a_collected_layout_is_recognised(key):
    system = exact_system(LAYOUTS[key]["header"])
    assert system is not None
    assert system.unsure or not LAYOUTS[key]["confidence"].startswith("K"), f"{system.key} says {system.confidence}"
