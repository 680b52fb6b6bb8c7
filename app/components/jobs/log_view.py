"""A log: its last lines, following along while it grows, or the lines that hold a text."""

import html
import re
from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.charts import ALARM
from app.components.jobs.progress_view import progress_words
from backend.artefacts.progress import is_measurement, parse
from backend.studio.work.jobs import LogLine, Matches

_SHORT = 10  # lines that need no box to scroll in
_LONGEST = 2000  # characters of a line that are shown
_TROUBLE = re.compile(
    r"\b(error|exception|traceback|failed|failure|fatal|killed|no space left|out of memory)\b"
    r"|\w(Error|Exception)\b",
    re.IGNORECASE,
)


def log_words(line: str) -> str:
    """A line of a log as people read it: a measurement in words, any other as it is."""
    for point in parse([line]):
        done = words.percent(point.fraction) if point.fraction is not None else ""
        parts = (words.clock(point.at), point.stage, done, progress_words(point))
        return " · ".join(part for part in parts if part)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"


def is_trouble(line: str) -> bool:
    """Whether a line tells of something that went wrong."""
    return not is_measurement(line) and _TROUBLE.search(line[:_LONGEST]) is not None


def log_view(lines: Sequence[str], *, height: int = 300) -> None:
    """Show `lines`, the last one in sight; those that tell of trouble stand out."""
    if not lines:
        st.caption("Nothing written yet.")
        return
    _box([("", log_words(line), is_trouble(line)) for line in lines], "", height)


def matches_view(found: Matches, text: str, *, height: int = 300) -> None:
    """Show the lines that hold `text`, each with its number and about when it was written."""
    shown = (
        f", the last {len(found.lines):,} of them here" if found.count > len(found.lines) else ""
    )
    st.caption(words.plain(f"{words.count(found.count, 'line')} with “{text}”{shown}."))
    if found.lines:
        rows = [(_place(line), log_words(line.text), is_trouble(line.text)) for line in found.lines]
        _box(rows, text, height)


def _place(line: LogLine) -> str:
    at = "" if line.at is None else f" · {words.clock(line.at)}"
    return f"{line.number:,}{at}"


# Words keep the theme's own colour: one of ours would stay when the theme changes.
_TROUBLE_STYLE = f"font-weight:600;border-inline-start:3px solid {ALARM};padding-inline-start:0.4em"


def _box(rows: Sequence[tuple[str, str, bool]], sought: str, height: int) -> None:
    drawn = []
    for place, text, trouble in rows:
        gutter = (
            f'<span style="opacity:0.75;user-select:none">{html.escape(place)}&emsp;</span>'
            if place
            else ""
        )
        style = f' style="{_TROUBLE_STYLE}"' if trouble else ""
        drawn.append(f"<div{style}>{gutter}{_marked(text, sought) or '&nbsp;'}</div>")
    with st.container(
        height=height if len(rows) > _SHORT else "content", autoscroll=True, border=True
    ):
        # Escaped above, line by line: nothing in a log becomes markup.
        st.html(
            '<div role="log" aria-label="Log" tabindex="0" style="font-family:monospace;'
            'font-size:0.8rem;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere">'
            + "".join(drawn)
            + "</div>"
        )


def _marked(text: str, sought: str) -> str:
    """The text, safe as HTML, with what was sought marked."""
    if not sought:
        return html.escape(text)
    parts = re.split(f"({re.escape(sought)})", text, flags=re.IGNORECASE)
    return "".join(
        f"<mark>{html.escape(part)}</mark>" if place % 2 else html.escape(part)
        for place, part in enumerate(parts)
    )
