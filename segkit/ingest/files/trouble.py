"""What does an error of the database mean for the person who loads a file?"""

import duckdb

from segkit.errors import ProjectProblem, UnreadableFile
from segkit.ingest.files.source import Source


def translated(error: duckdb.Error, source: Source) -> Exception:
    """Return the error in words a user can act on; one that no user can cause comes back unchanged."""
    text, where = str(error), source.name
    if any(words in text for words in ("No space left", "max_temp_directory_size", "could not allocate block", "disk")):
        return ProjectProblem(
            "the disk, or the room allowed for work on it, is full; nothing was loaded.", where, "Make room and try again."
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        fix = "Close other programs, or load a shorter period."
        return ProjectProblem("there is not enough memory for this file; nothing was loaded.", where, fix)
    if isinstance(error, (duckdb.InvalidInputException, duckdb.IOException)):
        what = f"its rows do not follow one pattern: {text.splitlines()[0][:200]}"
        return UnreadableFile(what, where, "Export it again, or save it as XLSX.")
    return error
