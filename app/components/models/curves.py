"""Precision-recall and ROC curves of one category, with the operating points."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import streamlit as st

from app.components import words
from app.components.charts import altair, inks
from app.components.models.comparison import Measured, Styles, model_key, share_axis, table
from app.components.models.measures import said
from app.components.models.standing import SURE, interval_words

_HEIGHT = 320


def curves(measured: Sequence[Measured]) -> None:
    """Both curves of the same category of up to three models, side by side."""
    alt = altair()
    category = words.category(measured[0].metrics.category)
    drawn = [one for one in measured if one.metrics.positives or one.metrics.auc_positives]
    if not drawn:
        st.info(f"No test row has the category {category}: there is nothing to measure it by.")
        return
    points = {one.model: _points(one) for one in drawn}
    marks = [_mark(one) for one in drawn]
    styles = Styles(alt, [one.model for one in drawn], drawn[0].metrics.category)
    labels = {one.model: _label(one) for one in drawn}
    model_key(alt, styles, labels)
    told = "; ".join(labels.values())
    left, right = st.columns(2)
    with left:
        st.markdown(
            "**Precision and recall**",
            help="Each point is a threshold. Recall: of the messages that should be flagged, the"
            " share that are. Precision: of those flagged, the share that should be. The mark is"
            " the threshold in force; the thin line is what flagging at random would give.",
        )
        st.altair_chart(
            _precision_recall(alt, styles, points, marks, drawn),
            alt=f"Precision over recall of {category}. {told}",
        )
    with right:
        st.markdown(
            "**ROC**",
            help="Each point is a threshold. Of the messages with the category, the share that is"
            " flagged, over the share of those without it. The mark is the threshold in force; the"
            " thin line is chance.",
        )
        st.altair_chart(
            _roc(alt, styles, points, marks),
            alt=f"ROC curve of {category}. {told}",
        )
    if sure := [said for one in drawn if (said := _sure(one))]:
        st.caption(words.plain(f"95 % confidence intervals: {'; '.join(sure)}."), help=SURE)


def _sure(one: Measured) -> str:
    """The intervals of both measures, "" where nothing was drawn."""
    found = {
        "AP": interval_words(one.metrics.average_precision_interval),
        "AUC": interval_words(one.metrics.roc_auc_interval),
    }
    said = words.joined([f"{name} {between}" for name, between in found.items() if between])
    return f"{one.model}: {said}" if said else ""


def _label(one: Measured) -> str:
    metrics = one.metrics
    return (
        f"{one.model} · AP {said(metrics.average_precision)} · AUC {said(metrics.roc_auc)}"
        f" · threshold {one.threshold:.2f}"
    )


def _points(one: Measured) -> list[dict[str, Any]]:
    """The curve's points that differ, by falling threshold."""
    curve, seen = one.metrics.curve, set[tuple[int, int, int]]()
    points = []
    columns = zip(curve.thresholds, curve.right, curve.wrong, curve.auc_right, strict=True)
    for threshold, right, wrong, auc_right in columns:
        counts = right, wrong, auc_right
        if counts in seen or not any(counts):
            continue
        seen.add(counts)
        points.append(_point(one, threshold, right, wrong, auc_right))
    return points


def _mark(one: Measured) -> dict[str, Any]:
    curve = one.metrics.curve
    right, wrong = curve.caught(one.threshold)
    above = [
        n for t, n in zip(curve.thresholds, curve.auc_right, strict=True) if t >= one.threshold
    ]
    return _point(one, one.threshold, right, wrong, above[-1] if above else 0)


def _point(
    one: Measured, threshold: float, right: int, wrong: int, auc_right: int
) -> dict[str, Any]:
    metrics = one.metrics
    return {
        "model": one.model,
        "threshold": round(threshold, 4),
        "right": right,
        "wrong": wrong,
        "precision": _share(right, right + wrong),
        "recall": _share(right, metrics.positives),
        "sensitivity": _share(auc_right, metrics.auc_positives),
        "fallout": _share(wrong, metrics.auc_negatives),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _precision_recall(
    alt: ModuleType,
    styles: Styles,
    points: dict[str, list[dict[str, Any]]],
    marks: list[dict[str, Any]],
    drawn: Sequence[Measured],
) -> Any:
    chance = [
        {"y": one.metrics.positives / one.metrics.rows} for one in drawn[:1] if one.metrics.rows
    ]
    # Average precision takes each step's own precision: the line steps before it goes on.
    return _chart(
        alt,
        styles,
        [point for rows in points.values() for point in rows if point["precision"] is not None],
        [mark for mark in marks if mark["precision"] is not None],
        x=("recall", "Recall"),
        y=("precision", "Precision"),
        interpolate="step-before",
        under=alt.Chart(table(chance))
        .mark_rule(color=inks().quiet, strokeWidth=1, opacity=0.6)
        .encode(y="y:Q"),
    )


def _roc(
    alt: ModuleType,
    styles: Styles,
    points: dict[str, list[dict[str, Any]]],
    marks: list[dict[str, Any]],
) -> Any:
    start = {"threshold": 1.0, "right": 0, "wrong": 0, "sensitivity": 0.0, "fallout": 0.0}
    rows = [row for model, drawn in points.items() for row in [{**start, "model": model}, *drawn]]
    return _chart(
        alt,
        styles,
        rows,
        marks,
        x=("fallout", "Wrongly flagged, of those without it"),
        y=("sensitivity", "Rightly flagged, of those with it"),
        interpolate="linear",
        under=alt.Chart(table([{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
        .mark_line(color=inks().quiet, strokeWidth=1, opacity=0.6)
        .encode(x="x:Q", y="y:Q"),
    )


def _chart(
    alt: ModuleType,
    styles: Styles,
    points: list[dict[str, Any]],
    marks: list[dict[str, Any]],
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    interpolate: str,
    under: Any,
) -> Any:
    scale = alt.Scale(domain=[0, 1], nice=False)
    across = alt.X(f"{x[0]}:Q", title=x[1], scale=scale, axis=share_axis(alt))
    up = alt.Y(f"{y[0]}:Q", title=y[1], scale=scale, axis=share_axis(alt))
    tooltip = [
        alt.Tooltip("model:N", title="Model"),
        alt.Tooltip("threshold:Q", title="Threshold", format=".2f"),
        alt.Tooltip(f"{y[0]}:Q", title=y[1], format=".1%"),
        alt.Tooltip(f"{x[0]}:Q", title=x[1], format=".1%"),
        alt.Tooltip("right:Q", title="Flagged rightly", format=","),
        alt.Tooltip("wrong:Q", title="Flagged wrongly", format=","),
    ]
    base = alt.Chart(table(points)).encode(x=across, y=up)
    lines = base.mark_line(interpolate=interpolate, strokeWidth=2).encode(
        color=styles.color,
        strokeDash=styles.dash,
        order=alt.Order("threshold:Q", sort="descending"),
    )
    # Lines are hard to point at: unseen points along them carry the tooltip.
    targets = base.mark_point(opacity=0, size=80, filled=True).encode(tooltip=tooltip)
    operating = alt.Chart(table(marks)).encode(x=across, y=up)
    dots = operating.mark_point(filled=True, size=140, opacity=1, stroke=inks().text).encode(
        color=styles.color, shape=styles.shape, tooltip=tooltip
    )
    labels = operating.mark_text(dx=9, dy=-9, align="left", fontSize=12, color=inks().text).encode(
        text=alt.Text("threshold:Q", format=".2f")
    )
    layers = under + lines + targets + dots
    return (layers + labels if len(marks) == 1 else layers).properties(height=_HEIGHT)
