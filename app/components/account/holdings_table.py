"""What is kept in an account, what it holds, and what it costs."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.moments import moments
from backend.platforms.capabilities import Holding
from backend.studio.account import Kept

_ROWS = 10  # that are seen without scrolling


def kept_words(kept: Kept) -> str:
    """All of it in a line."""
    month = words.dollars(kept.usd_per_month)
    return (
        f"{words.count(kept.things, 'thing')}, {words.disk(kept.mb)},"
        f" {'costs nothing to keep' if kept.usd_per_month == 0 else f'{month} a month'}"
    )


def holdings_table(found: Sequence[Holding]) -> None:
    """A row for each thing."""
    import pyarrow as pa

    rows = {
        "Kind": [one.kind for one in found],
        "Name": [one.name for one in found],
        "Size": pa.array([one.mb for one in found], pa.float64()),
        "USD a month": pa.array([one.usd_per_month for one in found], pa.float64()),
        "Made": moments([one.created_at for one in found]),
    }
    st.dataframe(
        pa.table(rows),
        hide_index=True,
        height=38 + 35 * min(len(found), _ROWS),
        column_config={
            "Size": st.column_config.NumberColumn(format="%.1f MB"),
            "USD a month": st.column_config.NumberColumn(
                format="$%.4f", help="What it costs to keep as it is. Work is not part of it."
            ),
            "Made": st.column_config.DatetimeColumn(format="distance"),
        },
        alt=f"{words.count(len(found), 'thing')} in the account",
    )


def left_table(found: Sequence[Holding]) -> None:
    """What could not be removed, and why."""
    st.dataframe(
        [{"Kind": one.kind, "Name": one.name, "Why it stays": one.left_because} for one in found],
        hide_index=True,
        height=38 + 35 * min(len(found), _ROWS),
        alt=f"{words.count(len(found), 'thing')} that could not be removed",
    )
