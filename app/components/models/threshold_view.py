"""The thresholds of a model: moved, put in force, taken back."""

from collections.abc import Callable, Mapping

import streamlit as st

from app.components import words
from app.components.models.metrics_table import definition_words
from app.components.models.threshold_editor import put, threshold_editor
from backend.studio.model.models import Model


def threshold_view(
    model: Model, *, key: str, on_save: Callable[[Mapping[str, float]], object]
) -> None:
    """To be drawn in a fragment: only that is drawn again while a threshold is moved, and the whole
    page once they are saved."""
    metrics = model.evaluation.categories
    st.caption(words.plain(f"Counted exactly. {definition_words(model.evaluation)}"))
    chosen = threshold_editor(metrics, model.thresholds, name=model.name, key=key)
    with st.container(horizontal=True, vertical_alignment="center"):
        changed = chosen != model.thresholds
        if st.button("Save", type="primary", key=f"save-{key}", disabled=not changed):
            on_save(chosen)
            st.rerun()
        st.button(
            "Undo changes",
            key=f"undo-{key}",
            disabled=not changed,
            on_click=lambda: put(metrics, model.thresholds, key=key),
        )
        st.button(
            "Back to the measured ones",
            key=f"measured-{key}",
            disabled=chosen == model.measured_thresholds,
            on_click=lambda: put(metrics, model.measured_thresholds, key=key),
            help="Those that evaluation chose on validation rows, for the greatest F1. Save"
            " puts them in force.",
        )
    st.caption(
        "Saved thresholds decide at once what is flagged on the Try messages page; endpoints"
        " go on answering with probabilities."
    )
