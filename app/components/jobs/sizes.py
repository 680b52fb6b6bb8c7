"""Choosing the compute size of a job."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from backend.platforms.base import Size


def size_words(size: Size) -> str:
    """A size in a line: what it is called, its memory, and its price."""
    price = (
        "price not known"
        if size.price is None
        else "free"
        if size.price.usd_per_hour == 0
        else f"about ${size.price.usd_per_hour:.3f} an hour"
    )
    return f"{size.title} · {words.megabytes(size.memory_mb)} · {price}"


def size_title(sizes: Sequence[Size], name: str) -> str:
    """What the size of that name is called; the name itself when it is no longer offered."""
    return next((size.title for size in sizes if size.name == name), name)


def size_picker(sizes: Sequence[Size], *, key: str) -> Size:
    """A box to choose a size from; opens on the largest."""
    return st.selectbox(
        "Compute size",
        sizes,
        index=len(sizes) - 1,
        format_func=size_words,
        key=key,
        help="What the job may use. A job that needs more memory is ended and says so.",
    )
