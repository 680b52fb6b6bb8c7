"""The guided demo: from sample data to a live endpoint, in one run with a name of its own."""

import contextlib
import itertools
from dataclasses import dataclass
from typing import Any

from backend.artefacts.progress import Progress
from backend.errors import Conflict, NotFound, StudioError, Unavailable
from backend.learning.recipes import RECOMMENDED
from backend.platforms.base import EndpointState, JobKind
from backend.studio.data import datasets, prepared
from backend.studio.data.datasets import Dataset
from backend.studio.data.prepared import Lines
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.work import cleanup, runs, sizes
from backend.studio.work.plans import (
    DatasetInput,
    OutputInput,
    PlannedJob,
    job_name,
    planned_jobs,
)
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace

NAME = "demo"
"""Of the demo's run, its model and its endpoint; with a number after it where that is taken."""

_SETTING = "demo"
_CLEARING, _LEFT = "clearing", "left_because"  # of the setting


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the demo has found so far, stage by stage; None where it has not come so far.

    validation_auc: of the model while it was trained, 0 to 1. live: its endpoint answers; url:
    where it takes requests, if it has an address.
    """

    sample: Dataset | None
    lines: Lines | None
    validation_auc: float | None
    model: Model | None
    live: bool
    url: str | None


def start(workspace: Workspace) -> Run:
    """Write the sample if it is not there (a few seconds), and launch the demo's run.

    Started twice, it is the same run.
    """
    present = status(workspace)
    if present is not None:
        return present
    sample = datasets.add_sample(workspace)
    # Named before it is launched, so that two tabs that start at once launch the same run.
    name = workspace.ledger.change(_SETTING, lambda kept: _named(workspace, kept))["run"]
    run = runs.pipeline(
        workspace,
        name=name,
        dataset=sample.name,
        endpoint=name,
        algorithm=RECOMMENDED,
        size=sizes.default(workspace).name,
    )
    workspace.ledger.set(_SETTING, {"run": name, "created_at": run.created_at})
    return run


def status(workspace: Workspace) -> Run | None:
    """The demo's run as it is now; None when it has not been started, or was removed."""
    return _run(workspace, workspace.ledger.setting(_SETTING))


def found(workspace: Workspace, run: Run) -> Found:
    """What the demo's run has found so far."""
    lines = model = sample = None
    first = run.stages[0].stage
    if isinstance(first, PlannedJob):
        for source in first.sources:
            if isinstance(source, DatasetInput):
                with contextlib.suppress(StudioError):
                    sample = datasets.get(workspace, source.dataset)
    with contextlib.suppress(StudioError):
        lines = prepared.get(workspace, job_name(run.name, JobKind.PROCESSING))
    with contextlib.suppress(StudioError):
        model = models.get(workspace, run.name)
    points: tuple[Progress, ...] = ()
    with contextlib.suppress(NotFound):
        points = workspace.platform.progress(job_name(run.name, JobKind.TRAINING))
    aucs = [point.validation_auc for point in points if point.validation_auc is not None]
    endpoint = run.stages[-1].endpoint
    return Found(
        sample=sample,
        lines=lines,
        validation_auc=aucs[-1] if aucs else None,
        model=model,
        live=endpoint is not None and endpoint.state is EndpointState.IN_SERVICE,
        url=endpoint.url if endpoint else None,
    )


def clear(workspace: Workspace) -> None:
    """Remove the demo's endpoint, model, jobs and run, and nothing else; the sample stays.

    A run that still goes on is stopped first, which may take a few seconds. What the demo
    prepared stays while other models rest on it. Raises Conflict, and removes nothing, when the
    demo's model serves elsewhere, its endpoint serves another, or a run works on its data.
    """
    run = status(workspace)
    if run is None:
        if clearing(workspace):  # and was cut off at its end
            workspace.ledger.set(_SETTING, None)
        return
    _check_endpoint(workspace, run)
    shared = _shared(workspace, run)
    runs.stop(workspace, run.name)
    runs.wait(workspace, run.name)
    with contextlib.suppress(NotFound):
        endpoints.delete(workspace, run.name)
    cleanup.remove(workspace, run.name, keep=shared)
    workspace.ledger.set(_SETTING, None)


