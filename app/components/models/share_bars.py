"""Shares as bars, one under the other, with what each is of above them; for up to three models."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app.components.charts import altair, inks
from app.components.models.comparison import Styles, table

_LINE_PIXELS = 19
_GAP_PIXELS = 8
_ROOM = 1.4  # beyond the longest bar, for what stands beside it


@dataclass(frozen=True, kw_only=True)
class ShareBar:
    """title: of the line it stands in. share: 0 to 1; None draws nothing. said: stands beside."""

    title: str
    model: str
    share: float | None
    said: str


def share_bars(
    bars: Sequence[ShareBar], models: Sequence[str], *, alt_text: str, whole: float = 1.0
) -> None:
    """Draw them in the order given. whole: the share at which a bar is as long as there is room."""
    alt, ink = altair(), inks()
    styles = Styles(alt, models)
    titles = list(dict.fromkeys(bar.title for bar in bars))
    lines = [
        {"title": bar.title, "model": bar.model, "share": bar.share or 0.0, "said": bar.said}
        for bar in bars
    ]
    up = alt.Y(
        "title:N",
        sort=titles,
        axis=None,
        scale=alt.Scale(paddingInner=0.2, paddingOuter=0.05),
    )
    offset = alt.YOffset(
        "model:N", scale=alt.Scale(domain=["", *models], paddingInner=0.15), bandPosition=0.5
    )
    across = alt.X("share:Q", scale=alt.Scale(domain=[0, whole * _ROOM], clamp=True), axis=None)
    base = alt.Chart(table(lines)).encode(
        y=up,
        yOffset=offset,
        tooltip=[
            alt.Tooltip("title:N", title=" "),
            *([alt.Tooltip("model:N", title="Model")] if len(models) > 1 else []),
            alt.Tooltip("said:N", title="Share"),
        ],
    )
    drawn = base.mark_bar(cornerRadiusEnd=2, stroke=ink.quiet, strokeWidth=0.5).encode(
        x=across, color=styles.color
    )
    beside = base.mark_text(align="left", dx=5, dy=2, fontSize=12, color=ink.text).encode(
        x=across, text="said:N"
    )
    names = (
        alt.Chart(table([{"title": title, "model": ""} for title in titles]))
        .mark_text(align="left", fontSize=13, color=ink.text)
        .encode(x=alt.value(0), y=up, yOffset=offset, text="title:N")
    )
    told = "; ".join(
        f"{bar.title}{f', {bar.model}' if len(models) > 1 else ''}: {bar.said}" for bar in bars
    )
    height = len(titles) * (_LINE_PIXELS * (len(models) + 1) + _GAP_PIXELS)
    st.altair_chart((drawn + beside + names).properties(height=height), alt=f"{alt_text}. {told}.")
