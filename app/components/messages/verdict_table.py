"""Tables of messages and what endpoints say of them. A chosen row opens its message."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from app.components.messages.differences import differ
from app.components.messages.verdict_words import flagged_words
from backend.moderation.verdicts import Verdict
from backend.studio.message.spreadsheet import inert

_ROW, _MOST = 35, 12 * 35


def verdict_table(
    messages: Sequence[str],
    verdicts: Mapping[str, Sequence[Verdict]],
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
    # A browser saves what the table shows as a CSV of its own making.
    messages = [inert(message) for message in messages]
    several = len(verdicts) > 1
    columns: dict[str, Sequence[Any]] = {**(lead or {}), "Message": messages}
    settings: dict[str, Any] = {
        "Message": st.column_config.TextColumn(width="medium"),
    }
    if several:
        marks = ["≠" if differ(*row) else "" for row in zip(*verdicts.values(), strict=True)]
        columns["≠"] = marks
        settings["≠"] = st.column_config.TextColumn(
            width=50, help="≠ marks a message that they do not flag alike."
        )
    for name, found in verdicts.items():
        said, most = f"{name} flags", f"{name} probability"
        columns[said] = [flagged_words(v) for v in found]
        columns[most] = [100 * v.scores[0].probability for v in found]
        settings[said] = st.column_config.TextColumn(
            name if several else "Flagged as",
            width=None if several else "medium",
            help=f"What {name} flags it as." if several else None,
        )
        settings[most] = st.column_config.ProgressColumn(
            "Highest",
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
