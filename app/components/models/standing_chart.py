"""How good models are and how sure that is: a dot for each, on the line of its interval."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components.charts import ACCENT, altair, inks, quiet
from app.components.models.comparison import table
from app.components.models.measures import HELP, Measure, said
from app.components.models.standing import (
    MEANS,
    SURE,
    TIE_HELP,
    Place,
    Standing,
    interval_words,
)

_ROW_PIXELS = 44
_AXIS_PIXELS = 44
_MOST_ROWS = 8  # more are in the table


def standing_chart(found: Mapping[Measure, Sequence[Standing]]) -> None:
    """A picture for each mean, the best on top. found: models on the same test rows alone."""
    for column, (measure, title) in zip(st.columns(len(MEANS)), MEANS.items(), strict=True):
        with column:
            st.markdown(
                f"**{title}**",
                help=f"{HELP[measure]} The line is the {SURE} {TIE_HELP}",
            )
            _chart(found[measure][:_MOST_ROWS], title)
    more = len(next(iter(found.values()))) - _MOST_ROWS
    if more > 0:
        st.caption(f"The best {_MOST_ROWS} by each mean; {more} more are in the table.")


def _chart(standings: Sequence[Standing], title: str) -> None:
    rows = [
        {
            "model": one.model.name,
            "said": _said(one),
            "value": one.value,
            "low": one.interval.low if one.interval else one.value,
            "high": one.interval.high if one.interval else one.value,
            "interval": interval_words(one.interval) or "not measured",
            "behind": interval_words(one.behind) or "-",
            "color": ACCENT if one.place in (Place.BEST, Place.TIE) else inks().quiet,
        }
        for one in standings
        if one.value is not None
    ]
    if not rows:
        st.info("It could not be measured.")
        return
    alt = altair()
    base = alt.Chart(table(rows)).encode(
        y=alt.Y("model:N", sort=[row["model"] for row in rows], axis=None),
        color=alt.Color("color:N", scale=None),
        tooltip=[
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("value:Q", title=title, format=".3f"),
            alt.Tooltip("interval:N", title="95 % confidence interval"),
            alt.Tooltip("behind:N", title="Behind the best by"),
        ],
    )
    across = alt.X(
        "low:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=True, padding=8),
        axis=alt.Axis(format=".3~f", tickCount=5, grid=True, **quiet()),
    )
    lines = base.mark_rule(strokeWidth=3, opacity=0.6, yOffset=11).encode(x=across, x2="high:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1, yOffset=11).encode(x="value:Q")
    names = base.mark_text(align="left", baseline="middle", fontSize=13, dy=-8).encode(
        x=alt.value(2), text="said:N", color=alt.value(inks().text)
    )
    told = "; ".join(f"{row['said']}, 95 % from {row['interval']}" for row in rows)
    st.altair_chart(
        (lines + dots + names).properties(height=_ROW_PIXELS * len(rows) + _AXIS_PIXELS),
        alt=f"{title} of the models, the best first: {told}.",
    )


def _said(one: Standing) -> str:
    return " · ".join(part for part in (one.model.name, said(one.value), one.words) if part)
