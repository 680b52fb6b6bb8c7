"""The reliability diagram: whether a probability is what it says."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.components import words
from app.components.charts import altair, inks
from app.components.models.comparison import Measured, Styles, model_key, share_axis, table
from app.components.models.measures import said

_HEIGHT = 320


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
        help="Test rows are gathered by probability, ten groups in all. Where the model says"
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
    base = alt.Chart(table(rows)).encode(
        x=alt.X("probability:Q", title="Mean probability given", scale=scale, axis=share_axis(alt)),
        y=alt.Y("share:Q", title="Share that has it", scale=scale, axis=share_axis(alt)),
        tooltip=tooltip,
    )
    ideal = (
        alt.Chart(table([{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
        .mark_line(color=ink.quiet, strokeWidth=1, opacity=0.6)
        .encode(x="x:Q", y="y:Q")
    )
    lines = base.mark_line(strokeWidth=2).encode(color=styles.color, strokeDash=styles.dash)
    points = base.mark_point(filled=True, size=110, opacity=1, stroke=ink.text).encode(
        color=styles.color, shape=styles.shape
    )
    counts = alt.Chart(table(rows)).encode(
        x=alt.X(
            "rows:Q",
            title="Rows, log axis",
            scale=alt.Scale(type="symlog", domain=[0, 4 * max(row["rows"] for row in rows)]),
            axis=alt.Axis(labels=False, ticks=False, grid=False),  # the bars have their numbers
        ),
        y=alt.Y("bin:N", title="Probability from", sort=_bins(rows)),
        yOffset=alt.YOffset("model:N", sort=styles.names),
        tooltip=tooltip,
    )
    bars = counts.mark_bar(stroke=ink.quiet, strokeWidth=0.5).encode(color=styles.color)
    labels = counts.mark_text(align="left", dx=4, fontSize=11, color=ink.text).encode(
        text=alt.Text("rows:Q", format=",")
    )
    labelled = {one.model: _label(one) for one in measured}
    model_key(alt, styles, labelled)
    told = "; ".join(labelled.values())
    left, right = st.columns([3, 2])
    left.altair_chart(
        (ideal + lines + points).properties(height=_HEIGHT),
        alt=f"Share of test rows with {category} over the probability given. {told}",
    )
    right.altair_chart(
        (bars + labels).properties(height=_HEIGHT), alt=f"Test rows by probability of {category}"
    )


def _label(one: Measured) -> str:
    return f"{one.model} · calibration error {said(one.metrics.calibration_error)}"


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


def _bins(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The names of the bins, the highest first: as the other picture goes up, so does this."""
    return sorted({row["bin"] for row in rows}, key=lambda name: -int(name.split()[0]))
