"""All endpoints as a table, one to be picked."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.endpoints.warmth import warmth_of
from app.components.states import state_words
from backend.platforms.base import Warmth
from backend.studio.endpoint.endpoints import Endpoint


def endpoint_table(
    endpoints: Sequence[Endpoint],
    requests: Mapping[str, int],
    *,
    now: float,
    key: str,
    far: bool,
    on_pick: Callable[[str], None],
) -> None:
    """A row for each endpoint. requests: in the last hour, by name. far: they
    run elsewhere. on_pick: called with the name of the one that is picked."""

    def picked() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen:
            on_pick(endpoints[chosen[0]].name)

    st.dataframe(
        [_row(endpoint, requests.get(endpoint.name), now, far=far) for endpoint in endpoints],
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
        height=min(36 + 35 * len(endpoints), 36 + 35 * 12),
        column_config={
            "Requests": st.column_config.NumberColumn(format="localized", help="In the last hour."),
            "Memory": st.column_config.TextColumn(
                "Memory in use", help="Of the memory that was chosen; none while it is asleep."
            ),
        },
        alt="Endpoints, by name",
    )


def _row(endpoint: Endpoint, requests: int | None, now: float, *, far: bool) -> dict[str, object]:
    spec, found = endpoint.now.spec, endpoint.now
    warmth = warmth_of(found, now)
    state = state_words(found.state) + (f", {warmth.word.lower()}" if warmth else "")
    serves = endpoint.model.name if endpoint.model else "a deleted model"
    not_asked = "not lately" if far else "never"
    used = words.megabytes(found.memory_used_mb) if found.memory_used_mb else "none"
    if found.memory_used_mb is None and found.warmth is not Warmth.COLD:
        used = "not known"
    return {
        "Endpoint": endpoint.name,
        "State": state,
        "Serves": f"{serves} → {endpoint.changing_to.name}" if endpoint.changing_to else serves,
        "Requests": requests,
        "Last asked": words.ago(found.used_at, now) if found.used_at else not_asked,
        "Memory": f"{used} of {words.megabytes(spec.memory_mb)}",
    }
