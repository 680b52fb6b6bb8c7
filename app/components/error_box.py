"""What people see when something does not work: what happened, why, what to do. No traceback."""

import contextlib
import logging
import traceback
from collections.abc import Iterator

import streamlit as st

from app.components.words import plain
from backend.errors import StudioError

_log = logging.getLogger("moderation_studio")

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
