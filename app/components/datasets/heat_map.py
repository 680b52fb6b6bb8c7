"""Shares as a table of cells, the darker the greater."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.components.charts import altair, inks, is_dark
from app.components.datasets.picking import Pick, pickable, show

_ROW_PIXELS = 40
_AXIS_PIXELS = 120
_MOST_SAID = 12  # columns; past these, cells are too narrow for a number


@dataclass(frozen=True, kw_only=True)
class Cell:
    """share: 0 to 1, None where there is nothing to share. rows: how many rows it stands for."""

    row: str
    column: str
    share: float | None
    rows: int
    told: str


def heat_map(
    cells: Sequence[Cell],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    column_title: str,
    alt_text: str,
    key: str,
    on_pick: Pick | None = None,
) -> None:
    """Draw them, in the order of `rows` and `columns`. A click tells {"row": …, "column": …}."""
    alt, ink = altair(), inks()
    # The text on them keeps a contrast of 4.5 to 1 from one end to the other.
    ends = ["#1f2829", "#1f6f63"] if is_dark() else ["#f4f1ea", "#4fa99b"]
    values = [
        {
            "row": cell.row,
            "column": cell.column,
            "share": cell.share,
            "Rows": f"{cell.rows:,}",
            "told": cell.told,
            "said": _said(cell),
        }
        for cell in cells
    ]
    said = {"labelColor": ink.text, "ticks": False, "domain": False, "labelFontSize": 13}
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("row:N", sort=list(rows), title=None, axis=alt.Axis(labelLimit=150, **said)),
        x=alt.X(
            "column:N",
            sort=list(columns),
            title=column_title,
            axis=alt.Axis(
                orient="top",
                labelAngle=-35,
                labelAlign="left",
                labelLimit=110,
                labelOverlap=False,
                titleColor=ink.quiet,
                titleFontWeight="normal",
                **said,
            ),
        ),
        tooltip=[alt.Tooltip("told:N", title=" "), "Rows:N"],
    )
    greatest = max((cell.share or 0.0 for cell in cells), default=0.0) or 1.0
    pick = pickable(alt, ["row", "column"])
    rects = base.mark_rect(cursor="pointer", cornerRadius=2).encode(
        color=alt.Color(
            "share:Q", legend=None, scale=alt.Scale(type="sqrt", domain=[0, greatest], range=ends)
        ),
        **({"opacity": alt.condition(pick, alt.value(1.0), alt.value(0.5))} if on_pick else {}),
    )
    layers = [rects.add_params(pick) if on_pick else rects]
    if len(columns) <= _MOST_SAID:
        layers.append(
            base.mark_text(fontSize=12, color=ink.text, tooltip=False).encode(text="said:N")
        )
    chart = alt.layer(*layers).properties(height=_ROW_PIXELS * len(rows) + _AXIS_PIXELS)
    show(chart, key=key, alt_text=alt_text, on_pick=on_pick)


def _said(cell: Cell) -> str:
    if cell.share is None or not cell.rows:
        return ""
    percent = round(100 * cell.share)
    return f"{percent}" if percent else "<1"
