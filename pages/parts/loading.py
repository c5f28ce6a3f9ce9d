"""Loading: which files is this project reading just now, how far is it, and how is it stopped?

A load belongs to the project, not to a tab: closing or reloading the page neither stops nor repeats it.
"""
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from pages.parts import upload as uploads
from pages.parts.projects import Info
from pages.parts.upload import Upload
from pages.parts.words import md
from segkit import Project
from segkit.errors import Cancelled, SegkitError
from segkit.ingest.report import LoadReport

LOG = logging.getLogger("segkit.pages")
UNEXPECTED = {"what": "this file could not be read, and the reason is not known.",
              "fix": "The log of the server says more. Save the file as CSV (UTF-8) and drop it again."}


@dataclass(frozen=True)
class Task:
    """One thing to do to the project: what it is called on screen, and the call that does it."""

    name: str
    run: Callable[..., None]


class Loader:
    """Works off the tasks of one project, one after the other, in a thread of its own."""

    def __init__(self):
        self.lock = threading.Lock()
        self.tasks: list[Task] = []
        self.done = 0
        self.fraction, self.words = 0.0, ""
        self.stopped = threading.Event()
        self.finish: Callable[[], object] | None = None
        self.thread: threading.Thread | None = None
        # Of files that were to be read again, by number: why that was refused, or what it asks and the choices so far.
        self.problems: dict[int, dict] = {}
        self.asking: dict[int, tuple[LoadReport, dict]] = {}
        self.repeats: list[str] = []  # sentences about files that were in the project already

    @property
    def busy(self) -> bool:
        """Return whether something is being read."""
        thread = self.thread
        return thread is not None and thread.is_alive()

    def add(self, tasks: list[Task], finish: Callable[[], object] | None = None) -> None:
        """Put tasks at the end of the queue and start working if nobody does; `finish` follows the last of all."""
        with self.lock:
            self.finish = finish or self.finish
            if not self.busy:
                self.tasks, self.done, self.stopped = [], 0, threading.Event()
            self.tasks = [*self.tasks, *tasks]
            if not self.busy and self.tasks:
                self.thread = threading.Thread(target=self._work, daemon=True, name="segkit-load")
                self.thread.start()

    def stop(self) -> None:
        """Stop after the current statement; what is not finished stays unloaded and says so."""
        self.stopped.set()

    def wait(self, seconds: float = 10) -> None:
        """Return when nothing is being read any more, or the time is over."""
        thread = self.thread
        if thread is not None:
            thread.join(seconds)

    def progress(self) -> tuple[float, str]:
        """Return how much of the whole is done, 0 to 1, and what is being done to which file."""
        tasks, done = self.tasks, self.done
        if done >= len(tasks):
            return 1.0, "what each customer did, from all files"
        place = f" ({done + 1} of {len(tasks)})" if len(tasks) > 1 else ""
        words = f": {self.words[:1].lower()}{self.words[1:]}" if self.words else ""
        return (done + min(max(self.fraction, 0.0), 1.0)) / len(tasks), f"{tasks[done].name}{place}{words}"

    def _work(self) -> None:
        while True:
            with self.lock:
                finish, self.finish = (self.finish, None) if self.done >= len(self.tasks) else (None, self.finish)
                if self.done >= len(self.tasks) and finish is None:
                    self.thread = None  # set under the lock: a task added now starts a new thread
                    return
                task = self.tasks[self.done] if finish is None else None
            if task is None:
                self._finish(finish)
                continue
            self._report(0.0)
            try:
                task.run(self._report, self.stopped)
            except Exception:
                LOG.exception("A task failed outside its own care")
            self.done += 1

    def _finish(self, finish: Callable[[], object]) -> None:
        try:
            finish()
        except SegkitError:
            LOG.info("Nothing to work out yet", exc_info=True)
        except Exception:
            LOG.exception("What follows a load failed")

    def _report(self, fraction: float, words: str = "") -> None:
        self.fraction, self.words = fraction, words


@st.cache_resource(show_spinner=False)
def _loaders() -> dict[str, Loader]:
    return {}


