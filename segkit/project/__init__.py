"""A project: data, recipe and results in one DuckDB file, and every question one can ask of it.

One class, in one part per question. The base of a part says what it needs, so a part never calls one beside or above it:

    Opened ─── WithChoices ─┬─ WithFiles
                            ├─ WithPeople
                            ├─ WithQuality
                            └─ WithFeatures ─── WithSegments ─── WithNamed
"""

from segkit.project.files import WithFiles
from segkit.project.named import WithNamed
from segkit.project.people import WithPeople
from segkit.project.quality import WithQuality


class Project(WithFiles, WithPeople, WithNamed, WithQuality):
    """One analyst's files, choices and results; kept in the file at `path`, or only until it is closed.

    A project without a path lies in a temporary file all the same: DuckDB compresses and pages out what lies in a file,
    so that ten million orders need no more memory than a few.

    Queries run on cursors of their own, so threads may ask at the same time. Loads wait for each other, and so do changes
    of the choices, but a choice never waits for a load.
    """
