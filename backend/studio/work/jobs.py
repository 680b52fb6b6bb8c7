"""Jobs: looking at work, its log, its progress and its cost, and stopping it."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from backend.artefacts.progress import Progress, is_measurement, parse
from backend.errors import Conflict, NotFound
from backend.platforms.base import Job, Size
from backend.platforms.capabilities import LimitsSpot, ReadsBehind
from backend.platforms.prices import SAGEMAKER, Price, spot_saving
from backend.studio.work.plans import DatasetInput, OutputInput, planned_jobs, run_name
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a job's seconds cost, in USD.

    usd: None where the price is not known; 0 on this machine. billed_seconds: what of the seconds
    is paid for, where the platform tells. saved_usd: by spare capacity; None where none was used,
    or it is not known yet. paid_at: the price of what is paid. comparable: the SageMaker instance
    type nearest to the job's size, and what the same seconds would cost there at `price`.
    """

    seconds: float
    usd: float | None
    billed_seconds: float | None = None
    saved_usd: float | None = None
    paid_at: Price | None = None
    comparable: str | None = None
    comparable_usd: float | None = None
    price: Price | None = None

    @property
    def saving(self) -> float | None:
        """The share that spare capacity saved, 0 to 1; None as `saved_usd`."""
        if self.saved_usd is None or self.billed_seconds is None:
            return None
        return spot_saving(self.seconds, self.billed_seconds)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What several jobs cost together, in USD.

    seconds: all their working time. usd: of those whose price is known; unknown: how many others
    there are. saved_usd: by spare capacity. comparable_usd: what
    the same would cost on the SageMaker instance type nearest to each; source: where those prices
    come from. Jobs with no such type are left out of it.
    """

    seconds: float
    usd: float
    unknown: int
    saved_usd: float
    comparable_usd: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where an input of a job came from: a dataset, or what another job made; or neither is
    known any more, and only its `uri` is left."""

    channel: str
    uri: str
    dataset: str | None = None
    job: str | None = None


@dataclass(frozen=True, kw_only=True)
class Uses:
    """What works with what a job made: jobs, newest first, and endpoints by their names."""

    jobs: tuple[Job, ...] = ()
    endpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogLine:
    """A line of a log: its number, from 1, and the moment of the last measurement up to it
    (seconds since the epoch; None before the first)."""

    number: int
    at: float | None
    text: str


@dataclass(frozen=True)
class Matches:
    """The lines of a log that hold a text: how many in all, and the last of them."""

    count: int
    lines: tuple[LogLine, ...]


def get(workspace: Workspace, name: str) -> Job:
    """The job now. Raises NotFound."""
    return workspace.platform.job(name)


def listing(workspace: Workspace) -> tuple[Job, ...]:
    """All jobs, newest first."""
    return workspace.platform.jobs()


def do_not_wait(workspace: Workspace) -> None:
    """For pages: from now on `listing` gives the jobs that are known and reads the others behind
    it, and a place that does not answer is soon said not to. Does nothing on this machine."""
    if isinstance(workspace.platform, ReadsBehind):
        workspace.platform.do_not_wait()


def unread(workspace: Workspace) -> frozenset[str]:
    """Names of jobs that are there, and that `listing` does not give yet. Asks nobody."""
    platform = workspace.platform
    return platform.jobs_unread() if isinstance(platform, ReadsBehind) else frozenset()


def longest_spot(workspace: Workspace, algorithm: str) -> int | None:
    """Seconds after which a training with it on spare capacity is ended, waiting and all; None
    where nothing but its own limit ends it."""
    platform = workspace.platform
    return platform.longest_spot(algorithm) if isinstance(platform, LimitsSpot) else None


def log(workspace: Workspace, name: str, *, tail: int | None = None) -> tuple[str, ...]:
    """The job's log so far, or its last `tail` lines. Raises NotFound."""
    return workspace.platform.log(name, tail=tail)


def search_log(
    workspace: Workspace,
    name: str,
    text: str,
    *,
    said: Callable[[str], str] = str,
    most: int = 300,
) -> Matches:
    """The lines of the whole log that hold `text`, whatever its case. Raises NotFound.

    said: how a measurement is shown, which is what people look for their text in.
    """
    sought, count, measured = text.casefold(), 0, ""
    found: deque[tuple[int, str, str]] = deque(maxlen=most)
    for number, line in enumerate(workspace.platform.log(name), start=1):
        shown = line
        if is_measurement(line):
            measured, shown = line, said(line)
        if sought in shown.casefold():
            count += 1
            found.append((number, measured, line))
    lines = tuple(LogLine(number, _moment(measured), line) for number, measured, line in found)
    return Matches(count, lines)


