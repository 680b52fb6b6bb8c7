"""This machine as a platform: no account, nothing fetched from outside."""

from collections.abc import Callable, Mapping
from pathlib import Path

from backend.artefacts.progress import Progress
from backend.platforms.base import (
    Endpoint,
    EndpointPart,
    EndpointSpec,
    Job,
    JobSpec,
    Reply,
    Size,
    Traffic,
)
from backend.platforms.local import places
from backend.platforms.local.endpoints import LocalEndpoints
from backend.platforms.local.jobs import PROGRAMS, LocalJobs, Programs
from backend.platforms.local.sizes import machine_sizes


class LocalPlatform:
    """Jobs, endpoints and files of this machine, below one folder; as `Platform` says.

    URIs are `file://` URIs of absolute paths: uploading copies nothing. Several platforms, in any
    number of processes, may stand on the same folder.
    """

    name: str = "local"
    far: bool = False
    fixed_idle_seconds: bool = False
    offers_spot: bool = False
    own_trainers: frozenset[str] = frozenset()

    def __init__(
        self,
        folder: Path,
        *,
        programs: Programs = PROGRAMS,
        sizes: tuple[Size, ...] | None = None,
    ) -> None:
        """folder: the platform's own, made when needed. programs: what runs for a kind of job.
        sizes: on offer, this machine's when None."""
        self._folder = folder.absolute()
        self._sizes = machine_sizes() if sizes is None else sizes
        self._jobs = LocalJobs(self._folder, self._sizes, programs)
        self._endpoints = LocalEndpoints(self._folder)

    def sizes(self) -> tuple[Size, ...]:
        """As `Platform.sizes`."""
        return self._sizes

    def start(self, spec: JobSpec) -> Job:
        """As `Platform.start`. Raises DoesNotFit when the disk has no room for the job."""
        return self._jobs.start(spec)

    def job(self, name: str) -> Job:
        """As `Platform.job`."""
        return self._jobs.job(name)

    def jobs(self) -> tuple[Job, ...]:
        """As `Platform.jobs`."""
        return self._jobs.jobs()

    def log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """As `Platform.log`."""
        return self._jobs.log(name, tail=tail)

    def progress(self, name: str) -> tuple[Progress, ...]:
        """As `Platform.progress`."""
        return self._jobs.progress(name)

    def stop(self, name: str) -> None:
        """As `Platform.stop`."""
        self._jobs.stop(name)

    def remove_job(self, name: str) -> None:
        """As `Platform.remove_job`."""
        self._jobs.remove_job(name)

    def job_mb(self, name: str) -> float:
        """As `Platform.job_mb`."""
        return self._jobs.job_mb(name)

    def deploy(self, spec: EndpointSpec) -> Endpoint:
        """As `Platform.deploy`."""
        return self._endpoints.deploy(spec)

    def update(self, spec: EndpointSpec) -> Endpoint:
        """As `Platform.update`."""
        return self._endpoints.update(spec)

    def endpoint(self, name: str) -> Endpoint:
        """As `Platform.endpoint`."""
        return self._endpoints.endpoint(name)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """As `Platform.endpoints`."""
        return self._endpoints.endpoints()

    def delete(self, name: str) -> None:
        """As `Platform.delete`."""
        self._endpoints.delete(name)

    def invoke(self, name: str, body: bytes, *, content_type: str, accept: str) -> Reply:
        """As `Platform.invoke`."""
        return self._endpoints.invoke(name, body, content_type=content_type, accept=accept)

    def endpoint_log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """As `Platform.endpoint_log`."""
        return self._endpoints.endpoint_log(name, tail=tail)

    def traffic(self, name: str, *, since: float) -> Traffic:
        """As `Platform.traffic`."""
        return self._endpoints.traffic(name, since=since)

    def endpoint_parts(self, name: str) -> tuple[EndpointPart, ...]:
        """As `Platform.endpoint_parts`."""
        return self._endpoints.endpoint_parts(name)

    def endpoint_mb(self, name: str) -> float:
        """As `Platform.endpoint_mb`."""
        return self._endpoints.endpoint_mb(name)

    def upload(
        self, source: Path, name: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> str:
        """As `Platform.upload`: the source's own URI; it stays where it is."""
        return places.uri_of(source)

    def fetch(self, uri: str) -> Path:
        """As `Platform.fetch`: the path itself."""
        return places.path_of(uri)

    def recover(self) -> None:
        """As `Platform.recover`."""
        self._jobs.recover()
        self._endpoints.recover()


def open_local(folder: Path, settings: Mapping[str, str]) -> LocalPlatform:
    """The platform in `folder`. It has no settings."""
    return LocalPlatform(folder)
