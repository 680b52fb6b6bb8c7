"""Metrics: how well probabilities agree with labels, category by category.

In NumPy rather than by scikit-learn, whose import alone takes longer than an evaluation; its
definitions are kept, and the tests hold each to it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from backend.learning.evaluation import CategoryMetrics, Curve, Evaluation, Reliability
from backend.learning.ranking import rank
from backend.learning.thresholds import STEPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BINS = 10
CURVE_POINTS = 300

REFERENCE_IDS = "reference ids"
ALL_ROWS = "all rows"


def evaluate(
    categories: Sequence[str],
    probabilities: "NDArray[np.float64]",
    labels: "NDArray[np.bool_]",
    reference: "NDArray[np.bool_]",
    thresholds: Mapping[str, float],
) -> Evaluation:
    """Measure every category by the definitions of `Evaluation`.

    probabilities (calibrated), labels: shape (rows, categories). reference: shape (rows,), which
    rows belong to the natural sample; where none does, all rows are measured.
    """
    import numpy as np

    natural = bool(reference.any())
    measured = reference if natural else np.ones(len(labels), dtype=np.bool_)
    return Evaluation(
        definition=REFERENCE_IDS if natural else ALL_ROWS,
        rows=len(labels),
        reference_rows=int(reference.sum()),
        categories=tuple(
            _category(name, probabilities[:, k], labels[:, k], measured, thresholds[name])
            for k, name in enumerate(categories)
        ),
    )


def _category(
    name: str,
    probabilities: "NDArray[np.float64]",
    positive: "NDArray[np.bool_]",
    measured: "NDArray[np.bool_]",
    threshold: float,
) -> CategoryMetrics:
    contrasted = positive | measured
    auc_positives = int(positive.sum())
    bins = reliability(probabilities[measured], positive[measured])
    return CategoryMetrics(
        category=name,
        positives=int((positive & measured).sum()),
        rows=int(measured.sum()),
        auc_positives=auc_positives,
        auc_negatives=int(contrasted.sum()) - auc_positives,
        roc_auc=roc_auc(probabilities[contrasted], positive[contrasted]),
        average_precision=average_precision(probabilities[measured], positive[measured]),
        calibration_error=calibration_error(bins),
        threshold=threshold,
        curve=curve(probabilities, positive, measured, threshold),
        reliability=bins,
    )


def roc_auc(scores: "NDArray[np.float64]", positive: "NDArray[np.bool_]") -> float | None:
    """Area under the ROC curve, None unless there are positives and negatives."""
    import numpy as np

    if not positive.any() or positive.all():
        return None
    ranking = rank(scores, positive)
    right, wrong = ranking.right, ranking.caught - ranking.right
    higher = right - np.diff(right, prepend=0) / 2  # positives above; of equals, half
    return float(np.diff(wrong, prepend=0) @ higher / (right[-1] * wrong[-1]))


def mean_roc_auc(scores: "NDArray[np.float64]", labels: "NDArray[np.bool_]") -> float | None:
    """Mean ROC-AUC over the categories (columns) in which it can be measured, None without any."""
    known = [
        auc
        for k in range(labels.shape[1])
        if (auc := roc_auc(scores[:, k], labels[:, k])) is not None
    ]
    return sum(known) / len(known) if known else None


def average_precision(scores: "NDArray[np.float64]", positive: "NDArray[np.bool_]") -> float | None:
    """Average precision (no interpolation), None without positives."""
    import numpy as np

    if not positive.any():
        return None
    ranking = rank(scores, positive)
    gained = np.diff(ranking.right, prepend=0) / ranking.right[-1]
    return float(gained @ (ranking.right / ranking.caught))


def curve(
    scores: "NDArray[np.float64]",
    positive: "NDArray[np.bool_]",
    measured: "NDArray[np.bool_]",
    threshold: float,
) -> Curve:
    """Counts at `threshold`, at every one of STEPS, and at enough scores to draw by.

    scores, positive, measured: shape (rows,). The scores are at even steps of the positives and
    of the measured negatives caught, the last of each among them: precision-recall and ROC curves
    are smooth and whole. At most CURVE_POINTS.
    """
    import numpy as np

    right, wrong = scores[positive & measured], scores[~positive & measured]
    most = (CURVE_POINTS - len(STEPS) - 1) // 2
    drawn = [_evenly(scores[positive], most), _evenly(wrong, most)]
    thresholds = np.unique(np.concatenate([STEPS, [threshold], *drawn]))[::-1]
    return Curve(
        thresholds=tuple(thresholds.tolist()),
        right=_at_or_over(right, thresholds),
        wrong=_at_or_over(wrong, thresholds),
        auc_right=_at_or_over(scores[positive], thresholds),
    )


def _evenly(scores: "NDArray[np.float64]", most: int) -> "NDArray[np.float64]":
    """All distinct scores where there are at most so many, else some at even steps of rank."""
    import numpy as np

    distinct = np.unique(scores)
    if len(distinct) <= most:
        return distinct
    places = np.linspace(0, len(scores) - 1, most).round().astype(np.int64)
    return np.sort(scores)[places]


def _at_or_over(
    scores: "NDArray[np.float64]", thresholds: "NDArray[np.float64]"
) -> tuple[int, ...]:
    import numpy as np

    below = np.searchsorted(np.sort(scores), thresholds, side="left")
    return tuple((len(scores) - below).tolist())


def reliability(probabilities: "NDArray[np.float64]", positive: "NDArray[np.bool_]") -> Reliability:
    """Rows, positives and mean probability in each of BINS bins; both arrays of shape (rows,)."""
    import numpy as np

    bins = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)
    rows = np.bincount(bins, minlength=BINS)
    sums = np.bincount(bins, weights=probabilities, minlength=BINS)
    return Reliability(
        rows=tuple(rows.tolist()),
        positives=tuple(np.bincount(bins[positive], minlength=BINS).tolist()),
        probability=tuple(
            float(total / count) if count else None for total, count in zip(sums, rows, strict=True)
        ),
    )


def calibration_error(bins: Reliability) -> float | None:
    """Expected calibration error, None without rows.

    The mean over rows of |share of positives - mean probability| of the row's bin (Naeini et al.
    2015, "Obtaining well calibrated probabilities using Bayesian binning").
    """
    gaps = [
        abs(positives - rows * mean)
        for rows, positives, mean in zip(bins.rows, bins.positives, bins.probability, strict=True)
        if mean is not None
    ]
    return sum(gaps) / sum(bins.rows) if gaps else None
