"""What was tried in this sitting."""

import streamlit as st

from app.components import words
from app.components.afresh import fresh
from app.components.messages.masking import masked, shortened
from app.components.messages.verdict_table import verdict_table
from app.views.messages.opening import OPENS, open_row
from backend.studio.message import sitting
from backend.studio.message.sitting import Sitting
from backend.studio.message.spreadsheet import MIME


def history(tried: Sitting) -> None:
    """A table to search, to open a message of, to download, and to clear."""
    if not tried.tried:
        st.caption("Nothing tried yet in this session. What you try is listed here.")
        return
    wanted = st.text_input(
        "Search",
        key="history-search",
        type="search",
        placeholder="A word of the message, an endpoint, a category",
        live="200ms",
    )
    found = tried.found(wanted or "")
    st.caption(
        f"{len(found):,} of {words.count(len(tried.tried), 'answer')}, newest first. Kept in this"
        f" session only, the last {sitting.MOST_TRIED}."
    )
    if found:
        show = st.toggle("Show the messages", key="unmask-history")
        verdict_table(
            [shortened(one.message) if show else masked(one.message) for one in found],
            {"": [one.verdict for one in found]},
            key=fresh("history-table"),
            on_pick=lambda row: open_row("history-table", found[row].message),
            lead={"Time": [words.clock(one.at) for one in found]},
            trail={"Endpoint": [one.endpoint for one in found]},
            alt="What was tried in this session, newest first",
        )
        st.caption(OPENS)
    with st.container(horizontal=True):
        st.download_button(
            "Download as CSV",
            data=lambda: sitting.as_csv(found),
            file_name="tried-messages.csv",
            mime=MIME,
            on_click="ignore",
            disabled=not found,
            key="download-history",
        )
        with st.popover("Clear…"):
            st.markdown("All that was tried in this session is forgotten.")
            st.button("Clear the history", type="primary", key="clear", on_click=tried.clear)
