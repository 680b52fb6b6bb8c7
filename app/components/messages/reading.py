"""What the model made of a message: the text as it read it, and its raw scores."""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from app.components import words
from app.components.models.measures import HELP
from backend.moderation.verdicts import Verdict

_LONGEST = 240


def reading(message: str, normalised: str) -> None:
    """What the model read, where that is not what was typed."""
    if normalised == message:
        return
    if not normalised:
        st.caption("The model read: nothing. There is no word or sign in it that it could read.")
        return
    shown = normalised if len(normalised) <= _LONGEST else f"{normalised[:_LONGEST]}…"
    st.caption(
        f"The model read: **{words.plain(shown)}**",
        help="Before a model reads a message, capitals, odd spellings of letters and repeats are"
        " made plain, and addresses and numbers are put aside. [caps] at the end says that most"
        " letters were capitals.",
    )


def raw_scores(
    verdict: Verdict, raw: Mapping[str, float], *, normalised: str, version: str, normaliser: str
) -> None:
    """The numbers under the bars, and the whole text that they are of.

    raw: the model's own score by category. version, normaliser: of the model and its normaliser.
    """
    st.dataframe(
        [
            {
                "Category": words.category(score.category),
                "Probability": f"{score.probability:.4f}",
                "Threshold": f"{score.threshold:.4f}",
                "Raw score": f"{raw[score.category]:.4f}" if score.category in raw else "-",
            }
            for score in verdict.scores
        ],
        hide_index=True,
        column_config={
            "Threshold": st.column_config.TextColumn(help=HELP["Threshold"]),
            "Raw score": st.column_config.TextColumn(
                help="The model's own number, before calibration made a probability of it."
            ),
        },
        alt="Probability, threshold and raw score by category",
    )
    st.code(normalised or " ", language=None, wrap_lines=True, height=_height(normalised))
    st.caption(
        words.plain(f"The text as read, by model {version[:12]} with normaliser {normaliser}.")
    )


def _height(text: str) -> int | Literal["content"]:
    """Bounded for a text of pages."""
    return 240 if len(text) > 1_200 else "content"
