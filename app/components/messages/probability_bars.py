"""What a model says of a message: a bar for each category, and its threshold."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import altair, category_axis, inks
from backend.moderation.verdicts import Verdict

_ROW_PIXELS = 44
_AXIS_PIXELS = 80


def probability_bars(
    verdict: Verdict, *, order: Sequence[str] | None = None, key: str | None = None
) -> None:
    """Draw a horizontal bar for each category, with a mark where its threshold is.

    order: the categories from top to bottom; most probable first when unsaid.
    """
    alt, ink = altair(), inks()
    names = list(order or [score.category for score in verdict.scores])
    colors = category_colors(names)
    rows = [
        {
            "category": words.category(score.category),
            "probability": score.probability,
            "said": words.percent(score.probability),
            "threshold": score.threshold,
            "threshold_said": words.percent(score.threshold),
            "flagged": "yes" if score.caught else "no",
            "full": 1.0,
        }
        for score in verdict.scores
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=category_axis(alt, [words.category(name) for name in names]),
        tooltip=[
            alt.Tooltip("category:N", title="Category"),
            alt.Tooltip("said:N", title="Probability"),
            alt.Tooltip("threshold_said:N", title="Flagged from"),
            alt.Tooltip("flagged:N", title="Flagged"),
        ],
    )
    across = alt.X(
        "probability:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        title="Probability, calibrated",
        axis=alt.Axis(
            labelExpr="datum.value * 100 + ' %'",
            values=[0, 0.25, 0.5, 0.75, 1],
            grid=False,
            domain=False,
            ticks=False,
            labelColor=ink.quiet,
            titleColor=ink.quiet,
            titleFontWeight="normal",
        ),
    )
    tracks = base.mark_bar(color=ink.track, cornerRadius=4, height=20).encode(x=alt.X("full:Q"))
    bars = base.mark_bar(cornerRadius=4, height=20).encode(
        x=across,
        color=alt.Color(
            "category:N",
            scale=alt.Scale(
                domain=[words.category(name) for name in names],
                range=[colors[name] for name in names],
            ),
            legend=None,
        ),
        opacity=alt.condition("datum.flagged === 'yes'", alt.value(1.0), alt.value(0.55)),
    )
    marks = base.mark_tick(thickness=2, size=30, color=ink.text).encode(x=alt.X("threshold:Q"))
    said = base.mark_text(align="right", dx=46, fontSize=14, color=ink.text).encode(
        x=alt.value("width"),
        text="said:N",
        # A verdict is never in colour alone.
        opacity=alt.condition("datum.flagged === 'yes'", alt.value(1.0), alt.value(0.75)),
    )
    chart = (tracks + bars + marks + said).properties(height=_ROW_PIXELS * len(rows) + _AXIS_PIXELS)
    told = ", ".join(f"{row['category']} {row['said']}" for row in rows)
    st.altair_chart(chart, key=key, alt=f"Probability by category: {told}.")
