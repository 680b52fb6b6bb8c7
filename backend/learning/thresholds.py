"""Thresholds: from which probability on a message counts as caught."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOWEST, HIGHEST = 0.01, 0.99
"""A threshold stays between these, so that no rows decide that all or nothing is caught."""

UNKNOWN = 0.5
"""Where there is nothing to choose by."""

_ENOUGH = 10  # positives; with fewer, where the best F1 lies is mostly chance


def best_f1(
    probabilities: "NDArray[np.float64]",
    positive: "NDArray[np.bool_]",
    weights: "NDArray[np.float64]",
) -> float:
    """The threshold with the greatest weighted F1; among equals the highest, which catches least.

    probabilities (calibrated), positive, weights: shape (rows,). It lies halfway between the last
    row it catches and the next one below. With fewer than ten positives the *expected* F1 is
    maximised instead, each row counting as a positive by its probability (Lipton et al. 2014,
    "Optimal thresholding of classifiers to maximize F1").
    """
    import numpy as np

    used = weights > 0
    probabilities, positive, weights = probabilities[used], positive[used], weights[used]
    if len(probabilities) == 0:
        return UNKNOWN
    order = np.argsort(-probabilities, kind="stable")
    ranked, weights = probabilities[order], weights[order]
    hits = positive[order] if positive.sum() >= _ENOUGH else ranked
    caught, right = np.cumsum(weights), np.cumsum(weights * hits)
    if right[-1] <= 0:
        return UNKNOWN
    last = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True))  # equals are caught together
    f1 = 2 * right[last] / (caught[last] + right[-1])
    best = last[int(np.argmax(f1))]
    below = ranked[best + 1] if best + 1 < len(ranked) else ranked[best]
    return float(np.clip((ranked[best] + below) / 2, LOWEST, HIGHEST))
