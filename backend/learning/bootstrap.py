"""The bootstrap: how much a measure would differ on other rows of the same kind.

The percentile bootstrap (Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13):
as many rows as there are, drawn from them with replacement, measured anew, many times over; the
middle 95 % of what comes out is the interval. The draws depend on the number of rows alone: two
models on the same rows see the same draws, and their difference can be taken draw by draw.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.learning.ranking import Order, Ranking

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_DRAWS, LEAST_DRAWS = 500, 100

_SEED = 7
_ROWS_DRAWN = 8_000_000  # in all draws together: a second or two for six categories


@dataclass(frozen=True)
class Resampled:
    """Measures of each draw, shape (draws, categories); NaN where a draw has none to measure."""

    roc_auc: "NDArray[np.float64]"
    average_precision: "NDArray[np.float64]"


def resample(
    scores: "NDArray[np.float64]", labels: "NDArray[np.bool_]", measured: "NDArray[np.bool_]"
) -> Resampled:
    """Measure each category on draws of the rows, by the definitions of `Evaluation`.

    scores, labels: shape (rows, categories). measured: shape (rows,). There are no draws where
    there are no rows.
    """
    import numpy as np

    rows, categories = labels.shape
    of_auc = [
        _Subset(scores[:, k], labels[:, k], labels[:, k] | measured) for k in range(categories)
    ]
    of_precision = [_Subset(scores[:, k], labels[:, k], measured) for k in range(categories)]
    found = np.full((2, draws(rows), categories), np.nan)
    for draw, weights in enumerate(_weights(rows)):
        for k in range(categories):
            if (ranking := of_auc[k].ranking(weights)) and (auc := ranking.roc_auc) is not None:
                found[0, draw, k] = auc
            if (ranking := of_precision[k].ranking(weights)) and (
                precision := ranking.average_precision
            ) is not None:
                found[1, draw, k] = precision
    return Resampled(found[0], found[1])


class _Subset:
    """The rows of a category that a measure is taken on, sorted once for all draws."""

    def __init__(
        self,
        scores: "NDArray[np.float64]",
        positive: "NDArray[np.bool_]",
        chosen: "NDArray[np.bool_]",
    ) -> None:
        import numpy as np

        self._places = np.flatnonzero(chosen)
        self._order: Order | None = None
        if positive[self._places].any():
            self._order = Order(scores[self._places], positive[self._places])
            self._places = self._places[self._order.places]

    def ranking(self, weights: "NDArray[np.float64]") -> Ranking | None:
        """At the weights of all rows; None without positives."""
        return self._order.ranking(weights[self._places]) if self._order else None


def _weights(rows: int) -> "Iterator[NDArray[np.float64]]":
    """For each draw how often it has each row, shape (rows,)."""
    import numpy as np

    chance = np.random.RandomState(_SEED)  # whose numbers are the same in every NumPy
    for _ in range(draws(rows)):
        yield np.bincount(chance.randint(0, rows, rows), minlength=rows).astype(np.float64)


def draws(rows: int) -> int:
    """How many draws are made of so many rows: fewer of many, whose intervals are narrow."""
    return min(MOST_DRAWS, max(LEAST_DRAWS, _ROWS_DRAWN // rows)) if rows else 0
