"""What a model can do: messages of the project's own, and whether each came out as it should."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.messages.masking import masked, shortened
from app.components.models.comparison import shade_key
from app.components.models.share_bars import ShareBar, share_bars
from backend.learning.audit.record import FunctionResult

Functions = Mapping[str, Sequence[FunctionResult]]
"""By model."""


def functions_view(tested: Functions) -> None:
    """How many messages of each kind came out as they should, and those that did not."""
    names = list(tested)
    st.markdown(
        "Can it do what a moderator would expect? Short messages of each kind, English and the"
        " project's own, and how many came out as they should.",
        help="In the manner of HateCheck (Röttger et al. 2021). A message is flagged when any"
        " category is at or over the threshold that evaluation chose.",
    )
    for name, found in tested.items():
        of = f"**{words.plain(name)}**: " if len(names) > 1 else ""
        st.markdown(of + passed_words(found))
    shade_key(names)
    left, right = st.columns(2)
    for column, flagged, title in (
        (left, True, "Should be flagged"),
        (right, False, "Should be left alone"),
    ):
        with column:
            st.markdown(f"**{title}**")
            share_bars(
                [
                    ShareBar(
                        title=one.title,
                        model=name,
                        share=one.passed / one.total if one.total else None,
                        said=f"{one.passed} of {one.total}",
                    )
                    for title in _titles(tested, flagged=flagged)
                    for name, found in tested.items()
                    for one in found
                    if one.title == title
                ],
                names,
                alt_text=f"Messages that came out as they should, of those that {title.lower()}",
            )
    _failed(tested)


def passed_words(found: Sequence[FunctionResult]) -> str:
    """How many passed in all, in Markdown."""
    wanted = [one for one in found if one.flagged]
    others = [one for one in found if not one.flagged]
    return " · ".join(
        f"**{sum(one.passed for one in some)}** of {sum(one.total for one in some)} {said}"
        for some, said in ((wanted, "rightly flagged"), (others, "rightly left alone"))
    )


def _titles(tested: Functions, *, flagged: bool | None = None) -> list[str]:
    """Of all models, each once; those that should be flagged, those that should not, or both."""
    return list(
        dict.fromkeys(
            one.title
            for found in tested.values()
            for one in found
            if flagged is None or one.flagged is flagged
        )
    )


def _failed(tested: Functions) -> None:
    """The messages that came out wrong, kind by kind, behind a click."""
    if not any(one.failed for found in tested.values() for one in found):
        st.success("All of them came out as they should.")
        return
    st.markdown("**What came out wrong**")
    shown = st.toggle(
        "Show the texts",
        key="models-texts",
        help="They can be offensive, so they are masked until you ask to see them.",
    )
    for title in _titles(tested):
        results = {
            name: one
            for name, found in tested.items()
            for one in found
            if one.title == title and one.failed
        }
        if results:
            _kind(title, results, several=len(tested) > 1, hidden=not shown)


def _kind(
    title: str, results: Mapping[str, FunctionResult], *, several: bool, hidden: bool
) -> None:
    said = ", ".join(
        f"{words.plain(name)} {len(one.failed)}" if several else f"{len(one.failed)}"
        for name, one in results.items()
    )
    first = next(iter(results.values()))
    wrong = "not flagged" if first.flagged else "flagged"
    with st.expander(f"{words.plain(title)} · {said} {wrong}"):
        if first.note:
            st.caption(words.plain(first.note))
        for name, one in results.items():
            if several:
                st.markdown(f"**{words.plain(name)}**")
            st.text("\n".join(map(masked if hidden else shortened, one.failed)))
