"""Pictures of a scored batch: how many messages were flagged, and how probabilities spread."""

import math
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import altair, category_axis, inks, quiet

_ROW_PIXELS = 34
_AXIS_PIXELS = 60


def flagged_bars(flagged: Mapping[str, int], rows: int, *, key: str | None = None) -> None:
    """A bar for each category, as long as its share of flagged messages among `rows`."""
    alt, ink = altair(), inks()
    names = [words.category(name) for name in flagged]
    values = [
        {
            "category": words.category(name),
            "messages": count,
            "share": words.percent(count / rows) if rows else "none",
            "said": f"{count:,} · {words.percent(count / rows)}" if count else "0",
        }
        for name, count in flagged.items()
    ]
    most = max([*flagged.values(), 1])
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=category_axis(alt, names),
        x=alt.X(
            "messages:Q",
            title="Messages flagged",
            axis=_axis(alt, tickCount=4, format=",d", tickMinStep=1),
            scale=alt.Scale(domain=[0, most * 1.35], nice=False),
        ),
        tooltip=[
            alt.Tooltip("category:N", title="Category"),
            alt.Tooltip("messages:Q", title="Messages flagged", format=","),
            alt.Tooltip("share:N", title="Of all"),
        ],
    )
    bars = base.mark_bar(cornerRadius=3, height=16).encode(color=_colors(alt, list(flagged)))
    said = base.mark_text(align="left", dx=6, fontSize=12, color=ink.text).encode(text="said:N")
    told = ", ".join(f"{value['category']} {value['said']}" for value in values)
    st.altair_chart(
        (bars + said).properties(height=_ROW_PIXELS * len(values) + _AXIS_PIXELS),
        key=key,
        alt=f"Messages flagged by category: {told}.",
    )


def spread_strips(
    spread: Mapping[str, Sequence[int]], thresholds: Mapping[str, float], *, key: str | None = None
) -> None:
    """A strip for each category, the darker the more messages have that probability.

    spread: messages in equal steps of probability from 0 to 1, by category. thresholds: 0 to 1.
    """
    alt, ink = altair(), inks()
    names = [words.category(name) for name in spread]
    most = math.log1p(max([1, *(max(counts) for counts in spread.values())]))
    limits = {words.category(name): thresholds[name] for name in spread}
    values: list[dict[str, Any]] = [
        {
            "category": words.category(name),
            "from_said": words.percent(thresholds[name]),
            "from": place / len(counts),
            "to": (place + 1) / len(counts),
            "step": f"{100 * place / len(counts):.0f} to {100 * (place + 1) / len(counts):.0f} %",
            "messages": count,
            # Most messages are clean: without the logarithm only they would be seen.
            "weight": 0.12 + 0.88 * math.log1p(count) / most,
        }
        for name, counts in spread.items()
        for place, count in enumerate(counts)
        if count
    ]
    seen: set[str] = set()
    for value in values:  # one mark a category
        name = value["category"]
        value["threshold"] = None if name in seen else limits[name]
        seen.add(name)
    base = alt.Chart(alt.InlineData(values=values)).encode(y=category_axis(alt, names))
    strips = base.mark_rect(height=16).encode(
        x=alt.X(
            "from:Q",
            title="Probability, calibrated",
            scale=alt.Scale(domain=[0, 1], nice=False),
            axis=_axis(alt, labelExpr="datum.value * 100 + ' %'", values=[0, 0.25, 0.5, 0.75, 1]),
        ),
        x2="to:Q",
        color=_colors(alt, list(spread)),
        opacity=alt.Opacity("weight:Q", scale=None, legend=None),
        tooltip=[
            alt.Tooltip("category:N", title="Category"),
            alt.Tooltip("step:N", title="Probability"),
            alt.Tooltip("messages:Q", title="Messages", format=","),
            alt.Tooltip("from_said:N", title="Threshold"),
        ],
    )
    marks = base.mark_tick(thickness=2, size=24, color=ink.text).encode(
        x=alt.X("threshold:Q"), tooltip=[alt.Tooltip("from_said:N", title="Threshold")]
    )
    over = ", ".join(
        f"{words.category(name)} {sum(counts[len(counts) // 2 :]):,}"
        for name, counts in spread.items()
    )
    st.altair_chart(
        (strips + marks).properties(height=_ROW_PIXELS * len(names) + _AXIS_PIXELS),
        key=key,
        alt=f"How probabilities spread. Messages of 50 % or more by category: {over}.",
    )


def _axis(alt: ModuleType, **settings: Any) -> Any:
    return alt.Axis(grid=False, ticks=False, domain=False, **settings, **quiet())


def _colors(alt: ModuleType, categories: Sequence[str]) -> Any:
    colors = category_colors(categories)
    return alt.Color(
        "category:N",
        scale=alt.Scale(
            domain=[words.category(name) for name in categories],
            range=[colors[name] for name in categories],
        ),
        legend=None,
    )
