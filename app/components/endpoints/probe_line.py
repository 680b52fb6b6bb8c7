"""What came of a test message, in a line."""

import streamlit as st

from app.components import words
from app.components.messages.verdict_words import verdict_words
from backend.studio.endpoint.probes import MESSAGE, Probe


def probe_words(probe: Probe) -> str:
    """The answer and how long it took."""
    took = words.duration(probe.seconds)
    woke = "It was asleep: waking up and answering took" if probe.woke else "It answered in"
    return f"“{MESSAGE}”: {verdict_words(probe.verdict)} {woke} {took}."


def probe_line(probe: Probe, *, at: float, now: float) -> None:
    """Show it. at, now: seconds since the epoch."""
    st.success(words.plain(f"{probe_words(probe)} ({words.ago(at, now)})"))
