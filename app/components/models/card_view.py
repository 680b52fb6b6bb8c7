"""A model card to read and to keep."""

import re

import streamlit as st


def card_view(card: str, *, model: str, key: str) -> None:
    """card: Markdown. model: its name."""
    st.download_button(
        "Download (.md)",
        card,
        file_name=f"{model}.md",
        mime="text/markdown",
        key=key,
        on_click="ignore",
    )
    with st.container(border=True):
        # One level down: the page has its title.
        st.markdown(re.sub(r"^#", "##", card, flags=re.MULTILINE))
