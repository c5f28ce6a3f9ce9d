"""Keeper: how do settings reach the project file without slowing down a slider that is being dragged?"""
import logging
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from segkit import Project

LOG = logging.getLogger("segkit.pages")
Place = tuple[int, str]
PAUSE = 0.4  # seconds without a move, after which the last value is written


class Keeper:
    """The settings on their way to the project files, for all tabs of this process: the newest is known at once.

    `lock` is held for a moment only. A project writes one thing at a time, in the order of the moves, under its own turn.
    """

    def __init__(self):
        self.lock = threading.RLock()
        self.waiting: dict[Place, tuple[Project, dict[str, Any], float]] = {}  # the last: when it is due
        self.writing: dict[Place, dict[str, Any]] = {}
        self.turns: weakref.WeakKeyDictionary[Project, threading.RLock] = weakref.WeakKeyDictionary()

    def settings(self, project: Project, dimension: str) -> dict[str, Any]:
        """Return the settings as the last hand left them, written already or not."""
        place = (id(project), dimension)
        with self.lock:
            held = self.waiting[place][1] if place in self.waiting else self.writing.get(place)
        return project.settings(dimension) if held is None else dict(held)

    def keep(self, project: Project, dimension: str, settings: Mapping[str, Any]) -> None:
        """Write the settings to the project file as soon as the hand rests."""
        place, due = (id(project), dimension), time.monotonic() + PAUSE
        with self.lock:
            is_new = place not in self.waiting
            self.waiting[place] = (project, dict(settings), due)
        if is_new:
            self._look_again(project, place, PAUSE)

    def _look_again(self, project: Project, place: Place, seconds: float) -> None:
        # One thread per rest of the hand, not per move: starting one takes as long as drawing a picture.
        timer = threading.Timer(seconds, self._write_if_due, (project, place))
        timer.daemon = True
        timer.start()

    def _write_if_due(self, project: Project, place: Place) -> None:
        with self.lock:
            held = self.waiting.get(place)
        left = held[2] - time.monotonic() if held else 0
        if left > 0:
            self._look_again(project, place, left)
        else:
            self._write(project, place)

    def flush(self, project: Project) -> None:
        """Write now what waits for this project, because a screen is about to read it there."""
        with self._turn(project):  # what another thread is writing just now is in the file afterwards too
            with self.lock:
                places = [place for place in self.waiting if place[0] == id(project)]
            for place in places:
                self._write(project, place)

    def keep_list(self, project: Project, *, columns: Sequence[str] | None = None, consents: Sequence[str] | None = None) -> None:
        """Write what was chosen for lists to the project file, after the settings on their way there."""
        with self._turn(project):
            self.flush(project)
            if columns is not None:
                project.set_list_columns(columns)
            if consents is not None:
                project.set_list_consents(consents)

    def _turn(self, project: Project) -> threading.RLock:
        with self.lock:
            return self.turns.setdefault(project, threading.RLock())

    def _write(self, project: Project, place: Place) -> None:
        with self._turn(project):
            with self.lock:
                _, settings, _ = self.waiting.pop(place, (None, None, None))
                if settings is None:
                    return
                self.writing[place] = settings
            try:
                project.set_settings(place[1], settings)
            except Exception:  # a project that was closed or deleted meanwhile has nothing left to keep
                LOG.info("Settings of %s were not kept", place[1], exc_info=True)
            finally:
                with self.lock:
                    self.writing.pop(place, None)


@st.cache_resource(show_spinner=False)
def keeper() -> Keeper:
    """Return the one keeper of this process."""
    return Keeper()
