"""What tests share that open workspaces."""

from backend.studio.endpoint import endpoints
from backend.studio.work import jobs, runs
from backend.studio.workspace import Workspace


def put_away(workspace: Workspace) -> None:
    """End whatever still goes on."""
    for run in runs.listing(workspace):
        runs.stop(workspace, run.name)
    for job in jobs.listing(workspace):
        jobs.stop(workspace, job.name)
    for run in runs.listing(workspace):
        runs.wait(workspace, run.name)
    for endpoint in endpoints.listing(workspace):
        endpoints.delete(workspace, endpoint.name)
