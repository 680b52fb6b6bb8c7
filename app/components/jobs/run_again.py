"""Running a job again: its form is filled in as it was launched, under a new name."""

from collections.abc import Collection

import streamlit as st

from app.components import words
from app.components.choice import choose
from backend.errors import NotFound

_AGAIN = "again"  # in the address


def job_to_run_again() -> str | None:
    """The job that the address names, once: what is chosen from now on comes after it."""
    name = st.query_params.get(_AGAIN)
    if name is not None:
        del st.query_params[_AGAIN]
    return name


def choose_again(job: str, source: str, there: Collection[str], *, key: str, noun: str) -> None:
    """Choose what the job worked on, and say that the form is filled in.

    key: of the choice (see `choice`). Raises NotFound where it is none of those that are there.
    """
    if source not in there:
        raise NotFound(
            f"The {noun} {source!r} has been removed since.",
            "Choose another: the other settings are filled in as they were.",
        )
    choose(key, source)
    st.info(words.plain(f"Filled in as in {job}, under a new name."))
