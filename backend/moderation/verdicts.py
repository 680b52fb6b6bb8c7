"""From scores and thresholds to a verdict: what a message would mean in this community."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CategoryScore:
    """One category of one message. `probability` and `threshold` are 0 to 1, calibrated."""

    category: str
    probability: float
    threshold: float

    @property
    def caught(self) -> bool:
        """Whether the probability reaches the threshold."""
        return self.probability >= self.threshold


@dataclass(frozen=True)
class Verdict:
    """All categories of one message, most probable first."""

    scores: tuple[CategoryScore, ...]

    @property
    def caught(self) -> tuple[CategoryScore, ...]:
        """The categories at or over their threshold, most probable first."""
        return tuple(score for score in self.scores if score.caught)


def verdict(probabilities: Mapping[str, float], thresholds: Mapping[str, float]) -> Verdict:
    """Hold each category's calibrated probability against its threshold.

    Raises KeyError when a category has no threshold.
    """
    scores = (CategoryScore(c, p, thresholds[c]) for c, p in probabilities.items())
    return Verdict(tuple(sorted(scores, key=lambda s: (-s.probability, s.category))))
