"""What changes when an endpoint goes over from one model to another."""

import streamlit as st

from app.components import words
from app.components.models.measures import HELP, Measure, said
from backend.studio.model.models import Model


def difference_table(
    before: Model | None, after: Model, *, memory_before_mb: int, memory_after_mb: int
) -> None:
    """The two side by side: how good, how large, how much memory."""
    figures = dict.fromkeys(_figures(after), "-") if before is None else _figures(before)
    rows = [
        {"": what, "Now": figures[what], "After": then} for what, then in _figures(after).items()
    ]
    memory = (words.megabytes(memory_before_mb), words.megabytes(memory_after_mb))
    rows.append({"": "Memory of the endpoint", "Now": memory[0], "After": memory[1]})
    st.dataframe(rows, hide_index=True, alt="The present model and the other, side by side")
    st.caption(f"AUC: {HELP[Measure.AUC]}  \nAP: {HELP[Measure.AP]}")
    for note in notes(before, after):
        st.caption(words.plain(note))


def notes(before: Model | None, after: Model) -> list[str]:
    """What else there is to know before changing over."""
    if before is None:
        return ["The model that it serves has been deleted: this cannot be taken back."]
    found = []
    if before.test_rows != after.test_rows:
        found.append("They were measured on different rows: their figures cannot be compared.")
    gone = [c for c in before.categories if c not in after.categories]
    new = [c for c in after.categories if c not in before.categories]
    if gone:
        found.append(f"No longer scored: {words.joined([words.category(c) for c in gone])}.")
    if new:
        found.append(f"Newly scored: {words.joined([words.category(c) for c in new])}.")
    return found


def _figures(model: Model) -> dict[str, str]:
    found = model.evaluation
    return {
        "Mean AUC": said(found.mean_auc),
        "Mean AP": said(found.mean_average_precision),
        "Size of the model": words.megabytes(model.model_mb),
        "Memory it needs": words.megabytes(model.serving_mb),
    }
