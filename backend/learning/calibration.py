"""Calibration: from a raw score to a probability, by a monotone logistic per category.

probability = sigmoid(slope * logit(raw) + intercept), slope > 0: Platt scaling ("Probabilistic
outputs for support vector machines", 1999) on the log-odds, for scores that are already 0 to 1.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # serving calibrates without NumPy
    import numpy as np
    from numpy.typing import NDArray

_EDGE = 1e-5  # fastText's own resolution: it adds this before taking a logarithm
_LEAST_SLOPE = 0.01
_PRIOR = 1.0
_TOLERANCE = 1e-10
_STEPS = 100


@dataclass(frozen=True)
class Calibration:
    """The map of one category; `slope` is above 0, so the order of messages never changes."""

    slope: float = 1.0
    intercept: float = 0.0

    def probability(self, raw: float) -> float:
        """The calibrated probability, 0 to 1, of a raw score from 0 to 1."""
        raw = min(max(raw, _EDGE), 1 - _EDGE)
        odds = self.slope * math.log(raw / (1 - raw)) + self.intercept
        if odds < 0:  # never the exponential of a large number
            odds = math.exp(odds)
            return odds / (1 + odds)
        return 1 / (1 + math.exp(-odds))

    def probabilities(self, raw: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """`probability` of each element."""
        return _sigmoid(self.slope * _logit(raw) + self.intercept)


def fit(
    raw: "NDArray[np.float64]", positive: "NDArray[np.bool_]", weights: "NDArray[np.float64]"
) -> Calibration:
    """The most probable calibration of one category.

    raw, positive, weights: shape (rows,). Maximises the weighted likelihood with a normal prior
    on the slope around 1 (no change) that weighs as one row does: it decides where positives are
    few, and is drowned out where they are many. Platt's smoothed targets would do that too, but
    raise a rare category's probabilities; the intercept here is free, so that the mean
    probability is the weighted prevalence. Where only one class has weight, the slope is 1 and
    the intercept allows for half a row of the other; with no rows nothing is changed.
    """
    import numpy as np

    used = weights > 0
    odds, target, weights = _logit(raw[used]), positive[used].astype(np.float64), weights[used]
    rows = len(odds)
    if rows == 0:
        return Calibration()
    if target.min() == target.max():
        half = 0.5 / (rows + 1)
        target = np.full(rows, 1 - half if target[0] else half)
        return Calibration(1.0, _intercept(odds, target, weights))
    slope, intercept = 1.0, _intercept(odds, target, weights)
    design = np.stack([odds, np.ones(rows)])
    prior = np.array([_PRIOR, 0.0])
    loss = _loss(slope, intercept, odds, target, weights)
    for _ in range(_STEPS):
        probabilities = _sigmoid(slope * odds + intercept)
        gradient = design @ (weights * (probabilities - target)) + prior * (slope - 1)
        spread = weights * probabilities * (1 - probabilities)
        hessian = (design * spread) @ design.T + np.diag(prior + _TOLERANCE)
        step = np.linalg.solve(hessian, gradient)
        scale = 1.0
        while scale > _TOLERANCE:  # Newton's step, halved until it does not overshoot
            near = slope - scale * step[0], intercept - scale * step[1]
            new = _loss(*near, odds, target, weights)
            if new <= loss:
                break
            scale /= 2
        else:
            break
        (slope, intercept), gain, loss = near, loss - new, new
        if gain < _TOLERANCE * (1 + abs(loss)):
            break
    if slope < _LEAST_SLOPE:  # the loss is convex: its constrained minimum is on the border
        slope = _LEAST_SLOPE
        intercept = _intercept(slope * odds, target, weights)
    return Calibration(float(slope), float(intercept))


def _intercept(
    odds: "NDArray[np.float64]", target: "NDArray[np.float64]", weights: "NDArray[np.float64]"
) -> float:
    """The shift of `odds` at which the weighted mean probability is that of `target`."""
    wanted = float(weights @ target)
    low, high = -float(odds.max()) - 40.0, -float(odds.min()) + 40.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if float(weights @ _sigmoid(odds + middle)) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _loss(
    slope: float,
    intercept: float,
    odds: "NDArray[np.float64]",
    target: "NDArray[np.float64]",
    weights: "NDArray[np.float64]",
) -> float:
    import numpy as np

    shifted = slope * odds + intercept
    likelihood = weights @ (np.logaddexp(0, shifted) - target * shifted)
    return float(likelihood + _PRIOR / 2 * (slope - 1) ** 2)


def _logit(raw: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    clipped = np.clip(raw, _EDGE, 1 - _EDGE)
    odds: NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return odds


def _sigmoid(odds: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    small = np.exp(-np.abs(odds))
    probabilities: NDArray[np.float64] = np.where(odds < 0, small, 1.0) / (1 + small)
    return probabilities
