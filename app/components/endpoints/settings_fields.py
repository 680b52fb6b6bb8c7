"""The settings of an endpoint: memory, requests at once, and when it sleeps."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.field import span_words, under_field
from backend.errors import DoesNotFit, StudioError
from backend.platforms.base import (
    DEFAULT_CONCURRENCY,
    DEFAULT_IDLE_SECONDS,
    ENDPOINT_CONCURRENCY,
    ENDPOINT_IDLE_SECONDS,
    ENDPOINT_MEMORY_MB,
    check_concurrency,
    check_fits,
    check_idle_seconds,
    smallest_memory,
)


@dataclass(frozen=True)
class Settings:
    """What was chosen, and whether it can be used. Memory in MB of 2^20 bytes."""

    memory_mb: int
    concurrency: int
    idle_seconds: float
    usable: bool


def settings_fields(
    needed_mb: float | None,
    *,
    memory_mb: int | None = None,
    concurrency: int = DEFAULT_CONCURRENCY,
    idle_seconds: float = DEFAULT_IDLE_SECONDS,
    fixed_idle: bool,
    key: str,
) -> Settings:
    """Three fields, which open on what is given; with no `memory_mb`, on the least that does.

    needed_mb: what the model needs, None where that is not known. fixed_idle: the platform decides
    itself when an endpoint sleeps.
    """
    left, middle, right = st.columns(3)
    with left:
        memory = st.selectbox(
            "Memory",
            ENDPOINT_MEMORY_MB,
            index=ENDPOINT_MEMORY_MB.index(memory_mb or _least(needed_mb)),
            format_func=lambda mb: (
                words.megabytes(mb) + (", too small" if mb < (needed_mb or 0) else "")
            ),
            key=f"{key}-memory",
            help="What the endpoint may hold. On SageMaker, memory is what you pay for.",
        )
        small = _problem(lambda: check_fits(needed_mb or 0, memory))
        needs = f"The model needs {words.megabytes(needed_mb)}." if needed_mb else ""
        under_field(needs, small)
    with middle:
        at_once = st.number_input(
            "Requests at once",
            value=concurrency,
            key=f"{key}-concurrency",
            help="More than this at the same time are told to come again (429).",
        )
        many = _problem(lambda: check_concurrency(at_once))
        under_field(span_words(*ENDPOINT_CONCURRENCY), many)
    with right:
        if fixed_idle:
            st.markdown("Sleep")
            under_field("It sleeps by itself after some minutes without a message; AWS decides.")
            return Settings(memory, at_once, idle_seconds, usable=not (small or many))
        idle = st.number_input(
            "Idle seconds before sleep",
            value=round(idle_seconds),
            key=f"{key}-idle",
            help="After so long without a message the model leaves memory, and costs nothing.",
        )
        long = _problem(lambda: check_idle_seconds(idle))
        span = span_words(*ENDPOINT_IDLE_SECONDS).removesuffix(".")
        under_field(f"{span}; {words.duration(max(0, idle))} chosen.", long)
    return Settings(memory, at_once, float(idle), usable=not (small or many or long))


def _least(needed_mb: float | None) -> int:
    try:
        return smallest_memory(needed_mb or 0)
    except DoesNotFit:
        return ENDPOINT_MEMORY_MB[-1]


def _problem(check: Callable[[], None]) -> StudioError | None:
    try:
        check()
    except StudioError as error:
        return error
    return None
