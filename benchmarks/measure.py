"""Measure: how are two ways of doing the same timed fairly, and what does one row of the table hold?"""
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One comparison: what was done, what it is held against, both figures in words, their ratio and its limit.

    `limit` is the most the ratio may be; with `at_least` it is the least the figure must be. A row without a ratio
    could not be measured, and `note` says why.
    """

    work: str
    against: str
    limit: float
    ours: str = ""
    theirs: str = ""
    figure: float | None = None
    unit: str = "×"
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Return whether the figure keeps its limit; None where there is none."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def alternate(times: int, *ways: Callable[[int], float]) -> list[list[float]]:
    """Return the seconds each way took, run in turns (A B A B …), so that a busy minute hits both alike."""
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(times):
        for seconds, way in zip(taken, ways, strict=True):
            seconds.append(way(turn))
    return taken


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds the work took, and what it gave."""
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def median(seconds: Sequence[float]) -> float:
    """Return the middle one."""
    return statistics.median(seconds)


def quantile(seconds: Sequence[float], share: float) -> float:
    """Return the value below which that share of them lies."""
    ordered = sorted(seconds)
    return ordered[min(round(share * (len(ordered) - 1)), len(ordered) - 1)]


def in_seconds(seconds: float) -> str:
    """Return a time for people."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def in_megabytes(size: float) -> str:
    """Return a size for people."""
    return f"{size / 1e6:,.0f} MB"


def peak_memory() -> int | None:
    """Return the most bytes this process has held so far; None where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: on Linux it also counts what the parent held when it started this process.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None
