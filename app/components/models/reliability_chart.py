"""The reliability diagram: whether a probability is what it says."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.components import words
from app.components.charts import altair, inks
from app.components.models.comparison import Measured, Styles, share_axis
from app.components.models.measures import said

_HEIGHT = 320
_ROWS_HEIGHT = 130


def reliability_chart(measured: Sequence[Measured]) -> None:
    """Share of positives over mean probability, bin by bin, and the rows of each bin below."""
    alt, ink = altair(), inks()
    category = words.category(measured[0].metrics.category)
    rows = [row for one in measured for row in _rows(one)]
    if not rows:
        st.info("No test row was measured on: there is nothing to hold the probabilities against.")
        return
    styles = Styles(alt, [one.model for one in measured], measured[0].metrics.category)
    st.markdown(
        "**Reliability**",
        help="Test messages are gathered by probability, ten groups in all. Where the model says"
        " 30 %, about 30 in 100 should have the category: points on the thin line say so."
        " Groups of few rows stray by chance.",
    )
    scale = alt.Scale(domain=[0, 1], nice=False)
    tooltip = [
        alt.Tooltip("model:N", title="Model"),
        alt.Tooltip("bin:N", title="Probability from"),
        alt.Tooltip("probability:Q", title="Mean probability", format=".1%"),
        alt.Tooltip("share:Q", title="Have the category", format=".1%"),
        alt.Tooltip("positives:Q", title="Rows with the category", format=","),
        alt.Tooltip("rows:Q", title="Rows", format=","),
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("probability:Q", title="Mean probability given", scale=scale, axis=share_axis(alt)),
        y=alt.Y("share:Q", title="Share that has it", scale=scale, axis=share_axis(alt)),
        tooltip=tooltip,
    )
    ideal = (
        alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
        .mark_line(color=ink.quiet, strokeWidth=1, opacity=0.6)
        .encode(x="x:Q", y="y:Q")
    )
    lines = base.mark_line(strokeWidth=2).encode(color=styles.color, strokeDash=styles.dash)
    points = base.mark_point(filled=True, size=110, opacity=1, stroke=ink.text).encode(
        color=styles.color, shape=styles.shape
    )
    counts = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("bin:N", title="Probability from", axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("model:N", sort=[one.model for one in measured]),
        tooltip=tooltip,
    )
    height = alt.Y(
        "rows:Q",
        title="Rows",
        scale=alt.Scale(type="symlog", domainMin=0),
        axis=alt.Axis(values=[0, 10, 100, 1000, 10_000, 100_000], format="~s", grid=False),
    )
    bars = counts.mark_bar(stroke=ink.quiet, strokeWidth=0.5).encode(
        y=height, color=styles.color.copy().legend(None) if len(measured) > 1 else styles.color
    )
    labels = counts.mark_text(dy=-7, fontSize=11, color=ink.text).encode(
        y=height, text=alt.Text("rows:Q", format=",")
    )
    told = ", ".join(f"{one.model} {said(one.metrics.calibration_error)}" for one in measured)
    st.altair_chart(
        (ideal + lines + points).properties(height=_HEIGHT),
        alt=f"Share of messages with {category} over the probability given. Error: {told}",
    )
    shown = bars + labels if len(measured) == 1 else bars
    st.altair_chart(
        shown.properties(height=_ROWS_HEIGHT), alt=f"Test rows by probability of {category}"
    )
    st.caption(f"Calibration error (0 is perfect): {words.plain(told)}. Rows on a log axis.")


def _rows(one: Measured) -> list[dict[str, Any]]:
    bins = one.metrics.reliability
    columns = zip(bins.rows, bins.positives, bins.probability, strict=True)
    return [
        {
            "model": one.model,
            "bin": f"{100 * number // len(bins.rows)} %",
            "rows": rows,
            "positives": positives,
            "probability": probability,
            "share": positives / rows,
        }
        for number, (rows, positives, probability) in enumerate(columns)
        if probability is not None
    ]
