"""What a model measured on the test rows, category by category."""

import streamlit as st

from app.components import words
from app.components.models.measures import HELP, Measure, said
from app.components.synthetic import SYNTHETIC
from backend.learning.evaluation import Evaluation


def definition_words(evaluation: Evaluation) -> str:
    """On which rows the metrics were measured."""
    rows = words.count(evaluation.rows, "test row")
    if evaluation.reference_rows:
        return (
            f"Measured on the {words.count(evaluation.reference_rows, 'row')} of the natural sample"
            f" among {rows}; AUC also counts the positives outside it."
        )
    return f"Measured on all {rows}."


def metrics_table(evaluation: Evaluation, *, synthetic: bool = False) -> None:
    """Means on top, then a row for each category. "-" where a measure cannot be had.

    synthetic: the rows are the project's own sample's, and that is said.
    """
    auc, precision = evaluation.mean_auc, evaluation.mean_average_precision
    left, right = st.columns(2)
    left.metric("Mean AUC", said(auc), help=HELP[Measure.AUC])
    right.metric("Mean AP", said(precision), help=HELP[Measure.AP])
    st.dataframe(
        [
            {
                "Category": words.category(c.category),
                "AUC": said(c.roc_auc),
                "AP": said(c.average_precision),
                "Precision": said(c.precision),
                "Recall": said(c.recall),
                "F1": said(c.f1),
                "Threshold": said(c.threshold),
                "Calibration": said(c.calibration_error),
                "Positives": f"{c.positives:,}",
            }
            for c in evaluation.categories
        ],
        hide_index=True,
        column_config={
            title: st.column_config.TextColumn(title, help=text, alignment="right")
            for title, text in HELP.items()
        },
        alt="Metrics by category",
    )
    st.caption(words.plain(definition_words(evaluation)))
    if synthetic:
        st.caption(f"{SYNTHETIC} Real ones are harder.")
