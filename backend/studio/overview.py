"""The workspace at a glance: what there is at each stage, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.platforms.base import Endpoint, EndpointState, Job, JobKind, JobState
from backend.studio import datasets, runs
from backend.studio.datasets import Dataset
from backend.studio.workspace import Workspace


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
    """What there is. completed: jobs by kind, newest first. working: jobs by kind that go on."""

    datasets: tuple[Dataset, ...]
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


def look(workspace: Workspace) -> Overview:
    """What there is now. Asks the platform once for jobs and once for endpoints."""
    jobs = workspace.platform.jobs()
    kinds = {kind: [job for job in jobs if job.spec.kind is kind] for kind in JobKind}
    return Overview(
        datasets=datasets.listing(workspace),
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
