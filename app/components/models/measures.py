"""The measures a model is judged by: what each is called, what it means, and how it is said."""

from collections.abc import Mapping
from enum import StrEnum

from backend.learning.evaluation import CategoryMetrics


class Measure(StrEnum):
    """A measure of one category, in the words of a table's title."""

    AUC = "AUC"
    AP = "AP"
    F1 = "F1"
    PRECISION = "Precision"
    RECALL = "Recall"


HELP: Mapping[str, str] = {
    Measure.AUC: "Area under the ROC curve: how well the model ranks. 1 is perfect, 0.5 is chance.",
    Measure.AP: "Average precision: area under the precision-recall curve. 1 is perfect, and rare"
    " categories score lower.",
    Measure.PRECISION: "Of the messages flagged, the share that should be.",
    Measure.RECALL: "Of the messages that should be flagged, the share that are.",
    Measure.F1: "Harmonic mean of precision and recall at the threshold.",
    "Calibration": "Calibration error: how far probabilities are from what happens. 0 is perfect.",
    "Threshold": "Messages at or over this probability are flagged.",
    "Positives": "Rows measured on that have the category.",
}


def value(measure: Measure, category: CategoryMetrics, threshold: float) -> float | None:
    """The measure of a category, 0 to 1; None where it cannot be had."""
    found = category.at(threshold)
    return {
        Measure.AUC: category.roc_auc,
        Measure.AP: category.average_precision,
        Measure.F1: found.f1,
        Measure.PRECISION: found.precision,
        Measure.RECALL: found.recall,
    }[measure]


def said(value: float | None) -> str:
    """ "0.973", or "-" where it cannot be had."""
    return "-" if value is None else f"{value:.3f}"
