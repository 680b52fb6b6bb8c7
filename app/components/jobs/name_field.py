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
    name = st.text_input(label, key=key, help="Small letters, digits and hyphens.")
    name, problem = (name or "").strip(), None
    try:
        check(name)
    except StudioError as error:
        problem = error
    under_field("Small letters, digits and single hyphens.", problem)
    return name, problem is None
