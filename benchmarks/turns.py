"""Turns: several ways of loading one file, each run in a process of its own, A B A B, with what each run took."""
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import alternate

ROOT = Path(__file__).resolve().parents[1]


def in_turns(ways: Sequence[str], file: Path, work: Path, times: int) -> dict[str, list[dict]]:
    """Return for each way (a name in benchmarks.loaders) what its runs took; the answers of the last ones lie in `work`."""
    runs: dict[str, list[dict]] = {way: [] for way in ways}
    with file.open("rb") as bytes_of_it:  # once through the system's cache, so that nobody is the first to read the disk
        while bytes_of_it.read(1 << 20):
            pass

    def one(way: str) -> float:
        shutil.rmtree(work / way, ignore_errors=True)
        (work / way).mkdir(parents=True)
        runs[way].append(_in_its_own_process(way, file, work / way))
        return runs[way][-1]["seconds"]

    alternate(times, *(lambda turn, way=way: one(way) for way in ways))
    return runs


def _in_its_own_process(way: str, file: Path, folder: Path) -> dict:
    command = [sys.executable, "-m", "benchmarks.loaders", way, str(file), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{way} could not load: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
