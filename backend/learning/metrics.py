"""Metrics: how well probabilities agree with labels, category by category.

In NumPy rather than by scikit-learn, whose import alone takes longer than an evaluation; its
definitions are kept, and the tests hold each to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backend.learning.bootstrap import resample
from backend.learning.evaluation import (
    LEAST_POSITIVES,
    CategoryMetrics,
    Curve,
    Draws,
    Evaluation,
    Interval,
    Reliability,
    Slice,
    interval,
    mean,
)
from backend.learning.ranking import rank
from backend.learning.thresholds import STEPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BINS = 10
CURVE_POINTS = 300
_DIGITS = 9  # of what was drawn, in a file of thousands of them

REFERENCE_IDS = "reference ids"
ALL_ROWS = "all rows"


def evaluate(
    categories: Sequence[str],
    probabilities: "NDArray[np.float64]",
    labels: "NDArray[np.bool_]",
    reference: "NDArray[np.bool_]",
    thresholds: Mapping[str, float],
    slices: "Mapping[str, NDArray[np.bool_]] | None" = None,
) -> Evaluation:
    """Measure every category by the definitions of `Evaluation`.

    probabilities (calibrated), labels: shape (rows, categories). reference: shape (rows,), which
    rows belong to the natural sample; where none does, all rows are measured. slices: by name,
    which rows are in one, shape (rows,).
    """
    natural = bool(reference.any())
    measured = natural_rows(reference)
    drawn = resample(probabilities, labels, measured)
    limits = [thresholds[name] for name in categories]
    return Evaluation(
        definition=REFERENCE_IDS if natural else ALL_ROWS,
        rows=len(labels),
        reference_rows=int(reference.sum()),
        categories=tuple(
            replace(
                _category(name, probabilities[:, k], labels[:, k], measured, thresholds[name]),
                roc_auc_interval=_interval(drawn.roc_auc[:, k], labels[:, k]),
                average_precision_interval=_interval(
                    drawn.average_precision[:, k], labels[measured, k]
                ),
            )
            for k, name in enumerate(categories)
        ),
        draws=Draws(
            mean_auc=_means(drawn.roc_auc),
            mean_average_precision=_means(drawn.average_precision),
        ),
        slices=tuple(
            measure_slice(name, rows, categories, probabilities, labels, measured, limits)
            for name, rows in (slices or {}).items()
        ),
    )


def natural_rows(reference: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
    """Which rows are measured: those of the natural sample, or all where there is none."""
    import numpy as np

    return reference if reference.any() else np.ones(len(reference), dtype=np.bool_)


def _interval(drawn: "NDArray[np.float64]", positive: "NDArray[np.bool_]") -> Interval | None:
    return interval(_known(drawn)) if positive.sum() >= LEAST_POSITIVES else None


def _means(drawn: "NDArray[np.float64]") -> tuple[float | None, ...]:
    """Of each draw the mean over the categories that can be measured in it."""
    import numpy as np

    known = ~np.isnan(drawn)
    counts = known.sum(axis=1)
    return _known(np.where(known, drawn, 0).sum(axis=1) / np.where(counts, counts, np.nan))


def _known(values: "NDArray[np.float64]") -> tuple[float | None, ...]:
    return tuple(None if value != value else round(value, _DIGITS) for value in values.tolist())


def measure_slice(
    name: str,
    rows: "NDArray[np.bool_]",
    categories: Sequence[str],
    probabilities: "NDArray[np.float64]",
    labels: "NDArray[np.bool_]",
    measured: "NDArray[np.bool_]",
    thresholds: Sequence[float],
) -> Slice:
    """Measure some of the rows. rows, measured: shape (rows,); thresholds: by category."""
    inside = rows & measured
    told = [k for k in range(len(categories)) if labels[inside, k].sum() >= LEAST_POSITIVES]
    contrasted = [rows & (measured | labels[:, k]) for k in told]
    aucs = [
        roc_auc(probabilities[chosen, k], labels[chosen, k])
        for k, chosen in zip(told, contrasted, strict=True)
    ]
    precisions = [average_precision(probabilities[inside, k], labels[inside, k]) for k in told]
    positive = labels[inside].any(axis=1)
    flagged = (probabilities[inside] >= thresholds).any(axis=1)
    return Slice(
        name=name,
        rows=int(inside.sum()),
        positives=int(positive.sum()),
        right=int((flagged & positive).sum()),
        wrong=int((flagged & ~positive).sum()),
        categories=tuple(categories[k] for k in told),
        mean_auc=mean(aucs),
        mean_average_precision=mean(precisions),
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
    return rank(scores, positive).roc_auc if len(scores) else None


def mean_roc_auc(scores: "NDArray[np.float64]", labels: "NDArray[np.bool_]") -> float | None:
    """Mean ROC-AUC over the categories (columns) in which it can be measured, None without any."""
    return mean([roc_auc(scores[:, k], labels[:, k]) for k in range(labels.shape[1])])


def average_precision(scores: "NDArray[np.float64]", positive: "NDArray[np.bool_]") -> float | None:
    """Average precision (no interpolation), None without positives."""
    return rank(scores, positive).average_precision if len(scores) else None


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
