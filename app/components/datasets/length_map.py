"""How long the texts of each category are."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.datasets.heat_map import Cell, heat_map
from app.components.datasets.picking import Pick


def bin_words(low: int, high: int | None) -> str:
    """A range of lengths in characters, `high` excluded: "20–49", "5,000+"."""
    return f"{low:,}+" if high is None else f"{low:,}–{high - 1:,}"


def length_map(
    groups: Sequence[str],
    rows: Sequence[Sequence[int]],
    medians: Sequence[float | None],
    edges: Sequence[int],
    *,
    key: str,
    on_pick: Pick | None = None,
) -> None:
    """For each group of rows (a line, in words) the share of it whose texts are so long.

    rows: by group and bin; edges: where the bins begin, the last of which has no end. A click
    tells the line, as it is read, and the bin (`bin_words`).
    """
    bins = [bin_words(low, high) for low, high in zip(edges, (*edges[1:], None), strict=True)]
    cells = []
    for group, counts in zip(groups, rows, strict=True):
        total = sum(counts)
        for column, count in zip(bins, counts, strict=True):
            share = count / total if total else None
            here = words.percent(share) if share is not None else "nothing"
            told = f"{here} of {group}: {column} characters"
            cells.append(Cell(row=group, column=column, share=share, rows=count, told=told))
    typical = "; ".join(
        f"{group} {median:,.0f}"
        for group, median in zip(groups, medians, strict=True)
        if median is not None
    )
    st.caption("Of the rows of a line, how many in a hundred have a text of that length.")
    heat_map(
        cells,
        rows=groups,
        columns=bins,
        column_title="Characters in the text, % of the line",
        alt_text=f"Lengths by category. Half of the texts have fewer characters than: {typical}.",
        key=key,
        on_pick=on_pick,
    )
