"""How up to three models are told apart in one chart: by line, by mark, and by shade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from app.components.category_colors import category_colors
from app.components.charts import inks
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
    """Altair's encodings by the field "model"; the legend is there only for several."""

    def __init__(self, alt: ModuleType, models: Sequence[str], category: str) -> None:
        names, ink = list(models), inks()
        shades = [category_colors([category])[category], ink.text, ink.quiet][: len(names)]
        legend = alt.Legend(
            title=None, orient="top", columns=1, labelLimit=400, symbolSize=300, symbolStrokeWidth=2
        )
        several = legend if len(names) > 1 else None
        self.color = alt.Color(
            "model:N", scale=alt.Scale(domain=names, range=shades), legend=several
        )
        self.dash = alt.StrokeDash(
            "model:N", scale=alt.Scale(domain=names, range=_DASHES[: len(names)]), legend=several
        )
        self.shape = alt.Shape(
            "model:N", scale=alt.Scale(domain=names, range=_SHAPES[: len(names)]), legend=None
        )


def share_axis(alt: ModuleType) -> Any:
    """An axis of shares, 0 to 100 %."""
    return alt.Axis(labelExpr="datum.value * 100 + ' %'", values=[0, 0.25, 0.5, 0.75, 1])


def thresholds_said(measured: Sequence[Measured]) -> Mapping[str, str]:
    """The threshold in force by model, as it is said."""
    return {one.model: f"{one.threshold:.2f}" for one in measured}
