"""Widgets that begin afresh: a closed panel, a table without a tick, an empty form."""

import streamlit as st


def fresh(key: str) -> str:
    """The key of such a widget, another after each `renew`. (Streamlit takes a widget of another
    key for another widget, and has no way to empty or close one in the run that draws it.)"""
    return f"{key}-{st.session_state.get(_times(key), 0)}"


def renew(key: str) -> None:
    """Let the widgets of that key begin afresh."""
    st.session_state[_times(key)] = st.session_state.get(_times(key), 0) + 1


def _times(key: str) -> str:
    return f"times-{key}"
