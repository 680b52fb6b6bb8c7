"""How many rows have each category, and how many of them are natural."""

from collections.abc import Sequence

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import inks
from app.components.datasets.count_bars import Bar, count_bars
from app.components.datasets.picking import Pick
from backend.datasets.inspection import FEW_POSITIVES

NONE = ""
"""The id of the bar of rows without a category: no category has this name."""


def prevalence_bars(
    categories: Sequence[str],
    positives: Sequence[int],
    *,
    rows: int,
    natural: Sequence[int] = (),
    natural_rows: int = 0,
    none: int | None = None,
    key: str,
    on_pick: Pick | None = None,
) -> None:
    """A bar for each category, as long as its number of rows among `rows`.

    natural: of the positives those in the natural sample, which has `natural_rows`; drawn where
    there are any. none: rows without a category, which get a bar of their own where they are told.
    """
    colors = category_colors(categories)
    bars = []
    for place, (category, count) in enumerate(zip(categories, positives, strict=True)):
        told = [("Of all rows", _share(count, rows))]
        if natural_rows:
            told += [
                ("In the natural sample", f"{natural[place]:,}"),
                ("Of the natural sample", _share(natural[place], natural_rows)),
            ]
        few = " · too few" if count < FEW_POSITIVES else ""
        bars.append(
            Bar(
                id=category,
                label=words.category(category),
                rows=count,
                part=natural[place] if natural_rows else None,
                color=colors[category],
                said=f"{count:,} · {_share(count, rows)}{few}",
                told=told,
            )
        )
    if none is not None:
        bars.append(
            Bar(
                id=NONE,
                label="no category",
                rows=none,
                color=inks().quiet,
                said=f"{none:,} · {_share(none, rows)}",
                told=[("Of all rows", _share(none, rows))],
            )
        )
    count_bars(
        bars,
        title="Rows that have the category",
        alt_text="Rows by category",
        key=key,
        on_pick=on_pick,
    )


def _share(count: int, rows: int) -> str:
    """With two digits that tell: rare categories are the ones that matter."""
    if not rows or not count:
        return "0 %"
    share = 100 * count / rows
    return f"{share:.0f} %" if share >= 10 else f"{share:.2g} %"
