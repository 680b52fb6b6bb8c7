"""The memory an endpoint uses, against what was chosen for it."""

import streamlit as st

from app.components import words


def memory_bar(used_mb: float | None, chosen_mb: int, *, asleep: bool) -> None:
    """A bar in words. used_mb: None while it is not known; memory in MB of 2^20 bytes."""
    chosen = words.megabytes(chosen_mb)
    if asleep:
        fraction, said = 0.0, f"No memory in use while it is asleep; {chosen} chosen"
    elif used_mb is None:
        fraction, said = 0.0, f"{chosen} of memory chosen; what is used is not known now"
    else:
        fraction = min(1.0, used_mb / chosen_mb)
        said = (
            f"{words.megabytes(used_mb)} of {chosen} of memory in use"
            f" ({words.percent(used_mb / chosen_mb)})"
        )
    st.progress(fraction, text=words.plain(said))
