"""Which endpoints are asked: one, or two to be compared."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.choice import choice, choose
from app.components.messages.masking import shortened
from backend.platforms.base import Warmth
from backend.studio.endpoint.endpoints import Endpoint


def choose_endpoints(
    live: Mapping[str, Endpoint], found: Sequence[Endpoint], *, several: bool
) -> tuple[Endpoint, ...]:
    """The endpoint to ask, and, where several may be, the one to compare it with."""
    names = list(live)
    for key in ("endpoint", "compare") if several else ("endpoint",):
        _say_if_gone(st.query_params.get(key), live, found)
    with st.container(horizontal=True):
        first = choice("Endpoint", names, key="endpoint", noun="")  # `_say_if_gone` knows more
        if not several:
            return (live[first],)
        second = _compared([name for name in names if name != first])
    return tuple(live[name] for name in (first, second) if name)


def _compared(names: Sequence[str]) -> str:
    """The endpoint to compare with; empty for none."""

    def told() -> None:
        if name := st.session_state["compare"]:
            choose("compare", name)
        else:
            st.query_params.pop("compare", None)

    linked = st.query_params.get("compare")
    if linked in names:
        st.session_state["compare"] = linked
    elif st.session_state.setdefault("compare", "") not in names:
        st.session_state["compare"] = ""
    return st.selectbox(
        "Compare with",
        ["", *names],
        format_func=lambda name: name or "nothing",
        key="compare",
        on_change=told,
        disabled=not names,
        persist_state="session",
        help="A second endpoint is asked at the same time, and both answers stand side by side."
        if names
        else "There is no other endpoint. Deploy another model on the Endpoints page.",
    )


def _say_if_gone(name: str | None, live: Mapping[str, Endpoint], found: Sequence[Endpoint]) -> None:
    if name is None or name in live:
        return
    shown = words.plain(shortened(name))
    if any(endpoint.name == name for endpoint in found):
        st.warning(f"The endpoint {shown} does not answer now. Another is chosen below.")
    else:
        st.warning(f"There is no endpoint {shown} any more. Another is chosen below.")


def waiting_words(asked: Sequence[Endpoint]) -> str:
    """What is said while they are asked."""
    asleep = [words.plain(endpoint.name) for endpoint in asked if is_asleep(endpoint)]
    if asleep:
        return f"Waking {words.joined(asleep)}…"
    known = all(endpoint.now.warmth is not Warmth.UNKNOWN for endpoint in asked)
    return "Asking…" if known else "Asking… One that sleeps takes some seconds to wake up."


def is_asleep(endpoint: Endpoint) -> bool:
    """Whether it has to wake up before it answers."""
    return endpoint.now.warmth in (Warmth.COLD, Warmth.WARMING)
