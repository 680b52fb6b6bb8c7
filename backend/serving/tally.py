"""A tally of answers: how many, how they went and how long they took, in a size that is bounded.

Latencies are counted in bins, 32 to a factor of ten, so that two tallies add up to what one would
have counted, and a quantile is within 4 % of the true one (half a bin: 10 ** (1 / 64) = 1.037).
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_BINS_A_DECADE = 32
_SHORTEST = 1e-5  # seconds; with it and the longest request there are some 220 bins


@dataclass(kw_only=True)
class Tally:
    """What was answered. Not safe to share between threads.

    requests: all of them. messages: those in the requests that were answered with scores.
    client_errors: answers of 400 to 499 without those of throttles, which are the 429s.
    server_errors: answers from 500. wakes: how often messages had to wait for the model to load.
    """

    requests: int = 0
    messages: int = 0
    client_errors: int = 0
    throttles: int = 0
    server_errors: int = 0
    wakes: int = 0
    latencies: Counter[int] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        return bool(self.requests or self.wakes)

    def count(self, status: int, seconds: float, messages: int = 0) -> None:
        """Count one answer: its HTTP status, how long it took, how many messages it scored."""
        self.requests += 1
        self.messages += messages
        self.throttles += status == 429
        self.client_errors += 400 <= status < 500 and status != 429
        self.server_errors += status >= 500
        self.latencies[math.floor(math.log10(max(seconds, _SHORTEST)) * _BINS_A_DECADE)] += 1

    def add(self, other: "Tally") -> None:
        """Count all that the other has counted."""
        self.requests += other.requests
        self.messages += other.messages
        self.client_errors += other.client_errors
        self.throttles += other.throttles
        self.server_errors += other.server_errors
        self.wakes += other.wakes
        self.latencies.update(other.latencies)

    def quantile(self, share: float) -> float | None:
        """The latency in seconds that `share` (0 to 1) of the answers did not exceed, by nearest
        rank, or the middle of its bin; None when nothing was answered."""
        rank = max(1, math.ceil(share * self.latencies.total()))
        for number in sorted(self.latencies):
            rank -= self.latencies[number]
            if rank <= 0:
                return float(10 ** ((number + 0.5) / _BINS_A_DECADE))
        return None

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, without what is nothing."""
        counts = {name: value for name, value in vars(self).items() if value}
        if self.latencies:
            counts["latencies"] = {str(number): n for number, n in self.latencies.items()}
        return counts


def tally_from_json(content: Mapping[str, Any]) -> Tally:
    """The tally that `Tally.to_json` wrote. Raises ValueError for anything else."""
    try:
        latencies = {int(number): int(n) for number, n in content.get("latencies", {}).items()}
        counts = {name: int(n) for name, n in content.items() if name != "latencies"}
        return Tally(**counts, latencies=Counter(latencies))
    except (AttributeError, TypeError) as error:
        raise ValueError("this is no tally") from error
