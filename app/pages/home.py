"""Home: what there is, what runs, what comes next, what it holds and costs; the guided demo."""

import time
from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.error_box import page_errors_shown
from app.components.jobs.disk_bar import disk_bar
from app.components.jobs.run_view import run_now
from app.components.states import state_badge
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from app.views.demo import guided_demo, leaving, watch
from app.views.measured import last_measured
from app.views.unread import unread_note
from backend.platforms.base import Job, JobKind
from backend.studio import demo, overview
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.overview import NextStep, Overview
from backend.studio.work import disk, jobs, runs
from backend.studio.work.jobs import Spent
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace

_NEXT = {
    NextStep.PROCESS: ("pages/process.py", "Process your dataset", "It has not been cleaned yet."),
    NextStep.TRAIN: ("pages/train.py", "Train a model", "There is data ready to train on."),
    NextStep.WATCH: ("pages/jobs.py", "Watch the jobs", "Something is being worked on."),
    NextStep.DEPLOY: ("pages/endpoints.py", "Deploy a model", "There is a model to put to work."),
    NextStep.TRY: ("pages/try_messages.py", "Try messages", "An endpoint is ready to answer."),
}
_RECENT = 5


def main() -> None:
    """The page. It ticks while something goes on, and not otherwise."""
    st.title("Moderation Studio", anchor=False)
    st.markdown(
        "Make a toxicity model of your own from labelled comments, measure it honestly, and put it"
        " to work on every message of your community."
    )
    ticking(_body, _follow)


def _follow() -> bool:
    """Whether there is work to follow."""
    studio = workspace()
    return runs.busy(studio) or demo.clearing(studio)


def _body(_: bool) -> None:
    studio = workspace()
    demo_run = demo.status(studio)
    watch(demo_run)  # the one that is drawn: a look before may have seen it still going on
    seen = overview.look(studio)
    unread_note(studio, nothing=not seen.jobs)
    listed = runs.listing(studio)
    first = seen.next_step is NextStep.ADD_DATASET
    watched = demo_run is not None and (demo_run.state is RunState.RUNNING or leaving())
    # A place for each section, whether it is there or not: what comes and goes moves no other.
    top, failures, following, pipeline, working, recent, held, bottom = (
        st.container() for _ in range(8)
    )
    with top if watched else bottom:
        guided_demo(studio, demo_run, first=first, watched=watched)
    with pipeline:
        _pipeline(studio, seen)
    with working:
        _now(studio, listed, demo_run)
    if watched:
        return
    with failures:
        _failures(studio, listed, demo_run)
    with following:
        _next_step(seen)
    if not first:
        with recent:
            _recent(listed)
        with held:
            _held(studio, seen)


