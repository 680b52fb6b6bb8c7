"""Thresholds to move, and what moving them does to the test rows."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.models.confusion_chart import confusion_chart, confusions
from backend.learning.evaluation import CategoryMetrics, Confusion
from backend.learning.thresholds import STEPS


def threshold_editor(
    metrics: Sequence[CategoryMetrics], saved: Mapping[str, float], *, name: str, key: str
) -> Mapping[str, float]:
    """A slider for each category with the counts beside it; the thresholds it stands at.

    saved: the thresholds in force, where the sliders begin. name: of the model. Every threshold
    offered is one that was counted at, so that what is said is exact.
    """
    for one in metrics:
        _begin(one, saved, key)
    chosen = {one.category: float(st.session_state[_key(key, one.category)]) for one in metrics}
    confusion_chart(confusions(metrics, chosen), name=name)
    for one in metrics:
        threshold_slider(one, saved, key=key)
    return chosen


def threshold_slider(one: CategoryMetrics, saved: Mapping[str, float], *, key: str) -> float:
    """The slider of one category with its counts, and where it stands; wherever it is drawn under
    that key it is the same one."""
    _begin(one, saved, key)
    _row(one, saved, key)
    return float(st.session_state[_key(key, one.category)])


def put(metrics: Sequence[CategoryMetrics], thresholds: Mapping[str, float], *, key: str) -> None:
    """Move the sliders there; to be called from a callback."""
    for one in metrics:
        st.session_state[_key(key, one.category)] = thresholds[one.category]


def _begin(one: CategoryMetrics, saved: Mapping[str, float], key: str) -> None:
    slider = _key(key, one.category)
    if st.session_state.get(slider) not in _options(one, saved):
        st.session_state[slider] = saved[one.category]


def _row(one: CategoryMetrics, saved: Mapping[str, float], key: str) -> None:
    left, right = st.columns([5, 6], vertical_alignment="center")
    with left:
        threshold = st.select_slider(
            words.category(one.category).capitalize(),
            _options(one, saved),
            key=_key(key, one.category),
            format_func=lambda at: f"{at:.3f} (measured)" if at == one.threshold else f"{at:.2f}",
            help="Messages at or over this probability are flagged. Lower flags more, rightly"
            " and wrongly.",
            persist_state="session",
        )
    now, before = one.at(threshold), one.at(saved[one.category])
    with right:
        st.markdown(counts_words(now, before))
        changed = threshold != saved[one.category]
        was = f" · **changed from {saved[one.category]:.3g}**" if changed else ""
        st.caption(f"{_share('precision', now.precision)} · {_share('recall', now.recall)}{was}")


def counts_words(now: Confusion, before: Confusion) -> str:
    """What is flagged, in Markdown, and by how many rows that differs from before."""
    return " · ".join(
        f"**{count:,}** {noun}{_difference(count - was)}"
        for count, was, noun in (
            (now.right, before.right, "flagged rightly"),
            (now.wrong, before.wrong, "wrongly"),
            (now.missed, before.missed, "missed"),
        )
    )


def _difference(by: int) -> str:
    return f" ({'+' if by > 0 else '−'}{abs(by):,})" if by else ""


def _share(noun: str, share: float | None) -> str:
    return f"{noun} {'-' if share is None else words.percent(share)}"


def _options(one: CategoryMetrics, saved: Mapping[str, float]) -> list[float]:
    return sorted({*STEPS, one.threshold, saved[one.category]})


def _key(key: str, category: str) -> str:
    return f"{key}-{category}"
