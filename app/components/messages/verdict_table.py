"""Tables of messages and what endpoints say of them. A chosen row opens its message."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from app.components.messages.differences import differ
from app.components.messages.verdict_words import flagged_words
from backend.moderation.verdicts import Verdict

_ROW, _MOST = 35, 12 * 35


def verdict_table(
    messages: Sequence[str],
    verdicts: Mapping[str, Sequence[Verdict | None]],
    *,
    key: str,
    on_pick: Callable[[int], None],
    lead: Mapping[str, Sequence[Any]] | None = None,
    trail: Mapping[str, Sequence[Any]] | None = None,
    alt: str,
) -> None:
    """A row for each message, as it shall be shown.

    verdicts: by endpoint, of each message. lead, trail: more columns, before and after. on_pick:
    called with the number of the chosen row.
    """
    several = len(verdicts) > 1
    columns: dict[str, Sequence[Any]] = {**(lead or {}), "Message": messages}
    settings: dict[str, Any] = {
        "Message": st.column_config.TextColumn(width="medium"),
    }
    if several:
        marks = [
            "≠" if None not in pair and differ(*(v for v in pair if v)) else ""
            for pair in zip(*verdicts.values(), strict=True)
        ]
        columns["Differ"] = marks
        settings["Differ"] = st.column_config.TextColumn(
            width=60, help="≠ marks a message that they do not flag alike."
        )
    for name, found in verdicts.items():
        said, most = (f"{name} flags", f"{name}, most") if several else ("Flagged as", "Most")
        columns[said] = [flagged_words(v) if v else "" for v in found]
        columns[most] = [100 * v.scores[0].probability if v and v.scores else None for v in found]
        settings[said] = st.column_config.TextColumn(width=None if several else "medium")
        settings[most] = st.column_config.ProgressColumn(
            "Most probable" if not several else most,
            format="%.0f %%",
            min_value=0,
            max_value=100,
            width="small",
            help="The probability of the most probable category.",
        )
    columns |= trail or {}

    def picked() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen:
            on_pick(chosen[0])

    st.dataframe(
        columns,
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="single-row",
        height=min(_ROW * (len(messages) + 1) + 3, _MOST),
        column_config=settings,
        alt=alt,
    )
