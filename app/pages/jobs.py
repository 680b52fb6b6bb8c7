"""Jobs: all work, how it stands, what it measures, how to stop it, and how to clean up after it."""

import contextlib
import time
from collections.abc import Mapping, Sequence, Set

import streamlit as st

from app.components import words
from app.components.choice import arrive, choice_made, choose, say_if_gone
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown, page_errors_shown
from app.components.jobs.cost_line import cost_line
from app.components.jobs.job_table import job_filter, job_table
from app.components.jobs.log_view import log_view, log_words, matches_view
from app.components.jobs.progress_view import progress_view, starting_words
from app.components.jobs.run_view import doing_bar, run_now, run_strip, waiting_note
from app.components.jobs.sizes import size_title
from app.components.jobs.timeline import job_timeline
from app.components.models.metrics_table import metrics_table
from app.components.states import state_badge
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from app.views.cleanup import CLEANUP, clean_up
from app.views.unread import unread_note
from backend.errors import NotFound, StudioError
from backend.platforms.base import Job, JobKind, JobState
from backend.studio.model import models
from backend.studio.work import disk, jobs, runs
from backend.studio.work.jobs import Cost, Source
from backend.studio.work.plans import TITLES, job_name, run_name
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace

_LOG_LINES = 300
_MOST_LINKS = 4


def main() -> None:
    """The page. It ticks while something goes on, and not otherwise."""
    st.title("Jobs", anchor=False)
    if CLEANUP in st.query_params:
        clean_up(workspace())
    else:
        arrive("job")
        ticking(_body, _busy)


def _busy() -> bool:
    choice_made("job")  # before a tick asks for a run of the whole page
    return runs.busy(workspace())


