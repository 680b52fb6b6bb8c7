"""Prepared data at a glance: its rows by part, and the positives of each category in them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.jobs.split_view import TITLES, split_view

_HELP = {
    "train": "Rows with the category that the model learns from.",
    "validation": "Rows with the category that make probabilities of its scores.",
    "test": "Rows with the category that it is measured on, and never learns from.",
}


def parts_view(
    rows: Mapping[str, int], positives: Mapping[str, Mapping[str, int]], categories: Sequence[str]
) -> None:
    """Rows by part as a bar, and a table with a row for each category. Both are counted."""
    split_view(rows, about=False)
    st.dataframe(
        [
            {"Category": words.category(name)}
            | {title.capitalize(): positives[part].get(name, 0) for part, title in TITLES.items()}
            for name in categories
        ],
        hide_index=True,
        column_config={
            title.capitalize(): st.column_config.NumberColumn(format="localized", help=_HELP[part])
            for part, title in TITLES.items()
        },
        alt="Rows that have each category, by part",
    )
