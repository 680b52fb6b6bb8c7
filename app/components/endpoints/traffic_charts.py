"""What an endpoint answered of late: how much, how fast, and what went wrong."""

import math
from types import ModuleType
from typing import Any

import streamlit as st

from app.components import words
from app.components.charts import ACCENT, altair, inks, quiet
from backend.platforms.base import Traffic, TrafficPeriod

_HEIGHT = 190
_STEPS = (300, 900, 1800, 7200, 21600, 86400)  # seconds between ticks
_ERRORS = (
    ("client_errors", "bad request (4xx)", "#56b4e9"),
    ("throttles", "too many at once (429)", "#e69f00"),
    ("server_errors", "failed (5xx)", "#d55e00"),
)
"""Okabe and Ito's colours, told apart by colour-blind readers."""


def traffic_charts(
    traffic: Traffic, *, since: float, until: float, far: bool = False, key: str
) -> None:
    """Three small charts of what was answered from `since` to `until` (seconds since the epoch).

    far: it was answered elsewhere than on this machine. The axes go over the whole time, so that
    silence can be seen.
    """
    step = traffic.period_seconds
    since = math.floor(since / step) * step
    until = math.ceil(until / step) * step
    by_start = {period.start: period for period in traffic.periods}
    rows = [
        _row(by_start.get(float(start)), float(start), step)
        for start in range(int(since), int(until), step)
    ]
    alt = altair()
    ticks = _ticks(since, until)
    time = alt.X(
        "middle:Q",
        title="Time",
        scale=alt.Scale(domain=[since, until], nice=False),
        axis=alt.Axis(
            values=ticks,
            labelExpr="timeFormat(datum.value * 1000, '%H:%M')",
            grid=False,
            ticks=False,
            domain=False,
            labelFlush=True,
            labelOverlap=True,
            titleFontSize=12,
            **quiet(),
        ),
    )
    each = f"a {'minute' if step == 60 else words.duration(step)}"
    left, middle, right = st.columns(3)
    with left:
        _requests(alt, traffic, rows, time, each, key)
    with middle:
        _latency(alt, traffic, rows, time, key, far=far)
    with right:
        _errors(alt, traffic, rows, time, each, key)


def _requests(
    alt: ModuleType, traffic: Traffic, rows: list[dict[str, Any]], time: Any, each: str, key: str
) -> None:
    counted = [p.messages for p in traffic.periods if p.messages is not None]
    st.metric(
        "Requests",
        f"{traffic.requests:,}",
        help="All requests for scores, answered or refused."
        + (f" They held {words.count(sum(counted), 'message')}." if counted else "")
        + " Health checks are not counted.",
    )
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color=ACCENT, size=_bar_pixels(rows))
        .encode(
            x=time,
            y=_upright(
                alt, "requests:Q", f"Requests {each}", whole=True, empty=not traffic.requests
            ),
            tooltip=[_when(alt), *_told(alt, ("Requests", "Messages", "Woke up"))],
        )
        .properties(height=_HEIGHT)
    )
    most = max((row["requests"] for row in rows), default=0)
    st.altair_chart(
        chart, key=f"{key}-requests", alt=f"Requests {each}: at most {most:,} in the time shown."
    )


def _latency(
    alt: ModuleType,
    traffic: Traffic,
    rows: list[dict[str, Any]],
    time: Any,
    key: str,
    *,
    far: bool,
) -> None:
    median, p99 = traffic.median_ms, traffic.p99_ms
    st.metric(
        "Median latency",
        "-" if median is None else words.duration(median / 1000),
        help="Half of the requests were answered within this time"
        + (", in the model itself." if far else ", from the request to the last byte.")
        + (f" 99 in 100 within {words.duration(p99 / 1000)}." if p99 is not None else "")
        + " Waiting for a model to wake up is not part of it."
        + ("" if far else " Within 4 % of the true figure."),
    )
    ink = inks()
    values = [
        {**row, "line": line, "ms": row[field]}
        for row in rows
        for line, field in (("99 in 100", "p99_ms"), ("median", "median_ms"))
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=time,
        y=_upright(alt, "ms:Q", "Latency, ms", whole=False, empty=median is None),
        color=alt.Color(
            "line:N",
            scale=alt.Scale(domain=["median", "99 in 100"], range=[ACCENT, ink.quiet]),
            legend=None,
        ),
        tooltip=[_when(alt), *_told(alt, ("Median", "99 in 100", "Requests"))],
    )
    lines = base.mark_line(strokeWidth=2) + base.mark_point(filled=True, size=30, opacity=1)
    answered = [row for row in rows if row["median_ms"] is not None]
    if answered:
        slowest = max(answered, key=lambda row: row["p99_ms"])
        labels = [("median", answered[-1]["middle"], answered[-1]["median_ms"], 12)]
        if slowest["p99_ms"] > 1.5 * slowest["median_ms"]:  # else one would cover the other
            labels.append(("99 in 100", slowest["middle"], slowest["p99_ms"], -10))
        for line, middle, ms, down in labels:
            label = alt.Chart(alt.InlineData(values=[{"middle": middle, "ms": ms}])).mark_text(
                text=line,
                align="right" if middle > (rows[0]["middle"] + rows[-1]["middle"]) / 2 else "left",
                dy=down,
                color=ink.text if line == "median" else ink.quiet,
            )
            lines += label.encode(x=time, y=alt.Y("ms:Q"))
    told = "no answers in the time shown"
    if median is not None and p99 is not None:
        told = (
            f"median {words.duration(median / 1000)}, 99 in 100 within {words.duration(p99 / 1000)}"
        )
    st.altair_chart(lines.properties(height=_HEIGHT), key=f"{key}-latency", alt=f"Latency: {told}.")


