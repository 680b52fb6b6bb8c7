"""What people see when something does not work: what happened, why, what to do. No traceback."""

import contextlib
import logging
import traceback
from collections.abc import Iterator

import streamlit as st

from app.components.words import plain
from backend.errors import StudioError, Unavailable

_log = logging.getLogger("moderation_studio")

AGAIN_SECONDS = 2.0
"""Between two tries of what cannot be reached."""

DEFECT = "Something broke here, and it was not you. Try it once more; what you made is kept."


def error_box(error: StudioError) -> None:
    """Show what happened and what to do next."""
    remedy = f"  \n{plain(error.remedy)}" if error.remedy else ""
    st.error(f"**{plain(error.what)}**{remedy}")


@contextlib.contextmanager
def errors_shown() -> Iterator[None]:
    """Show what goes wrong inside as an error box.

    A defect is logged by its type and place alone: its words may hold somebody's message.
    """
    try:
        yield
    except StudioError as error:
        error_box(error)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        _log.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
        st.error(DEFECT)


@contextlib.contextmanager
def page_errors_shown() -> Iterator[None]:
    """As `errors_shown`, around a whole page, which is run again by itself until what it could not
    reach answers."""
    with errors_shown():
        try:
            yield
        except Unavailable:
            _run_again_later()
            raise


def _run_again_later() -> None:
    drawn = False

    def tick() -> None:
        nonlocal drawn
        if drawn:
            st.rerun()
        drawn = True

    st.fragment(tick, run_every=AGAIN_SECONDS)()
