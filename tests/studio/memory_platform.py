"""A platform of the contract that runs nothing: a test says what becomes of each job."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from backend.artefacts.progress import Progress
from backend.errors import Conflict, NotFound, StudioError
from backend.platforms.base import (
    Endpoint,
    EndpointPart,
    EndpointSpec,
    EndpointState,
    Job,
    JobSpec,
    JobState,
    Reply,
    Size,
    Traffic,
    TrafficPeriod,
    Warmth,
)
from backend.platforms.prices import FREE


@dataclass(eq=False)
class MemoryPlatform:
    """Jobs stay InProgress and endpoints Creating until a test moves them.

    out_of_reach: what jobs, endpoints and uploads raise meanwhile. sending: what an upload does.
    """

    folder: Path
    name: str = "memory"
    far: bool = False
    fixed_idle_seconds: bool = False
    offers_spot: bool = False
    own_trainers: frozenset[str] = frozenset()
    found_jobs: dict[str, Job] = field(default_factory=dict)
    found_endpoints: dict[str, Endpoint] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)
    periods: tuple[TrafficPeriod, ...] = ()
    held_mb: dict[str, float] = field(default_factory=dict)
    out_of_reach: StudioError | None = None
    sending: Callable[[str, Callable[[float], None]], None] = lambda name, on_progress: None
    sent: list[str] = field(default_factory=list)

    def end_job(self, name: str, state: JobState, reason: str = "") -> None:
        output = None
        if state is JobState.COMPLETED:
            place = self.folder / name
            place.mkdir(parents=True, exist_ok=True)
            output = str(place)
        self.found_jobs[name] = replace(
            self.found_jobs[name], state=state, reason=reason, ended_at=time.time(), output=output
        )

    def settle(self, name: str, state: EndpointState, reason: str = "") -> None:
        """With a reason an endpoint stays what it was; without, it becomes what it changes to."""
        present = self.found_endpoints[name]
        spec = present.spec if reason else present.changing_to or present.spec
        self.found_endpoints[name] = replace(
            present, state=state, reason=reason, spec=spec, changing_to=None
        )

    def sizes(self) -> tuple[Size, ...]:
        return (
            Size(
                name="small",
                title="Small",
                cores=1,
                memory_mb=1000,
                price=FREE,
                comparable="ml.m5.large",
            ),
        )

    def start(self, spec: JobSpec) -> Job:
        self._reach()
        if spec.name in self.found_jobs:
            if self.found_jobs[spec.name].spec != spec:
                raise Conflict("taken")
            return self.found_jobs[spec.name]
        self.started.append(spec.name)
        now = time.time()
        job = Job(spec=spec, state=JobState.IN_PROGRESS, created_at=now, started_at=now)
        self.found_jobs[spec.name] = job
        return job

    def job(self, name: str) -> Job:
        self._reach()
        if name not in self.found_jobs:
            raise NotFound(name)
        return self.found_jobs[name]

    def jobs(self) -> tuple[Job, ...]:
        self._reach()
        return tuple(reversed(self.found_jobs.values()))

    def log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        self.job(name)
        return ()

    def progress(self, name: str) -> tuple[Progress, ...]:
        self.job(name)
        return ()

    def stop(self, name: str) -> None:
        if not self.job(name).state.final:
            self.end_job(name, JobState.STOPPED, "Stopped.")

    def remove_job(self, name: str) -> None:
        if name in self.found_jobs and not self.found_jobs[name].state.final:
            raise Conflict(f"{name} goes on")
        self.found_jobs.pop(name, None)

    def job_mb(self, name: str) -> float:
        self.job(name)
        return self.held_mb.get(name, 1.0)

    def deploy(self, spec: EndpointSpec) -> Endpoint:
        if spec.name in self.found_endpoints and self.found_endpoints[spec.name].spec != spec:
            raise Conflict("taken")
        endpoint = Endpoint(
            spec=spec, state=EndpointState.CREATING, warmth=Warmth.COLD, created_at=time.time()
        )
        return self.found_endpoints.setdefault(spec.name, endpoint)

    def update(self, spec: EndpointSpec) -> Endpoint:
        present = self.endpoint(spec.name)
        if not present.state.settled:
            raise Conflict(f"{spec.name} is still changing.")
        self.found_endpoints[spec.name] = replace(
            present, state=EndpointState.UPDATING, changing_to=spec
        )
        return self.found_endpoints[spec.name]

    def endpoint(self, name: str) -> Endpoint:
        self._reach()
        if name not in self.found_endpoints:
            raise NotFound(name)
        return self.found_endpoints[name]

    def endpoints(self) -> tuple[Endpoint, ...]:
        self._reach()
        return tuple(self.found_endpoints.values())

    def delete(self, name: str) -> None:
        self.found_endpoints.pop(name, None)

    def invoke(self, name: str, body: bytes, *, content_type: str, accept: str) -> Reply:
        self.endpoint(name)
        return Reply(503, "application/json", b"{}")

    def endpoint_log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        self.endpoint(name)
        return ()

    def traffic(self, name: str, *, since: float) -> Traffic:
        return Traffic(
            period_seconds=60, known_since=self.endpoint(name).created_at, periods=self.periods
        )

    def endpoint_parts(self, name: str) -> tuple[EndpointPart, ...]:
        return (EndpointPart(title="The endpoint", detail=self.endpoint(name).name),)

    def endpoint_mb(self, name: str) -> float:
        self.endpoint(name)
        return 2.0

    def upload(
        self, source: Path, name: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> str:
        self._reach()
        self.sending(name, on_progress)
        self.sent.append(name)
        return str(source)

    def fetch(self, uri: str) -> Path:
        return Path(uri)

    def recover(self) -> None:
        self._reach()

    def _reach(self) -> None:
        if self.out_of_reach is not None:
            raise self.out_of_reach
