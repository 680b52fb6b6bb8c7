"""A workspace with much in it: a few things really made, and many copies of them.

A copy is a job under another name and an earlier date, written by the studio's own records, with a
run in the ledger: nothing can tell it from one that was worked for.
"""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from backend.datasets.files import DatasetFiles
from backend.platforms.base import JobKind, JobState, StateChange
from backend.platforms.local.layout import JobFolder, Status, read_intention, read_status
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import runs, sizes
from backend.studio.work.plans import Plan, evaluation_job, job_name, processing_job, training_job
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace

LINES = "lines-1"
MODELS = {"first": "fasttext", "second": "blazingtext"}
ENDPOINT = "first"
SMALL = {"buckets": "1000", "vector_dim": "8"}
_DAY = 86400.0

Copy = Callable[[Workspace, str, str, JobKind, float, JobState], None]
"""Copies a run's job of that kind as another run's, so many seconds before, ended in that state."""


def make_seed(workspace: Workspace, train: Path | None = None) -> None:
    """Really make a dataset (the sample, or `train`), two models of it, and an endpoint."""
    dataset = (
        datasets.add_sample(workspace)
        if train is None
        else datasets.add(workspace, "given", DatasetFiles(train))
    ).name
    size = sizes.default(workspace).name
    runs.process(workspace, name=LINES, dataset=dataset, size=size)
    _completed(workspace, LINES)
    for name, algorithm in MODELS.items():
        runs.train(
            workspace,
            name=name,
            lines=job_name(LINES, JobKind.PROCESSING),
            algorithm=algorithm,
            size=size,
            hyperparameters=SMALL,
        )
        _completed(workspace, name)
    endpoints.deploy(workspace, name=ENDPOINT, model=next(iter(MODELS)))


def copy_folder(
    workspace: Workspace, of: str, run: str, kind: JobKind, earlier: float, state: JobState
) -> None:
    """As `Copy`, for jobs on this machine; files are linked."""
    place = workspace.folder / workspace.platform.name / "jobs"
    source = JobFolder(place / job_name(of, kind))
    copy = JobFolder(place / job_name(run, kind))
    unseen = JobFolder(place / f".{copy.path.name}")
    shutil.copytree(source.path, unseen.path, copy_function=os.link)
    for record in (unseen.spec, unseen.status):
        record.unlink()  # a link to the source's own
    intention = read_intention(source.spec)
    spec = replace(
        intention.spec,
        name=copy.path.name,
        inputs={
            channel: uri.replace(f"/jobs/{of}-", f"/jobs/{run}-")
            for channel, uri in intention.spec.inputs.items()
        },
    )
    created = intention.created_at - earlier
    replace(intention, spec=spec, created_at=created).write(unseen.spec)
    status = read_status(source.status)
    history = tuple(StateChange(c.state, c.at - earlier) for c in status.history)
    if state is not JobState.COMPLETED:
        history = (*history[:-1], StateChange(state, history[-1].at))
        shutil.rmtree(unseen.output)
    reason = {JobState.FAILED: "It was ended by signal 9.", JobState.STOPPED: "Stopped as asked."}
    Status(history, reason.get(state, "")).write(unseen.status)
    unseen.path.rename(copy.path)


def crowd(workspace: Workspace, *, models: int, jobs: int, copy: Copy = copy_folder) -> None:
    """Copy what `make_seed` made until there are so many models and past jobs.

    Each model brings a training and an evaluation job; what lacks then are processing jobs, one in
    ten of them failed or stopped.
    """
    dice = random.Random(1)
    first = job_name(LINES, JobKind.PROCESSING)
    dataset = datasets.listing(workspace)[0].name
    size = sizes.default(workspace).name
    for number in range(len(MODELS), models):
        of = dice.choice(tuple(MODELS))
        name, earlier = f"{of}-{number}", dice.random() * 200 * _DAY
        for kind in (JobKind.TRAINING, JobKind.EVALUATION):
            copy(workspace, of, name, kind, earlier, JobState.COMPLETED)
        stages = (
            training_job(name, first, size=size, algorithm=MODELS[of], settings=SMALL),
            evaluation_job(name, first, size=size),
        )
        _note(workspace, name, Plan(stages=stages), RunState.COMPLETED)
    present = len(workspace.platform.jobs())
    for number in range(jobs - present):
        name, earlier = f"lines-{number + 2}", dice.random() * 200 * _DAY
        state = {0: JobState.FAILED, 1: JobState.STOPPED}.get(number % 20, JobState.COMPLETED)
        copy(workspace, LINES, name, JobKind.PROCESSING, earlier, state)
        settings = runs.processing_settings(seed=number)
        stage = processing_job(name, dataset, size=size, settings=settings)
        _note(workspace, name, Plan(stages=(stage,)), RunState(state.value))


def _completed(workspace: Workspace, run: str) -> None:
    ended = runs.wait(workspace, run)
    if ended.state is not RunState.COMPLETED:
        raise RuntimeError(f"{run}: {ended.reason}")


def _note(workspace: Workspace, run: str, plan: Plan, outcome: RunState) -> None:
    workspace.ledger.add_run(run, plan.to_json())
    workspace.ledger.conclude(run, outcome.value)