def _body(ticks: bool) -> None:
    studio = workspace()
    listed = jobs.listing(studio)
    unstarted = runs.unstarted(studio)
    _unstarted(unstarted)
    linked = choice_made("job")
    reading = unread_note(studio, nothing=not listed)
    if linked in jobs.unread(studio):
        with contextlib.suppress(NotFound):
            listed = (*listed, jobs.get(studio, linked))
    never = None
    if linked and all(job.name != linked for job in listed):
        never = runs.ended_before(studio, linked)
    if never is not None:
        _ended_before(never)
    if not listed:
        if unstarted or reading:
            return
        empty_state(
            "No jobs yet",
            "A job is one piece of work: processing a dataset, training a model, evaluating it."
            if not ticks
            else "The first job is about to start.",
            page="pages/process.py",
            label="Process a dataset",
        )
        return
    now, far = time.time(), studio.platform.far
    by_job = runs.by_job(studio, listed)
    chosen = _chosen(listed, to_come=runs.job_names([*unstarted, *([never] if never else [])]))
    wanted = job_filter(listed, key="find")
    shown = [job for job in listed if wanted.lets_through(job, by_job.get(job.name, ""))]
    costs = jobs.costs(studio, shown, now)
    mb = {job.name: disk.held_mb(studio.platform, job) for job in listed}
    job_table(
        shown,
        chosen=chosen.name,
        mb=mb,
        usd={name: usd for name, cost in costs.items() if (usd := _usd(cost, far=far))},
        far=far,
        now=now,
        key="jobs",
        on_pick=_pick,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        held = f"{words.disk(sum(mb.values()))} {'in the account' if far else 'of disk'}"
        st.caption(
            words.plain(f"{words.count(len(listed), 'job')}, {held}.")
            + " Choose one by the box at the left of its row.",
            width="stretch",
        )
        if st.button("Clean up…", key="open-cleanup"):
            choose(CLEANUP, "yes")
            st.rerun()  # the whole page, of which this is a part that ticks
    _one(studio, chosen, {job.name: job for job in listed}, by_job.get(chosen.name), now)


def _pick(name: str) -> None:
    choose("job", name)


def _usd(cost: Cost, *, far: bool) -> float | None:
    return cost.usd if far else cost.comparable_usd


def _unstarted(found: Sequence[Run]) -> None:
    """The runs of which no job is there yet: their data is sent, or they wait."""
    for run in found:
        with st.container(border=True):
            run_now(run, {}, now=time.time())
            with st.popover("Stop…", key=f"stop-run-{run.name}"):
                st.markdown("Nothing of it has been done yet.")
                if st.button("Stop this run", type="primary", key=f"stop-now-{run.name}"):
                    runs.stop(workspace(), run.name)
                    st.rerun()


def _ended_before(run: Run) -> None:
    """A run whose job was never made, and why."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(run.name, anchor=False, width="content")
            state_badge(run.state)
        show = st.error if run.state is RunState.FAILED else st.info
        show(words.plain(run.reason))


def _chosen(listed: tuple[Job, ...], to_come: Set[str]) -> Job:
    """The job the address names; else the newest that goes on, else the newest. to_come: the
    names of jobs that are not there yet."""
    say_if_gone("job", "job", {job.name for job in listed} | to_come)
    linked = choice_made("job")
    going_on = next((job for job in listed if not job.state.final), listed[0])
    return next((job for job in listed if job.name == linked), going_on)


# One job


def _one(
    studio: Workspace, job: Job, by_name: Mapping[str, Job], run: str | None, now: float
) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(job.name, anchor=False, width="content")
            state_badge(job.state)
        if run is not None:
            whole = runs.get(studio, run)
            run_strip(whole, chosen=job.name, on_pick=_pick)
            if whole.doing:
                doing_bar(whole)
            waiting_note(whole)
        if job.reason:
            show = st.error if job.state is JobState.FAILED else st.info
            show(words.plain(job.reason))
        points = jobs.progress(studio, job.name)
        if not points and not job.state.final:
            st.progress(0.0, text=words.plain(starting_words(job)))
        elif job.doing:
            st.caption(words.plain(job.doing))
        progress_view(points, running=not job.state.final, key=f"points-{job.name}")
        job_timeline(job, now=now, key=f"timeline-{job.name}")
        _facts(studio, job, now)
        _ways(studio, job, by_name)
        if job.spec.kind is JobKind.EVALUATION and job.state is JobState.COMPLETED:
            with errors_shown():
                model = models.made_by(studio, job.name)
                metrics_table(model.evaluation, synthetic=model.synthetic)
        _settings(job)
        _actions(studio, job, by_name, run)
    _log(studio, job)


def _facts(studio: Workspace, job: Job, now: float) -> None:
    seconds = job.elapsed(now)
    parts = [TITLES[job.spec.kind], size_title(studio.platform.sizes(), job.spec.size)]
    if seconds is not None:
        parts.append(f"{'took' if job.state.final else 'working for'} {words.duration(seconds)}")
    if job.spec.spot:
        parts.append("on spare capacity")
    held = words.disk(disk.held_mb(studio.platform, job))
    parts.append(f"keeps {held} in the account" if studio.platform.far else f"holds {held} of disk")
    st.caption(words.plain(" · ".join(parts)))
    cost = jobs.costs(studio, [job], now).get(job.name)
    if cost is not None:
        cost_line(cost)


def _ways(studio: Workspace, job: Job, by_name: Mapping[str, Job]) -> None:
    """What it worked on and what came of it, as links."""
    links: list[tuple[str, str, dict[str, str]]] = []
    seen = set()
    for source in jobs.sources(studio, job):
        found = _origin(source, by_name)
        if found and found[1:] not in seen:
            seen.add(found[1:])
            links.append((found[0], f"pages/{found[1]}.py", {found[2]: found[3]}))
    if links:
        _links("Made from", links)
    made = _made(studio, job)
    if made:
        _links("Made", made)


def _origin(source: Source, by_name: Mapping[str, Job]) -> tuple[str, str, str, str] | None:
    """Label, page, and what its address says."""
    if source.dataset:
        return f"dataset {source.dataset}", "explore", "dataset", source.dataset
    if source.job is not None and source.job in by_name:
        kind = by_name[source.job].spec.kind
        what = "prepared data" if kind is JobKind.PROCESSING else "trained model"
        return f"{what} of {source.job}", "jobs", "job", source.job
    return None


def _made(studio: Workspace, job: Job) -> list[tuple[str, str, dict[str, str]]]:
    if job.state is not JobState.COMPLETED:
        return []
    uses = jobs.uses(studio, job)
    by_kind = {kind: [j.name for j in uses.jobs if j.spec.kind is kind] for kind in JobKind}
    if job.spec.kind is JobKind.PROCESSING:
        return [("prepared data to train on", "pages/train.py", {"lines": job.name})] + [
            (f"training {name}", "pages/jobs.py", {"job": name})
            for name in by_kind[JobKind.TRAINING][:_MOST_LINKS]
        ]
    if job.spec.kind is JobKind.TRAINING:
        return [
            (f"evaluation {name}", "pages/jobs.py", {"job": name})
            for name in by_kind[JobKind.EVALUATION][:_MOST_LINKS]
        ]
    model = _model_name(studio, job)
    return [(f"model {model}", "pages/models.py", {"model": model})] + [
        (f"endpoint {name}", "pages/endpoints.py", {"endpoint": name}) for name in uses.endpoints
    ]


def _model_name(studio: Workspace, job: Job) -> str:
    """What the model that an evaluation packaged is called now."""
    try:
        return models.made_by(studio, job.name).name
    except StudioError:
        return run_name(job.name)


def _links(title: str, links: list[tuple[str, str, dict[str, str]]]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(title, width="content")
        for label, page, query in links:
            text = f":green[{words.plain(label)}]"
            if page == "pages/jobs.py":
                st.button(text, type="tertiary", on_click=_pick, args=(query["job"],))
            else:
                st.page_link(page, label=text, query_params=query)


def _settings(job: Job) -> None:
    settings = {**job.spec.settings}
    if job.spec.algorithm:
        settings = {"algorithm": job.spec.algorithm, **settings}
    with st.expander("Settings and paths"):
        st.dataframe(
            [
                {"What": name.replace("_", " ").replace("-", " "), "Value": value}
                for name, value in settings.items()
            ]
            + [{"What": f"input: {name}", "Value": uri} for name, uri in job.spec.inputs.items()]
            + ([{"What": "output", "Value": job.output}] if job.output else []),
            hide_index=True,
            alt="Settings, inputs and output of the job",
        )


def _actions(studio: Workspace, job: Job, by_name: Mapping[str, Job], run: str | None) -> None:
    """The next step, doing it again, and stopping."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _next(studio, job, run, by_name)
        if job.state.final and job.spec.kind is not JobKind.EVALUATION:
            form = "process" if job.spec.kind is JobKind.PROCESSING else "train"
            st.page_link(
                f"pages/{form}.py",
                label=":green[Run again…]",
                query_params={"again": job.name},
                help="Opens the form with the same settings.",
            )
        _stop(studio, job, run)


def _next(studio: Workspace, job: Job, run: str | None, by_name: Mapping[str, Job]) -> None:
    if job.state is not JobState.COMPLETED:
        return
    if job.spec.kind is JobKind.PROCESSING:
        st.page_link(
            "pages/train.py",
            label=":green[**Train on this data** →]",
            query_params={"lines": job.name},
        )
    elif job.spec.kind is JobKind.TRAINING and run and job_name(run, JobKind.EVALUATION) in by_name:
        st.button("See its evaluation →", on_click=_pick, args=(job_name(run, JobKind.EVALUATION),))
    elif job.spec.kind is JobKind.EVALUATION:
        st.page_link(
            "pages/endpoints.py",
            label=":green[**Deploy this model** →]",
            query_params={"model": _model_name(studio, job)},
        )


def _stop(studio: Workspace, job: Job, run: str | None) -> None:
    if job.state.final or job.state is JobState.STOPPING:
        return
    with st.popover("Stop…", key=f"stop-popover-{job.name}"):  # another's is closed
        st.markdown(_loss_words(runs.get(studio, run) if run else None, job))
        if st.button("Stop this job", type="primary", key=f"stop-{job.name}"):
            jobs.stop(studio, job.name)
            st.rerun()


def _loss_words(run: Run | None, job: Job) -> str:
    """What is lost by stopping."""
    told = "What it has done so far is lost."
    if run is None:
        return told
    told += f" The run {words.plain(run.name)} stops with it."
    waiting = [s.title.lower() for s in run.stages if s.job is None and s.endpoint is None]
    if waiting:
        told += f" What was to come ({words.joined(waiting)}) will not be done."
    if any(s.done and s.job and s.job.name != job.name for s in run.stages):
        told += " What its earlier stages made stays."
    return told


def _log(studio: Workspace, job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search the log",
            key=f"log-{job.name}",
            placeholder="Search the log",
            label_visibility="collapsed",
        )
        st.download_button(
            "Download the log",
            data=lambda: "\n".join(jobs.log(studio, job.name)) + "\n",
            file_name=f"{job.name}.log.txt",
            mime="text/plain",
            on_click="ignore",
        )
    if text and text.strip():
        sought = text.strip()
        with st.spinner("Searching…"):
            found = jobs.search_log(studio, job.name, sought, said=log_words)
        matches_view(found, sought)
        return
    lines = jobs.log(studio, job.name, tail=_LOG_LINES)
    if len(lines) == _LOG_LINES:
        st.caption(f"The last {_LOG_LINES:,} lines. Search and download go through all of them.")
    log_view(lines)


ensure_entered()
with page_errors_shown():
    main()
