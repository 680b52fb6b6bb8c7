"""The split of a dataset's rows as one bar."""

from collections.abc import Mapping

import streamlit as st

from app.components.charts import altair, inks, is_dark

_INK = {
    "train": ("#0f6f66", "#2fa393"),
    "validation": ("#c98a1b", "#e0a83f"),
    "test": ("#5b6f9c", "#8fa3d4"),
}
TITLES = {"train": "train", "validation": "calibrate", "test": "test"}
"""What the rows of each part are for, in a word; in the order in which they are shown."""

_LEGEND_Y, _BAR_Y, _BAR = 10, 26, 30


def split_view(rows: Mapping[str, int], *, about: bool = True, key: str | None = None) -> None:
    """A bar of the parts train, validation and test, each with its number of rows.

    about: the numbers are not counted yet.
    """
    alt, ink = altair(), inks()
    dark = int(is_dark())
    rows = {part: rows[part] for part in TITLES if part in rows}
    whole = sum(rows.values()) or 1
    values, start = [], 0
    for place, (part, number) in enumerate(rows.items()):
        values.append(
            {
                "part": TITLES[part],
                "rows": number,
                "share": number / whole,
                "from": start,
                "to": start + number,
                "said": f"{TITLES[part]} {number:,}",
                "place": place / len(rows),
            }
        )
        start += number
    colors = [_INK[part][dark] for part in rows]
    base = alt.Chart(alt.InlineData(values=values))
    color = alt.Color(
        "part:N",
        sort=None,
        scale=alt.Scale(domain=[TITLES[part] for part in rows], range=colors),
        legend=None,
    )
    tooltip = [
        alt.Tooltip("part:N", title="To"),
        alt.Tooltip("rows:Q", title="Rows", format=","),
        alt.Tooltip("share:Q", title="Share", format=".1%"),
    ]
    across = alt.Scale(domain=[0, whole], nice=False)
    bar = base.mark_bar(height=_BAR, y=_BAR_Y + _BAR / 2, stroke=ink.track, strokeWidth=1).encode(
        x=alt.X("from:Q", axis=None, scale=across), x2="to:Q", color=color, tooltip=tooltip
    )
    place = alt.X("place:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    dots = base.mark_square(size=90, opacity=1, y=_LEGEND_Y, xOffset=6).encode(x=place, color=color)
    said = base.mark_text(
        align="left", baseline="middle", y=_LEGEND_Y, dx=18, fontSize=13, color=ink.text
    ).encode(x=place, text="said:N")
    told = ", ".join(f"{value['said']} rows" for value in values)
    st.altair_chart(
        alt.layer(bar, dots, said).resolve_scale(x="independent").properties(height=62),
        key=key,
        alt=f"{'About how the' if about else 'How the'} rows are split: {told}.",
    )
