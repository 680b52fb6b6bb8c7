"""Prices, offline: what time, memory and disk cost, and where each figure was read.

Figures of AWS are USD. Those here are us-east-1's, the only region that was read; others differ,
so a figure always carries the region it was read for.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

MONTH_DAYS = 30.44


@dataclass(frozen=True)
class Origin:
    """Where a figure was read: who tells it, as of when ("2024", "2026-03-13"), and for which
    region; empty where it holds everywhere and always."""

    title: str
    date: str = ""
    region: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.date, self.region) if part)


@dataclass(frozen=True)
class Price:
    """USD an hour, and where the figure comes from."""

    usd_per_hour: float
    origin: Origin

    @property
    def source(self) -> str:
        """Where the figure comes from, in words for a person."""
        return str(self.origin)

    def cost(self, seconds: float) -> float:
        """USD for that many seconds."""
        return self.usd_per_hour * seconds / 3600


@dataclass(frozen=True)
class StoragePrice:
    """USD of keeping a GB (2^30 bytes, as AWS counts) for a month."""

    usd_per_gb_month: float
    origin: Origin

    @property
    def source(self) -> str:
        """Where the figure comes from, in words for a person."""
        return str(self.origin)

    def cost(self, mb: float) -> float:
        """USD a month for that many MB of 10^6 bytes."""
        return mb * 1e6 / 2**30 * self.usd_per_gb_month


@dataclass(frozen=True)
class ServerlessPrice:
    """USD of a serverless endpoint: a second of 1 GB (memory of 2^30 bytes), and a GB of data
    (10^9 bytes) in and out. Time is billed in whole units of `unit_seconds`, one at least."""

    usd_per_gb_second: float
    usd_per_gb_data: float
    unit_seconds: float
    origin: Origin

    @property
    def source(self) -> str:
        """Where the figures come from, in words for a person."""
        return str(self.origin)

    def time_cost(self, requests: float, *, seconds: float, memory_mb: int) -> float:
        """USD for the time of that many requests of `seconds` each."""
        billed = max(1, math.ceil(round(seconds / self.unit_seconds, 6))) * self.unit_seconds
        return requests * billed * memory_mb / 1024 * self.usd_per_gb_second

    def data_cost(self, requests: float, *, data_bytes: float) -> float:
        """USD for that many requests with `data_bytes` there and back, each."""
        return requests * data_bytes / 1e9 * self.usd_per_gb_data

    def cost(self, requests: float, *, seconds: float, memory_mb: int, data_bytes: float) -> float:
        """USD for that many requests of `seconds` each, with `data_bytes` there and back."""
        time = self.time_cost(requests, seconds=seconds, memory_mb=memory_mb)
        return time + self.data_cost(requests, data_bytes=data_bytes)


@dataclass(frozen=True, kw_only=True)
class PriceTable:
    """What is known of the prices of a region.

    instances: training and processing, by type; one that is not in it has no known price. files:
    S3. logs: CloudWatch.
    """

    instances: Mapping[str, Price]
    serverless: ServerlessPrice
    files: StoragePrice
    logs: StoragePrice


FREE = Price(0.0, Origin("this machine"))

_INSTANCES = Origin("public tables of on-demand prices", "2024", "us-east-1")

SAGEMAKER: Mapping[str, Price] = {
    name: Price(usd_per_hour, _INSTANCES)
    for name, usd_per_hour in {
        "ml.t3.medium": 0.05,
        "ml.t3.large": 0.10,
        "ml.t3.xlarge": 0.20,
        "ml.m5.large": 0.115,
        "ml.m5.xlarge": 0.23,
        "ml.m5.2xlarge": 0.461,
        "ml.m5.4xlarge": 0.922,
        "ml.c5.xlarge": 0.204,
        "ml.c5.2xlarge": 0.408,
        "ml.c5.4xlarge": 0.816,
        "ml.c5.9xlarge": 1.836,
        "ml.g4dn.xlarge": 0.736,
        "ml.g5.xlarge": 1.408,
        "ml.p3.2xlarge": 3.825,
    }.items()
}
"""Training and processing. A type that is not here has no known price."""

SERVERLESS = ServerlessPrice(
    0.00002, 0.016, 0.001, Origin("SageMaker serverless inference", "2023", "us-east-1")
)

OFFLINE = PriceTable(
    instances=SAGEMAKER,
    serverless=SERVERLESS,
    files=StoragePrice(
        0.023, Origin("S3 Standard, cloudburn.io/blog/amazon-s3-pricing", "2026-03-13", "us-east-1")
    ),
    logs=StoragePrice(
        0.03,
        Origin(
            "CloudWatch Logs, c3x.dev/blog/cloudwatch-logs-cost-optimization",
            "2026-06",
            "us-east-1",
        ),
    ),
)
"""Everything that is known without asking AWS."""


@dataclass(frozen=True, kw_only=True)
class ServerlessMonth:
    """What a serverless endpoint costs in a month of `MONTH_DAYS` days, in USD, by what it is
    for; nothing while it is idle."""

    messages: float
    time_usd: float
    data_usd: float
    price: ServerlessPrice

    @property
    def usd(self) -> float:
        """All of it."""
        return self.time_usd + self.data_usd


def serverless_month(
    price: ServerlessPrice,
    *,
    messages_a_day: float,
    ms: float,
    memory_mb: int,
    data_bytes: float,
) -> ServerlessMonth:
    """A month of messages sent one by one, each of `ms` milliseconds and `data_bytes` there and
    back. Several messages in one request cost less."""
    messages = messages_a_day * MONTH_DAYS
    return ServerlessMonth(
        messages=messages,
        time_usd=price.time_cost(messages, seconds=ms / 1000, memory_mb=memory_mb),
        data_usd=price.data_cost(messages, data_bytes=data_bytes),
        price=price,
    )


ALWAYS_ON = "ml.m5.large"
"""An instance to compare with: the smallest of its kind, which holds as much as any serverless
endpoint. It is reckoned at its price for jobs: that for hosting was not read."""


def always_on_month(price: Price) -> float:
    """USD of an instance that runs all month."""
    return price.cost(MONTH_DAYS * 24 * 3600)


def break_even_messages_a_day(
    price: ServerlessPrice, always_on: Price, *, ms: float, memory_mb: int
) -> float:
    """From how many messages a day an instance that is always on costs less than serverless.

    Data costs the same on both and is left out. Whether one instance keeps up with so many is
    another question.
    """
    return always_on.cost(24 * 3600) / price.time_cost(1, seconds=ms / 1000, memory_mb=memory_mb)


def spot_saving(training_seconds: float, billed_seconds: float) -> float | None:
    """The share that spare capacity saved, 0 to 1, as SageMaker reckons it: what was billed of the
    time it trained. None where nothing was trained."""
    if training_seconds <= 0:
        return None
    return max(0.0, 1 - billed_seconds / training_seconds)
