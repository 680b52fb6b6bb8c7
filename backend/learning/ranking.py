"""Ranking: what is caught at each threshold, from the highest score down."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Ranking:
    """By falling threshold, shape (distinct scores,): the weight of the rows at or above it, and
    of those of them that are right to catch.
    """

    thresholds: "NDArray[np.float64]"
    caught: "NDArray[np.float64]"
    right: "NDArray[np.float64]"


def rank(
    scores: "NDArray[np.float64]",
    hits: "NDArray[np.float64 | np.bool_]",
    weights: "NDArray[np.float64] | None" = None,
) -> Ranking:
    """Rank rows by score; rows of equal score are caught together.

    scores: shape (rows,), at least one. hits: how far each row is right to catch, 0 to 1.
    weights: 1 each when unsaid.
    """
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    scores, hits = scores[order], hits[order]
    weights = np.ones(len(scores)) if weights is None else weights[order]
    last = np.flatnonzero(np.append(scores[1:] < scores[:-1], True))
    return Ranking(scores[last], np.cumsum(weights)[last], np.cumsum(weights * hits)[last])
