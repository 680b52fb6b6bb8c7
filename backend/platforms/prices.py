"""Prices, offline: what time on a size or an endpoint costs, and where each figure was read."""

import math
from dataclasses import dataclass

_SOURCE = "public tables of 2024 for us-east-1, on demand"


@dataclass(frozen=True)
class Price:
    """USD an hour, and where the figure comes from."""

    usd_per_hour: float
    source: str

    def cost(self, seconds: float) -> float:
        """USD for that many seconds."""
        return self.usd_per_hour * seconds / 3600


FREE = Price(0.0, "this machine")

SAGEMAKER = {
    name: Price(usd_per_hour, _SOURCE)
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


@dataclass(frozen=True)
class ServerlessPrice:
    """USD of a serverless endpoint: a second of 1 GB (memory of 2^30 bytes), and a GB of data
    (10^9 bytes) in and out. Time is billed in whole units of `unit_seconds`, one at least."""

    usd_per_gb_second: float
    usd_per_gb_data: float
    unit_seconds: float
    source: str

    def cost(self, requests: int, *, seconds: float, memory_mb: int, data_bytes: float) -> float:
        """USD for that many requests of `seconds` each, with `data_bytes` there and back."""
        billed = max(1, math.ceil(round(seconds / self.unit_seconds, 6))) * self.unit_seconds
        time = billed * memory_mb / 1024 * self.usd_per_gb_second
        return requests * (time + data_bytes / 1e9 * self.usd_per_gb_data)


SERVERLESS = ServerlessPrice(0.00002, 0.016, 0.001, "SageMaker serverless inference, seen 2023")
