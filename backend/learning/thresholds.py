"""Thresholds: from which probability on a message counts as caught."""

from typing import TYPE_CHECKING

from backend.learning.ranking import rank

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST, HIGHEST = 0.01, 0.99
"""A threshold stays between these, so that no rows decide that all or nothing is caught."""

STEPS = tuple(step / 100 for step in range(1, 100))
"""The thresholds that a person can set: 0.01 to 0.99 in steps of 0.01."""

UNKNOWN = 0.5
"""Where there is nothing to choose by."""

_EXPECTED = 10  # positives that the probabilities weigh as much as


def best_f1(
    probabilities: "NDArray[np.float64]",
    positive: "NDArray[np.bool_]",
    weights: "NDArray[np.float64]",
) -> float:
    """The threshold with the greatest weighted F1; among equals the highest, which catches least.

    probabilities (calibrated), positive, weights: shape (rows,). It lies halfway between the last
    row it catches and the next one below.

    Where the best F1 of a few positives lies is mostly chance. So each row counts as a positive
    partly by its label and partly by its probability, as in the expected F1 (Lipton et al. 2014,
    "Optimal thresholding of classifiers to maximize F1"): half and half at ten positives, hardly
    at all by probability at a thousand.
    """
    import numpy as np

    used = weights > 0
    probabilities, positive, weights = probabilities[used], positive[used], weights[used]
    if len(probabilities) == 0:
        return UNKNOWN
    positives = positive.sum()
    hits = (positives * positive + _EXPECTED * probabilities) / (positives + _EXPECTED)
    ranking = rank(probabilities, hits, weights)
    total = ranking.right[-1]
    if total <= 0:
        return UNKNOWN
    best = int(np.argmax(2 * ranking.right / (ranking.caught + total)))
    halfway = ranking.thresholds[best : best + 2].mean()
    return float(np.clip(halfway, LOWEST, HIGHEST))
