"""Fuzz: `python -m benchmarks.fuzz --seed 7 --files 2000` loads mutated files and says what became of them.

Each file goes into a project of its own, in a worker process that has ten seconds for it. It may be loaded with the right sum,
set aside in part, asked about or refused in words; a crash, a hang, a lost row or a sum that is wrong in silence is a failure,
printed with what makes it happen again. --only N loads the Nth file alone, --keep FOLDER keeps the files of failures.
"""
import argparse
import multiprocessing
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.fuzz_files import TEMPLATES, Document, samples
from benchmarks.fuzz_judge import FAILURES, Outcome, tried, verdict
from benchmarks.fuzz_mutations import mutated

LIMIT = 10.0  # seconds of work a file may take, so many more on a clock where other work goes on beside it
_PATIENCE = 6
_FROM_SAMPLES = 0.3


@dataclass(frozen=True)
class Result:
    """One mutated file: its number, what was done to it, and what became of it."""

    number: int
    doc: Document
    outcome: Outcome
    verdict: str


class Worker:
    """A process that loads one file after the other; one that takes too long is ended and replaced."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.end, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other,), daemon=True)
        self.process.start()
        self.end.recv()  # it is ready once everything is imported

    def load(self, path: Path, answers: dict[str, str] | None = None) -> Outcome:
        """Return what became of the file; "hang" when it took longer than the limit, "crash" when the process died."""
        self.end.send((str(path), answers))
        try:
            began = _worked(self.process.pid)
            for _ in range(_PATIENCE):
                if self.end.poll(LIMIT):
                    return Outcome(**self.end.recv())
                if _worked(self.process.pid) - began > LIMIT or began < 0:
                    break
            end, words = "hang", f"longer than {LIMIT:g} s"
        except EOFError:
            end, words = "crash", "the process ended"
        self.process.kill()
        self.process.join()
        self._start()
        return Outcome(end, words)

    def close(self) -> None:
        self.process.kill()
        self.process.join()


def _worked(pid: int) -> float:
    """Return the seconds that the processor has worked for a process; -1 where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return -1.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _serve(end: Connection) -> None:
    import segkit  # noqa: F401  imported before the clock runs

    end.send("ready")
    while True:
        path, answers = end.recv()
        end.send(tried(Path(path), answers).to_dict())


def run(seed: int, numbers: Iterable[int], keep: Path | None = None) -> Iterator[Result]:
    """Yield what became of each mutated file; the same seed and number give the same file."""
    real = samples()
    worker, plain = Worker(), {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            for number in numbers:
                yield _one(number, seed, real, worker, plain, Path(folder), keep)
        finally:
            worker.close()


def _one(number: int, seed: int, real: list[Document], worker: Worker, plain: dict, folder: Path, keep: Path | None) -> Result:
    chance = random.Random(f"{seed} {number}")
    original = chance.choice(real) if real and chance.random() < _FROM_SAMPLES else chance.choice(TEMPLATES)(chance)
    doc = mutated(original, chance)
    path = folder / "mutant.csv"
    outcome = _loaded(doc, worker, path)
    if outcome.end == "asked" and outcome.figures:  # one more try, with an answer: it need not be the right one
        answered = worker.load(path, outcome.figures)
        outcome = answered if answered.end in ("crash", "hang") else outcome
    found = outcome.end
    if outcome.end == "loaded":
        if not original.known and original.name not in plain:
            plain[original.name] = _loaded(original, worker, folder / "plain.csv")
        found = verdict(doc, outcome, plain.get(original.name, Outcome("")))
    if keep and found in FAILURES:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{seed}-{number}.csv").write_bytes(path.read_bytes())
    return Result(number, doc, outcome, found)


def _loaded(doc: Document, worker: Worker, path: Path) -> Outcome:
    path.write_bytes(doc.render())
    return worker.load(path)


def table(results: Counter) -> str:
    """Return the outcomes as a table, failures last."""
    order = sorted(results, key=lambda name: (name in FAILURES, -results[name]))
    width = max(map(len, order), default=10)
    return "\n".join(f"{name:<{width}}  {results[name]:>6,}" for name in order)


def told(result: Result, seed: int) -> str:
    """Return a failure in words, with what makes it happen again."""
    doc, outcome = result.doc, result.outcome
    low, high = sum(row.low for row in doc.rows), sum(row.high for row in doc.rows)
    sums = f"must be {low} to {high}" if doc.known else "must be that of the sample"
    what = outcome.words.strip() or f"{outcome.sums}, {sums}; aside {outcome.aside}; read {outcome.read}; notes {outcome.notes}"
    again = f"python -m benchmarks.fuzz --seed {seed} --only {result.number} --keep FOLDER"
    return f"{result.verdict}: {doc.name}, {', '.join(doc.done) or 'unchanged'}\n    {what}\n    {again}"


def main(arguments: list[str]) -> int:
    """Load the files, print the outcomes and every failure; return 1 when there is one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Mutated files: no crash, no hang, no wrong sum.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--only", type=int, help="the number of one file")
    parser.add_argument("--keep", type=Path, help="keep the files of failures in this folder")
    asked = parser.parse_args(arguments)
    counted: Counter = Counter()
    numbers = range(asked.first, asked.files) if asked.only is None else (asked.only,)
    for result in run(asked.seed, numbers, asked.keep):
        counted[result.verdict] += 1
        if result.verdict in FAILURES or asked.only is not None:
            print(told(result, asked.seed), flush=True)
        if result.number % 100 == 99:
            print(f"{result.number + 1:,} files", file=sys.stderr, flush=True)
    print(table(counted))
    return int(any(counted[name] for name in FAILURES))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
