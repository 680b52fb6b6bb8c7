"""The sizes this machine offers: one core, two, or all, and a memory for each."""

import psutil

from backend.platforms.base import Size
from backend.platforms.local.cores import machine_cores
from backend.platforms.prices import FREE

_COMPARABLE = ((1, "ml.t3.medium"), (2, "ml.m5.large"), (4, "ml.m5.xlarge"), (8, "ml.m5.2xlarge"))
_LARGEST = "ml.m5.4xlarge"  # 16 cores


def sizes_of(cores: int, memory_mb: int) -> tuple[Size, ...]:
    """The sizes of a machine with so many cores and MB (2^20 bytes), smallest first."""
    most = memory_mb * 3 // 4  # the rest is for the studio, its endpoints and the system
    offers = [("local-1-core", "1 core", 1, min(2048, most))]
    if cores >= 2:
        title = "2 cores (all of this machine)" if cores == 2 else "2 cores"
        offers.append(("local-2-cores", title, 2, min(4096, most)))
    if cores > 2:
        title = f"All {cores} cores of this machine"
        offers.append(("local-all-cores", title, cores, most))
    return tuple(
        Size(
            name=name,
            title=title,
            cores=count,
            memory_mb=memory,
            price=FREE,
            comparable=_comparable(count),
        )
        for name, title, count, memory in offers
    )


def machine_sizes() -> tuple[Size, ...]:
    """The sizes of this machine."""
    return sizes_of(len(machine_cores()), psutil.virtual_memory().total // 2**20)


def _comparable(cores: int) -> str:
    """The SageMaker instance type with the fewest vCPUs that are at least so many."""
    return next((name for most, name in _COMPARABLE if cores <= most), _LARGEST)
