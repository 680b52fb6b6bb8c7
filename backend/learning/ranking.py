"""Ranking: what is caught at each threshold, from the highest score down, and how well that is."""

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

    @property
    def roc_auc(self) -> float | None:
        """Area under the ROC curve, None unless both what is right and what is wrong has weight."""
        import numpy as np

        right, wrong = self.right, self.caught - self.right
        if not right[-1] or not wrong[-1]:
            return None
        higher = right - np.diff(right, prepend=0) / 2  # positives above; of equals, half
        return float(np.diff(wrong, prepend=0) @ higher / (right[-1] * wrong[-1]))

    @property
    def average_precision(self) -> float | None:
        """Average precision (no interpolation), None unless what is right has weight."""
        import numpy as np

        if not self.right[-1]:
            return None
        gained = np.diff(self.right, prepend=0) / self.right[-1]
        precision = self.right / np.where(self.caught, self.caught, 1)  # none caught, none gained
        return float(gained @ precision)


class Order:
    """Rows from the highest score down, to be ranked more than once with other weights."""

    def __init__(
        self, scores: "NDArray[np.float64]", hits: "NDArray[np.float64 | np.bool_]"
    ) -> None:
        """scores: shape (rows,), at least one. hits: how far each row is right to catch, 0 to 1."""
        import numpy as np

        self.places = np.argsort(-scores, kind="stable")
        """Of the rows as they were given, in order; shape (rows,)."""
        scores, self._hits = scores[self.places], hits[self.places]
        self._last = np.flatnonzero(np.append(scores[1:] < scores[:-1], True))
        self._thresholds = scores[self._last]

    def ranking(self, weights: "NDArray[np.float64]") -> Ranking:
        """weights: of the rows in order, shape (rows,). Rows of equal score are caught together."""
        import numpy as np

        caught, right = np.cumsum(weights), np.cumsum(weights * self._hits)
        return Ranking(self._thresholds, caught[self._last], right[self._last])


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

    order = Order(scores, hits)
    return order.ranking(np.ones(len(scores)) if weights is None else weights[order.places])
