"""The command line that does the same as a form."""

import streamlit as st


def command_view(command: str) -> None:
    """Folded away: the command, to be copied whole."""
    with st.expander("The same on the command line"):
        st.code(command, language="bash", wrap_lines=True)
        st.caption(
            "Copy it with the button in its corner, and run it in this project's folder, with its"
            " Python (.venv/bin/python)."
        )
