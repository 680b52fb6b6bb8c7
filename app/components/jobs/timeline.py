"""The course of a job as a picture: how long it was in each state."""

from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.charts import ACCENT, altair, quiet
from backend.platforms.base import Job, JobState

_DOING = {
    JobState.QUEUED: "waiting its turn",
    JobState.STARTING: "starting",
    JobState.IN_PROGRESS: "working",
    JobState.STOPPING: "stopping",
}
_COLORS = {
    JobState.QUEUED: "#9aa6a2",
    JobState.STARTING: "#c98f1d",
    JobState.IN_PROGRESS: ACCENT,
    JobState.STOPPING: "#c4572f",
}


@dataclass(frozen=True)
class Stretch:
    """A time in one state, which is not a final one; times in seconds since the epoch."""

    state: JobState
    begin: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it was."""
        return self.end - self.begin


def stretches(job: Job, now: float) -> tuple[Stretch, ...]:
    """The times a job spent in its states, until `now` if it still goes on."""
    ends = [*(change.at for change in job.history[1:]), max(now, job.created_at)]
    return tuple(
        Stretch(change.state, change.at, end)
        for change, end in zip(job.history, ends, strict=True)
        if not change.state.final
    )


def job_timeline(job: Job, *, now: float, key: str) -> None:
    """A bar with a stretch for each state, as long as it was in it; the words stand below."""
    found = stretches(job, now)
    if not found:
        return
    told = words.joined(
        [f"{_DOING[stretch.state]} {words.duration(stretch.seconds)}" for stretch in found]
    )
    if sum(stretch.seconds for stretch in found) > 0:
        _draw(found, told, key)
    end = f", until {words.clock(job.ended_at)}" if job.ended_at is not None else ""
    st.caption(
        words.plain(f"{told[0].upper()}{told[1:]}. From {words.clock(job.created_at)}{end}.")
    )


def _draw(found: tuple[Stretch, ...], told: str, key: str) -> None:
    import pandas as pd

    alt = altair()
    begin = found[0].begin
    rows = pd.DataFrame(
        [
            {
                "state": _DOING[stretch.state],
                "from": stretch.begin - begin,
                "to": stretch.end - begin,
                "at": words.clock(stretch.begin),
                "until": words.clock(stretch.end),
                "lasted": words.duration(stretch.seconds),
            }
            for stretch in found
        ]
    )
    chart = (
        alt.Chart(rows)
        .mark_bar(height=16, cornerRadius=3)
        .encode(
            x=alt.X(
                "from:Q",
                title="Seconds since it was launched",
                scale=alt.Scale(nice=False),
                axis=alt.Axis(
                    grid=False,
                    tickCount=6,
                    domain=False,
                    **quiet(),
                ),
            ),
            x2="to:Q",
            color=alt.Color(
                "state:N",
                scale=alt.Scale(
                    domain=list(_DOING.values()), range=[_COLORS[state] for state in _DOING]
                ),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("state:N", title="State"),
                alt.Tooltip("lasted:N", title="For"),
                alt.Tooltip("at:N", title="From"),
                alt.Tooltip("until:N", title="Until"),
            ],
        )
        .properties(height=64)
    )
    st.altair_chart(chart, key=key, alt=f"Timeline: {told}.")
