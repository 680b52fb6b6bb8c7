"""What inspection found in a dataset."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.components import words
from app.components.datasets.prevalence_bars import prevalence_bars
from app.components.synthetic import SYNTHETIC
from backend.studio.data.datasets import Dataset


def dataset_view(dataset: Dataset) -> None:
    """Rows, positives by category, and everything inspection remarked on."""
    train: Mapping[str, Any] = dataset.counts["train"]
    with st.container(border=True):
        dataset_tiles(dataset)
        prevalence_bars(
            dataset.categories,
            [train["positives"][name] for name in dataset.categories],
            rows=train["rows"],
            natural=[train["reference_positives"][name] for name in dataset.categories],
            natural_rows=train["reference_rows"],
            key=f"prevalence-{dataset.name}",
        )
        dataset_warnings(dataset)


def dataset_tiles(dataset: Dataset) -> None:
    """How many rows there are, of which kind."""
    train: Mapping[str, Any] = dataset.counts["train"]
    test: Mapping[str, Any] | None = dataset.counts["test"]
    if dataset.synthetic:
        st.info(SYNTHETIC)
    tiles = st.columns(3)
    tiles[0].metric(
        "Training rows",
        f"{train['rows']:,} rows",
        help="Rows that a model learns from; some are split off to calibrate it with.",
    )
    tiles[1].metric(
        "Test rows",
        f"{test['rows']:,} rows" if test else "none",
        help="Rows that a model is measured on. Where a dataset has none of its own, some of its"
        " training rows are split off.",
    )
    natural = train["reference_rows"] + (test["reference_rows"] if test else 0)
    tiles[2].metric(
        "Natural sample",
        f"{natural:,} rows" if natural else "not named",
        help="Rows that the reference ids name: what unpicked traffic looks like. Metrics and"
        " probabilities are made to speak of it. Without them, all rows count alike.",
    )


def dataset_warnings(dataset: Dataset, *others: str) -> None:
    """What inspection warned of, and `others`, in one box."""
    if warnings := [*dataset.warnings, *others]:
        st.warning("  \n".join(map(words.plain, warnings)))
