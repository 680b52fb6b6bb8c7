"""The workspace that all pages work on, and the thread that keeps its runs moving."""

import logging
import os
import threading
from pathlib import Path

import streamlit as st

from app.components.charts import altair
from backend.studio.work import runs
from backend.studio.workspace import (
    DEFAULT_FOLDER,
    FOLDER_VARIABLE,
    Workspace,
    open_workspace,
)

_TICK_SECONDS = 0.5

_log = logging.getLogger("moderation_studio")


class _Opened:
    """An open workspace with its ticking thread, which never touches a session."""

    def __init__(self, folder: Path) -> None:
        self.workspace = open_workspace(folder)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._tick, name="runs", daemon=True)
        self._thread.start()

    def _tick(self) -> None:
        _warm_imports()
        while not self._closed.wait(_TICK_SECONDS):
            try:
                runs.advance(self.workspace)
            except Exception as error:  # the next tick tries again
                _log.error("advancing runs: %s", type(error).__name__)

    def close(self) -> None:
        """Stop the thread. Jobs and endpoints go on."""
        self._closed.set()
        self._thread.join()


def _warm_imports() -> None:
    """Import what charts and tables need, so that the first page with one is as quick as others."""
    altair()
    import pyarrow  # noqa: F401


@st.cache_resource(show_spinner="Opening the workspace…", on_release=_Opened.close)
def opened(folder: str) -> _Opened:
    """The open workspace of a folder, once for all sessions of this server."""
    return _Opened(Path(folder))


def workspace() -> Workspace:
    """The workspace of this server: the folder MODERATION_STUDIO_WORKSPACE, else ./workspace."""
    folder = Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)
    return opened(str(folder.absolute())).workspace
