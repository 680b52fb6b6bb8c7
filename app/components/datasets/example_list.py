"""Rows of a dataset: their text, hidden until asked for, their categories, what is said of them."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.category_marks import category_marks
from app.components.messages.masking import masked, shortened
from backend.studio.data.examples import Example

_WHOLE = 20_000  # characters; more of a text is of no use to a reader


def example_list(examples: Sequence[Example], categories: Sequence[str], *, hidden: bool) -> None:
    """Draw them under each other. Where the text is hidden, the page does not hold it."""
    for example in examples:
        with st.container(border=True, gap="xsmall"):
            st.markdown(category_marks(example.categories, categories))
            st.text(_text(example.text, hidden=hidden))
            if not hidden and shortened(example.text) != example.text:
                with st.expander(f"All {words.count(len(example.text), 'character')}"):
                    st.text(example.text[:_WHOLE])
                    if len(example.text) > _WHOLE:
                        st.caption(f"The first {_WHOLE:,} of them.")
            st.caption(words.plain(" · ".join(_remarks(example))))


def _text(text: str, *, hidden: bool) -> str:
    if not text.strip():
        return "(no text)"
    return masked(text) if hidden else shortened(text)


def _remarks(example: Example) -> list[str]:
    """What is said of the row, in few words."""
    remarks = [
        f"row {example.number:,}",
        f"id {example.id[:40]}",
        words.count(len(example.text), "character"),
    ]
    if example.natural:
        remarks.append("natural sample")
    if example.same_as is not None:
        remarks.append(f"same text as row {example.same_as:,}")
    if example.conflicting:
        remarks.append("same text, other labels elsewhere")
    if example.overlapping:
        remarks.append("same text among the test rows")
    return remarks