def loader(info: Info) -> Loader:
    """Return the loader of a project."""
    return _loaders().setdefault(info.id, Loader())


def load(info: Info, project: Project, files: list[Upload]) -> None:
    """Start reading uploads into the project."""
    work = loader(info)
    work.repeats.clear()
    work.add([Task(upload.name, _loads(project, work, upload)) for upload in files], _worked_out(project))


def reload(info: Info, project: Project, report: LoadReport, **choices) -> None:
    """Start reading a file of the project again, with other choices; until that is done its old rows stay."""
    work = loader(info)
    work.problems.pop(report.source_id, None)
    _, before = work.asking.pop(report.source_id, (None, {}))
    work.add([Task(report.file, _reloads(project, work, report, merged(before, choices)))], _worked_out(project))


def _worked_out(project: Project) -> Callable[[], object]:
    """Return what follows a load: everything that the screens ask for at once, so that they need not wait for it."""
    return lambda: (project.facts(), project.quality())


def reload_outdated(info: Info, project: Project) -> None:
    """Start reading the files again that were read with another time zone or other rates than those chosen now."""
    _read_outdated(project, loader(info))


def _read_outdated(project: Project, work: Loader) -> None:
    files = project.outdated()
    for report in files:  # why one of them could not be read before says nothing of now
        work.problems.pop(report.source_id, None)
        work.asking.pop(report.source_id, None)
    if files:
        work.add([Task(report.file, _reloads(project, work, report, {})) for report in files], project.facts)


def merged(before: dict, more: dict) -> dict:
    """Return the choices with further ones added; answers add up, the rest is replaced."""
    answers = {**before.get("answers", {}), **more.get("answers", {})}
    return {**before, **more, **({"answers": answers} if answers else {})}


def _loads(project: Project, work: Loader, upload: Upload):
    def run(progress, stopped):
        try:
            _go_on(stopped)
            before = {report.source_id for report in project.files()}
            reports = project.load_all(upload.path, name=upload.name, progress=progress, cancelled=stopped,
                                       **upload.choices)
        except Exception as error:
            return uploads.note(replace(upload, problem=described(error, upload.name)))
        unclear = [report for report in reports if not report.loaded]
        work.repeats += [_repeat(upload.name, report.file) for report in reports if report.loaded and report.source_id in before]
        return uploads.note(replace(upload, problem={}, report=unclear[0])) if unclear else uploads.settle(upload)

    return run


def _repeat(name: str, there: str) -> str:
    same = "This very file" if name == there else "The same file"
    return f"**{md(name)}** adds nothing. {same} is in already{'' if name == there else f', as **{md(there)}**'}."


def _reloads(project: Project, work: Loader, before: LoadReport, choices: dict):
    source_id = before.source_id

    def run(progress, stopped):
        try:
            _go_on(stopped)
            reports = project.reload(source_id, progress=progress, cancelled=stopped, **choices)
        except Exception as error:
            work.problems[source_id] = described(error, before.file)
            return
        for report in reports:
            if not report.loaded:
                work.asking[source_id] = (report, choices)
        if "time_zone" in (choices.get("answers") or {}):  # the shop's, so that of its other files too
            _read_outdated(project, work)

    return run


def _go_on(stopped: threading.Event) -> None:
    if stopped.is_set():
        raise Cancelled("the load was stopped before this file.")


def described(error: Exception, name: str) -> dict:
    """Return the parts of a problem with a file; what nobody foresaw goes to the log with its traceback."""
    if isinstance(error, Cancelled):
        return {"what": "you stopped this; nothing of the file was taken.", "fix": "Load it again whenever you like.",
                "calm": True}
    if isinstance(error, SegkitError):
        LOG.info("Refused: %s", error, exc_info=error)
        parts = {"what": error.what, "where": error.where, "fix": error.fix}
        return {key: uploads.OWN_NAME.sub(lambda _: name, words) for key, words in parts.items()}
    LOG.error("A file could not be read", exc_info=error)
    return dict(UNEXPECTED)
