"""Weights that make the validation rows of a category stand for a natural sample."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def reference_weights(
    positive: "NDArray[np.bool_]", reference: "NDArray[np.bool_]", prevalence: float | None
) -> "NDArray[np.float64]":
    """A weight for each row, at which `prevalence` of the weight is on positives.

    positive, reference: shape (rows,); whether a row has the category, and whether it belongs to
    the natural sample. prevalence: of the category there, above 0 and below 1, or None where no
    such sample is known: then every row weighs 1.

    A positive weighs 1 wherever it comes from, since a rare category has too few in the natural
    sample alone. Only natural rows stand for negatives: rows that were added for another
    category look unlike the messages of an ordinary day. Where there are none, all do.
    """
    import numpy as np

    weights = np.ones(len(positive))
    if prevalence is None or not positive.any() or positive.all():
        return weights
    negative = ~positive & reference
    if not negative.any():
        negative = ~positive
    weights[~positive] = 0.0
    weights[negative] = (1 / prevalence - 1) * positive.sum() / negative.sum()
    return weights
