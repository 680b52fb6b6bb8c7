"""Jobs as a table: finding them, sorting them, opening one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.moments import moments
from app.components.states import state_words
from backend.platforms.base import Job, JobKind, JobState
from backend.studio.work.plans import TITLES

_ROWS = 8  # that are seen without scrolling


@dataclass(frozen=True, kw_only=True)
class JobFilter:
    """Which jobs to show; what is None or empty lets all through."""

    kind: JobKind | None = None
    state: JobState | None = None
    text: str = ""

    def lets_through(self, job: Job, run: str) -> bool:
        """Whether it shows the job, which belongs to `run` (empty where it belongs to none)."""
        sought = self.text.strip().casefold()
        return (
            self.kind in (None, job.spec.kind)
            and self.state in (None, job.state)
            and (sought in job.name.casefold() or sought in run.casefold())
        )


def job_filter(jobs: Sequence[Job], *, key: str) -> JobFilter:
    """Boxes to choose a filter with; none where there is nothing to choose among."""
    if len(jobs) < 2:
        return JobFilter()
    text, kind, state = st.columns([2, 1, 1])
    kinds = {TITLES[kind]: kind for kind in JobKind}
    states = {state_words(job.state): job.state for job in jobs}
    return JobFilter(
        text=text.text_input("Find a job or a run", key=f"{key}-text", placeholder="Part of a name")
        or "",
        kind=kinds.get(kind.selectbox("Kind", ["All kinds", *kinds], key=f"{key}-kind")),
        state=states.get(state.selectbox("State", ["All states", *states], key=f"{key}-state")),
    )


def job_table(
    jobs: Sequence[Job],
    *,
    chosen: str,
    mb: Mapping[str, float],
    usd: Mapping[str, float],
    far: bool,
    now: float,
    key: str,
    on_pick: Callable[[str], None],
) -> None:
    """A row for each job; the row of `chosen` is marked. Columns sort by what they mean.

    mb: held, MB of 10^6 bytes, by job. usd: what was paid, by job; on this machine what the
    comparable SageMaker type would cost. far: they run elsewhere. on_pick: called with the name of
    the job whose row is picked.
    """
    if not jobs:
        st.info("No job is like that. Choose other filters.")
        return
    names = [job.name for job in jobs]
    # A key for each choice and order of rows: a mark belongs to a place, and places move.
    key = f"{key}-{hash((chosen, *names))}"

    def picked() -> None:
        rows = st.session_state[key].selection.rows
        # A table that has just gone may still tell of the row it was marked at: that is no pick.
        if rows and names[rows[0]] != chosen:
            on_pick(names[rows[0]])

    marked = [names.index(chosen)] if chosen in names else []
    st.dataframe(
        _columns(jobs, mb, usd, now, far=far),
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
        selection_default={"selection": {"rows": marked}},
        height=38 + 35 * min(len(jobs), _ROWS),
        column_config={
            "Job": st.column_config.TextColumn(width=146),
            "State": st.column_config.TextColumn(width=85),
            "Kind": st.column_config.TextColumn(width=72),
            "Started": st.column_config.DatetimeColumn(
                format="distance", width=124, help="When its program began to work."
            ),
            "Took": st.column_config.NumberColumn(
                format="%.1f s", width=72, help="How long its program worked, so far or in all."
            ),
            _held_title(far): st.column_config.NumberColumn(
                format="%.1f MB", width=78, help="What its files hold. Clean up makes room."
            ),
            "Cost": st.column_config.NumberColumn(
                format="$%.4f", width=84, help="About what it cost, by the time that is billed."
            ),
            "SageMaker": st.column_config.NumberColumn(
                format="$%.4f",
                width=84,
                help="About what the same time would cost there, on the nearest instance type."
                " On this machine it is free.",
            ),
        },
        alt=f"{words.count(len(jobs), 'job')}, newest first",
    )


def _columns(
    jobs: Sequence[Job],
    mb: Mapping[str, float],
    usd: Mapping[str, float],
    now: float,
    *,
    far: bool,
) -> object:
    import pyarrow as pa

    return pa.table(
        {
            "Job": [job.name for job in jobs],
            "State": [state_words(job.state) for job in jobs],
            "Kind": [TITLES[job.spec.kind] for job in jobs],
            "Started": moments([job.started_at for job in jobs]),
            "Took": [job.elapsed(now) for job in jobs],
            _held_title(far): [mb.get(job.name) for job in jobs],
            "Cost" if far else "SageMaker": [usd.get(job.name) for job in jobs],
        }
    )


def _held_title(far: bool) -> str:
    return "Kept" if far else "Disk"
