"""Why: the words of a message, each marked by what it adds to a category."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import ink_on, inks
from app.components.models.leaderboard import algorithm_title
from backend.moderation.verdicts import Verdict
from backend.studio.message.details import Details, Disguise, WordWeight
from backend.studio.message.spreadsheet import inert

LONGEST = 2_000
"""Characters of a message whose words are marked."""
GROUND = 0.4
"""How much of its category's colour the ground of a word has at most: text is still read on it."""

_LEAST, _FULL = 0.3, 4.0  # log-odds: where marks begin, and from where on they grow no stronger
_THICKEST = 4  # pixels
_WHOLE = "written in capitals"  # all that is said of a message as a whole
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDS = (
    "What the word adds to the log-odds of the category: +0.7 doubles the odds, -0.7 halves them,"
    " 0 changes nothing."
)

_Spanned = TypeVar("_Spanned", WordWeight, Disguise)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message. adds: to the log-odds of a category; None between words. reads_as:
    empty where it is not disguised."""

    text: str
    adds: float | None = None
    reads_as: str = ""


def pieces(
    message: str, weights: Iterable[WordWeight], disguises: Iterable[Disguise], category: str
) -> list[Piece]:
    """`message` cut into its words and what is between them, whatever the spans are.

    Words that share characters are one piece, and add together. What is no part of the message is
    left out.
    """
    hidden = _spans(message, disguises)
    found: list[Piece] = []
    at = 0
    for start, end, adds in _merged(_spans(message, weights), category):
        if at < start:
            found.append(Piece(message[at:start]))
        seen = (one.reads_as for first, last, one in hidden if first < end and start < last)
        found.append(Piece(message[start:end], adds, " ".join(seen)))
        at = end
    if at < len(message):
        found.append(Piece(message[at:]))
    return found


def _spans(message: str, marks: Iterable[_Spanned]) -> list[tuple[int, int, _Spanned]]:
    """Those with a character of the message, cut to it, in order."""
    cut = ((max(one.start, 0), min(one.end, len(message)), one) for one in marks)
    return sorted((span for span in cut if span[0] < span[1]), key=lambda span: span[:2])


def _merged(
    spans: Iterable[tuple[int, int, WordWeight]], category: str
) -> Iterator[tuple[int, int, float]]:
    begin = finish = 0
    adds = 0.0
    for start, end, one in spans:
        if start >= finish:
            if finish:
                yield begin, finish, adds
            begin, adds = start, 0.0
        finish = max(finish, end)
        adds += one.adds.get(category, 0.0)
    if finish:
        yield begin, finish, adds


def why(
    message: str,
    verdict: Verdict,
    details: Details | None,
    *,
    order: Sequence[str] | None = None,
    key: str | None = None,
) -> str | None:
    """The message as typed, with the words marked that speak for a category or against it.

    The category is to be chosen, and at first the most probable; it is returned, None where there
    are no words to be told of. order: of the categories.
    """
    if details is None:
        st.caption("The message is too long to tell which of its words did it.")
        return None
    if details.words is None:
        st.caption(
            "Which words did it, this kind of model cannot tell. One that is trained with the"
            f" algorithm *{algorithm_title('linear')}* can."
        )
        return None
    if not details.words:
        return None  # nothing was read
    names = [score.category for score in verdict.scores]
    first, places = names[0], list(order or names)
    chosen = st.pills(
        "Words that speak for",
        sorted(names, key=places.index) if set(names) == set(places) else names,
        default=first,
        required=True,
        format_func=words.category,
        key=key,
    )
    category = chosen or first
    found, whole = _told(message, details, category)
    # Escaped, piece by piece: nothing in a message becomes markup.
    st.html(_markup(found, whole, category_colors(names)[category]))
    st.caption(_legend([*found, *whole], category, cut=len(message) > LONGEST))
    return category


def word_numbers(message: str, details: Details, category: str) -> None:
    """A table of what each word adds to a category, the most first."""
    found, whole = _told(message, details, category)
    rows = sorted(
        ((piece, piece.adds) for piece in (*found, *whole) if piece.adds is not None),
        key=lambda row: -row[1],
    )
    # A browser saves what the table shows as a CSV of its own making.
    columns: dict[str, list[str] | list[float]] = {
        "Word": [inert(piece.text) for piece, _ in rows],
        "Read as": [inert(piece.reads_as) for piece, _ in rows],
        "Adds": [adds for _, adds in rows],
    }
    if not any(columns["Read as"]):
        del columns["Read as"]
    name = words.category(category)
    st.dataframe(
        columns,
        hide_index=True,
        column_config={
            "Adds": st.column_config.NumberColumn(f"Adds to {name}", format="%+.2f", help=_ADDS)
        },
        alt=f"What each word adds to {name}",
    )


def _told(message: str, details: Details, category: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the message's beginning, and what is said of it as a whole."""
    weights = details.words or ()
    whole = [one.adds.get(category, 0.0) for one in weights if one.start == one.end]
    return (
        pieces(message[:LONGEST], weights, details.disguises, category),
        [Piece(_WHOLE, sum(whole))] if whole else [],
    )


def _share(adds: float | None) -> float:
    """How strong a mark is, 0 (none) to 1."""
    size = abs(adds or 0.0)
    return 0.0 if size < _LEAST else min(size / _FULL, 1.0)


def _markup(found: Sequence[Piece], of_whole: Sequence[Piece], color: str) -> str:
    ink = inks()
    marked = "".join(_mark(piece, color, ink.quiet) for piece in found)
    extra = "".join(
        f'<small style="color:{ink.quiet}">and that it is {_mark(piece, color, ink.quiet)}</small>'
        for piece in of_whole
        if _share(piece.adds)
    )
    return (
        f'<div class="why" style="--ink:{ink.text};--on-ink:{ink_on(ink.text)}">'
        f'<div dir="auto">{marked}</div>{extra}</div>'
    )


def _mark(piece: Piece, color: str, against: str) -> str:
    text = _escaped(piece.text)
    share = _share(piece.adds)
    if piece.adds is None or not share:
        return text
    thick = max(1, round(share * _THICKEST))
    read = f"→ {piece.reads_as} " if piece.reads_as else ""
    told = _escaped(f"{read}{piece.adds:+.2f}")
    if piece.adds > 0:
        ground = f"{color}{round(255 * GROUND * share):02x}"
        style = f"background:{ground};border-bottom:{thick}px solid {color}"
    else:
        style = f"border-bottom:{thick}px dotted {against}"
    return f'<mark tabindex="0" data-adds="{told}" style="{style}">{text}</mark>'


def _escaped(text: str) -> str:
    # Half characters cannot be sent to a browser.
    return html.escape(_SURROGATE.sub("\ufffd", text))


def _legend(found: Sequence[Piece], category: str, *, cut: bool) -> str:
    name = words.plain(words.category(category))
    signs = [piece.adds > 0 for piece in found if piece.adds is not None and _share(piece.adds)]
    told = {
        (True, True): f"Marked words speak for {name}, the stronger the more; dotted ones against.",
        (True, False): f"Marked words speak for {name}, the stronger the more.",
        (False, True): f"No word speaks for {name}; dotted ones speak against it.",
        (False, False): f"No word says much for {name} or against it.",
    }[any(signs), not all(signs)]
    return told + (f" The first {LONGEST:,} characters are shown." if cut else "")
