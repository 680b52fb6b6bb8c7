"""A choice by name that the address of the page carries, so that links can make it."""

from collections.abc import Sequence

import streamlit as st


def choose(key: str, name: str) -> None:
    """Make the choice `key` from a callback or before its box is drawn."""
    st.query_params[key] = name


def choice(
    label: str,
    names: Sequence[str],
    *,
    key: str,
    default: str | None = None,
    help: str | None = None,
) -> str:
    """A box to choose one of `names` (not empty) from; `?key=name` in the address chooses too.

    default: what it opens on when the address names none; the first when unsaid. (Streamlit's
    own binding of widgets to the address passes over a link's choice when an earlier visit to
    the page made another.)
    """

    def told() -> None:
        choose(key, st.session_state[key])

    linked = st.query_params.get(key)
    if linked in names:
        st.session_state[key] = linked
    elif st.session_state.get(key) not in names:
        st.session_state[key] = default or names[0]
    return st.selectbox(label, names, key=key, on_change=told, help=help)
