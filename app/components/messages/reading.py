"""What the model made of a message: the text as it read it, and its raw scores."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from app.components import words
from app.components.models.measures import HELP
from backend.moderation.verdicts import Verdict
from backend.studio.message.details import Details, Disguise

_LONGEST = 240
_MOST_DISGUISES = 6


def reading(message: str, details: Details) -> None:
    """What the model read, where that is not what was typed; and what it also read in it."""
    if not details.text:
        st.caption("The model read: nothing. There is no word or sign in it that it could read.")
        return
    if details.text != message:
        st.caption(
            f"The model read: **{_said(details.text)}**",
            help="Before a model reads a message, capitals, odd spellings of letters and repeats"
            " are made plain, and addresses and numbers are put aside.",
        )
    if details.reading is not None:
        st.caption(
            f"It also reads as: **{_said(details.reading)}**"
            f"{_disguises_said(message, details.disguises)}",
            help="Disguised words are read as the words they stand for, and the message is scored"
            " both ways; by category the greater score counts. Here "
            + (
                "the words seen through made it more probable."
                if details.seen_through
                else "they made nothing more probable."
            ),
        )


def _disguises_said(message: str, disguises: Sequence[Disguise]) -> str:
    """Each of the first few, what it was read as, and how it was disguised."""
    told = [
        f"{_said(message[max(one.start, 0) : max(one.end, 0)])} → {_said(one.reads_as)},"
        f" {words.plain(one.method)}"
        for one in disguises[:_MOST_DISGUISES]
    ]
    if len(disguises) > _MOST_DISGUISES:
        told.append(f"and {len(disguises) - _MOST_DISGUISES:,} more")
    return "".join(f"  \n{line}" for line in told)


def _said(text: str) -> str:
    """In Markdown, cut where it is long; without half characters and controls, which could turn
    the rest of the line round."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return words.plain("".join(c for c in shown if not _is_unseen(c)))


def _is_unseen(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in ("Cf", "Cs") or (kind == "Cc" and not character.isspace())


def raw_scores(verdict: Verdict, details: Details) -> None:
    """The numbers under the bars, and the whole texts that they are of."""
    raw = details.raw
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
    for text in (details.text, details.reading):
        if text is not None:
            st.code(text or " ", language=None, wrap_lines=True, height=_height(text))
    also = "" if details.reading is None else ", and as it also reads"
    st.caption(
        words.plain(
            f"The text as read{also}, by model {details.model[:12]} with normaliser"
            f" {details.normaliser}."
        )
    )


def _height(text: str) -> int | Literal["content"]:
    """Bounded for a text of pages."""
    return 240 if len(text) > 1_200 else "content"
