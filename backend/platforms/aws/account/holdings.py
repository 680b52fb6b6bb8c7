"""All that the studio made in the account and is there still, and removing all of it.

What is the studio's is known by one of three things, and nothing else is touched: a record below
its prefix in the bucket, its tag on a thing of SageMaker's, or a place below the prefix. Logs are
those of jobs and endpoints that are known so.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from backend.errors import Conflict, NotAllowed, NotFound, StudioError
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.logs import group_of
from backend.platforms.aws.errors import absent_is_well, translated
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.aws.tags import tagged
from backend.platforms.base import Endpoint, Job, JobKind
from backend.platforms.capabilities import Holding
from backend.platforms.prices import PriceTable

WAIT_SECONDS = 300.0
"""For all that must end before it can go: jobs that go on, endpoints that change."""

ENDPOINT = "Endpoint"
CONFIG = "Endpoint configuration"
MODEL = "Model of an endpoint"
JOBS: Mapping[JobKind, str] = {
    JobKind.PROCESSING: "Processing job",
    JobKind.TRAINING: "Training job",
    JobKind.EVALUATION: "Evaluation job",
}
ENDPOINT_LOG = "Log of an endpoint"
JOB_LOGS = "Logs of jobs"
CUT_OFF = "Upload that was cut off"
FILES: Mapping[str, str] = {
    "uploads": "Uploaded data",
    "code": "Code of jobs",
    "jobs": "Files of jobs",
    "served": "Packages of endpoints",
    "endpoints": "Records of endpoints",
}
"""By their folder below the prefix."""
OTHER_FILES = "Other files"

_NOUNS = {"endpoint": ENDPOINT, "endpoint-config": CONFIG, "model": MODEL}  # as they can go
_AN_ENDPOINT, _A_JOB = "an endpoint", "a job"
_NEEDED_BY = {"served": _AN_ENDPOINT, "endpoints": _AN_ENDPOINT} | dict.fromkeys(
    ("uploads", "code", "jobs"), _A_JOB
)
_LOG_GROUPS = {
    "/aws/sagemaker/ProcessingJobs": (JobKind.PROCESSING, JobKind.EVALUATION),
    "/aws/sagemaker/TrainingJobs": (JobKind.TRAINING,),
}
_PAUSE_SECONDS = 1.0


class Jobs(Protocol):
    """What is needed of `AwsJobs`."""

    def jobs(self) -> tuple[Job, ...]:
        """As `Platform.jobs`."""
        ...

    def job(self, name: str) -> Job:
        """As `Platform.job`."""
        ...

    def stop(self, name: str) -> None:
        """As `Platform.stop`."""
        ...

    def remove_job(self, name: str) -> None:
        """As `Platform.remove_job`."""
        ...


class Endpoints(Protocol):
    """What is needed of `AwsEndpoints`."""

    def endpoints(self) -> tuple[Endpoint, ...]:
        """As `Platform.endpoints`."""
        ...

    def endpoint(self, name: str) -> Endpoint:
        """As `Platform.endpoint`."""
        ...

    def delete(self, name: str) -> None:
        """As `Platform.delete`."""
        ...


@dataclass(frozen=True)
class _Thing:
    """A holding, and how it goes. remove: raises a StudioError when it stays, and does nothing
    when it is gone. is_a, needed_by: nothing goes while something stays that may need it."""

    holding: Holding
    remove: Callable[[], None]
    is_a: str = ""
    needed_by: str = ""


class Holdings:
    """What is below one prefix of one bucket, and what carries its tag in the region."""

    def __init__(
        self,
        clients: Clients,
        settings: AwsSettings,
        storage: Storage,
        jobs: Jobs,
        endpoints: Endpoints,
        prices: Callable[[], PriceTable],
        *,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        """prices: tells those to use now. wait_seconds: for all that has to end first."""
        self._clients = clients
        self._bucket = settings.bucket
        self._prefix = settings.prefix
        self._storage = storage
        self._jobs = jobs
        self._endpoints = endpoints
        self._prices = prices
        self._wait_seconds = wait_seconds

    def all(self) -> tuple[Holding, ...]:
        """As `HoldsThings.holdings`. Raises as `errors.translated` says where a part cannot be
        listed: the rest would be taken for all."""
        return tuple(thing.holding for thing in self._things())

    def remove(self) -> Iterator[Holding]:
        """As `HoldsThings.remove_holdings`: endpoints first, files last. Jobs that go on are
        stopped, and files stay as long as something that stays needs them. Raises as `all`, and
        then has removed nothing."""
        deadline = time.monotonic() + self._wait_seconds
        things = tuple(self._things(deadline))
        for job in self._jobs.jobs():
            if not job.state.final:
                with contextlib.suppress(StudioError):  # it is asked again when it is its turn
                    self._jobs.stop(job.name)
        stay: set[str] = set()
        for thing in things:
            try:
                if thing.needed_by in stay:
                    raise Conflict(f"It may be needed by {thing.needed_by} that stays.")
                thing.remove()
            except StudioError as error:
                stay |= {thing.is_a} - {""}
                yield replace(thing.holding, left_because=str(error))
            else:
                yield thing.holding

    def _things(self, deadline: float = 0.0) -> Iterator[_Thing]:
        """All there is, in the order in which it can go. deadline: until when to wait for what
        has to end first, by the monotonic clock."""
        jobs, endpoints = self._jobs.jobs(), self._endpoints.endpoints()
        tagged = self._tagged()
        yield from self._endpoint_things(endpoints, tagged, deadline)
        yield from self._job_things(jobs, deadline)
        yield from self._endpoint_logs({e.name for e in endpoints} | set(tagged["endpoint"]))
        yield from self._job_logs(jobs)
        yield from self._cut_off()
        yield from self._files()

    # Endpoints

    def _tagged(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What carries the tag: what SageMaker tells of each, by its noun and its name."""
        found: dict[str, dict[str, dict[str, Any]]] = {noun: {} for noun in _NOUNS}
        for noun, name in tagged(self._clients, self._prefix, _NOUNS):
            if (told := self._described(noun, name)) is not None:
                found[noun][name] = told
        return found

    def _endpoint_things(
        self,
        endpoints: tuple[Endpoint, ...],
        tagged: Mapping[str, Mapping[str, Mapping[str, Any]]],
        deadline: float,
    ) -> Iterator[_Thing]:
        for endpoint in endpoints:
            holding = Holding(
                kind=ENDPOINT,
                name=endpoint.name,
                usd_per_month=0.0,  # serverless costs nothing while it is idle
                created_at=endpoint.created_at,
            )
            yield _Thing(holding, self._deleting_endpoint(endpoint.name, deadline), _AN_ENDPOINT)
        recorded = {endpoint.name for endpoint in endpoints}
        for noun, kind in _NOUNS.items():
            for name, told in tagged[noun].items():
                if noun == "endpoint" and name in recorded:
                    continue
                holding = Holding(
                    kind=kind,
                    name=name,
                    # One that the studio has no record of may run all the time.
                    usd_per_month=None if noun == "endpoint" else 0.0,
                    created_at=_seconds(told.get("CreationTime")),
                )
                yield _Thing(holding, self._deleting_tagged(noun, name), _AN_ENDPOINT)

    def _deleting_endpoint(self, name: str, deadline: float) -> Callable[[], None]:
        def remove() -> None:
            while True:
                self._endpoints.delete(name)
                try:
                    self._endpoints.endpoint(name)
                except NotFound:
                    return
                _wait(deadline, "AWS is still changing it.")

        return remove

    def _deleting_tagged(self, noun: str, name: str) -> Callable[[], None]:
        def remove() -> None:
            if self._described(noun, name) is None:
                return
            try:
                with absent_is_well("deleting it"):
                    self._call("delete", noun)(**_named(noun, name))
            except NotAllowed:  # of what has gone, and its tag with it
                if self._described(noun, name) is not None:
                    raise

        return remove

    def _described(self, noun: str, name: str) -> dict[str, Any] | None:
        """What SageMaker tells of it; None where it is not there, or going."""
        told: dict[str, Any] = {}
        with absent_is_well("looking at it"):
            told = self._call("describe", noun)(**_named(noun, name))
        return None if told.get("EndpointStatus", "") == "Deleting" else told or None

    def _call(self, verb: str, noun: str) -> Any:
        return getattr(self._clients.sagemaker, f"{verb}_{noun.replace('-', '_')}")

    # Jobs

    def _job_things(self, jobs: tuple[Job, ...], deadline: float) -> Iterator[_Thing]:
        for job in jobs:
            holding = Holding(
                kind=JOBS[job.spec.kind],
                name=job.name,
                usd_per_month=0.0 if job.state.final else None,
                created_at=job.created_at,
            )
            yield _Thing(holding, self._removing_job(job.name, deadline), _A_JOB)

    def _removing_job(self, name: str, deadline: float) -> Callable[[], None]:
        def remove() -> None:
            with contextlib.suppress(NotFound):
                while not self._jobs.job(name).state.final:
                    self._jobs.stop(name)
                    _wait(deadline, "It is still stopping.")
            self._jobs.remove_job(name)

        return remove

    # Logs

    def _endpoint_logs(self, names: set[str]) -> Iterator[_Thing]:
        for name in sorted(map(group_of, names)):
            if (group := self._log_group(name)) is not None:
                yield _Thing(
                    self._log(ENDPOINT_LOG, name, group.mb, group.created_at),
                    self._deleting_log(name),
                )

    def _job_logs(self, jobs: tuple[Job, ...]) -> Iterator[_Thing]:
        """A row for each group that jobs of the studio write to; their streams go with them."""
        for name, kinds in _LOG_GROUPS.items():
            ours = {job.name for job in jobs if job.spec.kind in kinds}
            if ours and (group := self._log_group(name)) is not None:
                # CloudWatch tells the size of all streams together, not of each.
                mb = group.mb if self._has_only(name, ours) else None
                yield _Thing(self._log(JOB_LOGS, name, mb), lambda: None, needed_by=_A_JOB)

    def _log(
        self, kind: str, name: str, mb: float | None, created_at: float | None = None
    ) -> Holding:
        usd = None if mb is None else self._prices().logs.cost(mb)
        return Holding(kind=kind, name=name, mb=mb, usd_per_month=usd, created_at=created_at)

    def _log_group(self, name: str) -> "_LogGroup | None":
        with translated("looking at the logs"):
            pages = self._clients.logs.get_paginator("describe_log_groups").paginate(
                logGroupNamePrefix=name
            )
            found = (one for page in pages for one in page["logGroups"])
            group = next((one for one in found if one["logGroupName"] == name), None)
        if group is None:
            return None
        return _LogGroup(group.get("storedBytes", 0) / 1e6, group["creationTime"] / 1000)

    def _has_only(self, group: str, names: set[str]) -> bool:
        """Whether all streams of a group are of jobs of these names."""
        with translated("looking at the logs"):
            pages = self._clients.logs.get_paginator("describe_log_streams").paginate(
                logGroupName=group
            )
            streams = (one["logStreamName"] for page in pages for one in page["logStreams"])
            return all(stream.partition("/")[0] in names for stream in streams)

    def _deleting_log(self, group: str) -> Callable[[], None]:
        def remove() -> None:
            with absent_is_well("deleting the log"):
                self._clients.logs.delete_log_group(logGroupName=group)

        return remove

    # Files

    def _cut_off(self) -> Iterator[_Thing]:
        """Uploads of which parts were sent, and no more: no listing of files shows them."""
        with translated("looking for uploads that were cut off"):
            pages = self._clients.s3.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=f"{self._prefix}/"
            )
            uploads = [upload for page in pages for upload in page.get("Uploads", ())]
        for upload in uploads:
            which = {"Key": upload["Key"], "UploadId": upload["UploadId"]}
            mb = self._mb_of_parts(which)
            holding = Holding(
                kind=CUT_OFF,
                name=upload["Key"],
                mb=mb,
                usd_per_month=self._prices().files.cost(mb),
                created_at=_seconds(upload.get("Initiated")),
            )
            yield _Thing(holding, self._aborting(which))

    def _mb_of_parts(self, which: Mapping[str, str]) -> float:
        sizes: list[int] = []
        with absent_is_well("looking at an upload that was cut off"):
            pages = self._clients.s3.get_paginator("list_parts").paginate(
                Bucket=self._bucket, **which
            )
            sizes += [part["Size"] for page in pages for part in page.get("Parts", ())]
        return sum(sizes) / 1e6

    def _aborting(self, which: Mapping[str, str]) -> Callable[[], None]:
        def remove() -> None:
            with absent_is_well("deleting what was sent"):
                self._clients.s3.abort_multipart_upload(Bucket=self._bucket, **which)

        return remove

    def _files(self) -> Iterator[_Thing]:
        folders = dict.fromkeys(self._storage.folders(""), 0.0)
        alone: dict[str, float] = {}
        for file in self._storage.listing(""):
            name, inside, _ = file.key.partition("/")
            place = folders if inside else alone
            place[name] = place.get(name, 0.0) + file.mb
        for name in sorted(folders, key=lambda name: (name in FILES, name)):
            needed_by = _NEEDED_BY.get(name, "")
            yield _Thing(self._file(name, folders[name]), self._emptying(name), "", needed_by)
        for name in sorted(alone):
            yield _Thing(self._file(name, alone[name]), self._deleting_file(name))

    def _file(self, name: str, mb: float) -> Holding:
        return Holding(
            kind=FILES.get(name, OTHER_FILES),
            name=f"{self._prefix}/{name}",
            mb=mb,
            usd_per_month=self._prices().files.cost(mb),
        )

    def _emptying(self, folder: str) -> Callable[[], None]:
        def remove() -> None:
            if folder == "jobs":
                for name in self._storage.folders(folder):  # removals that were cut off
                    self._jobs.remove_job(name)
            self._storage.delete_below(folder)

        return remove

    def _deleting_file(self, name: str) -> Callable[[], None]:
        return lambda: self._storage.delete(name)


@dataclass(frozen=True)
class _LogGroup:
    """mb: MB of 10^6 bytes, some hours late. created_at: seconds since the epoch."""

    mb: float
    created_at: float


def _wait(deadline: float, what: str) -> None:
    """Pause. Raises Conflict after the deadline."""
    if time.monotonic() > deadline:
        raise Conflict(what, "Try again in a few minutes.")
    time.sleep(_PAUSE_SECONDS)


def _named(noun: str, name: str) -> dict[str, str]:
    return {f"{''.join(word.title() for word in noun.split('-'))}Name": name}


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None
