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

    return altair


@dataclass(frozen=True)
class Inks:
    """Colours of text, of quiet text, and of the empty part of a bar."""

    text: str
    quiet: str
    track: str


def inks() -> Inks:
    """Those that can be read on the present theme."""
    if st.context.theme.type == "dark":
        return Inks("#e6ebe7", "#9aa6a2", "#263031")
    return Inks("#22302e", "#66716e", "#ece8de")


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
