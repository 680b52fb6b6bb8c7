"""Which categories come together."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.datasets.heat_map import Cell, heat_map
from app.components.datasets.picking import Pick


def together_map(
    categories: Sequence[str],
    together: Sequence[Sequence[int]],
    *,
    key: str,
    on_pick: Pick | None = None,
) -> None:
    """For each category (a line) the share of its rows that have each other category too.

    together: rows with both, with the positives on the diagonal. A click tells the two
    categories as they are read (`words.category`).
    """
    said = [words.category(name) for name in categories]
    cells = []
    for line, counts in enumerate(together):
        for column, rows in enumerate(counts):
            share = rows / counts[line] if counts[line] else None
            here = words.percent(share) if share is not None else "nothing"
            told = (
                f"All rows with {said[line]}"
                if line == column
                else f"{here} of the rows with {said[line]} have {said[column]} too"
            )
            cells.append(
                Cell(row=said[line], column=said[column], share=share, rows=rows, told=told)
            )
    told = "; ".join(cell.told for cell in cells if cell.row != cell.column and cell.rows)
    st.caption("Of the rows of a line, how many in a hundred have the category of the column too.")
    heat_map(
        cells,
        rows=said,
        columns=said,
        column_title="have also, %",
        alt_text=f"Categories that come together: {told or 'none'}.",
        key=key,
        on_pick=on_pick,
    )