def ask_clear(workspace: Workspace) -> None:
    """Have `clear` done by whoever calls `clear_on`: far away a job takes minutes to stop.

    Raises as `clear`, and then nothing is asked.
    """
    run = status(workspace)
    if run is None:
        return
    _check_endpoint(workspace, run)
    _shared(workspace, run)
    workspace.ledger.ask_stop(run.name)
    workspace.ledger.change(_SETTING, lambda kept: {**kept, _CLEARING: True, _LEFT: ""})


def clearing(workspace: Workspace) -> bool:
    """Whether the demo's things are to go. Asks the ledger alone."""
    return bool((workspace.ledger.setting(_SETTING) or {}).get(_CLEARING))


def clear_on(workspace: Workspace) -> None:
    """Go on with what `ask_clear` asked for, once the run has ended. Raises Unavailable: then it is
    to be tried again. What else is in the way ends it; `left_because` says why."""
    run = status(workspace)
    if not clearing(workspace) or (run is not None and run.state is RunState.RUNNING):
        return
    try:
        clear(workspace)
    except Unavailable:
        raise
    except StudioError as error:
        left = {_CLEARING: False, _LEFT: str(error)}
        workspace.ledger.change(_SETTING, lambda kept: kept and {**kept, **left})


def left_because(workspace: Workspace) -> str:
    """Why the demo's things are there still, though they were to go; empty otherwise."""
    return str((workspace.ledger.setting(_SETTING) or {}).get(_LEFT, ""))


def _run(workspace: Workspace, kept: Any) -> Run | None:
    """The run that is written down as the demo's; another that has its name now is not."""
    try:
        run = runs.get(workspace, kept["run"]) if kept else None
    except NotFound:
        return None
    return run if run and kept["created_at"] in (None, run.created_at) else None


def _named(workspace: Workspace, kept: Any) -> dict[str, Any]:
    """What to write down before a launch, unless somebody else has just launched it."""
    if _run(workspace, kept) is not None:
        return dict(kept)
    return {"run": _free_name(workspace), "created_at": None}


def _free_name(workspace: Workspace) -> str:
    taken = set(models.taken_names(workspace))
    taken |= {endpoint.name for endpoint in workspace.platform.endpoints()}
    names = (NAME if n == 1 else f"{NAME}-{n}" for n in itertools.count(1))
    return next(name for name in names if name not in taken)


def _check_endpoint(workspace: Workspace, run: Run) -> None:
    """Raises Conflict when the demo's model serves elsewhere, or its endpoint another's."""
    outputs = [stage.job.output for stage in run.stages if stage.job and stage.job.output]
    for endpoint in workspace.platform.endpoints():
        if endpoint.state is EndpointState.DELETING:
            continue
        its_own = endpoint.name == run.name
        of_demo = any(map(endpoint.rests_on, outputs))
        if of_demo and not its_own:
            raise Conflict(
                f"The endpoint {endpoint.name!r} serves the demo's model.",
                "Delete it or change its model on the Endpoints page, then start over.",
            )
        if its_own and not of_demo:
            raise Conflict(
                f"The demo's endpoint {endpoint.name!r} serves another model now.",
                "Delete it or change it back on the Endpoints page, then start over.",
            )


def _shared(workspace: Workspace, run: Run) -> frozenset[str]:
    """Of the demo's jobs those that another run took from. Raises Conflict while one still does."""
    takers = [
        (other, source.output_of)
        for other, stage in planned_jobs(workspace.ledger.runs())
        if other != run.name
        for source in stage.sources
        if isinstance(source, OutputInput)
    ]
    own = {stage.job.name for stage in run.stages if stage.job}
    going_on = {entry.name for entry in workspace.ledger.runs(going_on=True)}
    for other, job in takers:
        if job in own and other in going_on:
            raise Conflict(
                f"The run {other!r} is working on the demo's data.",
                "Wait for it to end or stop it, then start over.",
            )
    return frozenset(job for _, job in takers if job in own)
