"""A page with nothing on it yet: says so, and leads to what comes first."""

import streamlit as st


def empty_state(title: str, body: str, *, page: str, label: str) -> None:
    """`page` is the file of the page to go to, such as "pages/process.py"; `label` names it."""
    with st.container(border=True, horizontal_alignment="center"):
        st.space("small")
        st.header(title, anchor=False, text_alignment="center")
        st.markdown(body, text_alignment="center")
        st.page_link(page, label=f":green[**{label}** →]")
        st.space("small")
