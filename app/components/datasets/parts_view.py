"""Prepared data at a glance: its rows by part, and the positives of each category in them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.jobs.split_view import TITLES, split_view


def parts_view(
    rows: Mapping[str, int], positives: Mapping[str, Mapping[str, int]], categories: Sequence[str]
) -> None:
    """Rows by part as a bar, and a table with a row for each category. Both are counted."""
    split_view(rows, about=False)
    st.dataframe(
        [
            {"Category": words.category(name)}
            | {f"Rows to {TITLES[part]}": positives[part].get(name, 0) for part in rows}
            for name in categories
        ],
        hide_index=True,
        column_config={
            f"Rows to {TITLES[part]}": st.column_config.NumberColumn(format="localized")
            for part in rows
        },
        alt="Rows that have each category, by part",
    )
