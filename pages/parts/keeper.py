"""Keeper: how do settings reach the project file without slowing down a slider that is being dragged?"""
import logging
import threading
from collections.abc import Mapping
from typing import Any

import streamlit as st

from segkit import Project

LOG = logging.getLogger("segkit.pages")
PAUSE = 0.4  # seconds without a move, after which the last value is written


class Keeper:
    """The settings on their way to the project files, for all tabs of this process: the newest is known at once."""

    def __init__(self):
        self.lock = threading.RLock()
        self.waiting: dict[tuple[int, str], tuple[Project, dict[str, Any], threading.Timer]] = {}

    def settings(self, project: Project, dimension: str) -> dict[str, Any]:
        """Return the settings as the last hand left them, written already or not."""
        with self.lock:
            held = self.waiting.get((id(project), dimension))
            return dict(held[1]) if held else project.settings(dimension)

    def keep(self, project: Project, dimension: str, settings: Mapping[str, Any]) -> None:
        """Write the settings to the project file as soon as the hand rests."""
        place = (id(project), dimension)
        timer = threading.Timer(PAUSE, self._write, (place,))
        timer.daemon = True
        with self.lock:
            if place in self.waiting:
                self.waiting[place][2].cancel()
            self.waiting[place] = (project, dict(settings), timer)
        timer.start()

    def flush(self, project: Project) -> None:
        """Write now what waits for this project, because a screen is about to read it there."""
        for place in [place for place in list(self.waiting) if place[0] == id(project)]:
            self._write(place)

    def _write(self, place: tuple[int, str]) -> None:
        with self.lock:
            held = self.waiting.pop(place, None)
            if held is not None:
                project, settings, timer = held
                timer.cancel()
                try:
                    project.set_settings(place[1], settings)
                except Exception:  # a project that was closed or deleted meanwhile has nothing left to keep
                    LOG.info("Settings of %s were not kept", place[1], exc_info=True)


@st.cache_resource(show_spinner=False)
def keeper() -> Keeper:
    """Return the one keeper of this process."""
    return Keeper()