def _errors(
    alt: ModuleType, traffic: Traffic, rows: list[dict[str, Any]], time: Any, each: str, key: str
) -> None:
    share = traffic.errors / traffic.requests if traffic.requests else 0.0
    st.metric(
        "Errors",
        f"{traffic.errors:,}" + (f" ({words.percent(share)})" if traffic.errors else ""),
        help="Requests without scores: bad ones (4xx), those over the number that may be answered"
        " at once (429), and failures (5xx).",
    )
    values = [
        {**row, "kind": title, "number": row[field]}
        for row in rows
        for field, title, _ in _ERRORS
        if row[field]
    ]
    upright = _upright(alt, "number:Q", f"Errors {each}", whole=True, empty=not values)
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(size=_bar_pixels(rows))
        .encode(
            x=time,
            y=upright,
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(
                    domain=[title for _, title, _ in _ERRORS],
                    range=[color for _, _, color in _ERRORS],
                ),
                legend=None,
            ),
            tooltip=[_when(alt), alt.Tooltip("kind:N", title="Kind"), *_told(alt, ("Errors",))],
        )
        .properties(height=_HEIGHT)
    )
    told = [
        f"{sum(row[field] for row in rows):,} {title}"
        for field, title, _ in _ERRORS
        if any(row[field] for row in rows)
    ]
    st.altair_chart(
        chart, key=f"{key}-errors", alt=f"Errors {each}: {words.joined(told) or 'none'}."
    )
    if told:
        st.caption(words.plain(words.joined(told)))


def _row(period: TrafficPeriod | None, start: float, step: int) -> dict[str, Any]:
    """A period for the charts, which may be one without traffic: its latency is null then, which
    breaks the line."""
    messages = period.messages if period else 0
    median, p99 = (period.median_ms, period.p99_ms) if period else (None, None)
    return {
        "middle": start + step / 2,
        "requests": period.requests if period else 0,
        "median_ms": median,
        "p99_ms": p99,
        **{field: getattr(period, field) if period else 0 for field, _, _ in _ERRORS},
        "When": f"{words.clock(start)} to {words.clock(start + step)}",
        "Requests": f"{period.requests if period else 0:,}",
        "Messages": "not counted" if messages is None else f"{messages:,}",
        "Woke up": words.count(period.wakes, "time") if period and period.wakes else "no",
        "Median": "-" if median is None else words.duration(median / 1000),
        "99 in 100": "-" if p99 is None else words.duration(p99 / 1000),
        "Errors": f"{period.errors if period else 0:,}",
    }


def _ticks(since: float, until: float) -> list[int]:
    """A few round times between the two."""
    step = next(s for s in _STEPS if (until - since) / s <= 4)
    return list(range(math.ceil(since / step) * step, int(until) + 1, step))


def _bar_pixels(rows: list[dict[str, Any]]) -> float:
    return max(1.0, min(12.0, 120 / max(1, len(rows))))


def _upright(alt: ModuleType, field: str, title: str, *, whole: bool, empty: bool) -> Any:
    options = {"format": ",d", "tickMinStep": 1} if whole or empty else {}
    scale = alt.Scale(domain=[0, 1]) if empty else alt.Scale(domainMin=0, nice=True)
    return alt.Y(
        field,
        title=title,
        scale=scale,
        axis=alt.Axis(
            tickCount=3, domain=False, ticks=False, **options, titleFontSize=12, **quiet()
        ),
    )


def _when(alt: ModuleType) -> Any:
    return alt.Tooltip("When:N", title="Time")


def _told(alt: ModuleType, fields: tuple[str, ...]) -> list[Any]:
    return [alt.Tooltip(f"{field}:N", title=field) for field in fields]
