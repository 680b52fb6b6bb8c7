"""How far a job is, and what it has measured."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from backend.artefacts.progress import Progress
from backend.platforms.base import JobState


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


def starting_words(state: JobState) -> str:
    """What a job is about before its program has measured anything."""
    return "Waiting for free cores…" if state is JobState.QUEUED else "Starting its program…"


def progress_view(points: Sequence[Progress], *, running: bool) -> None:
    """The bar of a running job, and a tile for each thing its program has measured."""
    if not points:
        return
    if running:
        progress_line(points[-1])
    tiles = [tile for tile in _tiles(points) if tile[2]]
    if tiles:
        for column, (title, values, said, help_text) in zip(
            st.columns(len(tiles)), tiles, strict=True
        ):
            column.metric(
                title,
                said,
                chart_data=values if len(values) > 2 else None,
                help=help_text,
            )


def _tiles(points: Sequence[Progress]) -> list[tuple[str, list[float], str, str]]:
    def seen(field: str) -> list[float]:
        return [value for p in points if (value := getattr(p, field)) is not None]

    speeds, rows = seen("words_per_second"), seen("rows_per_second")
    losses, aucs = seen("loss"), seen("validation_auc")
    return [
        (
            "Rows a second",
            rows,
            f"{rows[-1]:,.0f} /s" if rows and not speeds else "",
            "How many comments the job reads in a second.",
        ),
        (
            "Words a second",
            speeds,
            f"{speeds[-1]:,.0f} /s" if speeds else "",
            "How many words training reads in a second, over all its threads.",
        ),
        (
            "Loss",
            losses,
            f"{losses[-1]:.3f}" if losses else "",
            "How wrong the model still is on the rows it learns from. It should fall.",
        ),
        (
            "Validation AUC",
            aucs,
            f"{aucs[-1]:.3f}" if aucs else "",
            "How well the model ranks comments it has not learned from: 1 is perfect, 0.5 is"
            " chance. Mean over the categories.",
        ),
    ]
