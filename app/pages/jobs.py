"""Jobs: all work, how it stands, what it measures, and how to stop it."""

import time
from collections.abc import Collection, Mapping

import streamlit as st

from app.components import words
from app.components.choice import choice, choose
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown
from app.components.jobs.cost_line import cost_line
from app.components.jobs.job_table import job_table, job_timeline
from app.components.jobs.log_view import log_view
from app.components.jobs.progress_view import progress_view, starting_words
from app.components.jobs.sizes import size_title
from app.components.models.metrics_table import metrics_table
from app.components.states import state_badge
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from backend.platforms.base import Job, JobKind, JobState
from backend.studio import jobs, models, runs
from backend.studio.plans import TITLES, job_name
from backend.studio.workspace import Workspace

_LOG_LINES = 300


def main() -> None:
    """The page. It ticks while something goes on, and not otherwise."""
    st.title("Jobs", anchor=False)
    ticking(_body, lambda: runs.busy(workspace()))


def _body(ticks: bool) -> None:
    studio = workspace()
    listed = jobs.listing(studio)
    if not listed:
        empty_state(
            "No jobs yet",
            "A job is one piece of work: processing a dataset, training a model, evaluating it."
            if not ticks
            else "The first job is about to start.",
            page="pages/process.py",
            label="Process a dataset",
        )
        return
    now = time.time()
    by_job = runs.by_job(studio)
    job_table(
        listed,
        by_job,
        now=now,
        key=f"jobs-{len(listed)}-{listed[0].name}",
        on_pick=_pick,
    )
    _one(studio, _choose(listed), {job.name for job in listed}, by_job, now)


def _pick(name: str) -> None:
    choose("job", name)


def _choose(listed: tuple[Job, ...]) -> Job:
    by_name = {job.name: job for job in listed}
    going_on = next((job.name for job in listed if not job.state.final), listed[0].name)
    return by_name[choice("Job", list(by_name), key="job", default=going_on)]


def _one(
    studio: Workspace, job: Job, names: Collection[str], by_job: Mapping[str, str], now: float
) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(job.name, anchor=False, width="content")
            state_badge(job.state)
        job_timeline(job)
        if job.reason:
            show = st.error if job.state is JobState.FAILED else st.info
            show(words.plain(job.reason))
        points = jobs.progress(studio, job.name)
        if not points and not job.state.final:
            st.progress(0.0, text=starting_words(job.state))
        progress_view(points, running=not job.state.final)
        _facts(studio, job, now)
        if job.spec.kind is JobKind.EVALUATION and job.state is JobState.COMPLETED:
            model = models.made_by(studio, job.name)
            metrics_table(model.evaluation, synthetic=model.synthetic)
        _next(job, by_job.get(job.name), names)
        _stop(studio, job, by_job.get(job.name))
    st.markdown("**Log**")
    log_view(jobs.log(studio, job.name, tail=_LOG_LINES))


def _facts(studio: Workspace, job: Job, now: float) -> None:
    seconds = job.elapsed(now)
    parts = [TITLES[job.spec.kind], size_title(studio.platform.sizes(), job.spec.size)]
    if seconds is not None:
        parts.append(f"{'took' if job.state.final else 'working for'} {words.duration(seconds)}")
    st.caption(words.plain(" · ".join(parts)))
    cost = jobs.cost(studio, job, now)
    if cost is not None:
        cost_line(cost)
    with st.expander("What it works on"):
        settings = {**job.spec.settings}
        if job.spec.algorithm:
            settings = {"algorithm": job.spec.algorithm, **settings}
        st.dataframe(
            [{"What": channel, "Value": uri} for channel, uri in job.spec.inputs.items()]
            + [{"What": name, "Value": value} for name, value in settings.items()],
            hide_index=True,
            alt="Inputs and settings of the job",
        )


def _next(job: Job, run: str | None, listed: Collection[str]) -> None:
    """Where to go from a job that has completed."""
    if job.state is not JobState.COMPLETED:
        return
    if job.spec.kind is JobKind.PROCESSING:
        st.page_link(
            "pages/train.py",
            label=":green[**Train on this data** →]",
            query_params={"lines": job.name},
        )
    elif job.spec.kind is JobKind.TRAINING and run and job_name(run, JobKind.EVALUATION) in listed:
        st.button("See its evaluation →", on_click=_pick, args=(job_name(run, JobKind.EVALUATION),))
    elif job.spec.kind is JobKind.EVALUATION and run is not None:
        st.page_link(
            "pages/endpoints.py",
            label=":green[**Put this model on an endpoint** →]",
            query_params={"model": run},
        )


def _stop(studio: Workspace, job: Job, run: str | None) -> None:
    if job.state.final or job.state is JobState.STOPPING:
        return
    with st.popover("Stop…"):
        st.markdown(
            "What it has done so far is lost."
            + (f" The run {words.plain(run)} stops with it." if run else "")
        )
        if st.button("Stop this job", type="primary", key=f"stop-{job.name}"):
            jobs.stop(studio, job.name)
            st.rerun()


ensure_entered()
with errors_shown():
    main()
