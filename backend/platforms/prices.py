"""Prices, offline: what an hour of a size costs, with where and when the figure was read."""

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
