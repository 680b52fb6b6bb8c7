"""The workspace at a glance: what there is at each stage, and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.platforms.base import Endpoint, EndpointState, Job, JobKind, JobState
from backend.studio.data import datasets
from backend.studio.data.datasets import Dataset
from backend.studio.work import runs
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace

_SEEN = "failed runs seen"


class NextStep(StrEnum):
    """What a person does next."""

    ADD_DATASET = "add a dataset"
    PROCESS = "process"
    TRAIN = "train"
    WATCH = "watch"
    DEPLOY = "deploy"
    TRY = "try"


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What there is. jobs: all. completed: those by kind. working: those by kind that go on.
    Newest first."""

    datasets: tuple[Dataset, ...]
    jobs: tuple[Job, ...]
    completed: Mapping[JobKind, tuple[Job, ...]]
    working: Mapping[JobKind, tuple[Job, ...]]
    endpoints: tuple[Endpoint, ...]
    going_on: bool

    @property
    def live(self) -> tuple[Endpoint, ...]:
        """The endpoints that answer messages."""
        return tuple(e for e in self.endpoints if e.state is EndpointState.IN_SERVICE)

    @property
    def next_step(self) -> NextStep:
        """The furthest step that what there is allows; watching while something goes on."""
        if self.going_on:
            return NextStep.WATCH
        if self.live:
            return NextStep.TRY
        if self.completed[JobKind.EVALUATION]:
            return NextStep.DEPLOY
        if self.completed[JobKind.PROCESSING]:
            return NextStep.TRAIN
        return NextStep.PROCESS if self.datasets else NextStep.ADD_DATASET


def unseen_failures(workspace: Workspace, listed: Iterable[Run]) -> tuple[Run, ...]:
    """Of the runs those that failed, and that nobody has said yet to have seen."""
    seen = workspace.ledger.setting(_SEEN, [])
    return tuple(run for run in listed if run.state is RunState.FAILED and _mark(run) not in seen)


def note_failures_seen(workspace: Workspace, failed: Iterable[Run]) -> None:
    """Write down that somebody has seen that these runs failed."""
    marks = [_mark(run) for run in failed]

    def add(kept: list[list[Any]] | None) -> list[list[Any]]:
        names = workspace.ledger.run_names()  # of what has been removed nothing is kept
        return [mark for mark in kept or [] if mark[0] in names and mark not in marks] + marks

    workspace.ledger.change(_SEEN, add)


def _mark(run: Run) -> list[Any]:
    """Tells a run from a later one of its name, as JSON keeps it."""
    return [run.name, run.created_at]


def look(workspace: Workspace) -> Overview:
    """What there is now. Asks the platform once for jobs and once for endpoints."""
    jobs = workspace.platform.jobs()
    kinds = {kind: [job for job in jobs if job.spec.kind is kind] for kind in JobKind}
    return Overview(
        datasets=datasets.listing(workspace),
        jobs=jobs,
        completed={
            kind: tuple(job for job in of_kind if job.state is JobState.COMPLETED)
            for kind, of_kind in kinds.items()
        },
        working={
            kind: tuple(job for job in of_kind if not job.state.final)
            for kind, of_kind in kinds.items()
        },
        endpoints=workspace.platform.endpoints(),
        going_on=runs.busy(workspace),
    )
