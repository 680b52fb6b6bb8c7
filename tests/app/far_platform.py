"""This machine, told as if it were far away and paid for: for pages, which see no difference."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from backend.platforms.base import Endpoint, EndpointSpec, Job, Size
from backend.platforms.capabilities import Check, Holding
from backend.platforms.local.platform import LocalPlatform
from backend.platforms.prices import PriceTable
from tests.studio.account_platform import PRICE, AccountPlatform

SETTINGS = {
    "region": "eu-west-1",
    "role": "arn:aws:iam::123456789012:role/job",
    "bucket": "a-bucket",
}


class FarPlatform(LocalPlatform):
    """What is in `account` says how the account stands. Jobs have been billed for half their time,
    on spare capacity."""

    name = "aws"
    far = True
    fixed_idle_seconds = True
    offers_spot = True
    own_trainers = frozenset({"blazingtext"})
    unread: frozenset[str] = frozenset()

    def __init__(self, folder: Path) -> None:
        self.account = AccountPlatform(folder)
        super().__init__(folder)

    def sizes(self) -> tuple[Size, ...]:
        own = (replace(size, price=PRICE, comparable=None) for size in super().sizes())
        return (*self.account.sizes(), *own)

    def jobs(self) -> tuple[Job, ...]:
        return tuple(map(_billed, super().jobs()))

    def job(self, name: str) -> Job:
        return _billed(super().job(name))

    def endpoint(self, name: str) -> Endpoint:
        return _unaddressed(super().endpoint(name))

    def endpoints(self) -> tuple[Endpoint, ...]:
        return tuple(map(_unaddressed, super().endpoints()))

    def deploy(self, spec: EndpointSpec) -> Endpoint:
        return _unaddressed(super().deploy(spec))

    def recover(self) -> None:
        self.account.recover()
        super().recover()

    def longest_spot(self, algorithm: str) -> int | None:
        return 3600 if algorithm == "blazingtext" else None

    def do_not_wait(self) -> None:
        return None

    def jobs_unread(self) -> frozenset[str]:
        return self.unread

    def check_account(self) -> Iterator[Check]:
        return self.account.check_account()

    def holdings(self) -> tuple[Holding, ...]:
        return self.account.holdings()

    def remove_holdings(self) -> Iterator[Holding]:
        return self.account.remove_holdings()

    def price_table(self) -> PriceTable:
        return self.account.price_table()

    def refresh_prices(self) -> int:
        return self.account.refresh_prices()


def _billed(job: Job) -> Job:
    if job.seconds is None:
        return job
    return replace(job, spec=replace(job.spec, spot=True), billed_seconds=job.seconds / 2)


def _unaddressed(endpoint: Endpoint) -> Endpoint:
    return replace(endpoint, url=None, memory_used_mb=None)
