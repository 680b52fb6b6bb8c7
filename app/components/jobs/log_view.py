"""A log: its last lines, following along while it grows."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.jobs.progress_view import progress_words
from backend.artefacts.progress import parse


def log_words(line: str) -> str:
    """A line of a log as people read it: a measurement in words, any other as it is."""
    for point in parse([line]):
        done = words.percent(point.fraction) if point.fraction is not None else ""
        parts = (words.clock(point.at), point.stage, done, progress_words(point))
        return " · ".join(part for part in parts if part)
    return line


_SHORT = 10  # lines that need no box to scroll in


def log_view(lines: Sequence[str], *, height: int = 280) -> None:
    """Show `lines`, the last one in sight."""
    if not lines:
        st.caption("Nothing written yet.")
        return
    with st.container(height=height if len(lines) > _SHORT else "content", autoscroll=True):
        st.code("\n".join(map(log_words, lines)), language=None, wrap_lines=True)
