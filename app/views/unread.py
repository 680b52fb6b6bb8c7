"""Jobs that are still being read, where work runs elsewhere and there are many."""

import streamlit as st

from app.components import words
from app.session import workspace
from backend.studio.work import jobs
from backend.studio.workspace import Workspace

_EVERY_SECONDS = 1.0


def unread_note(studio: Workspace, *, nothing: bool) -> bool:
    """Say how many older jobs are still being read, and run the page again as they come; whether
    there are any. nothing: the page has none to show yet. To be asked after what shows jobs."""
    drawn = len(jobs.unread(studio))
    if not drawn:
        return False

    def tick() -> None:
        left = len(jobs.unread(workspace()))
        if left <= drawn // 2 or (nothing and left < drawn):
            st.rerun()
        st.caption(
            f":material/hourglass_top: {words.count(left, 'older job')} of the account still to be"
            " read, the newest first. They show as they come."
        )

    st.fragment(tick, run_every=_EVERY_SECONDS)()
    return True
