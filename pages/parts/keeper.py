"""Keeper: how do settings reach the project file without slowing down a slider that is being dragged?"""
import logging
import threading
import weakref
from collections.abc import Mapping
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
        self.waiting: dict[Place, tuple[Project, dict[str, Any], threading.Timer]] = {}
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
        place = (id(project), dimension)
        timer = threading.Timer(PAUSE, self._write, (project, place))
        timer.daemon = True
        with self.lock:
            if place in self.waiting:
                self.waiting[place][2].cancel()
            self.waiting[place] = (project, dict(settings), timer)
        timer.start()

    def flush(self, project: Project) -> None:
        """Write now what waits for this project, because a screen is about to read it there."""
        with self._turn(project):  # what another thread is writing just now is in the file afterwards too
            with self.lock:
                places = [place for place in self.waiting if place[0] == id(project)]
            for place in places:
                self._write(project, place)

    def _turn(self, project: Project) -> threading.RLock:
        with self.lock:
            return self.turns.setdefault(project, threading.RLock())

    def _write(self, project: Project, place: Place) -> None:
        with self._turn(project):
            with self.lock:
                _, settings, timer = self.waiting.pop(place, (None, None, None))
                if settings is None:
                    return
                self.writing[place] = settings
            timer.cancel()
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
