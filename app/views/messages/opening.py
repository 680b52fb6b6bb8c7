"""Opening a message in the box: from an example, or from a row of a table of messages."""

import streamlit as st

from app.components.afresh import renew

VIEW, ONE = "view", "One message"
"""The key of the choice of views of the page, and the view that has the box."""

OPENS = (
    "Tick a row to open its message in the box. By keyboard: go to the row with the arrows and"
    " press Shift and Space."
)


def open_message(message: str) -> None:
    """From a callback: put a message into the box, and show it."""
    forget_link()
    st.session_state["message"] = message
    st.session_state[VIEW] = ONE


def take_link() -> None:
    """Fill the box from a link. Another message takes it out of the address again."""
    linked = st.query_params.get("message")
    if linked is not None:
        st.session_state["message"] = linked


def forget_link() -> None:
    """From a callback: take the message of a link out of the address."""
    st.query_params.pop("message", None)


def open_row(table: str, message: str) -> None:
    """From a callback: open what was ticked in a table whose key is `fresh(table)`."""
    renew(table)
    open_message(message)
