"""Choosing the compute size of a job."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from backend.platforms.base import Size
from backend.platforms.prices import SAGEMAKER, Price

_MOST_AT_ONCE = 4  # more are folded into a box


def size_words(size: Size) -> str:
    """A size in a line: its cores, its memory, its price, and what is like it on SageMaker."""
    parts = [
        words.count(size.cores, "core"),
        f"{words.megabytes(size.memory_mb)} of memory",
        price_words(size.price),
    ]
    line = ", ".join(parts)
    if size.comparable:
        price = price_words(SAGEMAKER.get(size.comparable))
        line += f". Nearest on SageMaker: {size.comparable}, {price}"
    return f"{line}."


def price_words(price: Price | None) -> str:
    """What an hour costs."""
    if price is None:
        return "price not known"
    return "free" if price.usd_per_hour == 0 else f"about ${price.usd_per_hour:.3f} an hour"


def size_title(sizes: Sequence[Size], name: str) -> str:
    """What the size of that name is called; the name itself when it is no longer offered."""
    return next((size.title for size in sizes if size.name == name), name)


def size_picker(sizes: Sequence[Size], *, default: Size, key: str) -> Size:
    """The sizes to choose one from, each with what it has and costs; opens on `default`.

    The session's state under `key` is the size's name.
    """
    by_name = {size.name: size for size in sizes}
    if st.session_state.get(key) not in by_name:
        st.session_state[key] = default.name
    prices = (SAGEMAKER.get(size.comparable) if size.comparable else size.price for size in sizes)
    sources = {price.source for price in prices if price and price.usd_per_hour}
    help_text = "What the job may use. A job that needs more memory is ended and says so."
    if sources:
        help_text += f" Prices of ml. sizes: {'; '.join(sorted(sources))}."
    if len(sizes) > _MOST_AT_ONCE:
        picked = st.selectbox(
            "Compute size",
            list(by_name),
            format_func=lambda name: f"{by_name[name].title}, {price_words(by_name[name].price)}",
            key=key,
            help=help_text,
            persist_state="session",
        )
        return by_name[picked]
    chosen = st.radio(
        "Compute size",
        list(by_name),
        format_func=lambda name: by_name[name].title,
        captions=[words.plain(size_words(size)) for size in sizes],
        key=key,
        help=help_text,
        persist_state="session",
    )
    return by_name[chosen or default.name]
