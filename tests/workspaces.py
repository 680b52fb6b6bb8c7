"""What tests share that open workspaces."""

import time

from backend.platforms.base import EndpointState
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


def settled(workspace: Workspace, name: str) -> EndpointState:
    """Wait until the endpoint no longer changes; what it has come to."""
    give_up = time.monotonic() + 60
    while not (found := endpoints.get(workspace, name)).now.state.settled:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    return found.now.state
