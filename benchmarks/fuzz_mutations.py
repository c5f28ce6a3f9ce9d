"""Fuzz, the mutations together: which there are, and one to three of them on a document."""
import random
from collections.abc import Callable

from benchmarks import fuzz_harmful, fuzz_harmless
from benchmarks.fuzz_files import Document

Mutation = Callable[[Document, random.Random], bool | None]


def _of(module: object) -> tuple[Mutation, ...]:
    """Return the mutations that a file defines, in their order there."""
    return tuple(
        one for name, one in vars(module).items()
        if callable(one) and not name.startswith("_") and getattr(one, "__module__", "") == module.__name__
    )  # fmt: skip


SAME, CHANGING = _of(fuzz_harmless), _of(fuzz_harmful)
MUTATIONS = {change.__name__: change for change in (*SAME, *CHANGING)}


def mutated(doc: Document, chance: random.Random, most: int = 3) -> Document:
    """Return a copy of the document after one to three mutations; those that cut bytes off come last."""
    copy = doc.copy()
    names = chance.sample(list(MUTATIONS), chance.choice((1, 1, 2, most)))
    names.sort(key=lambda name: name in ("cut_in_a_row", "nothing"))
    for name in names:
        change = MUTATIONS[name]
        if (copy.rows or name in ("nothing", "preamble", "footer")) and change(copy, chance) is not False:
            copy.done.append(name)
            copy.same = copy.same and change in SAME
    return copy