def _moment(measured: str) -> float | None:
    return next((point.at for point in parse([measured])), None)


def sources(workspace: Workspace, job: Job) -> tuple[Source, ...]:
    """Where its inputs came from: by its run's plan, or where that is lost, by their URIs."""
    planned: dict[str, Source] = {}
    with contextlib.suppress(NotFound):
        entry = workspace.ledger.run(run_name(job.name))
        for _, stage in planned_jobs([entry]):
            if stage.job != job.name:
                continue
            planned = {
                channel: Source(
                    channel=channel,
                    uri=job.spec.inputs.get(channel, ""),
                    dataset=source.dataset if isinstance(source, DatasetInput) else None,
                    job=source.output_of if isinstance(source, OutputInput) else None,
                )
                for channel, source in stage.inputs.items()
            }
    outputs = {made.output: made.name for made in workspace.platform.jobs() if made.output}
    return tuple(
        planned.get(channel) or Source(channel=channel, uri=uri, job=_made(uri, outputs))
        for channel, uri in job.spec.inputs.items()
    )


def _made(uri: str, outputs: Mapping[str, str]) -> str | None:
    """The job whose output a URI is, or lies in."""
    while uri and uri not in outputs:
        uri = uri.rpartition("/")[0]
    return outputs.get(uri)


def uses(workspace: Workspace, job: Job) -> Uses:
    """What works with what it made, if it has made anything."""
    if job.output is None:
        return Uses()
    within = f"{job.output}/"
    return Uses(
        jobs=tuple(
            other
            for other in workspace.platform.jobs()
            if any(f"{uri}/".startswith(within) for uri in other.spec.inputs.values())
        ),
        endpoints=tuple(e.name for e in workspace.platform.endpoints() if e.rests_on(job.output)),
    )


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
    if job.output and any(e.rests_on(job.output) for e in workspace.platform.endpoints()):
        raise Conflict("An endpoint serves the model of this job.", "Delete the endpoint first.")
    workspace.platform.remove_job(name)
    workspace.ledger.forget_model(name)


def costs(workspace: Workspace, jobs: Iterable[Job], now: float) -> Mapping[str, Cost]:
    """What each job has cost until `now` (seconds since the epoch), by its name; without those
    that have not begun."""
    sizes = {size.name: size for size in workspace.platform.sizes()}
    return {
        job.name: cost_of(
            sizes.get(job.spec.size), seconds, billed_seconds=job.billed_seconds, spot=job.spec.spot
        )
        for job in jobs
        if (seconds := job.elapsed(now)) is not None
    }


def cost_of(
    size: Size | None, seconds: float, *, billed_seconds: float | None = None, spot: bool = False
) -> Cost:
    """What so many seconds cost on `size`; None where it is no longer offered. billed_seconds:
    those that are paid for, all where that is not known. spot: on spare capacity."""
    comparable = size.comparable if size else None
    price = SAGEMAKER.get(comparable) if comparable else None
    paid_at = size.price if size else None
    billed = seconds if billed_seconds is None else billed_seconds
    return Cost(
        seconds=seconds,
        usd=paid_at.cost(billed) if paid_at else None,
        billed_seconds=billed_seconds,
        saved_usd=paid_at.cost(max(0.0, seconds - billed))
        if paid_at and spot and billed_seconds is not None
        else None,
        paid_at=paid_at,
        comparable=comparable,
        comparable_usd=price.cost(seconds) if price else None,
        price=price,
    )


def spent(workspace: Workspace, jobs: Iterable[Job], now: float) -> Spent:
    """What those jobs have cost together until `now` (seconds since the epoch)."""
    found = costs(workspace, jobs, now).values()
    known = [cost.usd for cost in found if cost.usd is not None]
    prices = [price.source for cost in found if (price := cost.price or cost.paid_at) is not None]
    return Spent(
        seconds=sum(cost.seconds for cost in found),
        usd=sum(known),
        unknown=len(found) - len(known),
        saved_usd=sum(cost.saved_usd or 0.0 for cost in found),
        comparable_usd=sum(cost.comparable_usd or 0.0 for cost in found),
        source=prices[0] if prices else "",
    )
