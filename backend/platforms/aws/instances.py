"""Compute sizes: SageMaker's instance types without GPUs that have a price."""

from collections.abc import Mapping

from backend.platforms.base import Size
from backend.platforms.prices import Price

_SHAPES: Mapping[str, tuple[int, int]] = {
    "ml.t3.medium": (2, 4),
    "ml.t3.large": (2, 8),
    "ml.t3.xlarge": (4, 16),
    "ml.m5.large": (2, 8),
    "ml.m5.xlarge": (4, 16),
    "ml.m5.2xlarge": (8, 32),
    "ml.m5.4xlarge": (16, 64),
    "ml.c5.xlarge": (4, 8),
    "ml.c5.2xlarge": (8, 16),
    "ml.c5.4xlarge": (16, 32),
    "ml.c5.9xlarge": (36, 72),
}
"""By type: virtual cores, and memory in GB of 2^30 bytes."""


def sizes(prices: Mapping[str, Price]) -> tuple[Size, ...]:
    """The types that `prices` names, smallest first, the cheaper of two alike before the other.

    Nothing is `comparable`: the price is what is paid.
    """
    offers = [
        Size(
            name=name,
            title=f"{cores} cores, {memory_gb} GB ({name})",
            cores=cores,
            memory_mb=memory_gb * 1024,
            price=prices[name],
        )
        for name, (cores, memory_gb) in _SHAPES.items()
        if name in prices
    ]
    return tuple(sorted(offers, key=_order))


def _order(size: Size) -> tuple[int, int, float]:
    return size.cores, size.memory_mb, size.price.usd_per_hour if size.price else 0.0
