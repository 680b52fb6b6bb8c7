"""All models in a table, a row each, to sort and to choose from."""

from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

import streamlit as st

from app.components import words
from app.components.models.measures import HELP, Measure, value
from backend.learning.recipes import RECIPES
from backend.studio.model.models import Model, ServingCost

_MOST_ROWS = 10  # more are scrolled to


def algorithm_title(name: str) -> str:
    """What an algorithm is called; its name where it is none of ours."""
    return RECIPES[name].title if name in RECIPES else name


def row_letters(models: Sequence[Model]) -> Mapping[str, str]:
    """By model, a letter for the test rows it was measured on: those of the first are A."""
    letters: dict[frozenset[tuple[str, str]], str] = {}
    for model in models:
        number = len(letters)
        letter = ascii_uppercase[number % 26] + (str(number // 26) if number >= 26 else "")
        letters.setdefault(model.test_rows, letter)
    return {model.name: letters[model.test_rows] for model in models}


def leaderboard(
    models: Sequence[Model],
    costs: Mapping[str, ServingCost],
    measure: Measure,
    *,
    chosen: Sequence[str],
    now: float,
    key: str,
    on_pick: Callable[[Sequence[str]], None],
) -> None:
    """A row for each model and a column for each category, of the chosen measure.

    costs: by model, where they are known. chosen: the models whose rows open selected. on_pick:
    called with the names of the selected models, in the order of `models`.
    """
    letters = row_letters(models)
    categories = list(dict.fromkeys(name for model in models for name in model.categories))
    rows = [
        {
            "Model": model.name,
            "Mean AUC": model.evaluation.mean_auc,
            "Mean AP": model.evaluation.mean_average_precision,
            **_by_category(model, measure),
            "Size, MB": model.model_mb,
            "Messages/s": round(model.speed.messages_per_second) if model.speed else None,
            "$ a million": costs[model.name].serverless_usd if model.name in costs else None,
            "Algorithm": algorithm_title(model.algorithm),
            "Prepared data": model.prepared or "removed",
            "Test rows": f"{letters[model.name]} ({model.evaluation.rows:,})",
            "Made": words.ago(model.made_at, now),
        }
        for model in models
    ]

    def picked() -> None:
        on_pick([models[row].name for row in st.session_state[key].selection.rows])

    number = st.column_config.NumberColumn
    st.dataframe(
        rows,
        key=key,
        hide_index=True,
        on_select=picked,
        selection_mode="multi-row",
        selection_default={
            "selection": {"rows": [n for n, model in enumerate(models) if model.name in chosen]}
        },
        height=38 + 35 * min(len(rows), _MOST_ROWS),
        column_order=[
            *("Model", "Mean AUC", "Mean AP"),
            *map(words.category, categories),
            *("Size, MB", "Messages/s", "$ a million"),
            *("Algorithm", "Prepared data", "Test rows", "Made"),
        ],
        column_config={
            "Model": st.column_config.TextColumn(pinned=True),
            "Mean AUC": number(format="%.3f", help=HELP[Measure.AUC] + " Over the categories."),
            "Mean AP": number(format="%.3f", help=HELP[Measure.AP] + " Over the categories."),
            **{
                words.category(name): number(
                    format="%.3f", help=f"{measure} of {words.category(name)}. {HELP[measure]}"
                )
                for name in categories
            },
            "Size, MB": number(format="%.1f", help="Size of the model's file, MB of 10⁶ bytes."),
            "Messages/s": number(
                format="localized",
                help="Messages a second on one core of the machine that measured it.",
            ),
            "$ a million": number(
                format="dollar",
                help="About what a million messages cost on SageMaker serverless; free on this"
                " machine. How it is reckoned is said with each model below.",
            ),
            "Prepared data": st.column_config.TextColumn(
                help="The processing job whose rows the model learned from."
            ),
            "Test rows": st.column_config.TextColumn(
                help="Which rows the model was measured on, and how many. Compare only models with"
                " the same letter."
            ),
        },
        alt="Models, newest first: quality by category, size, speed and cost",
    )
    if len(set(letters.values())) > 1:
        st.caption(
            "Not all models were measured on the same test rows: compare only those with the same"
            " letter under Test rows."
        )


def _by_category(model: Model, measure: Measure) -> Mapping[str, float | None]:
    return {
        words.category(category.category): value(
            measure, category, model.thresholds[category.category]
        )
        for category in model.evaluation.categories
    }
