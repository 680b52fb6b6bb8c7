"""The name of a new run: proposed, and checked while it is typed."""

from collections.abc import Callable

import streamlit as st

from app.components.field import under_field
from backend.errors import StudioError


def name_field(
    label: str, *, key: str, propose: Callable[[], str], check: Callable[[str], None]
) -> tuple[str, bool]:
    """The name, and whether it can be used.

    propose: called where the session has no name under `key` yet. check: raises StudioError.
    """
    if key not in st.session_state:
        st.session_state[key] = propose()
    name = st.text_input(label, key=key)
    name, problem = (name or "").strip(), None
    try:
        check(name)
    except StudioError as error:
        problem = error
    under_field("Small letters, digits and single hyphens.", problem)
    return name, problem is None


def forget_names(prefix: str) -> None:
    """Propose anew the names whose keys begin so."""
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]
