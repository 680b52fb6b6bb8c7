"""The platform contract: where work runs.

A platform runs the programs of a job, keeps endpoints alive and holds files. It is the one that
knows the state of jobs and endpoints. Every call returns at once (work goes on behind it) unless
its docstring says otherwise, and may be made from any process at the same time as any other.

Names match `NAME` and are chosen by the caller *before* the first call, so that a repeat with the
same name and the same spec is the same job or endpoint and starts nothing new.

URIs are opaque strings of the platform that made them; `/`-joining a path to the URI of a folder
names a file or folder in it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from backend.artefacts.progress import Progress
from backend.errors import DoesNotFit, InvalidInput
from backend.platforms.prices import Price

NAME = re.compile(r"[a-z0-9](-?[a-z0-9])*")
NAME_LENGTH = 63  # SageMaker's limit for jobs and endpoints

ENDPOINT_MEMORY_MB = (1024, 2048, 3072, 4096, 5120, 6144)  # SageMaker serverless
ENDPOINT_CONCURRENCY = (1, 200)
ENDPOINT_IDLE_SECONDS = (1, 24 * 3600)
DEFAULT_CONCURRENCY = 4
DEFAULT_IDLE_SECONDS = 300.0
MAX_SECONDS = (60, 5 * 24 * 3600)  # of a job; SageMaker processes for five days at most
DEFAULT_MAX_SECONDS = 24 * 3600


def is_name(text: str) -> bool:
    """Whether `text` can name a job, endpoint or model."""
    return len(text) <= NAME_LENGTH and NAME.fullmatch(text) is not None


def check_name(name: str, noun: str = "name") -> str:
    """The name itself. Raises InvalidInput unless it can name a job, endpoint or model."""
    if not is_name(name):
        raise InvalidInput(
            f"{name[:80]!r} cannot be a {noun}.",
            f"Use small letters, digits and single hyphens, at most {NAME_LENGTH},"
            " such as my-model-2.",
        )
    return name


def smallest_memory(needed_mb: float) -> int:
    """The smallest endpoint memory, in MB, that holds a model. Raises DoesNotFit if none does."""
    for memory_mb in ENDPOINT_MEMORY_MB:
        if needed_mb <= memory_mb:
            return memory_mb
    raise DoesNotFit(
        f"This model needs {needed_mb:,.0f} MB, and the largest endpoint has"
        f" {ENDPOINT_MEMORY_MB[-1]:,} MB.",
        "Train one with fewer buckets or a smaller vector size.",
    )


def check_fits(needed_mb: float, memory_mb: int) -> None:
    """Raises DoesNotFit, naming what would do, when a model needs more than an endpoint has."""
    if needed_mb > memory_mb:
        raise DoesNotFit(
            f"The model needs {needed_mb:,.0f} MB and the endpoint has {memory_mb:,} MB.",
            f"Choose {smallest_memory(needed_mb):,} MB or more.",
        )


def check_concurrency(concurrency: int) -> None:
    """Raises InvalidInput outside ENDPOINT_CONCURRENCY."""
    low, high = ENDPOINT_CONCURRENCY
    if not low <= concurrency <= high:
        raise InvalidInput(f"Concurrency goes from {low} to {high}.")


def check_idle_seconds(seconds: float) -> None:
    """Raises InvalidInput outside ENDPOINT_IDLE_SECONDS."""
    low, high = ENDPOINT_IDLE_SECONDS
    if not low <= seconds <= high:
        raise InvalidInput(f"The idle time goes from {low} to {high:,} seconds.")


def check_max_seconds(seconds: int) -> None:
    """Raises InvalidInput outside MAX_SECONDS."""
    low, high = MAX_SECONDS
    if not low <= seconds <= high:
        raise InvalidInput(f"A job may take from {low:,} to {high:,} seconds.")


class JobKind(StrEnum):
    """What a job does: the program it runs."""

    PROCESSING = "processing"
    TRAINING = "training"
    EVALUATION = "evaluation"


class JobState(StrEnum):
    """States of a job, SageMaker's words with Queued and Starting told apart."""

    QUEUED = "Queued"
    STARTING = "Starting"
    IN_PROGRESS = "InProgress"
    STOPPING = "Stopping"
    COMPLETED = "Completed"
    FAILED = "Failed"
    STOPPED = "Stopped"

    @property
    def final(self) -> bool:
        """Whether the state can no longer change."""
        return self in (JobState.COMPLETED, JobState.FAILED, JobState.STOPPED)


