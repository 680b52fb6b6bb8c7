"""What stands under the field of a form: what it does, or what is wrong with what was typed."""

import streamlit as st

from app.components import words
from backend.errors import StudioError


def under_field(note: str, problem: StudioError | None = None) -> None:
    """Say what the field does; in its place, and in red, what is wrong."""
    if problem is None:
        st.caption(words.plain(note))
    else:
        st.markdown(f":red[:material/error: {words.plain(str(problem))}]")


def span_words(low: float, high: float, unit: str = "") -> str:
    """The range of a field: "1 to 200.", "1 to 50 %."."""
    return f"{_number(low)} to {_number(high)}{f' {unit}' if unit else ''}."


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"
