"""What a model measured on the test rows, category by category."""

import streamlit as st

from app.components import words
from app.components.synthetic import SYNTHETIC
from backend.learning.evaluation import Evaluation

_HELP = {
    "AUC": "Area under the ROC curve: how well the model ranks. 1 is perfect, 0.5 is chance.",
    "AP": "Average precision: area under the precision-recall curve. 1 is perfect, and rare"
    " categories score lower.",
    "Precision": "Of the messages flagged, the share that should be.",
    "Recall": "Of the messages that should be flagged, the share that are.",
    "F1": "Harmonic mean of precision and recall at the threshold.",
    "Calibration": "Calibration error: how far probabilities are from what happens. 0 is perfect.",
    "Threshold": "Messages at or over this probability are flagged.",
    "Positives": "Rows measured on that have the category.",
}


def definition_words(evaluation: Evaluation) -> str:
    """On which rows the metrics were measured."""
    rows = words.count(evaluation.rows, "test row")
    if evaluation.reference_rows:
        return (
            f"Definition: {evaluation.definition}. Measured on the"
            f" {words.count(evaluation.reference_rows, 'row')} of the natural sample among {rows};"
            " AUC also counts the positives outside it."
        )
    return f"Definition: {evaluation.definition}. Measured on {rows}."


def metrics_table(evaluation: Evaluation, *, synthetic: bool = False) -> None:
    """Means on top, then a row for each category. "-" where a measure cannot be had.

    synthetic: the rows are the project's own sample's, and that is said.
    """
    auc, precision = evaluation.mean_auc, evaluation.mean_average_precision
    left, right = st.columns(2)
    left.metric("Mean ROC-AUC", _said(auc), help=_HELP["AUC"])
    right.metric("Mean average precision", _said(precision), help=_HELP["AP"])
    st.dataframe(
        [
            {
                "Category": words.category(c.category),
                "AUC": _said(c.roc_auc),
                "AP": _said(c.average_precision),
                "Precision": _said(c.precision),
                "Recall": _said(c.recall),
                "F1": _said(c.f1),
                "Threshold": _said(c.threshold),
                "Calibration": _said(c.calibration_error),
                "Positives": f"{c.positives:,}",
            }
            for c in evaluation.categories
        ],
        hide_index=True,
        column_config={
            title: st.column_config.TextColumn(title, help=text, alignment="right")
            for title, text in _HELP.items()
        },
        alt="Metrics by category",
    )
    st.caption(words.plain(definition_words(evaluation)))
    if synthetic:
        st.caption(f"{SYNTHETIC} Real ones are harder.")


def _said(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