class EndpointState(StrEnum):
    """States of an endpoint, SageMaker's words."""

    CREATING = "Creating"
    IN_SERVICE = "InService"
    UPDATING = "Updating"
    DELETING = "Deleting"
    FAILED = "Failed"

    @property
    def settled(self) -> bool:
        """Whether it stays as it is until somebody does something."""
        return self in (EndpointState.IN_SERVICE, EndpointState.FAILED)


class Warmth(StrEnum):
    """Whether an endpoint in service holds its model in memory now."""

    COLD = "cold"
    WARMING = "warming"
    WARM = "warm"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Size:
    """A compute size on offer. `price` is None where it is not known.

    Memory, here and in endpoints, is in MB of 2^20 bytes; sizes of files are in MB of 10^6.
    """

    name: str
    title: str
    cores: int
    memory_mb: int
    price: Price | None = None
    comparable: str | None = None
    """The SageMaker instance type nearest to it, for comparing costs."""


@dataclass(frozen=True, kw_only=True)
class JobSpec:
    """What to run.

    inputs: URI of a file or folder by channel. A processing or evaluation program finds it under
        `processing/input/<channel>`, a training program under `input/data/<channel>`.
    settings: the program's settings as strings: command line options of processing and
        evaluation (`{"seed": "7"}` is `--seed 7`), hyperparameters of training.
    algorithm: the recipe's name, training only.
    max_seconds: after this long the job is stopped and Failed.
    spot: on spare capacity, cheaper and now and then interrupted: training only, and only where
        the platform `offers_spot`.
    """

    name: str
    kind: JobKind
    size: str
    inputs: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    algorithm: str | None = None
    max_seconds: int = DEFAULT_MAX_SECONDS
    spot: bool = False


