"""The guided demo: from sample data to a live endpoint, in one run with a name of its own."""

from backend.errors import NotFound
from backend.studio import datasets, runs
from backend.studio.runs import Run
from backend.studio.workspace import Workspace

NAME = "demo"
"""Of the demo's run, its model and its endpoint."""


def start(workspace: Workspace) -> Run:
    """Write the sample if it is not there (a few seconds), and launch the demo's run.

    Started twice, it is the same run.
    """
    present = status(workspace)
    if present is not None:
        return present
    sample = datasets.add_sample(workspace)
    return runs.pipeline(
        workspace,
        name=NAME,
        dataset=sample.name,
        endpoint=NAME,
        algorithm="fasttext",
        size=workspace.platform.sizes()[-1].name,
    )


def status(workspace: Workspace) -> Run | None:
    """The demo's run as it is now; None when it has not been started."""
    try:
        return runs.get(workspace, NAME)
    except NotFound:
        return None


def clear(workspace: Workspace) -> None:
    """Remove the demo's endpoint, model, jobs and run, and nothing else; the sample stays.

    A run that still goes on is stopped first, which may take a few seconds.
    """
    if status(workspace) is None:
        return
    runs.stop(workspace, NAME)
    run = runs.wait(workspace, NAME)
    workspace.platform.delete(NAME)
    for stage in reversed(run.stages):
        if stage.job is not None:
            workspace.platform.remove_job(stage.job.name)
    workspace.ledger.remove_run(NAME)
