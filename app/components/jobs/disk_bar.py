"""What holds disk, as one bar."""

import streamlit as st

from app.components import words
from app.components.charts import ACCENT, altair, inks
from backend.studio.work.disk import Holder, Share, Usage

_COLORS = {
    Holder.DATASETS: "#4e79a7",
    Holder.PREPARED: "#c98f1d",
    Holder.MODELS: ACCENT,
    Holder.ENDPOINTS: "#8d6cab",
    Holder.OTHER_JOBS: "#c4572f",
    Holder.CACHES: "#9aa6a2",
}


def disk_bar(usage: Usage, *, key: str) -> None:
    """A bar with a part for each thing that holds disk, and their names and sizes below it."""
    import pandas as pd

    shares = [share for share in usage.shares if share.mb > 0]
    if not shares:
        st.caption("Nothing is kept yet.")
        return
    alt, ink = altair(), inks()
    rows = pd.DataFrame(
        [
            {
                "holder": share.holder.value,
                "mb": share.mb,
                "said": words.disk(share.mb),
                "things": f"{share.things:,}",
                "place": place,
            }
            for place, share in enumerate(shares)
        ]
    )
    chart = (
        alt.Chart(rows)
        .mark_bar(height=16, cornerRadius=3, stroke=ink.track, strokeWidth=1)
        .encode(
            x=alt.X("mb:Q", stack="zero", title=None, axis=None, scale=alt.Scale(nice=False)),
            order="place:Q",
            color=alt.Color(
                "holder:N",
                scale=alt.Scale(
                    domain=[holder.value for holder in _COLORS], range=list(_COLORS.values())
                ),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("holder:N", title="What"),
                alt.Tooltip("said:N", title="Disk"),
                alt.Tooltip("things:N", title="How many"),
            ],
        )
        .properties(height=22)
    )
    told = words.joined([f"{share.holder.value} {words.disk(share.mb)}" for share in shares])
    st.altair_chart(chart, key=key, alt=f"Disk: {told}.")
    st.html("".join(map(_key, shares)))


def _key(share: Share) -> str:
    return (
        '<span style="white-space:nowrap;margin-right:0.9rem;font-size:0.875rem">'
        f'<span style="color:{_COLORS[share.holder]}">■</span>'
        f" {share.holder.value} {words.disk(share.mb)}</span> "
    )
