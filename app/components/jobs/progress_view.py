"""How far a job is, and what it has measured."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.charts import ACCENT, altair, quiet
from backend.artefacts.progress import Progress
from backend.platforms.base import Job, JobState

_MOST_POINTS = 200  # in a chart: it has few more pixels


@dataclass(frozen=True)
class _Measure:
    """Something a program measures. form: how a value is said."""

    field: str
    title: str
    axis: str
    form: str
    help: str


_WORDS = _Measure(
    "words_per_second",
    "Words a second",
    "Words a second",
    "{:,.0f} /s",
    "How many words training reads in a second, over all its threads.",
)
_ROWS = _Measure(
    "rows_per_second",
    "Rows a second",
    "Rows a second",
    "{:,.0f} /s",
    "How many comments the job reads in a second.",
)
_LOSS = _Measure(
    "loss",
    "Loss",
    "Loss, lower is better",
    "{:.3f}",
    "How wrong the model is on the rows it learns from, on average. Lower is better.",
)
_AUC = _Measure(
    "validation_auc",
    "Validation AUC",
    "Validation AUC, 1 is perfect",
    "{:.3f}",
    "How well the model ranks comments it has not learned from: 1 is perfect, 0.5 is chance."
    " Mean over the categories.",
)


def progress_words(point: Progress) -> str:
    """One measurement in a line."""
    rates = ((point.words_per_second, "words/s"), (point.rows_per_second, "rows/s"))
    parts = [f"{rate:,.0f} {unit}" for rate, unit in rates if rate is not None]
    if point.loss is not None:
        parts.append(f"loss {point.loss:.3f}")
    if point.validation_auc is not None:
        parts.append(f"validation AUC {point.validation_auc:.3f}")
    if point.seconds_left:
        parts.append(f"{words.duration(max(1, round(point.seconds_left)))} left")
    return " · ".join(parts)


def progress_line(point: Progress) -> None:
    """A bar with the stage and its measurements in one line of words."""
    text = words.plain(point.stage)
    measured = progress_words(point)
    st.progress(
        min(max(point.fraction or 0.0, 0.0), 1.0), text=f"{text} · {measured}" if measured else text
    )


def starting_words(job: Job) -> str:
    """What a job is about before its program has measured anything."""
    if job.doing:
        return f"{job.doing}…"
    if job.state is JobState.QUEUED:
        return "Waiting for its turn…"
    return "Starting its program…"


def progress_view(points: Sequence[Progress], *, running: bool, key: str) -> None:
    """The bar of a running job; a tile and a chart for each thing its program measures."""
    if not points:
        return
    if running:
        progress_line(points[-1])
    speed = _WORDS if _series(points, _WORDS) else _ROWS
    measured = [m for m in (_LOSS, speed, _AUC) if _series(points, m)]
    if measured:
        for column, measure in zip(st.columns(len(measured)), measured, strict=True):
            last = getattr(_series(points, measure)[-1], measure.field)
            column.metric(measure.title, measure.form.format(last), help=measure.help)
    drawn = [m for m in measured if len(_series(points, m)) > 2]
    if drawn:
        for column, measure in zip(st.columns(max(2, len(drawn))), drawn, strict=False):
            with column:
                _chart(points, measure, key=f"{key}-{measure.field}")


def _series(points: Sequence[Progress], measure: _Measure) -> list[Progress]:
    return [point for point in points if getattr(point, measure.field) is not None]


def thinned(points: Sequence[Progress], most: int = _MOST_POINTS) -> list[Progress]:
    """At most `most` of the points, evenly chosen, the first and the last among them."""
    if len(points) <= most:
        return list(points)
    step = (len(points) - 1) / (most - 1)
    return [points[round(place * step)] for place in range(most)]


def _chart(points: Sequence[Progress], measure: _Measure, *, key: str) -> None:
    import pandas as pd

    alt = altair()
    shown = thinned(_series(points, measure))
    rows = pd.DataFrame(
        {
            "seconds": [point.at - points[0].at for point in shown],
            "value": [getattr(point, measure.field) for point in shown],
            "said": [measure.form.format(getattr(point, measure.field)) for point in shown],
            "stage": [point.stage for point in shown],
            "clock": [words.clock(point.at) for point in shown],
        }
    )
    chart = (
        alt.Chart(rows)
        .mark_line(color=ACCENT, strokeWidth=2, point={"size": 18, "color": ACCENT})
        .encode(
            x=alt.X(
                "seconds:Q",
                title="Seconds since the first measurement",
                axis=alt.Axis(grid=False, tickCount=4, **quiet()),
            ),
            y=alt.Y(
                "value:Q",
                title=measure.axis,
                scale=alt.Scale(zero=measure is not _AUC),
                axis=alt.Axis(
                    tickCount=4, format="~s" if measure.form.endswith("/s") else "", **quiet()
                ),
            ),
            detail="stage:N",
            tooltip=[
                alt.Tooltip("said:N", title=measure.title),
                alt.Tooltip("stage:N", title="Stage"),
                alt.Tooltip("clock:N", title="At"),
            ],
        )
        .properties(height=190)
    )
    first, last = rows["said"].iloc[0], rows["said"].iloc[-1]
    st.altair_chart(chart, key=key, alt=f"{measure.title} over time, from {first} to {last}.")
