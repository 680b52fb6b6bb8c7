"""What charts share: the library, and colours that suit the theme."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import streamlit as st


def altair() -> ModuleType:
    """Altair, imported when the first chart needs it.

    pandas comes first: Altair looks for it among the loaded modules, and would find half of it
    while another thread is still loading it.
    """
    import pandas  # noqa: F401, I001
    import altair
    from altair.utils import schemapi

    # Else each part of a chart is checked when it is made, and the whole once more when it is
    # drawn: the second is enough, and a third of the time is saved.
    schemapi.disable_debug_mode()
    return altair


ACCENT = "#1f8a7a"
"""Of bars and lines that stand for no category: seen on light and dark grounds."""


ALARM = "#d4574a"
"""Of a bar beside what went wrong: seen on light and dark grounds."""


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"


@dataclass(frozen=True)
class Inks:
    """Colours of text, of quiet text, and of the empty part of a bar."""

    text: str
    quiet: str
    track: str


def inks() -> Inks:
    """Those that can be read on the present theme."""
    if is_dark():
        return Inks("#e6ebe7", "#9aa6a2", "#263031")
    return Inks("#0d1513", "#5c6764", "#ece8de")


def quiet() -> dict[str, str]:
    """Settings of an axis whose words stand back."""
    ink = inks()
    return {"labelColor": ink.quiet, "titleColor": ink.quiet, "titleFontWeight": "normal"}


def ink_on(color: str) -> str:
    """Black or white, whichever is read better on a ground of that colour, "#rrggbb" (WCAG 2)."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#ffffff"


def category_axis(alt: ModuleType, names: list[str]) -> Any:
    """The upright axis of a bar chart with a row for each category, in the order of `names`."""
    return alt.Y(
        "category:N",
        sort=names,
        title=None,
        axis=alt.Axis(
            labelColor=inks().text,
            labelFontSize=14,
            labelLimit=150,
            ticks=False,
            domain=False,
            labelPadding=8,
        ),
    )
