"""Ticking: a part of a page that follows work while there is some, and rests otherwise."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from app.components.error_box import AGAIN_SECONDS, errors_shown
from backend.errors import Unavailable

_EVERY_SECONDS = 1.0

Followed = TypeVar("Followed")


def ticking(
    draw: Callable[[Followed], None],
    busy: Callable[[], Followed],
    *,
    every: float = _EVERY_SECONDS,
) -> None:
    """Draw once, and again after `every` seconds for as long as `busy`; `draw` is told which.

    When that changes, from no to yes or from one thing that is followed to another, the whole page
    is run again. So it is when what `busy` asks could not be reached and now can.
    """
    try:
        ticks = busy()
    except Unavailable:
        st.fragment(_until_it_answers, run_every=AGAIN_SECONDS)(busy)
        return

    def tick() -> None:
        with errors_shown():
            if ticks != busy():
                st.rerun()
            draw(ticks)

    st.fragment(tick, run_every=every if ticks else None)()


def _until_it_answers(busy: Callable[[], object]) -> None:
    with errors_shown():
        busy()
        st.rerun()
