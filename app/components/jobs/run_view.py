"""A run, stage by stage: what is done, what goes on and what it measures, what is still to come."""

from collections.abc import Mapping

import streamlit as st

from app.components import words
from app.components.jobs.progress_view import progress_line, starting_words
from app.components.states import state_badge
from backend.artefacts.progress import Progress
from backend.platforms.base import JobKind
from backend.studio.plans import PlannedJob
from backend.studio.runs import Run, RunState, StageView

_WHAT = {
    JobKind.PROCESSING: "Clean the text and split the rows",
    JobKind.TRAINING: "Learn from the training rows",
    JobKind.EVALUATION: "Measure on rows it has not seen, and pack",
}
_DEPLOY = "Put the model on an endpoint"


def run_seconds(run: Run, now: float) -> float:
    """How long the run took, or has been going on."""
    ends = [stage.job.ended_at for stage in run.stages if stage.job and stage.job.ended_at]
    if run.state is RunState.RUNNING or not ends:
        return now - run.created_at
    return max(ends) - run.created_at


def run_view(run: Run, progress: Mapping[str, Progress], *, now: float) -> None:
    """A line for each stage. progress: the last measurement by job name, where there is one."""
    for number, stage in enumerate(run.stages, start=1):
        _stage(number, stage, progress, now)


def _stage(number: int, stage: StageView, progress: Mapping[str, Progress], now: float) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{number}. {stage.title}**", width=110)
        state_badge(stage.state)
        seconds = _seconds(stage, now)
        took = f" · {words.duration(seconds)}" if seconds is not None else ""
        plan = stage.stage
        what = _WHAT[plan.kind] if isinstance(plan, PlannedJob) else _DEPLOY
        st.caption(words.plain(what + took), width="stretch")
    if stage.job and not stage.job.state.final:
        if stage.job.name in progress:
            progress_line(progress[stage.job.name])
        else:
            st.progress(0.0, text=starting_words(stage.job.state))
    elif stage.endpoint and not stage.endpoint.state.settled:
        st.progress(0.0, text="Unpacking the model, and starting its server…")


def _seconds(stage: StageView, now: float) -> float | None:
    if stage.job:
        return stage.job.elapsed(now)
    if stage.endpoint and not stage.endpoint.state.settled:
        return now - stage.endpoint.created_at
    return None
