"""A filter of rows: its form, its words, and how the address of a page carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from app.components import words
from app.components.datasets.length_map import bin_words
from app.components.datasets.marking_bars import word_words
from backend.datasets.statistics import LENGTH_EDGES
from backend.studio.data.examples import OF_EQUAL_TEXTS, RowFilter, Trait

_TRAITS = {
    Trait.NATURAL: "natural sample",
    Trait.REPEATS: "repeats an earlier text",
    Trait.CONFLICTING: "conflicting labels",
    Trait.OVERLAPPING: "text also among the test rows",
    Trait.EMPTY: "no text",
}


def keep(row_filter: RowFilter, *, key: str) -> None:
    """Put a filter into the form `key`, from a callback or before the form is drawn."""
    fields = {
        "has": list(row_filter.has),
        "has_not": list(row_filter.has_not),
        "labels": row_filter.labels,
        "shortest": row_filter.shortest,
        "below": row_filter.below,
        "only": list(row_filter.only),
        "contains": row_filter.contains,
        "marked_by": row_filter.marked_by,
    }
    for name, value in fields.items():
        st.session_state[f"{key}-{name}"] = value


def kept(*, key: str, test: bool) -> RowFilter:
    """The filter in the form `key`, of test rows or of training rows."""

    def field(name: str) -> Any:
        return st.session_state[f"{key}-{name}"]

    return RowFilter(
        test=test,
        has=tuple(field("has")),
        has_not=tuple(field("has_not")),
        labels=field("labels"),
        shortest=field("shortest"),
        below=field("below"),
        contains=field("contains").strip(),
        only=tuple(trait for trait in field("only") if trait in _traits(test=test)),
        marked_by=None if test else field("marked_by"),
    )


def _traits(*, test: bool) -> list[Trait]:
    return [trait for trait in Trait if not (test and trait in OF_EQUAL_TEXTS)]


def row_filter_form(
    categories: Sequence[str], *, key: str, test: bool, natural: bool, on_change: Any
) -> None:
    """The fields of the filter that `keep` has filled. on_change: called when one was changed.

    natural: whether there is a natural sample.
    """
    left, right = st.columns(2)
    for place, name, title in ((left, "has", "Has"), (right, "has_not", "Has not")):
        place.multiselect(
            title,
            categories,
            format_func=words.category,
            key=f"{key}-{name}",
            placeholder="Any category",
            on_change=on_change,
        )
    left, middle, right = st.columns(3)
    left.selectbox(
        "How many categories",
        [None, *range(len(categories) + 1)],
        format_func=lambda number: "Any number" if number is None else str(number),
        key=f"{key}-labels",
        placeholder="Any number",
        on_change=on_change,
    )
    shortest = middle.selectbox(
        "From, characters",
        LENGTH_EDGES,
        format_func=lambda edge: f"{edge:,}",
        key=f"{key}-shortest",
        on_change=on_change,
    )
    ends = [None, *(edge for edge in LENGTH_EDGES if edge > (shortest or 0))]
    if st.session_state[f"{key}-below"] not in ends:
        st.session_state[f"{key}-below"] = None
    right.selectbox(
        "To, characters",
        ends,
        format_func=lambda edge: "Any length" if edge is None else f"{edge - 1:,}",
        key=f"{key}-below",
        placeholder="Any length",
        on_change=on_change,
    )
    st.pills(
        "Only rows of which this can be said",
        [t for t in _traits(test=test) if natural or t is not Trait.NATURAL],
        selection_mode="multi",
        format_func=_TRAITS.__getitem__,
        key=f"{key}-only",
        on_change=on_change,
    )


def filter_words(row_filter: RowFilter, *, hidden: bool) -> str:
    """What the filter asks for, to be read after "12 rows": "with threat, without insult".

    Empty where it asks for all. What was searched for is left out: it stands in its own field.
    """
    parts = []
    if row_filter.has:
        parts.append(f"with {words.joined([words.category(name) for name in row_filter.has])}")
    if row_filter.has_not:
        without = words.joined([words.category(name) for name in row_filter.has_not], "or")
        parts.append(f"without {without}")
    if row_filter.labels is not None:
        parts.append(
            "without a category"
            if row_filter.labels == 0
            else f"in {words.count(row_filter.labels, 'category', 'categories')}"
        )
    if row_filter.shortest or row_filter.below is not None:
        parts.append(f"of {bin_words(row_filter.shortest, row_filter.below)} characters")
    parts += [_TRAITS[trait] for trait in row_filter.only]
    if row_filter.marked_by:
        parts.append(f"that hold {word_words(row_filter.marked_by[1], hidden=hidden)}")
    return ", ".join(parts)


def to_address(row_filter: RowFilter) -> dict[str, str]:
    """The filter as parameters of an address; but for what somebody typed or wrote."""
    address = {}
    if row_filter.test:
        address["part"] = "test"
    if row_filter.has:
        address["has"] = ",".join(row_filter.has)
    if row_filter.has_not:
        address["without"] = ",".join(row_filter.has_not)
    if row_filter.labels is not None:
        address["labels"] = str(row_filter.labels)
    if row_filter.shortest or row_filter.below is not None:
        address["length"] = f"{row_filter.shortest}-{row_filter.below or ''}"
    if row_filter.only:
        address["only"] = ",".join(row_filter.only)
    return address


def from_address(address: Mapping[str, str], categories: Sequence[str]) -> RowFilter:
    """The filter of an address; what cannot be understood in it asks for nothing."""

    def known(name: str) -> tuple[str, ...]:
        return tuple(c for c in address.get(name, "").split(",") if c in categories)

    found = RowFilter(
        test=address.get("part") == "test", has=known("has"), has_not=known("without")
    )
    labels = address.get("labels", "")
    if labels.isdecimal() and int(labels) <= len(categories):
        found = replace(found, labels=int(labels))
    low, _, high = address.get("length", "").partition("-")
    edges = {str(edge): edge for edge in LENGTH_EDGES}
    if low in edges and (not high or (high in edges and edges[high] > edges[low])):
        found = replace(found, shortest=edges[low], below=edges.get(high))
    only = address.get("only", "").split(",")
    return replace(found, only=tuple(trait for trait in Trait if trait in only))
