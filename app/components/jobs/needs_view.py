"""What a run will need, judged before it is launched."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.jobs.cost_line import cost_words
from backend.studio.work.estimates import Needs, StageTime

NO_PAST = "not known yet"
Tile = tuple[str, str, str]
"""A title, what is said, and the help one hover away."""


def needs_view(needs: Needs, tiles: Sequence[Tile], *, far: bool) -> None:
    """Time, then the other `tiles`; in small print where the time comes from, disk and cost.

    far: it runs elsewhere than on this machine.
    """
    seconds = needs.seconds
    time: Tile = (
        "Time",
        NO_PAST if seconds is None else f"about {words.duration(seconds)}",
        "Of the work itself, without the minutes until an instance is there."
        if far
        else "On this machine, when nothing else keeps it busy.",
    )
    with st.container(horizontal=True, gap="medium"):
        for title, said, help_text in (time, *tiles):
            st.metric(title, said, help=help_text, width="content")
    an_hour = "" if seconds is not None else "For each hour it takes: "
    kept = "in the bucket" if far else "on disk"
    lines = (
        *map(time_words, needs.times),
        f"{an_hour}{cost_words(needs.cost)}",
        f"Keeps at most about {words.megabytes(needs.disk_mb)} {kept}.",
    )
    st.caption("  \n".join(map(words.plain, lines)))


def time_words(stage: StageTime) -> str:
    """How long a stage will take, and how that is known."""
    judged = stage.estimate
    if judged is None:
        return f"{stage.title}: no past run to judge its time by; the first one will teach it."
    said = f"{stage.title}: about {words.duration(judged.seconds)}, judged by"
    said += f" {words.count(judged.runs, 'past run')}"
    low, high = words.duration(judged.low), words.duration(judged.high)
    return f"{said} ({low} to {high})." if low != high else f"{said}."
