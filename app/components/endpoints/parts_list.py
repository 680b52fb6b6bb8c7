"""What goes when an endpoint is deleted, and what stays."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from backend.platforms.base import EndpointPart


def parts_list(parts: Sequence[EndpointPart]) -> None:
    """A line for each part, with the disk it holds."""
    lines = [f"- {_part(part)}" for part in parts]
    st.markdown("This goes:\n" + "\n".join(lines))
    st.markdown("This stays: the model, and the jobs that made it.")


def _part(part: EndpointPart) -> str:
    # As code, or an address would become a link.
    detail = f": `{part.detail.replace('`', '')}`" if part.detail else ""
    size = "" if part.size_mb is None else f" ({words.plain(words.megabytes(part.size_mb))})"
    return words.plain(part.title) + detail + size
