"""Jobs as a table, and the history of one."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.states import state_words
from backend.platforms.base import Job
from backend.studio.plans import TITLES


def job_table(
    jobs: Sequence[Job],
    runs: Mapping[str, str],
    *,
    now: float,
    key: str,
    on_pick: Callable[[str], None],
) -> None:
    """A row for each job. runs: the run by job name. on_pick: called with the chosen job's name."""
    rows = [
        {
            "Job": job.name,
            "State": state_words(job.state),
            "Kind": TITLES[job.spec.kind],
            "Run": runs.get(job.name, ""),
            "Started": words.ago(job.started_at, now) if job.started_at else "not yet",
            "Took": "" if (s := job.elapsed(now)) is None else words.duration(s),
        }
        for job in jobs
    ]

    def picked() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen:
            on_pick(jobs[chosen[0]].name)

    st.dataframe(
        rows,
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
        height=min(36 + 35 * len(rows), 320),
        alt="Jobs, newest first",
    )


def job_timeline(job: Job) -> None:
    """The states the job went through, and when."""
    steps = [f"{state_words(step.state)} {words.clock(step.at)}" for step in job.history]
    if steps:
        st.caption("  →  ".join(map(words.plain, steps)))
