"""Logistic regression with an L2 penalty, fitted by L-BFGS.

Minimises |coefficients|**2 / 2 + strength * the sum over rows of the logistic loss; the intercept
is free. As scikit-learn's LogisticRegression(C=strength), over any design that can be multiplied
from either side: the one that is fitted here is a product of sparse matrices too large to build.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Design(Protocol):
    """A matrix of shape (rows, columns)."""

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""

    def times(self, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """design @ coefficients, shape (rows,)."""

    def transposed_times(self, rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """design.T @ rows, shape (columns,)."""


@dataclass(frozen=True)
class Dense:
    """A design in memory as it is."""

    matrix: "NDArray[np.float64]"

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        rows, columns = self.matrix.shape
        return rows, columns

    def times(self, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """As `Design` says."""
        found: NDArray[np.float64] = self.matrix @ coefficients
        return found

    def transposed_times(self, rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """As `Design` says."""
        found: NDArray[np.float64] = rows @ self.matrix
        return found


@dataclass(frozen=True)
class Regression:
    """What was fitted. coefficients: shape (columns,). loss: mean logistic loss of a row, in nats,
    without the penalty."""

    coefficients: "NDArray[np.float64]"
    intercept: float
    loss: float


def fit(
    design: Design, positive: "NDArray[np.bool_]", *, strength: float, iterations: int
) -> Regression:
    """Fit one label. positive: shape (rows,), at least one row. iterations: at most so many.

    Where all rows are alike the coefficients are 0, and the intercept allows for half a row of
    the other kind.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    rows, columns = design.shape
    target = positive.astype(np.float64)
    share = float(np.clip(target.mean(), 0.5 / (rows + 1), 1 - 0.5 / (rows + 1)))
    begin = np.zeros(columns + 1)
    begin[-1] = np.log(share / (1 - share))
    if positive.all() or not positive.any():
        return Regression(begin[:-1], float(begin[-1]), _loss(np.full(rows, begin[-1]), target))

    def objective(
        given: "NDArray[np.float64]",
    ) -> "tuple[float, NDArray[np.float64]]":
        odds = design.times(given[:-1]) + given[-1]
        slope = strength * (expit(odds) - target)
        gradient = np.append(design.transposed_times(slope) + given[:-1], slope.sum())
        penalty = float(given[:-1] @ given[:-1]) / 2
        return strength * rows * _loss(odds, target) + penalty, gradient

    options = {"maxiter": iterations, "ftol": _TOLERANCE}
    found = minimize(objective, begin, jac=True, method="L-BFGS-B", options=options).x
    odds = design.times(found[:-1]) + found[-1]
    return Regression(found[:-1], float(found[-1]), _loss(odds, target))


_TOLERANCE = 1e-6  # of the objective, relative: what is below moves no metric's third digit


def _loss(odds: "NDArray[np.float64]", target: "NDArray[np.float64]") -> float:
    import numpy as np

    return float(np.mean(np.logaddexp(0, odds) - target * odds))
