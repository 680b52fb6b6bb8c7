"""A log: its last lines, following along while it grows."""

from collections.abc import Sequence

import streamlit as st


def log_view(lines: Sequence[str], *, height: int = 280) -> None:
    """Show `lines` as they are, the last one in sight."""
    if not lines:
        st.caption("Nothing written yet.")
        return
    with st.container(height=height, autoscroll=True):
        st.code("\n".join(lines), language=None, wrap_lines=True)
