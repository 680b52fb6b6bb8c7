"""The workspace that all pages work on, and the threads that keep its runs moving."""

import logging
import os
import threading
from pathlib import Path

import streamlit as st

from app.components.charts import altair
from backend.studio import demo, platforms
from backend.studio.platforms import Choice
from backend.studio.work import jobs, runs
from backend.studio.workspace import (
    DEFAULT_FOLDER,
    FOLDER_VARIABLE,
    Workspace,
    open_choice,
    open_folder,
)

_TICK_SECONDS = 0.5
_SLOWEST_SECONDS = 30.0  # between two tries of a run that cannot go on
_CLEARING_SECONDS = 2.0  # between two looks at a demo that is to go
_PARTING_SECONDS = 2.0

_CLEARING = "clearing the demo"  # no name of a run

_log = logging.getLogger("moderation_studio")


class _Opened:
    """An open workspace with the threads that move its runs on, which never touch a session."""

    def __init__(self, folder: Path, choice: Choice) -> None:
        self.workspace = open_choice(folder, choice)
        jobs.do_not_wait(self.workspace)
        self._closed = threading.Event()
        self._followers: dict[str, threading.Thread] = {}
        self._thread = threading.Thread(target=self._tick, name="runs", daemon=True)
        self._thread.start()

    def _tick(self) -> None:
        """See to it that each run that goes on has a thread of its own: sending data for one takes
        minutes, and holds up no other."""
        _warm_imports()
        while not self._closed.wait(_TICK_SECONDS):
            try:
                alive = {name: f for name, f in self._followers.items() if f.is_alive()}
                for name in set(runs.going_on(self.workspace)) - set(alive):
                    alive[name] = threading.Thread(target=self._follow, args=(name,), daemon=True)
                    alive[name].start()
                if demo.clearing(self.workspace) and _CLEARING not in alive:
                    alive[_CLEARING] = threading.Thread(target=self._clear_demo, daemon=True)
                    alive[_CLEARING].start()
                self._followers = alive
            except Exception as error:  # the next tick tries again
                _log.error("looking for runs: %s", type(error).__name__)

    def _follow(self, name: str) -> None:
        pause = 0.0
        while not self._closed.wait(pause):
            moved = False
            try:
                moved = runs.move(self.workspace, name)
                if name not in runs.going_on(self.workspace):
                    return
            except Exception as error:
                _log.error("advancing a run: %s", type(error).__name__)
            slower = min(2 * max(pause, _TICK_SECONDS), _SLOWEST_SECONDS)
            pause = _TICK_SECONDS if moved else slower

    def _clear_demo(self) -> None:
        pause = 0.0
        while not self._closed.wait(pause) and demo.clearing(self.workspace):
            pause = _CLEARING_SECONDS
            try:
                demo.clear_on(self.workspace)
            except Exception as error:
                _log.error("removing the demo: %s", type(error).__name__)

    def close(self) -> None:
        """Stop the threads. Jobs and endpoints go on, and what is being sent is sent to its end."""
        self._closed.set()
        self._thread.join()
        for follower in self._followers.values():
            follower.join(_PARTING_SECONDS)


def _warm_imports() -> None:
    """Import what charts and tables need, so that the first page with one is as quick as others."""
    altair()
    import pyarrow  # noqa: F401


@st.cache_resource(show_spinner="Opening the workspace…", max_entries=1, on_release=_Opened.close)
def opened(folder: str, platform: str, settings: tuple[tuple[str, str], ...]) -> _Opened:
    """The open workspace of a folder, once for all sessions of this server. Where work runs is
    the same for all of them; when another place is chosen, the one before is closed."""
    return _Opened(Path(folder), Choice(platform, dict(settings)))


def folder() -> Path:
    """The workspace's folder: MODERATION_STUDIO_WORKSPACE, else ./workspace."""
    return open_folder(Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER))


def choice() -> Choice:
    """Where its work runs. Raises as `platforms.resolve`."""
    return platforms.resolve(folder())


def workspace() -> Workspace:
    """The workspace of this server. Raises as `platforms.resolve`."""
    place, chosen = folder(), choice()
    return opened(str(place), chosen.name, tuple(chosen.settings.items())).workspace
