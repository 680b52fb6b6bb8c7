"""What a model says of a message: a bar for each category, and its threshold."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import Inks, altair, category_axis, inks, quiet
from backend.moderation.verdicts import Verdict

_ROW_PIXELS = 44
_AXIS_PIXELS = 80


def probability_bars(
    verdict: Verdict, *, order: Sequence[str] | None = None, key: str | None = None
) -> None:
    """Draw a horizontal bar for each category, with a mark where its threshold is.

    order: the categories from top to bottom; most probable first when unsaid.
    """
    rows = [
        {
            "category": words.category(score.category),
            "probability": score.probability,
            "said": words.percent(score.probability),
            "threshold": score.threshold,
            "threshold_said": words.percent(score.threshold),
            "flagged": "yes" if score.caught else "no",
            "full": 1.0,
            "bar_opacity": 1.0 if score.caught else 0.55,
            "said_opacity": 1.0 if score.caught else 0.75,  # a verdict is never in colour alone
        }
        for score in verdict.scores
    ]
    names = tuple(order or (score.category for score in verdict.scores))
    told = ", ".join(f"{row['category']} {row['said']}" for row in rows)
    st.vega_lite_chart(
        {**_specification(names, inks()), "data": {"values": rows}},
        key=key,
        alt=f"Probability by category: {told}.",
    )


# Kept, because Altair takes longer to check a chart than a model to read a message.
@lru_cache(maxsize=64)
def _specification(names: tuple[str, ...], ink: Inks) -> dict[str, Any]:
    """The chart without its data, in Vega-Lite."""
    alt = altair()
    colors = category_colors(names)
    base = alt.Chart(alt.NamedData("scores")).encode(
        y=category_axis(alt, [words.category(name) for name in names]),
        tooltip=[
            alt.Tooltip("category:N", title="Category"),
            alt.Tooltip("said:N", title="Probability"),
            alt.Tooltip("threshold_said:N", title="Threshold"),
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
            **quiet(),
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
        opacity=alt.Opacity("bar_opacity:Q", scale=None, legend=None),
    )
    marks = base.mark_tick(thickness=2, size=30, color=ink.text).encode(x=alt.X("threshold:Q"))
    said = base.mark_text(align="right", dx=46, fontSize=14, color=ink.text).encode(
        x=alt.value("width"),
        text="said:N",
        opacity=alt.Opacity("said_opacity:Q", scale=None, legend=None),
    )
    chart = (tracks + bars + marks + said).properties(
        height=_ROW_PIXELS * len(names) + _AXIS_PIXELS
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification
