"""The guided demo: from sample data to a live endpoint, in one run with a name of its own."""

import itertools
from collections.abc import Iterable, Mapping

from backend.errors import Conflict, NotFound
from backend.ledger.ledger import RunEntry
from backend.studio import datasets, runs
from backend.studio.plans import OutputInput, planned_jobs, run_name
from backend.studio.runs import Run
from backend.studio.workspace import Workspace

NAME = "demo"
"""Of the demo's run, its model and its endpoint; with a number after it where that is taken."""

_SETTING = "demo's run"


def start(workspace: Workspace) -> Run:
    """Write the sample if it is not there (a few seconds), and launch the demo's run.

    Started twice, it is the same run.
    """
    present = status(workspace)
    if present is not None:
        return present
    sample = datasets.add_sample(workspace)
    # Named before it is launched, so that two tabs that start at once launch the same run.
    name = workspace.ledger.setting(_SETTING) or _free_name(workspace)
    workspace.ledger.set(_SETTING, name)
    return runs.pipeline(
        workspace,
        name=name,
        dataset=sample.name,
        endpoint=name,
        algorithm="fasttext",
        size=workspace.platform.sizes()[-1].name,
    )


def status(workspace: Workspace) -> Run | None:
    """The demo's run as it is now; None when it has not been started."""
    name = workspace.ledger.setting(_SETTING)
    try:
        return runs.get(workspace, name) if name else None
    except NotFound:
        return None


def clear(workspace: Workspace) -> None:
    """Remove the demo's endpoint, model, jobs and run, and nothing else; the sample stays.

    A run that still goes on is stopped first, which may take a few seconds. What the demo
    prepared stays while other models rest on it. Raises Conflict, and removes nothing, when the
    demo's model serves elsewhere, its endpoint serves another, or a run works on its data.
    """
    run = status(workspace)
    if run is None:
        return
    _check_unused(workspace, run)
    runs.stop(workspace, run.name)
    run = runs.wait(workspace, run.name)
    shared = _users(run, workspace.ledger.runs())
    workspace.platform.delete(run.name)
    for stage in reversed(run.stages):
        if stage.job is not None and stage.job.name not in shared:
            workspace.platform.remove_job(stage.job.name)
    workspace.ledger.remove_run(run.name)
    workspace.ledger.set(_SETTING, None)


def _free_name(workspace: Workspace) -> str:
    taken = {entry.name for entry in workspace.ledger.runs()}
    taken |= {run_name(job.name) for job in workspace.platform.jobs()}
    taken |= {endpoint.name for endpoint in workspace.platform.endpoints()}
    names = (NAME if n == 1 else f"{NAME}-{n}" for n in itertools.count(1))
    return next(name for name in names if name not in taken)


def _check_unused(workspace: Workspace, run: Run) -> None:
    outputs = [stage.job.output for stage in run.stages if stage.job and stage.job.output]
    for endpoint in workspace.platform.endpoints():
        its_own = endpoint.name == run.name
        of_demo = any(endpoint.spec.package.startswith(f"{output}/") for output in outputs)
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
    going_on = _users(run, workspace.ledger.runs(going_on=True))
    for other in going_on.values():
        raise Conflict(
            f"The run {other!r} is working on the demo's data.",
            "Wait for it to end or stop it, then start over.",
        )


def _users(run: Run, entries: Iterable[RunEntry]) -> Mapping[str, str]:
    """Of the demo's jobs those that another run takes from, and that run."""
    return {
        source.output_of: other
        for other, stage in planned_jobs(entries)
        if other != run.name
        for source in stage.sources
        if isinstance(source, OutputInput)
        and source.output_of in {stage.job.name for stage in run.stages if stage.job}
    }
