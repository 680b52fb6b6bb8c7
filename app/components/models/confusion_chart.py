"""What becomes of the test rows, category by category: flagged rightly, missed, flagged wrongly."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import altair, category_axis, ink_on, inks
from app.components.models.comparison import table
from backend.learning.evaluation import CategoryMetrics, Confusion

_ROW_PIXELS = 44
_AXIS_PIXELS = 60


def confusions(
    metrics: Sequence[CategoryMetrics], thresholds: Mapping[str, float]
) -> Mapping[str, Confusion]:
    """By category, what becomes of the rows at these thresholds."""
    return {one.category: one.at(thresholds[one.category]) for one in metrics}


def confusion_chart(found: Mapping[str, Confusion], *, name: str, key: str | None = None) -> None:
    """Bars for each category: to the right those that have it, flagged and missed; to the left
    those that do not, and were flagged wrongly. name: of the model, for readers of the page.

    Lengths are for every 100 that have the category, so that rare ones are seen as well; the
    numbers are of rows.
    """
    alt, ink = altair(), inks()
    names = list(found)
    colors = category_colors(names)
    paints = {**colors, "missed": ink.track, "wrong": ink.quiet}
    rows = [
        {**row, "ink": ink_on(paints[row["paint"]])}
        for category, one in found.items()
        for row in _rows(category, one)
    ]
    most = max([row["end"] for row in rows] + [100])
    least = -min(max([-row["start"] for row in rows] + [30]), 200)
    base = alt.Chart(table(rows)).encode(
        y=category_axis(alt, [words.category(category) for category in names]),
        tooltip=[
            alt.Tooltip("category:N", title="Category"),
            alt.Tooltip("right:Q", title="Flagged rightly", format=","),
            alt.Tooltip("missed:Q", title="Missed", format=","),
            alt.Tooltip("wrong:Q", title="Flagged wrongly", format=","),
            alt.Tooltip("left:Q", title="Rightly left alone", format=","),
        ],
    )
    across = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[least, most], nice=False, clamp=True),
        title="For every 100 with the category",
        axis=alt.Axis(labelExpr="abs(datum.value)", grid=False),
    )
    bars = base.mark_bar(height=24, strokeWidth=1).encode(
        x=across,
        x2="end:Q",
        color=alt.Color(
            "paint:N",
            scale=alt.Scale(domain=list(paints), range=list(paints.values())),
            legend=None,
        ),
        stroke=alt.value(ink.quiet),
    )
    labels = base.mark_text(fontSize=12, fontWeight="bold").encode(
        x=alt.X("middle:Q"), text="label:N", color=alt.Color("ink:N", scale=None)
    )
    zero = alt.Chart(table([{"x": 0}])).mark_rule(color=ink.text, strokeWidth=1).encode(x="x:Q")
    sides = (
        alt.Chart(
            table(
                [
                    {"x": 0, "dx": -8, "said": "flagged wrongly", "align": "right"},
                    {"x": 0, "dx": 8, "said": "flagged | missed", "align": "left"},
                ]
            )
        )
        .mark_text(
            fontSize=12, color=ink.quiet, align=alt.expr("datum.align"), dx=alt.expr("datum.dx")
        )
        .encode(x=alt.X("x:Q"), y=alt.value(-8), text="said:N")
    )
    told = "; ".join(
        f"{words.category(category)}: {one.right:,} flagged rightly, {one.missed:,} missed,"
        f" {one.wrong:,} flagged wrongly"
        for category, one in found.items()
    )
    st.altair_chart(
        (bars + zero + labels + sides).properties(height=_ROW_PIXELS * len(names) + _AXIS_PIXELS),
        key=key,
        alt=f"Test rows of {name} by category. {told}.",
    )


def _rows(category: str, one: Confusion) -> list[dict[str, Any]]:
    """A bar each for what was flagged rightly, missed, and flagged wrongly."""
    positives = one.right + one.missed
    each = 100 / positives if positives else 0.0
    shared = {
        "category": words.category(category),
        "right": one.right,
        "missed": one.missed,
        "wrong": one.wrong,
        "left": one.left,
    }
    bars = (
        (category, 0.0, one.right * each, one.right),
        ("missed", one.right * each, 100.0 if positives else 0.0, one.missed),
        ("wrong", -one.wrong * each, 0.0, one.wrong),
    )
    return [
        {
            **shared,
            "paint": paint,
            "start": start,
            "end": end,
            "middle": max((start + end) / 2, -100),
            "label": f"{count:,}" if count else "",
        }
        for paint, start, end, count in bars
    ]
