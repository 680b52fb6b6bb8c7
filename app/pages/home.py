"""Home: what this is, how things stand, what comes next, and the guided demo."""

import time

import streamlit as st

from app.components import words
from app.components.error_box import errors_shown
from app.components.jobs.run_view import run_seconds, run_view
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from backend.platforms.base import Job, JobKind
from backend.studio import demo, jobs, models, overview, runs
from backend.studio.overview import NextStep, Overview
from backend.studio.runs import Run, RunState
from backend.studio.workspace import Workspace

_NEXT = {
    NextStep.PROCESS: ("pages/process.py", "Process your dataset", "It has not been cleaned yet."),
    NextStep.TRAIN: ("pages/train.py", "Train a model", "There is data ready to train on."),
    NextStep.WATCH: ("pages/jobs.py", "Watch the jobs", "Something is being worked on."),
    NextStep.DEPLOY: ("pages/endpoints.py", "Deploy a model", "There is a model to put to work."),
    NextStep.TRY: ("pages/try_messages.py", "Try messages", "An endpoint is ready to answer."),
}


def main() -> None:
    """The page. It ticks while something goes on, and not otherwise."""
    st.title("Moderation Studio", anchor=False)
    st.markdown(
        "Make a toxicity model of your own from labelled comments, measure it honestly, and put it"
        " to work on every message of your community."
    )
    ticking(_body, lambda: runs.busy(workspace()))


def _body(_: bool) -> None:
    studio = workspace()
    seen = overview.look(studio)
    run = demo.status(studio)
    _next_step(seen, run)
    _pipeline(studio, seen)
    _demo(studio, run, first=seen.next_step is NextStep.ADD_DATASET)


def _next_step(seen: Overview, run: Run | None) -> None:
    if seen.next_step is NextStep.ADD_DATASET or (run and run.state is RunState.RUNNING):
        return
    page, label, why = _NEXT[seen.next_step]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"{label} →", type="primary", key="next"):
            st.switch_page(page)
        st.caption(why, width="content")


def _pipeline(studio: Workspace, seen: Overview) -> None:
    newest = seen.completed[JobKind.EVALUATION][:1]
    model = models.made_by(studio, newest[0].name) if newest else None
    auc = model.evaluation.mean_auc if model else None
    cards = (
        (
            "Datasets",
            len(seen.datasets),
            _dataset_note(seen),
            "pages/process.py",
            "Add",
        ),
        _jobs_card("Process", seen, JobKind.PROCESSING, "pages/process.py", "Process"),
        _jobs_card("Train", seen, JobKind.TRAINING, "pages/train.py", "Train"),
        (
            "Evaluate",
            len(seen.completed[JobKind.EVALUATION]),
            _working(seen.working[JobKind.EVALUATION]) or (f"AUC {auc:.3f}" if auc else ""),
            "pages/jobs.py",
            "Jobs",
        ),
        (
            "Endpoints",
            len(seen.live),
            "in service" if seen.live else "",
            "pages/endpoints.py",
            "Manage",
        ),
    )
    with st.container(horizontal=True, gap="small"):
        for place, (title, number, note, page, label) in enumerate(cards):
            last = place == len(cards) - 1
            with st.container(
                border=True,
                horizontal_alignment="center",
                gap="xxsmall",
                width=128,
                height="stretch",
            ):
                st.caption(title if last else f"{title} →", text_alignment="center")
                st.subheader(f"{number:,}", anchor=False, text_alignment="center")
                st.caption(words.plain(note) or "none yet", text_alignment="center")
                st.page_link(page, label=f":green[{label}]")


def _dataset_note(seen: Overview) -> str:
    if not seen.datasets:
        return ""
    newest = seen.datasets[0]
    return f"{newest.name}, synthetic" if newest.synthetic else newest.name


def _jobs_card(
    title: str, seen: Overview, kind: JobKind, page: str, label: str
) -> tuple[str, int, str, str, str]:
    done = seen.completed[kind]
    note = _working(seen.working[kind]) or (
        words.ago(done[0].ended_at or 0, time.time()) if done else ""
    )
    return title, len(done), note, page, label


def _working(working: tuple[Job, ...]) -> str:
    return f"{len(working)} going on" if working else ""


def _demo(studio: Workspace, run: Run | None, *, first: bool) -> None:
    with st.container(border=True):
        st.subheader("Guided demo", anchor=False)
        st.caption("On the built-in sample: synthetic comments, written by a program about nobody.")
        if run is None:
            _offer_demo(studio, first=first)
        else:
            _show_demo(studio, run)


def _offer_demo(studio: Workspace, *, first: bool) -> None:
    st.markdown(
        "One click: sample comments are cleaned, a model learns from them, is measured, and"
        " answers on a live endpoint, in under a minute. Everything runs on this machine."
    )
    if st.button("Run the guided demo", type="primary" if first else "secondary", key="demo"):
        with errors_shown():
            with st.spinner("Writing about 20,000 synthetic comments…"):
                demo.start(studio)
            st.rerun()
    if first:
        st.page_link("pages/process.py", label=":green[Or add a dataset of your own →]")


def _show_demo(studio: Workspace, run: Run) -> None:
    now = time.time()
    last = {}
    for stage in run.stages:
        if stage.job and not stage.job.state.final:
            points = jobs.progress(studio, stage.job.name)
            if points:
                last[stage.job.name] = points[-1]
    run_view(run, last, now=now)
    live = run.stages[-1].done
    if run.state is RunState.RUNNING:
        st.caption(f"{words.duration(now - run.created_at)} so far.")
    elif run.state is RunState.COMPLETED and live:
        st.success(
            f"Cleaned, trained, measured and packed in {words.duration(run_seconds(run, now))};"
            " the endpoint is live."
        )
        st.page_link(
            "pages/try_messages.py",
            label=":green[**Try messages on the demo's endpoint** →]",
            query_params={"endpoint": run.name},
        )
    elif run.state is RunState.COMPLETED:
        st.info("The demo's endpoint has been deleted. Start over to run the demo again.")
    else:
        st.error(words.plain(run.reason or f"The demo has {run.state.value.lower()}."))
    with st.popover("Start over…"):
        st.markdown(
            "This goes: the demo's endpoint, its model, its jobs.  \n"
            "This stays: the sample, and everything that is yours."
        )
        if st.button("Remove the demo's things", type="primary", key="demo-clear"):
            with errors_shown():
                with st.spinner("Cleaning up…"):
                    demo.clear(studio)
                st.rerun()


ensure_entered()
with errors_shown():
    main()
