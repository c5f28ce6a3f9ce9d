"""What can go wrong, said so that the person who meets it knows what happened, where, and what to do."""


class SegkitError(Exception):
    """A problem a user can meet: `what` happened, `where` (file, row, column), and the `fix` that helps."""

    def __init__(self, what: str, where: str = "", fix: str = ""):
        self.what, self.where, self.fix = what, where, fix
        super().__init__(" ".join(part for part in (self._placed(), fix) if part))

    def _placed(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what[:1].upper() + self.what[1:]


class UnreadableFile(SegkitError):
    """The file cannot be read as a table: damaged, protected, empty, too large, or of an unknown kind."""


class MissingData(SegkitError):
    """Something needed is not in the data; the fix names the file or column that would bring it."""


class UnknownName(SegkitError):
    """A name (dimension, segment, control, feature) that does not exist; the fix lists the nearest ones."""


class BadValue(SegkitError):
    """A setting outside its bounds or of the wrong kind."""


class ProjectProblem(SegkitError):
    """The project file cannot be opened, is in use, or the disk is full."""


class Cancelled(SegkitError):
    """The user stopped the work; nothing was changed."""
