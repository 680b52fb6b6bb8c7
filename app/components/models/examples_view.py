"""Test rows behind a threshold: what was flagged wrongly, what was missed, what was right."""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from app.components import words
from app.components.category_marks import category_marks
from app.components.messages.masking import masked
from backend.learning.examples import Behind, Example, Examples

_A_PAGE = 10


class Group(StrEnum):
    """What becomes of a row at a threshold, where there is something to see."""

    WRONG = "Flagged wrongly"
    MISSED = "Missed"
    RIGHT = "Flagged rightly"


_SAID = {
    Group.WRONG: "Flagged without the category: the surest first",
    Group.MISSED: "Not flagged with the category: the most surprising first",
    Group.RIGHT: "Flagged, and with the category: the surest first",
}
_NONE = {
    Group.WRONG: "No example is flagged wrongly at this threshold.",
    Group.MISSED: "No example is missed at this threshold.",
    Group.RIGHT: "No example is flagged rightly at this threshold.",
}


def examples_view(
    examples: Examples, categories: Sequence[str], category: str, threshold: float, *, key: str
) -> None:
    """One group of them at a time, in pages, the text hidden until it is asked for. categories:
    the model's."""
    with st.container(horizontal=True, vertical_alignment="center"):
        group = Group(
            st.segmented_control(
                "At this threshold",
                list(Group),
                default=Group.WRONG,
                required=True,
                key="models-examples",
                label_visibility="collapsed",
            )
            or Group.WRONG
        )
        shown = st.toggle(
            "Show the texts",
            key="models-texts",
            help="Comments can be offensive, so they are masked until you ask to see them.",
        )
    found = of_group(examples.behind(category, threshold), group)
    if not found:
        st.info(_NONE[group])
        return
    st.caption(
        f"{_SAID[group]}. {words.count(len(found), 'example')}, picked from"
        f" {words.count(examples.rows, 'test row')}; how many there are in all is said above."
    )
    page_key = f"{key}-page-{category}-{group.name}-{threshold}"
    page = int(st.session_state.get(page_key, 1))
    for example in found[(page - 1) * _A_PAGE : page * _A_PAGE]:
        _draw(example, categories, category, hidden=not shown)
    pages = -(-len(found) // _A_PAGE)
    if pages > 1:
        st.pagination(pages, key=page_key)


def of_group(behind: Behind, group: Group) -> tuple[Example, ...]:
    """The examples of a group."""
    return {
        Group.WRONG: behind.wrong,
        Group.MISSED: behind.missed,
        Group.RIGHT: behind.right,
    }[group]


def _draw(example: Example, categories: Sequence[str], category: str, *, hidden: bool) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            f"**{words.percent(example.probability)}** {words.plain(words.category(category))}"
            f" :gray[· labelled] {category_marks(example.labels, categories)}"
        )
        st.text((masked(example.text) if hidden else example.text) or "(no text)")
