"""The state of a job, a run or an endpoint, in a word and a colour."""

from typing import Literal

import streamlit as st

from backend.platforms.base import EndpointState, JobState

Color = Literal["gray", "blue", "orange", "green", "red"]

_STATES: dict[str, tuple[str, Color]] = {
    "Waiting": ("Waiting", "gray"),
    JobState.QUEUED: ("Queued", "gray"),
    JobState.STARTING: ("Starting", "blue"),
    JobState.IN_PROGRESS: ("In progress", "blue"),
    JobState.STOPPING: ("Stopping", "orange"),
    JobState.COMPLETED: ("Completed", "green"),
    JobState.FAILED: ("Failed", "red"),
    JobState.STOPPED: ("Stopped", "gray"),
    "Running": ("Running", "blue"),
    EndpointState.CREATING: ("Creating", "blue"),
    EndpointState.IN_SERVICE: ("In service", "green"),
    EndpointState.UPDATING: ("Updating", "blue"),
    EndpointState.DELETING: ("Deleting", "orange"),
}


def state_words(state: str) -> str:
    """The state as people read it."""
    return _STATES.get(state, (state, "gray"))[0]


def state_badge(state: str) -> None:
    """The state as a small coloured label."""
    words, color = _STATES.get(state, (state, "gray"))
    st.badge(words, color=color)
