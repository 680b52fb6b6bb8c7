"""Metrics: how well probabilities agree with labels, category by category.

In NumPy rather than by scikit-learn, whose import alone takes longer than an evaluation; its
definitions are kept, and the tests hold each to it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from backend.learning.evaluation import CategoryMetrics, CurvePoint, Evaluation
from backend.learning.ranking import rank

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BINS = 10
CURVE_POINTS = 200

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
    auc_negatives = int(contrasted.sum()) - auc_positives
    auc = roc_auc(probabilities[contrasted], positive[contrasted])
    probabilities, positive = probabilities[measured], positive[measured]
    positives = int(positive.sum())
    caught = probabilities >= threshold
    right = int((caught & positive).sum())
    return CategoryMetrics(
        category=name,
        positives=positives,
        rows=len(positive),
        auc_positives=auc_positives,
        auc_negatives=auc_negatives,
        roc_auc=auc,
        average_precision=average_precision(probabilities, positive),
        precision=right / int(caught.sum()) if caught.any() else None,
        recall=right / positives if positives else None,
        f1=2 * right / (int(caught.sum()) + positives) if positives else None,
        calibration_error=calibration_error(probabilities, positive),
        threshold=threshold,
        curve=precision_recall(probabilities, positive),
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


def precision_recall(
    scores: "NDArray[np.float64]", positive: "NDArray[np.bool_]"
) -> tuple[CurvePoint, ...]:
    """Precision over recall, by falling threshold, at most CURVE_POINTS; empty without positives.

    The points are chosen at even steps of recall, each the highest threshold that reaches it.
    """
    import numpy as np

    if not positive.any():
        return ()
    ranking = rank(scores, positive)
    precision, recall = ranking.right / ranking.caught, ranking.right / ranking.right[-1]
    steps = np.linspace(recall[0], 1.0, CURVE_POINTS)
    chosen = np.unique(np.searchsorted(recall, steps))
    return tuple(
        CurvePoint(float(ranking.thresholds[k]), float(precision[k]), float(recall[k]))
        for k in chosen
    )


def calibration_error(
    probabilities: "NDArray[np.float64]", positive: "NDArray[np.bool_]"
) -> float | None:
    """Expected calibration error over BINS bins of equal width, None without rows.

    The mean over rows of |share of positives - mean probability| of the row's bin (Naeini et al.
    2015, "Obtaining well calibrated probabilities using Bayesian binning").
    """
    import numpy as np

    if len(positive) == 0:
        return None
    bins = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, weights=positive - probabilities, minlength=BINS)
    return float(np.abs(gaps).sum() / len(positive))
