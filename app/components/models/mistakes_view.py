"""What becomes of the test rows at the thresholds in force, as a picture and in numbers."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.models.confusion_chart import confusion_chart, confusions
from app.components.models.measures import HELP
from backend.studio.model.models import Model

_SHARES = ("Threshold", "Precision", "Recall", "F1")
_COUNTS = ("Flagged rightly", "Flagged wrongly", "Missed", "Rightly left alone")


def mistakes_view(looked_at: Sequence[Model]) -> None:
    """One model after the other."""
    st.markdown(
        "What becomes of the test rows at the thresholds in force.",
        help="In colour: flagged, and rightly. Next to it: missed. To the left: flagged, and"
        " wrongly. The bars are for every 100 rows that have the category; the numbers are rows.",
    )
    for model in looked_at:
        if len(looked_at) > 1:
            st.markdown(f"**{words.plain(model.name)}**")
        _mistakes(model)


def _mistakes(model: Model) -> None:
    found = confusions(model.evaluation.categories, model.thresholds)
    confusion_chart(found, name=model.name)
    number = st.column_config.NumberColumn
    st.dataframe(
        [
            {
                "Category": words.category(category),
                "Threshold": model.thresholds[category],
                "Flagged rightly": one.right,
                "Flagged wrongly": one.wrong,
                "Missed": one.missed,
                "Rightly left alone": one.left,
                "Precision": one.precision,
                "Recall": one.recall,
                "F1": one.f1,
            }
            for category, one in found.items()
        ],
        hide_index=True,
        column_config={
            **{title: number(format="%.3f", help=HELP[title]) for title in _SHARES},
            **{title: number(format="localized") for title in _COUNTS},
        },
        alt=f"What becomes of the test rows, by category, with {model.name}",
    )