def _failures(studio: Workspace, listed: Sequence[Run], demo_run: Run | None) -> None:
    """Runs that failed since somebody last looked, said kindly."""
    own = demo_run.name if demo_run else None
    failed = [run for run in overview.unseen_failures(studio, listed) if run.name != own]
    if not failed:
        return
    run, more = failed[0], len(failed) - 1
    others = f" Nor did {words.count(more, 'other run')}." if more else ""
    with st.container(border=True):
        st.markdown(
            f"**The run {words.plain(run.name)} did not get to its end**"
            f" ({words.ago(run.ended_at or run.created_at, time.time())}).{others}  \n"
            f"{words.plain(run.reason)}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            broken = run.current
            if broken is not None and broken.job is not None:
                st.page_link(
                    "pages/jobs.py",
                    label=":green[**See what happened** →]",
                    query_params={"job": broken.job.name},
                )
            st.button(
                "Got it",
                key="failures-seen",
                type="tertiary",
                on_click=overview.note_failures_seen,
                args=(studio, failed),
            )


def _next_step(seen: Overview) -> None:
    if seen.next_step is NextStep.ADD_DATASET:
        return
    page, label, why = _NEXT[seen.next_step]
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(f"{label} →", type="primary", key="next"):
            st.switch_page(page)
        st.caption(why, width="content")


def _pipeline(studio: Workspace, seen: Overview) -> None:
    """What there is at each stage: four cards, which stand in pairs on a phone."""
    made = models.listing(studio) if seen.completed[JobKind.EVALUATION] else ()
    newest = seen.completed[JobKind.PROCESSING][:1]
    prepared = words.ago(newest[0].ended_at or 0, time.time()) if newest else ""
    learning = (*seen.working[JobKind.TRAINING], *seen.working[JobKind.EVALUATION])
    cards = (
        (
            "Datasets",
            len(seen.datasets),
            _dataset_note(seen),
            *(("pages/explore.py", "Explore") if seen.datasets else ("pages/process.py", "Add")),
        ),
        (
            "Prepared data",
            len(seen.completed[JobKind.PROCESSING]),
            _working(seen.working[JobKind.PROCESSING]) or prepared,
            "pages/process.py",
            "Process",
        ),
        (
            "Models",
            len(made),
            _working(learning) or _best(made),
            *(("pages/models.py", "Compare") if made else ("pages/train.py", "Train")),
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
                width=164,
                height="stretch",
            ):
                st.caption(title if last else f"{title} →", text_alignment="center")
                st.markdown(f"**{number:,}**", text_alignment="center")
                st.caption(words.plain(note) or "none yet", text_alignment="center")
                st.page_link(page, label=f":green[{label}]")


def _dataset_note(seen: Overview) -> str:
    if not seen.datasets:
        return ""
    newest = seen.datasets[0]
    return f"{newest.name}, synthetic" if newest.synthetic else newest.name


def _best(made: Sequence[Model]) -> str:
    measured = [model.evaluation.mean_auc for model in made]
    best = max((auc for auc in measured if auc is not None), default=None)
    return "" if best is None else f"best AUC {best:.3f}"


def _working(working: tuple[Job, ...]) -> str:
    return f"{len(working)} going on" if working else ""


def _now(studio: Workspace, listed: Sequence[Run], demo_run: Run | None) -> None:
    """The runs that go on, each with how far it is; the demo tells its own story."""
    now = time.time()
    own = demo_run.name if demo_run else None
    for run in listed:
        if run.state is not RunState.RUNNING or run.name == own:
            continue
        with st.container(border=True):
            run_now(run, last_measured(studio, run), now=now)
            if run.current and run.current.job:
                st.page_link(
                    "pages/jobs.py",
                    label=":green[Watch it →]",
                    query_params={"job": run.current.job.name},
                )


def _recent(listed: Sequence[Run]) -> None:
    ended = [run for run in listed if run.state is not RunState.RUNNING][:_RECENT]
    if not ended:
        return
    now = time.time()
    st.header("Lately", anchor=False)
    with st.container(border=True, gap="xsmall"):
        for run in ended:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                last = next((s.job for s in reversed(run.stages) if s.job), None)
                if last is not None:
                    st.page_link(
                        "pages/jobs.py",
                        label=f":green[{words.plain(run.name)}]",
                        query_params={"job": last.name},
                    )
                else:
                    st.markdown(words.plain(run.name), width="content")
                state_badge(run.state)
                stages = words.joined([stage.title.lower() for stage in run.stages])
                ended_at = words.ago(run.ended_at or run.created_at, now)
                st.caption(words.plain(f"{stages} · {ended_at}"), width="stretch")


def _held(studio: Workspace, seen: Overview) -> None:
    """Disk by what holds it, and cost so far."""
    used = disk.usage(studio)
    spent = jobs.spent(studio, seen.jobs, time.time())
    st.header("Disk and cost so far", anchor=False)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            here = f"**{words.plain(words.disk(used.mb - used.away_mb))}** held"
            here += (
                f" here, **{words.plain(words.disk(used.away_mb))}** in the account"
                if used.away
                else ""
            )
            st.markdown(
                f"{here}, {words.plain(words.disk(used.free_mb))} free on this disk",
                width="stretch",
            )
            st.page_link(
                "pages/jobs.py", label=":green[Clean up…]", query_params={"cleanup": "yes"}
            )
        disk_bar(used, key="disk")
        if spent.seconds:
            _spent(spent)
        if studio.platform.far:
            st.page_link("pages/account.py", label=":green[What is in the account →]")


def _spent(spent: Spent) -> None:
    worked = f"{words.duration(spent.seconds)} of work"
    only_here = f"{spent.source}. Only jobs that are still here are counted."
    if spent.usd == 0 and not spent.unknown:
        st.markdown(
            f"**Nothing** paid for {worked}; on SageMaker it would have cost"
            f" {words.plain(words.dollars(spent.comparable_usd))}.",
            help=f"Each job's time on the instance type nearest to its size; {only_here}",
        )
        return
    said = f"**{words.plain(words.dollars(spent.usd).capitalize())}** paid for {worked}"
    if spent.unknown:
        said += f", without {words.count(spent.unknown, 'job')} of a size whose price is not known"
    if spent.saved_usd:
        said += f"; spare capacity saved {words.plain(words.dollars(spent.saved_usd))}"
    st.markdown(
        f"{said}.",
        help=f"Each job's billed time at the price of its instance; {only_here} What endpoints"
        " answered and what is kept is not part of it.",
    )


ensure_entered()
with page_errors_shown():
    main()
