"""How up to three models are told apart in one chart: by line, by mark, and by shade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import ACCENT, inks
from backend.learning.evaluation import CategoryMetrics

MOST = 3
"""Models side by side."""

_DASHES = ([1, 0], [7, 3], [2, 3])
_SHAPES = ("circle", "square", "triangle-up")


@dataclass(frozen=True)
class Measured:
    """One category of one model. threshold: the one in force."""

    model: str
    metrics: CategoryMetrics
    threshold: float


class Styles:
    """Altair's encodings by the field "model". No legends: `model_key` is drawn once instead."""

    def __init__(self, alt: ModuleType, models: Sequence[str], category: str | None = None) -> None:
        names = list(models)
        self.names = names
        self.color = _scaled(alt, alt.Color, names, _shades(category))
        self.dash = _scaled(alt, alt.StrokeDash, names, _DASHES)
        self.shape = _scaled(alt, alt.Shape, names, _SHAPES)


def _scaled(alt: ModuleType, channel: Any, names: list[str], values: Sequence[Any]) -> Any:
    scale = alt.Scale(domain=names, range=list(values[: len(names)]))
    return channel("model:N", scale=scale, legend=None)


def model_key(alt: ModuleType, styles: Styles, labels: Mapping[str, str]) -> None:
    """What each line and mark stands for. labels: by model, what is said of it."""
    rows = [{"model": name, "label": labels[name]} for name in styles.names if name in labels]
    base = alt.Chart(table(rows)).encode(y=alt.Y("model:N", sort=styles.names, axis=None))
    lines = base.mark_rule(strokeWidth=2).encode(
        x=alt.value(4), x2=alt.value(44), color=styles.color, strokeDash=styles.dash
    )
    marks = base.mark_point(filled=True, size=110, opacity=1, stroke=inks().text).encode(
        x=alt.value(24), color=styles.color, shape=styles.shape
    )
    text = base.mark_text(align="left", fontSize=13, color=inks().text, limit=700).encode(
        x=alt.value(54), text="label:N"
    )
    st.altair_chart(
        (lines + marks + text).properties(height=alt.Step(24)),
        alt=f"Key: {'; '.join(labels.values())}",
    )


def shade_key(names: Sequence[str]) -> None:
    """What each shade stands for where bars are of several models and no category; none for one."""
    if len(names) > 1:
        shades = zip(names, _shades(), strict=False)
        st.markdown(
            "\u2003".join(
                f':color[■]{{foreground="{shade}"}} {words.plain(name)}' for name, shade in shades
            )
        )


def _shades(category: str | None = None) -> list[str]:
    """Of the first model, in the colour of the category, and of the others."""
    ink = inks()
    return [
        category_colors([category])[category] if category else ACCENT,
        ink.text,
        ink.quiet,
    ]


def table(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as a chart's data: a frame, which Altair passes on, where it copies and checks every
    value of `InlineData` several times (half a second for three curves)."""
    import pandas

    return pandas.DataFrame(list(rows))


def share_axis(alt: ModuleType) -> Any:
    """An axis of shares, 0 to 100 %."""
    return alt.Axis(labelExpr="datum.value * 100 + ' %'", values=[0, 0.25, 0.5, 0.75, 1])
