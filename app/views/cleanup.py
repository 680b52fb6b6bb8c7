"""Cleaning up past runs, in place of the jobs."""

import time

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.error_box import error_box
from app.components.jobs.cleanup_table import cleanup_table, kept_table, removal_words
from app.navigation import tell
from app.views.unread import unread_note
from backend.errors import StudioError
from backend.studio.work import cleanup
from backend.studio.work.cleanup import PastRun
from backend.studio.workspace import Workspace

CLEANUP = "cleanup"  # in the address of the Jobs page
_REFUSED = "not removed"  # in the session: of what was asked for last, until this is closed
_REMOVING = "remove-runs-popover"


def clean_up(studio: Workspace) -> None:
    """The past runs to choose from, the removal, and those that have to stay."""
    st.button("← All jobs", on_click=_close_cleanup, type="tertiary", key="close-cleanup")
    st.header("Clean up", anchor=False)
    for error in st.session_state.get(_REFUSED, ()):
        error_box(error)
    past = cleanup.listing(studio)
    if unread_note(studio, nothing=not past):
        st.info("What may go is told when all jobs are read.")
        return
    may_go = [run for run in past if not run.obstacle]
    stay = [run for run in past if run.obstacle]
    if not may_go:
        st.info("There is nothing to clean up." if not stay else "No run may go now.")
    else:
        st.markdown(
            "Choose the runs to remove. Those that failed or were stopped are chosen already,"
            " unless something rests on them."
        )
        chosen = cleanup_table(may_go, now=time.time(), key="cleanup-runs")
        _remove(studio, chosen)
    if stay:
        with st.expander(f"{words.count(len(stay), 'run')} must stay for now", expanded=not may_go):
            kept_table(stay)


def _remove(studio: Workspace, chosen: list[PastRun]) -> None:
    freed = sum(run.mb for run in chosen)
    st.markdown(
        f"**{words.disk(freed)}** would be free again, of {words.count(len(chosen), 'chosen run')}."
        if chosen
        else "Nothing is chosen."
    )
    with st.popover("Remove…", disabled=not chosen, key=fresh(_REMOVING)):
        for sentence in removal_words(chosen):
            st.markdown(f"- {words.plain(sentence)}")
        st.markdown("This cannot be undone.")
        st.button(
            f"Remove {words.count(len(chosen), 'run')}",
            type="primary",
            key="remove-runs",
            on_click=_do_remove,
            args=(studio, [run.name for run in chosen]),
        )


def _do_remove(studio: Workspace, names: list[str]) -> None:
    freed, gone, refused = 0.0, 0, []
    for name in names:
        try:
            freed += cleanup.remove(studio, name)
            gone += 1
        except StudioError as error:  # it has changed since it was shown
            refused.append(error)
    if gone:
        told = f"{words.count(gone, 'run')} removed: {words.disk(freed)} are free again."
        tell(words.plain(told))
    st.session_state[_REFUSED] = refused
    renew(_REMOVING)


def _close_cleanup() -> None:
    st.query_params.pop(CLEANUP, None)
    st.session_state.pop(_REFUSED, None)
