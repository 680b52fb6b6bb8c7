"""Amazon SageMaker as a platform: jobs and endpoints in an account, files in one bucket of it."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from backend.artefacts.progress import Progress
from backend.errors import StudioError
from backend.platforms.aws import instances
from backend.platforms.aws.account.checks import check_account
from backend.platforms.aws.account.holdings import Holdings
from backend.platforms.aws.account.pricing import PriceBook
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.endpoints import AwsEndpoints
from backend.platforms.aws.files.bundle import Bundle
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.images import Images
from backend.platforms.aws.jobs import requests as job_requests
from backend.platforms.aws.jobs.jobs import AwsJobs
from backend.platforms.aws.jobs.requests import PROGRAMS, Programs
from backend.platforms.aws.settings import AwsSettings, from_mapping
from backend.platforms.aws.snapshot import FRESH_SECONDS
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
from backend.platforms.capabilities import Check, Holding
from backend.platforms.prices import PriceTable

UPLOADS = "uploads"
"""Where uploads lie, below the prefix."""


class AwsPlatform:
    """Jobs, endpoints and files below one prefix of one bucket; as `Platform` says.

    URIs are `s3://` URIs below the prefix. Whoever uses the same bucket and prefix, in any process
    on any machine, shares jobs and endpoints. What is kept on this machine can all be had again.
    Every call that asks AWS may raise, besides what `Platform` says, Unavailable where AWS cannot
    be reached or does not know us, and NotAllowed where the account does not let us.
    """

    name: str = "aws"
    far: bool = True
    fixed_idle_seconds: bool = True
    offers_spot: bool = True
    own_trainers: frozenset[str] = frozenset({"blazingtext"})

    def __init__(
        self,
        folder: Path,
        settings: AwsSettings,
        *,
        shared: Path | None = None,
        clients: Clients | None = None,
        programs: Programs = PROGRAMS,
        bundle: Callable[[Storage, Path], Bundle] = Bundle,
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        """folder: the platform's own on this machine, made when needed. shared: where it keeps what
        is the same whatever the settings, `folder` unless given. clients: of these settings, made
        unless given. programs, bundle: what runs for a kind of job, and the code it is found in.
        fresh_seconds: as long what was read is not asked for again. Asks nobody."""
        shared = shared or folder
        place = folder / settings.bucket / settings.prefix / settings.region
        self._waits = True
        self._settings = settings
        self._clients = clients or Clients(settings)
        self._storage = Storage(self._clients, settings, place / "copies")
        self._prices = PriceBook(shared, settings.region)
        self._jobs = AwsJobs(
            self._clients,
            settings,
            self._storage,
            bundle(self._storage, shared / "wheels"),
            Images(settings.region, shared / "images"),
            folder=place,
            programs=programs,
            fresh_seconds=fresh_seconds,
        )
        self._endpoints = AwsEndpoints(
            self._clients, settings, self._storage, folder=shared, fresh_seconds=fresh_seconds
        )
        self._holdings = Holdings(
            self._clients,
            settings,
            self._storage,
            self._jobs,
            self._endpoints,
            prices=self._prices.table,
        )

    def sizes(self) -> tuple[Size, ...]:
        """As `Platform.sizes`: instance types."""
        return instances.sizes(self._prices.table().instances)

    def start(self, spec: JobSpec) -> Job:
        """As `Platform.start`."""
        return self._jobs.start(spec)

    def job(self, name: str) -> Job:
        """As `Platform.job`."""
        return self._jobs.job(name)

    def jobs(self) -> tuple[Job, ...]:
        """As `Platform.jobs`, with those of others that carry our tag."""
        return self._jobs.jobs() if self._waits else self._jobs.known_jobs()

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
        """As `Platform.upload`. What `on_progress` raises ends it."""
        return self._storage.upload(source, f"{UPLOADS}/{name}", on_progress)

    def fetch(self, uri: str) -> Path:
        """As `Platform.fetch`. Raises DoesNotFit when this machine has no room for the copy."""
        return self._storage.fetch(uri)

    def recover(self) -> None:
        """As `Platform.recover`: goes on with what was begun in the account and cut off. What
        cannot be reached now is left to the next."""
        self._storage.clean()
        for part in (self._jobs, self._endpoints):
            with contextlib.suppress(StudioError):
                part.recover()

    def do_not_wait(self) -> None:
        """As `ReadsBehind.do_not_wait`."""
        self._waits = False
        self._jobs.do_not_wait()
        self._endpoints.do_not_wait()

    def jobs_unread(self) -> frozenset[str]:
        """As `ReadsBehind.jobs_unread`."""
        return self._jobs.unread

    def longest_spot(self, algorithm: str) -> int | None:
        """As `LimitsSpot.longest_spot`."""
        return job_requests.longest_spot(algorithm)

    def check_account(self) -> Iterator[Check]:
        """As `ChecksAccount.check_account`."""
        return check_account(self._clients, self._settings)

    def holdings(self) -> tuple[Holding, ...]:
        """As `HoldsThings.holdings`."""
        return self._holdings.all()

    def remove_holdings(self) -> Iterator[Holding]:
        """As `HoldsThings.remove_holdings`."""
        return self._holdings.remove()

    def price_table(self) -> PriceTable:
        """As `RefreshesPrices.price_table`."""
        return self._prices.table()

    def refresh_prices(self) -> int:
        """As `RefreshesPrices.refresh_prices`."""
        return self._prices.refresh(self._clients)


def open_aws(folder: Path, settings: Mapping[str, str]) -> AwsPlatform:
    """The platform in `folder`, with the settings of the catalogue. Asks nobody."""
    return AwsPlatform(folder, from_mapping(settings))
