"""How can a huge file be looked at in a moment? By its first megabytes, where it is plain text."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segkit.ingest.files.opening import kind_of

LARGE = 32 << 20
_START = 4 << 20


@contextmanager
def only_the_start(path: Path, folder: Path) -> Iterator[Path]:
    """Yield the path of the file, or of a copy of its first whole lines where it is a large text file."""
    if not path.is_file() or path.stat().st_size <= LARGE or kind_of(path) != "text":
        yield path
        return
    start = folder / f"{uuid.uuid4().hex}{path.suffix}"
    try:
        with path.open("rb") as file:
            head = file.read(_START)
        start.write_bytes(head[: head.rfind(b"\n") + 1] or head)
        yield start
    finally:
        start.unlink(missing_ok=True)