@dataclass(frozen=True)
class StateChange:
    """When (seconds since the epoch) a job entered a state."""

    state: JobState
    at: float


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job as it is now. Times are seconds since the epoch, None when not reached.

    reason: why it failed or stopped, in words for a person; empty otherwise.
    doing: what the platform does for it now, in words for a person, where it tells ("Downloading
        the data"); empty otherwise.
    billed_seconds: what is paid for, where the platform tells; else what `seconds` says is.
    output: URI of the output folder, of a Completed job only: what a stage may take from another.
        Processing and evaluation: all that the program wrote under `processing/output`.
        Training: a folder with `model.tar.gz`.
    """

    spec: JobSpec
    state: JobState
    reason: str = ""
    doing: str = ""
    created_at: float
    started_at: float | None = None
    ended_at: float | None = None
    billed_seconds: float | None = None
    history: tuple[StateChange, ...] = ()
    output: str | None = None

    @property
    def name(self) -> str:
        """The job's name."""
        return self.spec.name

    def elapsed(self, now: float) -> float | None:
        """Seconds it has worked, until `now` if it still does; None before it began."""
        return None if self.started_at is None else (self.ended_at or now) - self.started_at

    @property
    def seconds(self) -> float | None:
        """How long the work itself took, once it has ended; None before, or if it never began."""
        if self.started_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.started_at


@dataclass(frozen=True, kw_only=True)
class EndpointSpec:
    """What to serve. `package` is the URI of a `model.tar.gz` made by an evaluation.

    memory_mb: one of ENDPOINT_MEMORY_MB. concurrency: requests answered at the same time, within
    ENDPOINT_CONCURRENCY; more are answered 429. idle_seconds: how long without a request before
    the model leaves memory (platforms that decide this themselves ignore nothing: they say so in
    `Platform.fixed_idle_seconds`).
    """

    name: str
    package: str
    memory_mb: int
    concurrency: int = DEFAULT_CONCURRENCY
    idle_seconds: float = DEFAULT_IDLE_SECONDS

    def __post_init__(self) -> None:
        check_name(self.name, "endpoint name")
        if self.memory_mb not in ENDPOINT_MEMORY_MB:
            sizes = ", ".join(map(str, ENDPOINT_MEMORY_MB))
            raise InvalidInput(f"An endpoint cannot have {self.memory_mb} MB.", f"Choose {sizes}.")
        check_concurrency(self.concurrency)
        check_idle_seconds(self.idle_seconds)


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An endpoint as it is now. `url` takes POST requests where the platform has an open one.

    Times are seconds since the epoch, None where the platform does not know or there is none.
    used_at: when it last answered, give or take a second. sleeps_at: when its model leaves memory
    unless a message comes; None while it is not there. wake_seconds: how long the model took to
    load when messages last had to wait for it. changing_to: what an endpoint that is Updating
    will serve; `spec` is what answers meanwhile.
    """

    spec: EndpointSpec
    state: EndpointState
    warmth: Warmth
    reason: str = ""
    created_at: float
    url: str | None = None
    memory_used_mb: float | None = None
    used_at: float | None = None
    sleeps_at: float | None = None
    wake_seconds: float | None = None
    changing_to: EndpointSpec | None = None

    @property
    def name(self) -> str:
        """The endpoint's name."""
        return self.spec.name

    @property
    def packages(self) -> tuple[str, ...]:
        """What must stay for it: what it serves, and what it is changing over to; nothing for one
        that is being deleted."""
        if self.state is EndpointState.DELETING:
            return ()
        return tuple(spec.package for spec in (self.spec, self.changing_to) if spec)

    def rests_on(self, output: str) -> bool:
        """Whether one of its packages is in the output folder of that URI."""
        return any(package.startswith(f"{output}/") for package in self.packages)


@dataclass(frozen=True, kw_only=True)
class TrafficPeriod:
    """What an endpoint answered in one period.

    start: seconds since the epoch. messages: those in requests that were answered with scores,
    None where the platform does not count them. client_errors: answers of 400 to 499, but for the
    429s of requests over its concurrency, which are `throttles`. server_errors: answers from 500.
    median_ms, p99_ms: what half, and 99 in 100, of all answers took at most, from the request to
    its answer without the wait for a model to load; None when there were none. wakes: how often
    messages had to wait for the model to load.
    """

    start: float
    requests: int
    messages: int | None
    client_errors: int
    throttles: int
    server_errors: int
    median_ms: float | None
    p99_ms: float | None
    wakes: int

    @property
    def errors(self) -> int:
        """All that were not answered with scores."""
        return self.client_errors + self.throttles + self.server_errors


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """What an endpoint answered, in periods of `period_seconds`, oldest first.

    Periods in which nothing happened are left out; the last one may still go on. known_since:
    before that (seconds since the epoch) the platform knows nothing, or the endpoint was not there.
    median_ms, p99_ms: over all answers of these periods; None when there were none.
    """

    period_seconds: int
    known_since: float
    periods: tuple[TrafficPeriod, ...]
    median_ms: float | None = None
    p99_ms: float | None = None

    @property
    def requests(self) -> int:
        """In all periods."""
        return sum(period.requests for period in self.periods)

    @property
    def errors(self) -> int:
        """In all periods."""
        return sum(period.errors for period in self.periods)


@dataclass(frozen=True, kw_only=True)
class EndpointPart:
    """Something that came with an endpoint and goes when it is deleted.

    `title` says what it is, for a person; `detail` which one. size_mb: disk, MB of 10^6 bytes,
    None where it holds none.
    """

    title: str
    detail: str = ""
    size_mb: float | None = None


@dataclass(frozen=True)
class Reply:
    """What an endpoint answered: HTTP status, content type and body."""

    status: int
    content_type: str
    body: bytes


class Platform(Protocol):
    """What every platform does. One conformance suite holds each to these words."""

    name: str
    far: bool
    """Whether it is elsewhere than on this machine: what is sent there travels, and it may be out
    of reach."""
    fixed_idle_seconds: bool
    """Whether the platform decides itself when an idle endpoint leaves memory."""
    offers_spot: bool
    """Whether a training may run on spare capacity."""
    own_trainers: frozenset[str]
    """The algorithms that the platform trains with an implementation of its own, not with
    `backend.train`: their recipes' `reference_lacks` do not hold there."""

    def __hash__(self) -> int: ...

    def sizes(self) -> tuple[Size, ...]:
        """The sizes on offer, smallest first."""
        ...

    # Jobs

    def start(self, spec: JobSpec) -> Job:
        """Start a job, or return the one of that name if its spec is the same.

        The intention is durable before this returns: from then on the job runs whether or not
        the caller lives. Raises Conflict when the name is taken by a different spec,
        InvalidInput for a bad name, an unknown size or an input that is not there, and DoesNotFit
        when there is no room to write the intention down.
        """
        ...

    def job(self, name: str) -> Job:
        """The job now. Raises NotFound, also for what cannot be a name."""
        ...

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, newest first."""
        ...

    def log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """The job's log so far, or its last `tail` lines. Raises NotFound."""
        ...

    def progress(self, name: str) -> tuple[Progress, ...]:
        """What the job's program has measured so far, oldest first. Raises NotFound."""
        ...

    def stop(self, name: str) -> None:
        """Ask for the job to be stopped. Does nothing to one in a final state. Raises NotFound.

        A job whose program ends before the request reaches it may still complete.
        """
        ...

    def remove_job(self, name: str) -> None:
        """Forget a job in a final state, with its files. Returns silently if there is none.

        Raises Conflict while it is not final.
        """
        ...

    def job_mb(self, name: str) -> float:
        """Disk that the job's files hold, in MB of 10^6 bytes: its records, log and output, and
        while it goes on what it works with; its inputs belong to others. Raises NotFound."""
        ...

    # Endpoints

    def deploy(self, spec: EndpointSpec) -> Endpoint:
        """Create an endpoint, or return the one of that name if its spec is the same.

        Raises Conflict when the name is taken by a different spec, InvalidInput when the package
        is not there or is none, DoesNotFit when its model needs more than `memory_mb`.
        """
        ...

    def update(self, spec: EndpointSpec) -> Endpoint:
        """Put `spec` in the place of the endpoint's present one; the old one answers meanwhile.

        If the new one does not come up, the old one stays and `reason` says why. Raises NotFound,
        Conflict unless the endpoint is settled, and as `deploy`.
        """
        ...

    def endpoint(self, name: str) -> Endpoint:
        """The endpoint now. Raises NotFound."""
        ...

    def endpoints(self) -> tuple[Endpoint, ...]:
        """All endpoints, by name."""
        ...

    def delete(self, name: str) -> None:
        """Delete an endpoint and everything that came with it, but not the package it was made
        from. Returns silently if there is none."""
        ...

    def invoke(self, name: str, body: bytes, *, content_type: str, accept: str) -> Reply:
        """Send one request to the endpoint and wait for the answer, waking it if need be.

        An answer with an error status is returned, not raised. Raises NotFound, and Unavailable
        when the endpoint cannot be reached.
        """
        ...

    def endpoint_log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """The endpoint's log, or its last `tail` lines. Raises NotFound."""
        ...

    def traffic(self, name: str, *, since: float) -> Traffic:
        """What the endpoint has answered in the periods that ended after `since` (seconds since
        the epoch); health checks are not counted. It may lag a few seconds behind (CloudWatch:
        minutes). Raises NotFound."""
        ...

    def endpoint_parts(self, name: str) -> tuple[EndpointPart, ...]:
        """All that `delete` would delete. Raises NotFound."""
        ...

    def endpoint_mb(self, name: str) -> float:
        """Disk that came with the endpoint, in MB of 10^6 bytes; the package it was made from is
        not counted. Raises NotFound."""
        ...

    # Files

    def upload(
        self, source: Path, name: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> str:
        """Make a file or folder of this machine readable by jobs; its URI. May take its time.

        `name` says where it belongs, such as "datasets/jigsaw". The same content under the same
        name is sent once. The source must not change afterwards. on_progress: told the share that
        is there, 0 to 1. Raises InvalidInput when there is no such file.
        """
        ...

    def fetch(self, uri: str) -> Path:
        """A copy on this machine to read from (never to write to). May take its time.

        Files of one folder that are fetched one by one lie side by side. Raises NotFound when
        nothing is there.
        """
        ...

    def recover(self) -> None:
        """Bring back what should be running: called whenever a studio opens."""
        ...
