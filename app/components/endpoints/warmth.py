"""Whether an endpoint holds its model in memory, in a word and in a sentence."""

from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.states import Color
from backend.platforms.base import Endpoint, EndpointState, Warmth

_JUST_NOW = 10.0  # seconds since the last answer in which it counts as warm


@dataclass(frozen=True)
class Saying:
    """A word, its colour, and what it means now."""

    word: str
    color: Color
    sentence: str


_ANSWERS = (EndpointState.IN_SERVICE, EndpointState.UPDATING)


def warmth_of(endpoint: Endpoint, now: float) -> Saying | None:
    """How warm it is at `now`, in seconds since the epoch; None where there is nothing to say."""
    if endpoint.state not in _ANSWERS or endpoint.warmth is Warmth.UNKNOWN:
        return None
    if endpoint.warmth is Warmth.COLD:
        last = endpoint.wake_seconds
        took = f", which took {words.duration(last)} the last time" if last else ""
        return Saying(
            "Cold", "gray", f"Asleep, and takes no memory. The next message wakes it{took}."
        )
    if endpoint.warmth is Warmth.WARMING:
        return Saying("Warming", "orange", "Loading its model; messages wait for it.")
    sleeps = ""
    if endpoint.sleeps_at is not None:
        left = endpoint.sleeps_at - now
        sleeps = f" in {words.duration(round(left))}" if left >= 1 else " in a moment"
    if endpoint.used_at is not None and now - endpoint.used_at < _JUST_NOW:
        sentence = "It answered just now."
        if sleeps:
            sentence += f" Without messages it sleeps{sleeps}."
        return Saying("Warm", "green", sentence)
    sentence = "Its model is in memory and answers at once."
    if sleeps:
        sentence += f" Without messages it sleeps{sleeps}."
    return Saying("Idle", "blue", sentence)


def warmth_badge(saying: Saying) -> None:
    """The word as a small coloured label."""
    st.badge(saying.word, color=saying.color, help=_MEANING[saying.word])


_MEANING = {
    "Cold": "Asleep: the model is not in memory.",
    "Warming": "The model is being loaded into memory.",
    "Warm": "Answering now, or in the last seconds.",
    "Idle": "Ready, but nobody has asked for a while. It sleeps when that goes on.",
}
