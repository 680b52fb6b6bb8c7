"""What inspection found in a dataset."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.components import words
from app.components.category_colors import category_colors
from app.components.charts import altair, category_axis, inks
from app.components.synthetic import SYNTHETIC
from backend.studio.datasets import Dataset

_AXIS_PIXELS = 80


def dataset_view(dataset: Dataset) -> None:
    """Rows, positives by category, and everything inspection remarked on."""
    train: Mapping[str, Any] = dataset.counts["train"]
    test: Mapping[str, Any] | None = dataset.counts["test"]
    with st.container(border=True):
        if dataset.synthetic:
            st.info(SYNTHETIC)
        tiles = st.columns(3)
        tiles[0].metric("Rows to learn from", f"{train['rows']:,} rows")
        tiles[1].metric(
            "Test rows of its own",
            f"{test['rows']:,} rows" if test else "none",
            help="Without any, some rows are split off for testing.",
        )
        natural = train["reference_rows"] + (test["reference_rows"] if test else 0)
        tiles[2].metric(
            "Natural sample",
            f"{natural:,} rows" if natural else "not named",
            help="Rows that the reference ids name: what unpicked traffic looks like. Metrics and"
            " probabilities are made to speak of it. Without them, all rows count alike.",
        )
        positives = train["positives"]
        positives_bars({name: positives[name] for name in dataset.categories}, train["rows"])
        if dataset.warnings:
            st.warning("  \n".join(map(words.plain, dataset.warnings)))


def positives_bars(positives: Mapping[str, int], rows: int, *, key: str | None = None) -> None:
    """A bar for each category, as long as its number of rows among `rows`."""
    alt, ink = altair(), inks()
    colors = category_colors(list(positives))
    names = [words.category(name) for name in positives]
    values = [
        {
            "category": words.category(name),
            "rows": count,
            "said": f"{count:,} · {count / rows:.1%}".replace("%", " %") if rows else "0",
        }
        for name, count in positives.items()
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=category_axis(alt, names),
        x=alt.X(
            "rows:Q",
            title="Rows that have the category",
            axis=alt.Axis(
                grid=False,
                ticks=False,
                domain=False,
                tickCount=4,
                format=",d",
                labelColor=ink.quiet,
                titleColor=ink.quiet,
                titleFontWeight="normal",
            ),
            scale=alt.Scale(domain=[0, max([*positives.values(), 1]) * 1.4], nice=False),
        ),
        tooltip=[
            alt.Tooltip("category:N", title="Category"),
            alt.Tooltip("rows:Q", title="Rows", format=","),
        ],
    )
    bars = base.mark_bar(cornerRadius=3, height=16).encode(
        color=alt.Color(
            "category:N",
            scale=alt.Scale(domain=names, range=[colors[name] for name in positives]),
            legend=None,
        )
    )
    said = base.mark_text(align="left", dx=6, fontSize=12, color=ink.text).encode(text="said:N")
    told = ", ".join(f"{value['category']} {value['said']}" for value in values)
    st.altair_chart(
        (bars + said).properties(height=30 * len(values) + _AXIS_PIXELS),
        key=key,
        alt=f"Rows by category: {told}.",
    )
