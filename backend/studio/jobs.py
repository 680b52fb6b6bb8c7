"""Jobs: looking at work, its log, its progress and its cost, and stopping it."""

from dataclasses import dataclass

from backend.artefacts.progress import Progress
from backend.errors import Conflict
from backend.platforms.base import Job
from backend.platforms.prices import SAGEMAKER, Price
from backend.studio.plans import OutputInput, planned_jobs
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a job's seconds cost, in USD.

    usd: None where the price is not known; 0 on this machine. comparable: the SageMaker instance
    type nearest to the job's size, and what the same seconds would cost there at `price`.
    """

    seconds: float
    usd: float | None
    comparable: str | None = None
    comparable_usd: float | None = None
    price: Price | None = None


def get(workspace: Workspace, name: str) -> Job:
    """The job now. Raises NotFound."""
    return workspace.platform.job(name)


def listing(workspace: Workspace) -> tuple[Job, ...]:
    """All jobs, newest first."""
    return workspace.platform.jobs()


def log(workspace: Workspace, name: str, *, tail: int | None = None) -> tuple[str, ...]:
    """The job's log so far, or its last `tail` lines. Raises NotFound."""
    return workspace.platform.log(name, tail=tail)


def progress(workspace: Workspace, name: str) -> tuple[Progress, ...]:
    """What the job's program has measured so far, oldest first. Raises NotFound."""
    return workspace.platform.progress(name)


def stop(workspace: Workspace, name: str) -> None:
    """Ask for a job to be stopped; the run it belongs to stops with it. Raises NotFound."""
    workspace.platform.job(name)
    for run, stage in planned_jobs(workspace.ledger.runs(going_on=True)):
        if stage.job == name:
            workspace.ledger.ask_stop(run)
    workspace.platform.stop(name)


def remove(workspace: Workspace, name: str) -> None:
    """Forget a job that has ended, with its files.

    Raises NotFound, and Conflict while it goes on, a run still needs it, or an endpoint serves
    the model that came of it.
    """
    job = workspace.platform.job(name)
    for run, stage in planned_jobs(workspace.ledger.runs(going_on=True)):
        if stage.job == name or OutputInput(output_of=name) in stage.sources:
            raise Conflict(f"The run {run!r} needs this job.", "Stop the run first.")
    served = [endpoint.spec.package for endpoint in workspace.platform.endpoints()]
    if job.output and any(package.startswith(f"{job.output}/") for package in served):
        raise Conflict("An endpoint serves the model of this job.", "Delete the endpoint first.")
    workspace.platform.remove_job(name)


def cost(workspace: Workspace, job: Job, now: float) -> Cost | None:
    """What the job has cost until `now` (seconds since the epoch); None before it begins."""
    seconds = job.elapsed(now)
    if seconds is None:
        return None
    size = next((s for s in workspace.platform.sizes() if s.name == job.spec.size), None)
    comparable = size.comparable if size else None
    price = SAGEMAKER.get(comparable) if comparable else None
    return Cost(
        seconds=seconds,
        usd=size.price.cost(seconds) if size and size.price else None,
        comparable=comparable,
        comparable_usd=price.cost(seconds) if price else None,
        price=price,
    )
