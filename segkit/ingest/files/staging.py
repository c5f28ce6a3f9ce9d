"""The folder in which a file lies while it is read: links, copies and rewritten versions under names of our own."""

import os
import uuid
from pathlib import Path
from typing import IO

from segkit.ingest.files.stopping import NEVER, Stop

_CHUNK = 1 << 20


class Staging:
    """Hands out file names inside one folder and removes what is no longer needed."""

    def __init__(self, folder: Path, stop: Stop = NEVER):
        self.folder, self.stop = folder, stop
        self.made: set[Path] = set()

    def new(self, suffix: str) -> Path:
        """Return the path of a file that does not exist yet; the user's own file name never becomes a path."""
        path = self.folder / f"{uuid.uuid4().hex}{suffix}"
        self.made.add(path)
        return path

    def take(self, original: Path, suffix: str) -> Path:
        """Return the original's bytes under a name of ours: linked where the disk allows it, else copied."""
        path = self.new(suffix)
        try:
            os.link(original.resolve(), path)
        except OSError:
            with original.open("rb") as source, path.open("wb") as copy:
                self._copy(source, copy)
        return path

    def cut(self, path: Path, offset: int) -> Path:
        """Return the file without its first bytes."""
        target = self.new(path.suffix)
        with path.open("rb") as source, target.open("wb") as rest:
            source.seek(offset)
            self._copy(source, rest)
        return target

    def start(self, path: Path, size: int) -> Path:
        """Return the file's first bytes as a file of their own."""
        target = self.new(path.suffix)
        with path.open("rb") as source, target.open("wb") as first:
            while size > 0 and (chunk := source.read(min(size, _CHUNK))):
                self.stop.check()
                size -= first.write(chunk)
        return target

    def _copy(self, source: IO[bytes], target: IO[bytes]) -> None:
        while chunk := source.read(_CHUNK):
            self.stop.check()
            target.write(chunk)

    def drop(self, path: Path) -> None:
        """Remove a file that this staging made; any other is left alone."""
        if path in self.made:
            self.made.discard(path)
            path.unlink(missing_ok=True)

    def drop_all_but(self, keep: set[Path]) -> None:
        for path in self.made - keep:
            self.drop(path)
